package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A transaction costs a write to the disk and rewrites the pages that it has touched, of the keys of an import nearly all.
// Several parts of a push share one while people do not edit one thing after another: together is how long they may take
// before the last of them begins, quiet for how long there must not have been two edits. A single edit waits for one
// transaction at most.
const (
	together = 150 * time.Millisecond
	quiet    = 2 * time.Second
)

// calm knows whether somebody waits for the database, or may soon.
type calm struct {
	together time.Duration
	waiting  atomic.Int64

	mu           sync.Mutex
	last, before time.Time // the latest two edits
}

func (c *calm) edited(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before, c.last = c.last, now
}

func (c *calm) reigns(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting.Load() == 0 && now.Sub(c.before) >= quiet
}

// wait counts somebody who waits, until entered is called.
func (c *calm) wait() (entered func()) {
	c.waiting.Add(1)
	return sync.OnceFunc(func() { c.waiting.Add(-1) })
}

// parts are those of a push, in order, while they are read ahead.
type parts struct {
	coming <-chan *push
	next   *push // read, not taken
	taken  *push // the last one
}

// more waits for the next part; false when there is none.
func (p *parts) more() bool {
	if p.next == nil {
		p.next = <-p.coming
	}
	return p.next != nil
}

func (p *parts) take() *push {
	part := p.next
	part.after = p.taken
	p.next, p.taken = nil, part
	return part
}

// pushTogether decides the next part, and those after it while they share its transaction.
func (s *Store) pushTogether(ctx context.Context, o orgRow, parts *parts) ([]*push, error) {
	if parts.next.panicked != nil {
		panic(parts.next.panicked)
	}
	group := []*push{parts.take()}
	err := s.decideParts(ctx, o, group, func(began time.Time) *push {
		if time.Since(began) > s.calm.together || !s.calm.reigns(s.now()) || !parts.more() || parts.next.panicked != nil {
			return nil
		}
		group = append(group, parts.take())
		return group[len(group)-1]
	})
	defer func() {
		for _, part := range group { // what follows needs the answer alone
			part.after, part.state, part.ops, part.wanted = nil, nil, nil, nil
		}
	}()
	if err == nil || len(group) == 1 || ctx.Err() != nil {
		return group, err
	}
	// One of them fails: those before it need not.
	for _, part := range group {
		if err := s.decideParts(ctx, o, []*push{part}, func(time.Time) *push { return nil }); err != nil {
			return nil, err
		}
	}
	return group, nil
}

// decideParts decides parts in one transaction, and those that more gives once they are through.
func (s *Store) decideParts(ctx context.Context, o orgRow, group []*push, more func(began time.Time) *push) error {
	var refusal *Refusal
	if err := s.decide(ctx, o, func(t *tx, head *head) (last *state, err error) {
		began := time.Now()
		refusal = nil
		for _, p := range group {
			p.results, p.refusal, p.state = nil, nil, nil
		}
		for i := 0; refusal == nil; i++ {
			if i == len(group) {
				p := more(began)
				if p == nil {
					break
				}
				group = append(group, p)
			}
			p := group[i]
			if err := p.run(t, head); err != nil {
				return nil, err
			}
			if refusal = p.refusal; p.state != nil {
				last = p.state
			}
		}
		return last, nil
	}); err != nil {
		return err
	}
	if refusal != nil {
		return refusal
	}
	return nil
}
