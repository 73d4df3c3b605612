package store

import (
	"context"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// follower is a replica that only pulls, and checks what it is sent.
type follower struct {
	store   *Store
	device  Device
	state   *replicationtest.State
	cursor  string
	bytes   int
	seq     int64 // everything up to here is known
	copies  int   // begun from the state
	total   int64 // records, as the last copy announced
	entries int
	names   map[int64]replication.Name
}

func (f *fixture) follow(d Device, cursor string, bytes int) *follower {
	return &follower{store: f.Store, device: d, state: replicationtest.NewState(), cursor: cursor, bytes: bytes, names: map[int64]replication.Name{}}
}

// pull takes one page in.
func (w *follower) pull() (more bool, err error) {
	var known int64
	for n := range w.names {
		known = max(known, n)
	}
	p, err := w.store.Pull(context.Background(), w.device, w.cursor, w.bytes, known)
	if err != nil {
		return false, err
	}
	for _, n := range p.Header.Names {
		w.names[n.Number] = n
	}
	if p.Header.Begin {
		w.copies++
		w.total = p.Header.Total
	}
	for _, e := range p.Effects {
		if err := w.referenced(&e); err != nil {
			return false, err
		}
		if err := w.state.Put(e); err != nil {
			return false, err
		}
	}
	for _, e := range p.Entries {
		if w.seq++; e.Seq != w.seq {
			return false, fmt.Errorf("line %d comes after %d", e.Seq, w.seq-1)
		}
		if e.Actor != 0 && w.names[e.Actor].ID == crm.NoID {
			return false, fmt.Errorf("line %d is by a user without a name", e.Seq)
		}
		if e.Device != 0 && e.Device != w.device.Number {
			return false, fmt.Errorf("line %d tells what its author alone is told", e.Seq)
		}
		w.entries++
		for _, x := range e.Effects {
			if err := w.state.Put(x); err != nil {
				return false, err
			}
		}
	}
	if p.End.Seq > 0 {
		if p.End.Seq < w.seq {
			return false, fmt.Errorf("back from %d to %d", w.seq, p.End.Seq)
		}
		w.seq = p.End.Seq
	}
	w.cursor = p.End.Cursor
	return p.End.More, nil
}

// referenced tells whether what a record of the state names has been sent before it.
func (w *follower) referenced(e *replication.Effect) error {
	need := func(noun replication.Noun, id crm.ID) error {
		known, err := w.state.Known(noun, id)
		if err == nil && !known && noun != replication.NounContact {
			return fmt.Errorf("a record names a %s that was not sent", noun)
		}
		if noun == replication.NounContact {
			if c, err := w.state.Contact(id); err != nil || c == nil {
				return fmt.Errorf("a record names a contact that was not sent (%v)", err)
			}
		}
		return err
	}
	switch {
	case e.Put != nil:
		for _, id := range e.Put.Labels {
			if err := need(replication.NounLabel, id); err != nil {
				return err
			}
		}
	case e.Note != nil:
		return need(replication.NounContact, e.Note.Contact)
	case e.Survey != nil:
		return need(replication.NounContact, e.Survey.Contact)
	case e.Appointment != nil:
		return need(replication.NounContact, e.Appointment.Contact)
	case e.Interaction != nil:
		return need(replication.NounContact, e.Interaction.Contact)
	case e.Conflict != nil:
		return need(replication.NounContact, e.Conflict.Contact)
	}
	return nil
}

// catchUp pulls until there is no more.
func (w *follower) catchUp() error {
	for {
		more, err := w.pull()
		if err != nil || !more {
			return err
		}
	}
}

// digest sums up what the follower holds, as the server does: aliases aside.
func (w *follower) digest() (g replication.Digest, err error) {
	err = w.state.Each(func(noun replication.Noun, e replication.Effect) error {
		if e.Alias != nil {
			return nil
		}
		return g.Add(noun, e)
	})
	return g, err
}

// equal fails the test unless the follower holds what the server does.
func (f *fixture) equal(org crm.ID, w *follower) {
	f.Helper()
	f.check(w.catchUp())
	server, err := f.Digest(context.Background(), org)
	f.check(err)
	mine, err := w.digest()
	f.check(err)
	if w.seq != server.Seq || !mine.Equal(&server.Digest) {
		f.Errorf("at line %d of %d:\nhere   %v\nserver %v", w.seq, server.Seq, mine.Records, server.Digest.Records)
	}
}
