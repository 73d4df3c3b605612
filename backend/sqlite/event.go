package sqlite

import "sync"

// Event tells the window what kind of data changed; it never carries the data.
type Event struct {
	Entity string // "contact", "label", "field", "user", "setting", "job", "service"
}

// Announce has the event delivered once the transaction is on disk; equal events of one transaction are one.
func (tx *Tx) Announce(e Event) {
	for _, x := range tx.events {
		if x == e {
			return
		}
	}
	tx.events = append(tx.events, e)
}

type bus struct {
	mu        sync.Mutex
	next      int
	listeners map[int]func(Event)
}

// Listen calls f after every commit that announced something, until stop is called. f must return at once.
func (db *DB) Listen(f func(Event)) (stop func()) {
	db.bus.mu.Lock()
	defer db.bus.mu.Unlock()
	if db.bus.listeners == nil {
		db.bus.listeners = map[int]func(Event){}
	}
	id := db.bus.next
	db.bus.next++
	db.bus.listeners[id] = f
	return func() {
		db.bus.mu.Lock()
		defer db.bus.mu.Unlock()
		delete(db.bus.listeners, id)
	}
}

func (db *DB) deliver(events []Event) {
	if len(events) == 0 {
		return
	}
	db.bus.mu.Lock()
	listeners := make([]func(Event), 0, len(db.bus.listeners))
	for _, f := range db.bus.listeners {
		listeners = append(listeners, f)
	}
	db.bus.mu.Unlock()
	for _, e := range events {
		for _, f := range listeners {
			f(e)
		}
	}
}
