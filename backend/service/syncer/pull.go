package syncer

import (
	"context"
	"errors"
	"iter"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// errMoved says that the pages under way are not what has to be fetched: begin again from the enrolment as it stands.
var errMoved = errors.New("the place in the log has moved")

// pull fetches until the server has no more. What one pull brings is applied while the next is on its way.
func (s *Service) pull(ctx context.Context) (err error) {
	s.pulls.Lock()
	defer s.pulls.Unlock()
	if err := s.turn.hold(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.turn.release()) }()
	defer s.change(ctx, func(m *moment) { m.phase, m.done, m.total = "", 0, 0 })
	for again := 0; ; again++ {
		err := s.pullPages(ctx)
		switch {
		case errors.Is(err, errMoved) && again < tries:
			defer func() { s.offers.Store(true); s.wake.bulk.set() }()
		case err != nil:
			return err
		default:
			return s.synced(ctx)
		}
	}
}

// pullPages fetches and applies pages until there is no more.
func (s *Service) pullPages(ctx context.Context) error {
	c, e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	var names int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { names, err = v.HighestName(); return err }); err != nil {
		return err
	}
	fetching, stop := context.WithCancel(ctx)
	pages := make(chan *page, 1)
	fetched := make(chan error, 1)
	go func() {
		defer close(pages)
		fetched <- fetchPages(fetching, c, e.Cursor, names, pages)
	}()
	var failed error
	for p := range s.unhurried(pages) {
		for p != nil && failed == nil {
			rest := p.join(pages)
			if failed = s.apply(ctx, e, p); failed != nil {
				stop()
			}
			p = rest
		}
	}
	stop()
	if failed != nil {
		return failed
	}
	return <-fetched
}

// idle is how long a copy waits for the network before something else is done meanwhile.
const idle = 200 * time.Millisecond

// unhurried yields the pages. The search index is put off while pages of a copy come faster than they are written: it
// would take a third of the processor. Where the network is what the copy waits for, it is built meanwhile.
func (s *Service) unhurried(pages <-chan *page) iter.Seq[*page] {
	return func(yield func(*page) bool) {
		var resume func()
		goOn := func() {
			if resume != nil {
				resume()
				resume = nil
			}
		}
		defer goOn()
		for {
			var p *page
			var more bool
			select {
			case p, more = <-pages:
			case <-time.After(idle):
				goOn()
				p, more = <-pages
			}
			if !more {
				return
			}
			if p.header.State && resume == nil {
				resume = s.db.PutOffIndexing()
			}
			if !yield(p) {
				return
			}
		}
	}
}

// asked is what became of asking for a page.
type asked struct {
	*arrival
	err error
}

