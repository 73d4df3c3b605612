package syncer

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// Now exchanges with the server until both have everything, and returns when that is done: erasures come first, then
// what was done here goes up, then its effects come back. Whoever may see the contacts may ask for it. Errors:
// CodeNotEnrolled, CodeServerUnreachable and what else Status.Problem tells.
func (s *Service) Now(ctx context.Context) error {
	if err := s.may(ctx, crm.PermView); err != nil {
		return err
	}
	ctx = crm.WithActor(ctx, crm.System)
	s.running.Add(1)
	defer s.running.Done()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.ctx, stop)()
	err := s.exchange(ctx)
	if err != nil {
		if ctx.Err() == nil {
			err = errors.Join(err, s.judge(ctx, err))
			s.failed(ctx, err, 0)
		}
		return err
	}
	s.wake.retry.set() // the server is there: whoever waits for it need not
	return nil
}

func (s *Service) exchange(ctx context.Context) error {
	if err := s.greet(ctx); err != nil {
		return err
	}
	if err := s.pull(ctx); err != nil {
		return err
	}
	if err := s.pushAndPull(ctx); err != nil {
		return err
	}
	if err := s.pull(ctx); err != nil {
		return err
	}
	err := s.certify(ctx, s.db.PurgeErased)
	if crm.CodeOf(err) == crm.CodeBusy { // somebody reads the files: the receipt follows another time
		s.log.Info("receipt is owed", "error", err)
		return nil
	}
	return err
}

// pushAndPull pushes everything; the effects of what has gone up come back beside what goes up next.
func (s *Service) pushAndPull(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	pushed := make(chan struct{})
	all.Go(func() error {
		for {
			select {
			case <-pushed:
				return nil
			case <-ctx.Done():
				return nil
			case <-s.wake.pull:
			}
			if err := s.pull(ctx); err != nil {
				return err
			}
		}
	})
	all.Go(func() error {
		defer close(pushed)
		return s.pushAll(ctx)
	})
	return all.Wait()
}

// judge carries out what an error demands beside trying again: a withdrawn device stops for good.
func (s *Service) judge(ctx context.Context, err error) error {
	if r := refusalOf(err, wire.CodeRevoked); r != nil {
		return s.withdrawn(ctx, r)
	}
	return nil
}

// offsetStep is how far the clocks must drift from what is known before that is written down; the server takes less
// than two seconds for none.
const offsetStep = 250 // ms

// greet asks the server where it stands, and measures how far its clock is from ours (S2).
func (s *Service) greet(ctx context.Context) error {
	c, e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	asked := s.db.Now()
	h, err := c.hello(ctx)
	if err != nil {
		return err
	}
	answered := s.db.Now()
	// The server's time is of the middle of the way, as well as one can know.
	offset := h.ServerTime - (asked.UnixMilli()+answered.UnixMilli())/2
	s.limits.Store(&h)
	s.barred.Store(false)
	if h.Oldest > wire.Version {
		return crm.Errorf(wire.CodeOldVersion, "", "this program is too old for the server; update it")
	}
	if h.Version < wire.Oldest {
		return crm.Errorf(wire.CodeOldVersion, "", "the server is too old for this program; it has to be updated")
	}
	s.log.Debug("hello", "head", h.Head, "erasure_head", h.ErasureHead, "offset_ms", offset)
	if d := offset - e.Offset; d > -offsetStep && d < offsetStep && h.Organization == e.Organization {
		return nil
	}
	return s.update(ctx, func(_ *sqlite.Tx, e *sqlite.Enrolment) bool {
		e.Offset, e.Organization = offset, h.Organization
		return e.Server != ""
	})
}

func (s *Service) incarnation(ctx context.Context) (n int64, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { _, n, err = v.Replica(); return err })
	return n, err
}
