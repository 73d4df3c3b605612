package syncer

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/sync/errgroup"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// The loop holds one session after the other with the server. In a session everything has its own worker: what others
// do is pulled as soon as the server says so, edits go up at once, an import beside them. Any failure ends the session;
// the next one begins after a while, or with the next change. Nothing is kept in memory while there is no server.

// defaultSchedule is a safety net: the server says when there is something.
const defaultSchedule = "@every 5m"

const (
	// longest is the most to wait between two tries.
	longest = 5 * time.Minute
	// steady is how long a session lasts that makes up for the failures before it.
	steady = time.Minute
	// ackEvery is how often the server is told at most how far this device is.
	ackEvery = 2 * time.Second
	// lookEvery is how often another process's writes are looked for.
	lookEvery = time.Second
	// purgeAgain is when files that could not be purged, since somebody reads them, are purged again.
	purgeAgain = 30 * time.Second
)

// signal wakes one worker; any number of times is once.
type signal chan struct{}

func (c signal) set() {
	select {
	case c <- struct{}{}:
	default:
	}
}

// signals wake the workers.
type signals struct {
	pull, edits, bulk, receipt signal
	greet                      signal // the schedule says so
	retry                      signal // there is a reason to try again
}

func newSignals() signals {
	one := func() signal { return make(signal, 1) }
	return signals{one(), one(), one(), one(), one(), one()}
}

// Start keeps replica and server in agreement until ctx or Close ends it, also where the replica is enrolled only
// later. Once.
func (s *Service) Start(ctx context.Context) {
	schedule := s.o.Schedule
	if schedule == "" {
		schedule = defaultSchedule
	}
	clock := cron.New()
	due := func() { s.wake.greet.set(); s.wake.retry.set() }
	if _, err := clock.AddFunc(schedule, due); err != nil {
		s.log.Error("schedule of synchronization is not understood; every five minutes it is", "error", err)
		if _, err := clock.AddFunc(defaultSchedule, due); err != nil {
			panic("bug: default schedule: " + err.Error())
		}
	}
	clock.Start()
	deaf := s.db.Listen(func(e sqlite.Event) {
		s.wake.edits.set() // a change here may have an operation to send
		s.wake.bulk.set()
		if e.Entity != "sync" { // a person's, or an import's
			s.wake.retry.set()
		}
	})
	ended := context.AfterFunc(ctx, s.close)
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		defer clock.Stop()
		defer deaf()
		defer ended()
		s.loop(s.ctx)
	}()
}

func (s *Service) loop(ctx context.Context) {
	for failures := 0; ctx.Err() == nil; {
		began := time.Now()
		err := s.session(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > steady {
			failures = 0
		}
		failed := s.judge(ctx, err)
		err = errors.Join(err, failed)
		p := problemOf(err)
		if failed == nil && (p.Code == CodeNotEnrolled || p.Code == wire.CodeRevoked) {
			s.failed(ctx, err, 0)
			s.enrolled(ctx)
			failures = 0
			continue
		}
		wait := pause(s.o.Retry, failures)
		failures++
		s.log.Info("no connection", "code", p.Code, "wait", wait, "error", err)
		s.failed(ctx, err, wait)
		drain(s.wake.retry) // what the session itself has written is no reason
		if s.wait(ctx, wait) {
			failures = 0
		}
	}
}

// enrolled waits until this replica has an enrolment that holds.
func (s *Service) enrolled(ctx context.Context) {
	for ctx.Err() == nil {
		_, e, err := s.replica(ctx)
		if err == nil && e != nil && !e.Revoked {
			return
		}
		select {
		case <-s.wake.retry:
		case <-time.After(longest): // another process may have done it
		case <-ctx.Done():
		}
	}
}

// pause grows with the failures in a row; chance keeps a hundred offices from coming back at one moment.
func pause(first time.Duration, failures int) time.Duration {
	d := min(first<<min(failures, 16), longest)
	return d/2 + rand.N(d/2+1)
}

// wait ends early when there is a reason to try again, but not at once: an import offline must not become a try for
// each of its batches.
func (s *Service) wait(ctx context.Context, d time.Duration) (reason bool) {
	least, most := time.After(min(d, s.o.Retry)), time.After(d)
	select {
	case <-least:
	case <-ctx.Done():
		return false
	}
	select {
	case <-s.wake.retry:
		return true
	case <-most:
	case <-ctx.Done():
	}
	return false
}

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
		err := s.certify(ctx)
		var r *refusal
		if errors.As(err, &r) {
			return err
		}
		wait := ackEvery
		if err != nil && ctx.Err() == nil {
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
