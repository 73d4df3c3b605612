package app

import (
	"sync"
	"time"
)

// pulse is how long an entity rests between two "data:changed": a window draws no more often, and an import commits
// far more often.
const pulse = 250 * time.Millisecond

// outbox hands events to the window in their order, on its own goroutine: whoever reports a commit holds the writer
// and must not wait for a window.
type outbox struct {
	mu      sync.Mutex
	queue   []func()
	wake    chan struct{}
	resting map[string]bool // by entity; true: it changed again meanwhile
	changed func(entity string)
	stopped bool
	done    chan struct{} // nil until start
}

func newOutbox() *outbox {
	return &outbox{wake: make(chan struct{}, 1), resting: map[string]bool{}}
}

// start begins to deliver; changed announces one entity.
func (o *outbox) start(changed func(entity string)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.changed, o.done = changed, make(chan struct{})
	go o.run(o.done)
}

func (o *outbox) run(done chan struct{}) {
	defer close(done)
	for range o.wake {
		for {
			o.mu.Lock()
			if o.stopped {
				o.mu.Unlock()
				return
			}
			queue := o.queue
			o.queue = nil
			o.mu.Unlock()
			if len(queue) == 0 {
				break
			}
			for _, f := range queue {
				f()
			}
		}
	}
}

// stop waits for the event being delivered and drops the rest: the window is gone.
func (o *outbox) stop() {
	o.mu.Lock()
	o.stopped, o.queue = true, nil
	done := o.done
	o.mu.Unlock()
	o.poke()
	if done != nil {
		<-done
	}
}

// post has f called after everything posted before.
func (o *outbox) post(f func()) {
	o.mu.Lock()
	o.add(f)
	o.mu.Unlock()
	o.poke()
}

// add must be called with mu held, poke after it.
func (o *outbox) add(f func()) {
	if !o.stopped {
		o.queue = append(o.queue, f)
	}
}

func (o *outbox) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// touch announces that an entity changed: at once when it rests no longer, else once when its rest is over.
func (o *outbox) touch(entity string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, resting := o.resting[entity]; resting {
		o.resting[entity] = true
		return
	}
	o.announce(entity)
}

// announce must be called with mu held.
func (o *outbox) announce(entity string) {
	o.resting[entity] = false
	o.add(func() { o.changed(entity) })
	o.poke()
	time.AfterFunc(pulse, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if again := o.resting[entity]; again && !o.stopped {
			o.announce(entity)
			return
		}
		delete(o.resting, entity)
	})
}
