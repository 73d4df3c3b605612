package sqlite

import (
	"context"
	"sync"
	"time"
)

// The search index is a file of its own, search.db: trigrams of what every contact is found by. It is written
// behind the replica, by one process at a time, and may be missing or lag: a question takes what the index
// finds, adds every contact that the index cannot know yet, and checks them all.
//
//   - Contacts up to the watermark are indexed, newer ones are not. Numbers grow, so inserting a contact leaves
//     no trace but itself. (SQLite gives the number of a deleted last contact out again: the new one counts as
//     changed, see list_state.highest.)
//   - A contact whose text changes, or that is deleted, is put in search_dirty in the same transaction. Once it
//     is indexed anew, its row there goes, provided that its stamp is still the one that was indexed; the index
//     takes a new generation before, and the replica notes it with the removal. A reader that sees a later
//     generation in the replica than in the index holds an index that is too old.
//   - The index notes the list version it was last read from. A reader whose snapshot is older than that holds
//     an index that is too new.
//
// An index that cannot be used is not an error: the list is walked. One that is damaged, or that belongs to
// another replica, is built from nothing.
type searchIndex struct {
	off bool // a scratch replica has none

	mu       sync.Mutex
	stop     chan struct{} // nil: the indexer does not run
	done     chan struct{}
	poke     chan struct{}
	flush    bool // somebody waits for it to settle
	fresh    []rosterRow
	bulkAt   time.Time // when a batch of an import was handed over last
	putOff   int       // how many want the indexer to wait, see PutOffIndexing
	askedAt  time.Time // when somebody searched last
	epoch    int       // of the file: readers of an earlier one are closed
	damaged  bool      // build anew
	failed   error
	readers  []*searchReader
	counts   *gramCounts
	countsAt int64 // watermark when they were read
}

// maxFresh is how many texts wait in memory for the indexer: some 15 MB. Beyond that it reads them back.
const maxFresh = 100_000

// searchIdle is how long the indexer waits for more before it commits and tidies up; after a batch of an import,
// bulkIdle: small commits and merges between batches would cost a tenth of the import.
const (
	searchIdle = 300 * time.Millisecond
	bulkIdle   = 5 * time.Second
)

// bulkTexts is how many texts a transaction of an import hands over at least.
const bulkTexts = 5_000

// searchAsked is how long after a question the indexer works whoever wants it to wait: the next question has to look
// at everything that is not indexed.
const searchAsked = 10 * time.Second

// PutOffIndexing leaves the processor to what fills the replica, until resume is called; in the meantime whoever searches
// or waits for the index has it go on. The program may end without resume.
func (db *DB) PutOffIndexing() (resume func()) {
	s := &db.search
	add := func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.putOff += n
	}
	add(1)
	return sync.OnceFunc(func() {
		add(-1)
		db.IndexNewContacts()
	})
}

func (s *searchIndex) waits() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putOff > 0 && !s.flush && time.Since(s.askedAt) > searchAsked
}

func (s *searchIndex) asked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.askedAt = time.Now()
}

// searchDirty notes that the index entry of a contact is out of date.
func (tx *Tx) searchDirty(n int64) error {
	_, err := tx.c.exec(`
		INSERT INTO search_dirty (contact, stamp) VALUES (?, 1)
		ON CONFLICT (contact) DO UPDATE SET stamp = stamp + 1`, n)
	return err
}

// wantsFresh tells whether a transaction should keep its texts, n by now, for the indexer.
func (s *searchIndex) wantsFresh(n int) bool {
	if s.off {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return n+len(s.fresh) <= maxFresh
}

// committed hands the texts of a transaction over. What is left out is read back from the replica.
func (s *searchIndex) committed(db *DB, fresh []rosterRow) {
	if s.off {
		return
	}
	s.mu.Lock()
	if len(s.fresh)+len(fresh) <= maxFresh {
		s.fresh = append(s.fresh, fresh...)
	}
	if len(fresh) >= bulkTexts {
		s.bulkAt = time.Now()
	}
	s.mu.Unlock()
	db.IndexNewContacts()
}

// IndexNewContacts wakes the indexer. Every commit that changes lists does so by itself.
func (db *DB) IndexNewContacts() {
	s := &db.search
	if s.off {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop == nil {
		s.stop, s.done, s.poke = make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)
		go (&indexer{db: db, s: s, stop: s.stop}).run(s.done)
	}
	select {
	case s.poke <- struct{}{}:
	default:
	}
}

// SearchSettled waits until the search index knows every contact: at the end of an import. Error: of ctx, or
// why the index cannot be written.
func (db *DB) SearchSettled(ctx context.Context) error {
	s := &db.search
	if s.off {
		return nil
	}
	s.mu.Lock()
	s.failed = nil
	s.mu.Unlock()
	for {
		s.mu.Lock()
		s.flush = true // each time: the indexer may have met an idle moment before the last commit
		s.mu.Unlock()
		db.IndexNewContacts()
		settled, err := db.searchIsSettled(ctx)
		if err != nil || settled {
			s.mu.Lock()
			s.flush = false // who else waits says so again
			s.mu.Unlock()
			return err
		}
		s.mu.Lock()
		err = s.failed
		s.mu.Unlock()
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// searchIsSettled compares the index with the replica.
func (db *DB) searchIsSettled(ctx context.Context) (settled bool, err error) {
	err = db.View(ctx, func(v *View) error {
		r := db.search.reader(db)
		if r == nil {
			return nil
		}
		defer db.search.giveBack(r)
		if err := r.begin(v); err != nil {
			db.search.suspect(r, err)
			return ctx.Err()
		}
		if !r.usable {
			return nil
		}
		pending, err := v.c.integer(`
			SELECT (SELECT count(*) FROM contact WHERE n > ?) + (SELECT count(*) FROM search_dirty)`, r.watermark)
		settled = pending == 0
		return err
	})
	return settled, err
}

// stopSearch lets the indexer commit what it has and closes the index.
func (db *DB) stopSearch() error {
	s := &db.search
	s.mu.Lock()
	stop, done := s.stop, s.done
	s.mu.Unlock()
	if stop != nil {
		select {
		case <-stop:
		default:
			close(stop)
		}
		<-done
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, r := range s.readers {
		if cerr := r.c.close(); err == nil {
			err = cerr
		}
	}
	s.readers = nil
	return err
}
