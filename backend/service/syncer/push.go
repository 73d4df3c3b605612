package syncer

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// The bounds of one push of edits; the server's own may be smaller.
const (
	maxOps   = 1000
	maxBytes = 1 << 20
)

// An import goes up several chunks at a time where a push takes less than brisk, so that the server can read one while it
// decides another; where it takes longer, one by one, so that little is sent again after a connection broke. One by one too
// while a person edits here: between two pushes there is room for an edit.
const (
	maxChunks     = 4
	maxChunkBytes = 8 << 20
	brisk         = 2 * time.Second
	sharedPeriod  = 2 * time.Second // in which two edits went up
)

// tries is how often a push is mended in a row before it is left for later.
const tries = 5

// push sends what waits in a lane until nothing is left that may go, and returns how many operations the server has
// decided. Both lanes may push at the same time: an edit does not wait for an import.
func (s *Service) push(ctx context.Context, lane replication.Lane) (sent int, err error) {
	s.lanes[lane].Lock()
	defer s.lanes[lane].Unlock()
	if err := s.turn.hold(ctx); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.turn.release()) }()
	for mended := 0; !s.barred.Load(); {
		n, incarnation, err := s.pushOnce(ctx, lane)
		switch {
		case err == nil && n == 0:
			s.unsent(ctx, lane, nil)
			return sent, nil
		case err == nil:
			sent, mended = sent+n, 0
		default:
			if mended++; mended > tries {
				return sent, err
			}
			if err := s.mend(ctx, lane, incarnation, err); err != nil {
				return sent, err
			}
		}
	}
	return sent, nil
}

// pushOnce is one exchange: 0 when nothing may go now.
func (s *Service) pushOnce(ctx context.Context, lane replication.Lane) (sent int, incarnation int64, err error) {
	s.numbering.RLock()
	defer s.numbering.RUnlock()
	c, _, err := s.connect(ctx)
	if err != nil {
		return 0, 0, err
	}
	ops, size := s.bounds(lane)
	h, batch, err := s.db.NextPush(ctx, lane, ops, size)
	if err != nil || len(batch) == 0 {
		return 0, h.Incarnation, err
	}
	began := time.Now()
	answer, results, err := c.push(ctx, h, batch)
	if lane == replication.LaneBulk {
		s.chunks.adapt(err == nil && time.Since(began) < brisk)
	} else {
		s.chunks.edited(began)
	}
	if err != nil {
		return 0, h.Incarnation, err
	}
	if err := s.db.Pushed(ctx, h, answer, results); err != nil {
		return 0, h.Incarnation, err
	}
	s.log.Debug("pushed", "lane", string(lane), "operations", len(batch), "first", h.First, "last", answer.Last)
	if lane == replication.LaneBulk {
		s.wake.edits.set() // what waited for the import may go now
	} else {
		s.wake.bulk.set()
	}
	if answer.Head > s.seq.Load() || slices.ContainsFunc(results, refused) {
		s.wake.pull.set() // their effects, or what a refused undo has hidden here
	}
	return len(batch), h.Incarnation, nil
}

func refused(r wire.OpResult) bool {
	return r.Result.Outcome == replication.Rejected || len(r.Result.Refused) > 0
}

func (s *Service) bounds(lane replication.Lane) (ops, size int) {
	if lane == replication.LaneBulk {
		return s.chunks.number(), maxChunkBytes
	}
	ops, size = maxOps, maxBytes
	if h := s.limits.Load(); h != nil && h.MaxOps > 0 && h.MaxBytes > 0 {
		ops, size = min(ops, h.MaxOps), min(size, h.MaxBytes)
	}
	return ops, size
}

// chunks is how many chunks of an import go up together.
type chunks struct {
	doublings atomic.Int32

	mu           sync.Mutex
	last, before time.Time // when the latest two edits went up
}

func (c *chunks) edited(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before, c.last = c.last, now
}

func (c *chunks) number() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.before) < sharedPeriod {
		return 1
	}
	return 1 << c.doublings.Load()
}

func (c *chunks) adapt(well bool) {
	if !well {
		c.doublings.Store(0)
	} else if 1<<c.doublings.Load() < maxChunks {
		c.doublings.Add(1)
	}
}

// mend does what the server asks for before it takes a push (S3), or returns err when that is nothing to be mended.
func (s *Service) mend(ctx context.Context, lane replication.Lane, incarnation int64, err error) error {
	var r *refusal
	if !errors.As(err, &r) {
		return err
	}
	s.log.Info("push refused", "lane", string(lane), "status", r.status, "code", r.problem.Error.Code)
	switch r.problem.Error.Code {
	case wire.CodeGap:
		return s.db.Renumber(ctx, lane, r.problem.Expected)
	case wire.CodeCloned:
		return s.reincarnate(ctx, incarnation, r.problem.Incarnation)
	case wire.CodeErasure, wire.CodeEpoch:
		return s.pull(ctx)
	case wire.CodeSlowDown:
		return rest(ctx, r.retryAfter)
	case wire.CodeOldVersion:
		s.barred.Store(true) // until the next hello; pulling goes on
		s.unsent(ctx, lane, problemOf(r))
		return nil
	}
	return err
}

// reincarnate goes on as another device would, once: both lanes may have been told.
func (s *Service) reincarnate(ctx context.Context, was, next int64) error {
	s.numbering.Lock()
	defer s.numbering.Unlock()
	now, err := s.incarnation(ctx)
	if err != nil || now != was {
		return err
	}
	return s.db.NewIncarnation(ctx, next)
}

// unsent notes what keeps a lane from being pushed, nil for nothing.
func (s *Service) unsent(ctx context.Context, lane replication.Lane, p *crm.Error) {
	i := 0
	if lane == replication.LaneBulk {
		i = 1
	}
	s.change(ctx, func(m *moment) { m.unsent[i] = p })
}

// pushAll pushes both lanes, side by side, until neither has anything that may go.
func (s *Service) pushAll(ctx context.Context) error {
	for {
		type outcome struct {
			sent int
			err  error
		}
		bulk := make(chan outcome, 1)
		go func() {
			sent, err := s.push(ctx, replication.LaneBulk)
			bulk <- outcome{sent, err}
		}()
		sent, err := s.push(ctx, replication.LaneEdit)
		other := <-bulk
		if err := errors.Join(err, other.err); err != nil || sent+other.sent == 0 {
			return err
		}
	}
}
