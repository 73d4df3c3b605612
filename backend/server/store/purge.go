package store

import (
	"context"
	"sync"
	"time"
)

const (
	purgeAfter = 100 * time.Millisecond // an erasure: several often come together
	purgeRetry = 10 * time.Second       // at most, after a failure
)

// purger removes the traces of erased people from the files, some time after.
type purger struct {
	mu     sync.Mutex // one purge at a time
	wanted chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
}

func (s *Store) startPurger() {
	ctx, cancel := context.WithCancel(context.Background())
	s.purger.wanted, s.purger.cancel, s.purger.done = make(chan struct{}, 1), cancel, make(chan struct{})
	s.purger.wake() // what a process did not come to before it ended
	go s.purgeWhenWanted(ctx)
}

func (s *Store) stopPurger() {
	s.purger.cancel()
	<-s.purger.done
}

func (p *purger) wake() {
	select {
	case p.wanted <- struct{}{}:
	default:
	}
}

func (s *Store) purgeWhenWanted(ctx context.Context) {
	defer close(s.purger.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.purger.wanted:
		}
		for pause := purgeAfter; ; pause = min(2*pause, purgeRetry) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
			err := s.Purge(ctx)
			if err == nil || ctx.Err() != nil {
				break
			}
			s.log.Warn("purge after erasures: will be tried again", "error", err)
		}
	}
}

// Purge removes the traces of erased people from the database's files; nothing is done when there was no erasure
// since the last time.
func (s *Store) Purge(ctx context.Context) error {
	s.purger.mu.Lock()
	defer s.purger.mu.Unlock()
	var erasures, purged int64
	if err := s.view(ctx, func(t *tx) (err error) {
		if erasures, err = t.integer(`SELECT CAST(coalesce(sum(erasures), 0) AS BIGINT) FROM org_head`); err != nil {
			return err
		}
		purged, err = t.integer(`SELECT erasures FROM purge WHERE one = 1`)
		return err
	}); err != nil || erasures == purged {
		return err
	}
	if err := s.dialect.purge(ctx, s); err != nil {
		return err
	}
	s.log.Info("purged the files after erasures", "erasures", erasures-purged)
	return s.update(ctx, func(t *tx) error {
		return t.exec(`UPDATE purge SET erasures = CASE WHEN erasures < $1 THEN $1 ELSE erasures END WHERE one = 1`, erasures)
	})
}