// fetchPages reads pages, some ahead of whoever takes them, until there is no more. As soon as one begins to arrive the
// server is asked for the next, so that it works while this one is read.
func fetchPages(ctx context.Context, c *client, cursor string, names int64, into chan<- *page) error {
	ctx, stop := context.WithCancel(ctx)
	ask := func(size int) <-chan asked {
		answer := make(chan asked, 1)
		go func(cursor string, names int64) {
			defer close(answer)
			a, err := c.ask(ctx, cursor, names, size)
			answer <- asked{a, err}
		}(cursor, names)
		return answer
	}
	size := firstPageBytes
	coming := ask(size)
	defer func() {
		stop()
		if a := <-coming; a.arrival != nil {
			a.close()
		}
	}()
	for {
		a := <-coming
		if r := refusalOf(a.err, wire.CodeSlowDown); r != nil {
			if err := rest(ctx, r.retryAfter); err != nil {
				return err
			}
			coming = ask(size)
			continue
		}
		if a.err != nil {
			return a.err
		}
		names, size = max(names, highest(&a.page)), min(2*size, pageBytes)
		if cursor = a.header.Next; cursor != "" {
			coming = ask(size)
		}
		p, err := a.read()
		select {
		case into <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err != nil || !p.end.More {
			return err
		}
		if cursor == "" {
			cursor = p.end.Cursor
			coming = ask(size)
		}
	}
}

// joined is from how many records on a page takes no other one in.
const joined = 50_000

// join takes in the pages of a copy that are here already: the more contacts are written together, the fewer times each
// page of an index is. A page that cannot be joined is returned.
func (p *page) join(pages <-chan *page) (rest *page) {
	for p.header.State && p.end.Cursor != "" && p.count < joined {
		select {
		case next, more := <-pages:
			if !more {
				return nil
			}
			if !next.header.State || next.end.Cursor == "" || next.header.Epoch != p.header.Epoch {
				return next
			}
			next.header.Names = append(p.header.Names, next.header.Names...)
			next.header.Begin, next.header.Total = p.header.Begin, p.header.Total
			p.header, p.records, p.count, p.end = next.header, append(p.records, next.records...), p.count+next.count, next.end
		default:
			return nil
		}
	}
	return nil
}

func highest(p *page) (n int64) {
	for _, name := range p.header.Names {
		n = max(n, name.Number)
	}
	return n
}

// apply carries out one page; of one that was cut, the lines of the log that came whole.
func (s *Service) apply(ctx context.Context, e *sqlite.Enrolment, p *page) error {
	cut := p.end.Cursor == ""
	switch {
	case p.header.Epoch != e.Epoch:
		if err := s.begin(ctx, p.header.Epoch); err != nil {
			return err
		}
		return errMoved
	case !p.header.State && p.header.Head < e.Seq:
		return crm.Errorf(CodeServerBehind, "server", "the server has less than this replica has from it: it was restored from a backup and not told so")
	case p.header.State && cut:
		return nil // whole pages only
	case p.header.State:
		s.progress(ctx, p, "copy", int64(p.count))
		if err := s.db.ApplyCopy(ctx, p.header, p.records, p.end); err != nil {
			return err
		}
	default:
		if p.end.More {
			s.progress(ctx, p, "pull", int64(len(p.entries)))
		}
		if err := s.db.ApplyLog(ctx, p.header, p.entries, p.end); err != nil {
			return err
		}
	}
	if p.end.Seq > 0 {
		s.seq.Store(p.end.Seq)
	}
	s.log.Debug("pulled", "entries", len(p.entries), "records", p.count, "state", p.header.State, "seq", p.end.Seq, "cut", cut)
	if cut {
		return nil
	}
	return s.stands(ctx, p.end.Cursor)
}

// stands makes sure that the replica goes on where the server does. One whose disk was restored from an old copy may
// need whole records instead of the lines of the log that it was given.
func (s *Service) stands(ctx context.Context, cursor string) error {
	_, e, err := s.replica(ctx)
	if err == nil && (e == nil || e.Cursor != cursor) {
		err = errMoved
	}
	return err
}

// begin reads everything anew from a server that was restored from a backup, and offers what it has lost.
func (s *Service) begin(ctx context.Context, epoch string) error {
	s.numbering.Lock()
	defer s.numbering.Unlock()
	s.log.Warn("the server was restored from a backup: its state is read again")
	s.seq.Store(0)
	return s.db.NewEpoch(ctx, epoch)
}

func (s *Service) progress(ctx context.Context, p *page, phase string, more int64) {
	s.change(ctx, func(m *moment) {
		if m.phase != phase || p.header.Begin {
			m.phase, m.done, m.total = phase, 0, p.header.Total
		}
		m.done += more
		if m.total > 0 {
			m.total = max(m.total, m.done)
		}
	})
}

// rest waits as long as the server asks for, at least a moment.
func rest(ctx context.Context, wait time.Duration) error {
	t := time.NewTimer(max(wait, 100*time.Millisecond))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// receipt is what the server has been told of how far this device is.
type receipt struct {
	seq     int64
	erasure int64
}

// certify makes sure that nobody who was erased is left in any file here (S4), and tells the server how far this device
// is. purge is how the files are made so.
func (s *Service) certify(ctx context.Context, purge func(context.Context) (int64, error)) (err error) {
	s.certifying.Lock()
	defer s.certifying.Unlock()
	if err := s.turn.hold(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.turn.release()) }()
	c, e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	now := receipt{e.Seq, e.Certified}
	if e.Erasure > e.Certified {
		if now.erasure, err = purge(ctx); err != nil {
			return err
		}
		s.log.Info("erased people are gone from every file", "erasure", now.erasure)
	}
	if now == s.acked || now.seq == 0 {
		return nil
	}
	if err := c.ack(ctx, wire.Ack{Seq: now.seq, Erasure: now.erasure}); err != nil {
		return err
	}
	s.acked = now
	return nil
}
