package syncer

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/robfig/cron/v3"

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
	// elsewhere is how often a replica without a server looks whether another process has enrolled it: until then its window says
	// that there is none.
	elsewhere = 5 * time.Second
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
		case <-time.After(elsewhere): // another process may have done it
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
