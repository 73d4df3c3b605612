package sqlite

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What names a person beside their own contact: records that are on their way back to a restored server, and segments.

// Those that wait, those that were decided and have not come back, and what was refused in part.
const (
	pendingOffersSQL = `
		SELECT counter, body FROM pending_op WHERE lane = 'bulk' AND seq = 0 AND kind = 'restore'
		UNION ALL SELECT counter, body FROM pending_op WHERE seq > 0 AND kind = 'restore'`
	refusedOffersSQL = `SELECT counter, body FROM refused_op WHERE kind = 'restore'`
)

// scrubOffers takes the person out of what a restored server is offered (D8.4): it has their erasure, or will be told of
// it by an office that knows. The facts of their requests stay.
func (tx *Tx) scrubOffers(s *Stored, ids []crm.ID) error {
	requests := map[crm.ID]bool{}
	if err := tx.c.query(requestsOfSQL, values(s.N, s.N, s.N), func(row result) error {
		requests[blobID(row[0])] = true
		return nil
	}); err != nil {
		return err
	}
	before := s.state()
	theirs := func(e *replication.Effect) bool {
		is := func(id crm.ID) bool { return slices.Contains(ids, id) }
		switch {
		case e.Put != nil:
			return is(e.Put.ID)
		case e.Note != nil:
			return is(e.Note.Contact)
		case e.Avatar != nil:
			return is(e.Avatar.Contact)
		case e.Conflict != nil:
			return is(e.Conflict.Contact) || is(e.Conflict.Other)
		case e.Segment != nil:
			return e.Segment.Names(before)
		}
		return false
	}
	ofRequest := func(e *replication.Effect) bool {
		switch {
		case e.Interaction != nil:
			return requests[e.Interaction.ID] || slices.Contains(ids, e.Interaction.Contact)
		case e.Survey != nil:
			return requests[e.Survey.ID] || slices.Contains(ids, e.Survey.Contact)
		case e.Appointment != nil:
			return requests[e.Appointment.ID] || slices.Contains(ids, e.Appointment.Contact)
		}
		return false
	}
	for _, q := range []struct{ read, write string }{
		{pendingOffersSQL, `UPDATE pending_op SET body = ? WHERE counter = ?`},
		{refusedOffersSQL, `UPDATE refused_op SET body = ? WHERE counter = ?`},
	} {
		bodies := map[int64][]byte{}
		if err := tx.c.query(q.read, nil, func(row result) error {
			body := row[1].([]byte)
			if len(body) == 0 {
				return nil
			}
			c, err := replication.DecodeRestore(body)
			if err != nil {
				return err
			}
			had := false
			for i := range c.Effects {
				had = ofRequest(&c.Effects[i]) && c.Effects[i].Silence() || had
			}
			all := len(c.Effects)
			c.Effects = slices.DeleteFunc(c.Effects, func(e replication.Effect) bool { return theirs(&e) })
			if !had && len(c.Effects) == all {
				return nil
			}
			bodies[row[0].(int64)], err = replication.EncodeRestore(c)
			return err
		}); err != nil {
			return err
		}
		for counter, body := range bodies {
			if _, err := tx.c.exec(q.write, body, counter); err != nil {
				return err
			}
		}
	}
	return nil
}

// By the segments, which are few: there may be very many operations that wait.
const (
	pendingSegmentsSQL = `SELECT ` + outgoingColumns + `
		FROM pending_op WHERE entity IN (SELECT id FROM segment) AND kind = 'segment.put'`
	refusedSegmentsSQL = `SELECT counter, body FROM refused_op WHERE kind = 'segment.put'`
)

// scrubSegments takes back what this office wants to call a segment, or to filter by, and says who the person is. Segments
// that the server has it takes away itself.
func (tx *Tx) scrubSegments(s *Stored) error {
	who := s.state()
	names := func(body []byte) bool {
		var x replication.SegmentPut
		return len(body) > 0 && replication.Decode(body, &x) == nil && (&replication.Segment{Name: x.Name, Filter: x.Filter}).Names(who)
	}
	var refused []int64
	if err := tx.c.query(refusedSegmentsSQL, nil, func(row result) error {
		if names(row[1].([]byte)) {
			refused = append(refused, row[0].(int64))
		}
		return nil
	}); err != nil {
		return err
	}
	for _, counter := range refused {
		if _, err := tx.c.exec(`UPDATE refused_op SET body = x'' WHERE counter = ?`, counter); err != nil {
			return err
		}
	}
	enrolled, err := tx.isEnrolled()
	if err != nil {
		return err
	}
	pending, err := tx.outgoings(pendingSegmentsSQL)
	if err != nil {
		return err
	}
	for _, o := range pending {
		if !names(o.op.Body) {
			continue
		}
		told := *o
		told.op.Body = []byte{}
		if err := tx.refuse(&told, replication.CodeErased, crm.NoID); err != nil {
			return err
		}
		if err := tx.withdraw(o); err != nil {
			return err
		}
		if enrolled {
			continue
		}
		// Nobody else has it, and there is no image to show.
		if _, err := tx.c.exec(`DELETE FROM segment WHERE id = ?`, o.op.Entity[:]); err != nil {
			return err
		}
		tx.Announce(Event{"segment"})
	}
	return nil
}
