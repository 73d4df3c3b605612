package store

import (
	"bytes"
	"database/sql"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// A copy from the state, while others go on writing. Every page is read in one snapshot of its own, in passes:
//
// A pass from a line brings every record that changed after it. Definitions come first, and again at the start of every
// page what is new of them, so that whatever a record names is there before it. Contacts come next, until there are no
// more: chasing the writers, so that every contact that exists then has been sent. What belongs to contacts comes last,
// only up to the head at which the pass began: its contacts are there. What changed meanwhile the next pass brings, from
// that head on. When a whole pass fits into one page it was read in one snapshot, and the copy is as the log is there.
//
// A record that is gone is sent as what removed it: an emptied row of a blacklist entry or a conflict, an erased contact,
// with which its notes and conflicts go.

// phase is one stretch of a pass.
type phase struct {
	noun    int64
	bounded bool // only up to the head at which the pass began
}

var phases = func() []phase {
	var out []phase
	for _, noun := range definitionCodes {
		out = append(out, phase{noun: noun})
	}
	return append(out,
		phase{noun: contactAlias}, phase{noun: contactCode},
		phase{noteCode, true}, phase{avatarCode, true}, phase{interactionCode, true}, phase{surveyCode, true}, phase{appointmentCode, true}, phase{blacklistCode, true}, phase{conflictCode, true}, phase{segmentCode, true})
}()

// pageRecords is how many records a page of the state holds at most.
const pageRecords = 20_000

// recordOverhead is about what a record takes on the wire beside its body.
const recordOverhead = 16

type statePage struct {
	*EncodedPage
	t      *tx
	h      *head
	at     cursor
	budget int
	size   int
	count  int // of records
	table  replication.TableWriter
}

func (p *EncodedPage) readState(t *tx, h *head, at cursor, budget int) (err error) {
	s := statePage{EncodedPage: p, t: t, h: h, at: at, budget: budget}
	p.Header.State = true
	if !at.state {
		if err := s.begin(); err != nil {
			return err
		}
	}
	defer func() {
		if failed := s.endTable(); err == nil {
			err = failed
		}
	}()
	for whole := false; ; {
		if s.at.phase == 0 && s.at.rowSeq == s.at.from {
			whole = true // this pass begins, and may end, in this snapshot
			s.at.to, s.at.defined = h.seq, h.seq
		}
		done, err := s.pass()
		if err != nil {
			return err
		}
		if !done {
			p.End = wire.PullEnd{Cursor: s.at.String(), More: true}
			return nil
		}
		if whole {
			p.End = wire.PullEnd{Cursor: (&cursor{seq: h.seq}).String(), Seq: h.seq}
			return nil
		}
		s.at = cursor{state: true, from: s.at.to, rowSeq: s.at.to, rowID: lastID}
	}
}

// begin enters the state after the line that the device has.
func (s *statePage) begin() (err error) {
	from := s.at.seq
	s.at = cursor{state: true, from: from, rowSeq: from, rowID: lastID}
	s.Header.Begin = true
	for _, ph := range phases {
		n, err := s.t.integer(`SELECT count(*) FROM entity WHERE org_id = $1 AND noun = $2 AND seq > $3`, s.h.org, ph.noun, from)
		if err != nil {
			return err
		}
		s.Header.Total += n
	}
	return nil
}

// definitions sends those that are newer than the ones sent: what follows in this page may name them.
func (s *statePage) definitions() error {
	if s.h.definitionSeq > s.at.defined {
		for _, noun := range definitionCodes {
			seq, id := s.at.defined, lastID
			for more := true; more; {
				var err error
				if more, err = s.rows(noun, &seq, &id, s.h.seq, pageRecords, false); err != nil {
					return err
				}
			}
		}
	}
	s.at.defined = s.h.seq
	return nil
}

// lastID comes after every other: a position with it is after all records of its line.
var lastID = crm.ID(slices.Repeat([]byte{0xff}, len(crm.NoID)))

// pass goes on with the pass until it is done or the page is full.
func (s *statePage) pass() (done bool, err error) {
	for ; s.at.phase < len(phases); s.at.phase++ {
		if s.at.phase >= len(definitionCodes) {
			if err := s.definitions(); err != nil {
				return false, err
			}
		}
		ph := phases[s.at.phase]
		to := s.h.seq
		if ph.bounded {
			to = s.at.to
		}
		for more := true; more; {
			if s.full() {
				return false, nil
			}
			// A record takes some hundred bytes: no more is asked for than is likely to fit.
			limit := min(pageRecords-s.count, (s.budget-s.size)/64+1)
			if more, err = s.rows(ph.noun, &s.at.rowSeq, &s.at.rowID, to, limit, true); err != nil {
				return false, err
			}
		}
		s.at.rowSeq, s.at.rowID = s.at.from, lastID
	}
	return true, nil
}

func (s *statePage) full() bool { return s.size >= s.budget || s.count >= pageRecords }

// rows sends records of one noun after a position, which it moves on. more: there may be more of them.
func (s *statePage) rows(noun int64, seq *int64, id *crm.ID, to int64, limit int, untilFull bool) (more bool, err error) {
	n := 0
	err = s.t.each(`
		SELECT seq, key, parent, body
		FROM entity
		WHERE org_id = $1 AND noun = $2 AND (seq, key) > ($3, $4) AND seq <= $5
		ORDER BY seq, key
		LIMIT $6`, []any{s.h.org, noun, *seq, (&recordKey{noun, *id}).row(s.h.org), to, limit}, func(row *sql.Rows) error {
		var key, parent, body sql.RawBytes
		if err := row.Scan(seq, &key, &parent, &body); err != nil {
			return err
		}
		*id = idInKey(key)
		n++
		s.count++
		s.size += len(body) + recordOverhead
		if err := s.send(noun, *id, idOf(parent), body); err != nil {
			return err
		}
		if untilFull && s.full() {
			more = true
			return errStop
		}
		return nil
	})
	return more || n == limit, err
}

func (s *statePage) send(noun int64, id, parent crm.ID, body []byte) error {
	if noun == contactCode {
		if s.table.Add(body) {
			return nil
		}
	} else if err := s.endTable(); err != nil { // what follows may be about its contacts
		return err
	}
	switch {
	case len(body) == 0 && noun == blacklistCode:
		return s.add(&replication.Effect{Unlisted: &id})
	case len(body) == 0 && noun == conflictCode:
		return s.add(&replication.Effect{Settled: &id})
	case len(body) == 0:
		return nil
	case slices.Contains(belongings, noun): // to the contact that they were last moved to
		e, err := readRecord(body, parent)
		if err != nil {
			return err
		}
		return s.add(&e)
	}
	s.Records = append(s.Records, bytes.Clone(body))
	if noun == contactCode && markOf(body) != replication.Live {
		return s.add(&replication.Effect{Erased: &id})
	}
	return nil
}

// endTable sends the contacts that wait for company.
func (s *statePage) endTable() error {
	if s.table.Len() == 0 {
		return nil
	}
	b, err := s.table.Take()
	if err == nil {
		s.Records = append(s.Records, b)
	}
	return err
}

func (s *statePage) add(e *replication.Effect) error {
	b, err := replication.Encode(e)
	if err == nil {
		s.Records = append(s.Records, b)
	}
	return err
}
