package syncer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// session keeps the connection with the server until something fails.
func (s *Service) session(ctx context.Context) error {
	if err := s.greet(ctx); err != nil {
		return err
	}
	c, e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	s.seq.Store(e.Seq)
	// Listening begins before the first pull: nothing falls between the two.
	events, err := c.events(ctx, e.Seq)
	if err != nil {
		return err
	}
	s.offers.Store(true)
	all, ctx := errgroup.WithContext(ctx)
	pulled := make(chan struct{})
	all.Go(func() error { return s.listen(ctx, c, events) })
	all.Go(func() error {
		if err := s.pull(ctx); err != nil { // erasures come before anything is sent
			return err
		}
		close(pulled)
		s.wake.receipt.set()
		return each(ctx, s.wake.pull, func() error { defer s.wake.receipt.set(); return s.pull(ctx) })
	})
	for lane, wake := range map[replication.Lane]signal{replication.LaneEdit: s.wake.edits, replication.LaneBulk: s.wake.bulk} {
		all.Go(func() error {
			select {
			case <-pulled:
				return s.pusher(ctx, lane, wake)
			case <-ctx.Done():
				return nil
			}
		})
	}
	all.Go(func() error {
		return each(ctx, s.wake.greet, func() error { s.wake.pull.set(); return s.regreet(ctx) })
	})
	all.Go(func() error { return s.receipts(ctx) })
	all.Go(func() error { s.lookAround(ctx); return nil })
	return all.Wait()
}

// pusher pushes a lane whenever there may be something in it. What goes wrong there, the network and this device's
// access aside, keeps nobody from pulling: it is tried again later (S1.3).
func (s *Service) pusher(ctx context.Context, lane replication.Lane, wake signal) error {
	failures := 0
	wake.set()
	return each(ctx, wake, func() error {
		err := s.pushPending(ctx, lane)
		if err == nil || ctx.Err() != nil {
			failures = 0
			return nil
		}
		switch p := problemOf(err); p.Code {
		case CodeServerUnreachable, wire.CodeRevoked, wire.CodeUnknown, wire.CodeToken, CodeNotEnrolled, CodeServerBehind:
			return err
		default:
			wait := pause(s.o.Retry, failures)
			failures++
			s.log.Warn("push", "lane", string(lane), "code", p.Code, "wait", wait, "error", err)
			s.unsent(ctx, lane, p)
			later := time.AfterFunc(wait, wake.set)
			context.AfterFunc(ctx, func() { later.Stop() })
			return rest(ctx, min(wait, s.o.Retry))
		}
	})
}

func drain(c signal) {
	select {
	case <-c:
	default:
	}
}

// each does f whenever the signal comes.
func each(ctx context.Context, c signal, f func() error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-c:
		}
		if err := f(); err != nil {
			return err
		}
	}
}

// regreet asks the server again where it stands; a bar on pushing is looked at anew.
func (s *Service) regreet(ctx context.Context) error {
	if err := s.greet(ctx); err != nil {
		return err
	}
	s.wake.edits.set()
	s.wake.bulk.set()
	return nil
}

// pushPending pushes, unless the replica holds nothing that the server has not acknowledged: most changes that wake it
// are what others did.
func (s *Service) pushPending(ctx context.Context, lane replication.Lane) error {
	var pending int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { pending, _, _, err = v.SyncCounts(); return err }); err != nil {
		return err
	}
	offering := lane == replication.LaneBulk && s.offers.Swap(false)
	if pending == 0 && !offering {
		return nil
	}
	_, err := s.push(ctx, lane)
	if err != nil && offering {
		s.offers.Store(true)
	}
	return err
}

// listen pulls when the server says that there is more than what is here.
func (s *Service) listen(ctx context.Context, c *client, p poke) error {
	for {
		began := time.Now()
		heard, err := s.hear(ctx, p)
		if ctx.Err() != nil {
			return nil
		}
		_, polling := p.(*poll)
		switch {
		case polling || heard && time.Since(began) < time.Second:
			return err
		case heard: // a stream ends with its token
			if p, err = c.events(ctx, s.seq.Load()); err != nil {
				return err
			}
		default: // one in which nothing came is held back on the way: ask instead
			p = &poll{client: c, after: s.seq.Load()}
		}
		s.wake.pull.set()
	}
}

// hear listens to one stream until it ends; heard tells that something came.
func (s *Service) hear(ctx context.Context, p poke) (heard bool, err error) {
	defer p.close()
	defer context.AfterFunc(ctx, p.close)()
	for {
		e, err := p.next(ctx)
		if err != nil {
			return heard, err
		}
		if heard = true; e.Head > s.seq.Load() {
			s.wake.pull.set()
		}
	}
}

// receipts tells the server from time to time how far this device is.
func (s *Service) receipts(ctx context.Context) error {
	return each(ctx, s.wake.receipt, func() error {
		err := s.certify(ctx, s.db.PurgeWhenQuiet)
		var r *refusal
		if errors.As(err, &r) {
			return err
		}
		wait := ackEvery
		switch {
		case errors.Is(err, sqlite.ErrQuietFirst):
			time.AfterFunc(wait, s.wake.receipt.set)
		case err != nil && ctx.Err() == nil:
			s.log.Warn("receipt", "error", err)
			wait = purgeAgain
			time.AfterFunc(wait, s.wake.receipt.set)
		}
		_ = rest(ctx, wait) // ended early, the session is over
		return nil
	})
}

// lookAround notices what another process, such as a command, writes into the replica: its log of writes has changed.
func (s *Service) lookAround(ctx context.Context) {
	file := filepath.Join(s.db.Dir(), sqlite.FileName+"-wal")
	var size int64
	var at time.Time
	for range tick(ctx, lookEvery) {
		info, err := os.Stat(file)
		if err != nil || info.Size() == size && info.ModTime().Equal(at) {
			continue
		}
		size, at = info.Size(), info.ModTime()
		s.wake.edits.set()
		s.wake.bulk.set()
	}
}

// tick yields every d until ctx ends.
func tick(ctx context.Context, d time.Duration) func(yield func() bool) {
	return func(yield func() bool) {
		t := time.NewTicker(d)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if !yield() {
					return
				}
			}
		}
	}
}
