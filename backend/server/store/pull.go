package store

import (
	"context"
	"database/sql"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Page is one answer to a pull.
type Page struct {
	Header  wire.PullHeader
	Entries []replication.Entry  // of the log, or
	Effects []replication.Effect // of the state, when Header.State
	End     wire.PullEnd
}

// EncodedPage is a Page whose effects are encoded already: most records are sent as they are stored.
type EncodedPage struct {
	Header  wire.PullHeader
	Entries []replication.Entry
	Records []cbor.RawMessage // replication.Records each
	End     wire.PullEnd
}

// The size of a page, in bytes before compression.
const (
	defaultPage  = 4 << 20
	greatestPage = 64 << 20
	leastPage    = 1 << 10
)

// Pull is the next page for a device: lines of the log, or whole records when the log does not go back that far or
// the device has nothing yet. names is the greatest number that it knows the name of.
func (s *Store) Pull(ctx context.Context, d Device, text string, maxBytes int, names int64) (Page, error) {
	p, err := s.PullEncoded(ctx, d, text, maxBytes, names)
	if err != nil {
		return Page{}, err
	}
	page := Page{Header: p.Header, Entries: p.Entries, End: p.End}
	for _, b := range p.Records {
		var r replication.Records
		if err := replication.Decode(b, &r); err != nil {
			return Page{}, err
		}
		page.Effects = append(page.Effects, r...)
	}
	return page, nil
}

// PullEncoded is Pull for sending on.
func (s *Store) PullEncoded(ctx context.Context, d Device, text string, maxBytes int, names int64) (page EncodedPage, err error) {
	o, err := s.org(ctx, d.Org)
	if err != nil {
		return EncodedPage{}, err
	}
	c, err := parseCursor(text)
	if err != nil {
		return EncodedPage{}, err
	}
	budget := min(maxBytes, greatestPage)
	if budget <= 0 {
		budget = defaultPage
	}
	budget = max(budget, leastPage)
	err = s.view(ctx, func(t *tx) error {
		page = EncodedPage{}
		h, err := t.head(o.number)
		if err != nil {
			return err
		}
		page.Header = wire.PullHeader{Epoch: h.epoch, Head: h.seq, ErasureHead: h.erasureSeq}
		if page.Header.Names, err = t.names(o.number, names); err != nil {
			return err
		}
		at := c
		switch {
		case at.state, at.copy, at.seq < h.logFloor, text == "" && h.seq > 0:
			return page.readState(t, &h, at, budget)
		}
		return page.readLog(t, &h, &d, at, budget)
	})
	if err != nil {
		return EncodedPage{}, err
	}
	if page.End.More {
		page.Header.Next = page.End.Cursor
	}
	return page, nil
}

func (t *tx) names(org, after int64) (all []replication.Name, err error) {
	return all, t.each(`SELECT number, id, office FROM name WHERE org_id = $1 AND number > $2 ORDER BY number`,
		[]any{org, after}, func(row *sql.Rows) error {
			var n replication.Name
			var id []byte
			if err := row.Scan(&n.Number, &id, &n.Office); err != nil {
				return err
			}
			n.ID = crm.ID(id)
			all = append(all, n)
			return nil
		})
}

// readLog fills the page from the log. What a device created itself is left out, unless there are copies of its disk:
// then one of them may lack it.
func (p *EncodedPage) readLog(t *tx, h *head, d *Device, at cursor, budget int) error {
	c, err := t.copies(d.ID)
	if err != nil {
		return err
	}
	own := d.Number
	if c.cloned {
		own = 0
	}
	last := at.seq
	through, err := t.linesThatFit(h.org, own, last, budget)
	if err != nil {
		return err
	}
	size := 0
	if err := t.each(`
		SELECT seq, device, incarnation, counter, actor, hlc, as_proposed,
		  CASE WHEN as_proposed = 1 AND device = $1 THEN NULL ELSE body END
		FROM log
		WHERE org_id = $2 AND seq > $3 AND seq <= $4
		ORDER BY seq`, []any{own, h.org, last, through}, func(row *sql.Rows) error {
		var e replication.Entry
		var body sql.RawBytes
		if err := row.Scan(&e.Seq, &e.Device, &e.Incarnation, &e.Counter, &e.Actor, (*int64)(&e.HLC), flag{&e.AsProposed}, &body); err != nil {
			return err
		}
		if e.Device != d.Number { // by these its author knows it again
			e.Device, e.Incarnation, e.Counter, e.HLC = 0, 0, 0, 0
		}
		bytes, err := fillEntry(&e, body)
		if err != nil {
			return err
		}
		if size += bytes; size > budget && len(p.Entries) > 0 {
			return errStop
		}
		p.Entries = append(p.Entries, e)
		last = e.Seq
		return nil
	}); err != nil {
		return err
	}
	p.End = wire.PullEnd{Cursor: (&cursor{seq: last}).String(), Seq: min(last, h.seq), More: last < h.seq}
	return nil
}

// expansion is about how much a line grows when it is read; linesAtOnce how many a page holds at most.
const (
	expansion   = 3
	linesAtOnce = 4096
)

// linesThatFit is the last line that the page is likely to have room for, by the lengths of the bodies alone: those of
// an import are megabytes, which must not be fetched to be dropped.
func (t *tx) linesThatFit(org, own, after int64, budget int) (through int64, err error) {
	size := 0
	return through, t.each(`
		SELECT seq, CASE WHEN as_proposed = 1 AND device = $1 THEN 0 ELSE length(body) END
		FROM log
		WHERE org_id = $2 AND seq > $3
		ORDER BY seq
		LIMIT $4`, []any{own, org, after, linesAtOnce}, func(row *sql.Rows) error {
		var seq, length int64
		if err := row.Scan(&seq, &length); err != nil {
			return err
		}
		if size > budget {
			return errStop
		}
		size += int(length)*expansion + lineOverhead
		through = seq
		return nil
	})
}

// fillEntry gives a line its effects, or says that its author has them.
func fillEntry(e *replication.Entry, body []byte) (size int, err error) {
	if body == nil {
		return lineOverhead, nil
	}
	e.AsProposed = false
	e.Effects, size, err = unpackEffects(body)
	return size + lineOverhead, err
}
