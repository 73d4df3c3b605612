package sqlite

import (
	"context"
	"os"

	"carteira/backend/crm"
)

// outdated tells whether somebody was erased since the file was made: what it has deleted is still in it. It is thrown away
// before another contact is indexed.
func (x *indexer) outdated() (bool, error) {
	var wanted int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		_, _, wanted, _, err = v.searchOwner()
		return err
	}); err != nil || wanted <= x.state.generation {
		return false, err
	}
	x.s.mu.Lock()
	x.s.damaged = true
	x.s.mu.Unlock()
	x.rebuilds-- // the file was not at fault
	return true, nil
}

// ready opens the index, when no other process writes it.
func (x *indexer) ready() (bool, error) {
	x.s.mu.Lock()
	damaged := x.s.damaged
	x.s.mu.Unlock()
	if x.c != nil && !damaged {
		return true, nil
	}
	if ok, err := x.lock.TryLock(); !ok {
		return false, err
	}
	if x.c != nil {
		err := x.c.close()
		x.c, x.open = nil, 0
		if err != nil {
			return false, err
		}
	}
	err := x.db.View(context.Background(), func(v *View) (err error) {
		x.c, err = x.openFile(v, damaged)
		return err
	})
	if err != nil {
		return false, err
	}
	state, _, err := readSearchState(x.c)
	if err != nil {
		return false, err
	}
	x.state = state
	if err := x.sayNew(); err != nil {
		return false, err
	}
	x.merge = true // whoever filled it may have ended before tidying up
	x.counts, err = readGramCounts(x.c)
	return err == nil, err
}

// sayNew notes in the replica that an index which did not fit, or held what was erased, is gone.
func (x *indexer) sayNew() error {
	var known int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		_, _, known, _, err = v.searchOwner()
		return err
	}); err != nil || known >= x.state.generation {
		return err
	}
	return x.db.update(context.Background(), crm.System, inBulk, func(tx *Tx) error {
		_, err := tx.c.exec(`UPDATE list_state SET generation = max(generation, ?)`, x.state.generation)
		return err
	})
}

// openFile opens the index when it is of this replica and whole, or makes it anew.
func (x *indexer) openFile(v *View, damaged bool) (*conn, error) {
	if _, err := os.Stat(searchPath(x.db.dir)); err == nil && !damaged {
		c, err := openConn(searchPath(x.db.dir), searchPragmas)
		if err == nil {
			if fits, err := searchFits(c, v); err == nil && fits {
				return c, nil
			}
			_ = c.close() // it is thrown away: what it says on closing does not matter
		}
	}
	x.s.mu.Lock()
	x.rebuilds++
	x.s.damaged = false
	x.s.epoch++
	x.s.counts = nil
	for _, r := range x.s.readers {
		_ = r.c.close() // of a file that goes: Windows removes none that is open
	}
	x.s.readers = nil
	x.s.mu.Unlock()
	return createSearch(x.db.dir, v)
}

// searchFits tells whether the index is of the replica that v reads and no older than it counts on.
func searchFits(c *conn, v *View) (bool, error) {
	state, ok, err := readSearchState(c)
	if err != nil || !ok {
		return false, err
	}
	id, incarnation, generation, version, err := v.searchOwner()
	return state.replica == id && state.incarnation == incarnation && state.generation >= generation &&
		state.reflects <= version, err
}
