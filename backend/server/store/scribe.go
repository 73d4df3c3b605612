package store

import "carteira/backend/crm"

// scribe writes contacts beside the deciding of those that follow: SQLite is busy with a chunk of an import as long as
// the rules are.
type scribe struct {
	rows chan []alikeRows
	done chan error
}

// handed is how many changed records are given to the scribe at once.
const handed = 500

// handOver gives the scribe the contacts that have changed, unless they have or had a primary: nothing else that is
// decided asks the database for sets of them, so that it does not matter when they are written.
func (s *state) handOver() error {
	var now, later []*record
	for _, r := range s.dirty {
		if r.key.noun == contactCode && !r.moved && r.parent == crm.NoID {
			now = append(now, r)
		} else {
			later = append(later, r)
		}
	}
	s.waiting = len(later)
	if len(now) == 0 {
		return nil
	}
	rows, err := s.rowsOf(now)
	if err != nil {
		return err
	}
	s.dirty = append(s.dirty[:0], later...)
	if s.scribe == nil {
		s.scribe = startScribe(s.t)
	}
	s.scribe.rows <- rows
	return nil
}

func startScribe(t *tx) *scribe {
	w := &scribe{rows: make(chan []alikeRows, 8), done: make(chan error, 1)}
	go func() {
		var failed error
		for rows := range w.rows {
			if failed == nil {
				failed = t.writeEntities(rows)
			}
		}
		w.done <- failed
	}()
	return w
}

// settle waits for the scribe.
func (s *state) settle() error {
	if s.scribe == nil {
		return nil
	}
	w := s.scribe
	s.scribe = nil
	close(w.rows)
	return <-w.done
}
