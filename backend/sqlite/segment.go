package sqlite

import (
	"encoding/json"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

const segmentColumns = `
	s.id,
	s.name,
	s.filter,
	s.author,
	s.hlc,
	s.device,
	s.gone`

func scanSegment(row result) *replication.Segment {
	return &replication.Segment{
		ID: blobID(row[0]), Name: row[1].(string), Filter: row[2].(string), Author: blobID(row[3]),
		Stamp: replication.Stamp{HLC: replication.HLC(row[4].(int64)), Device: row[5].(int64)}, Gone: row[6].(int64) != 0,
	}
}

// segmentRow reads a segment, one that is gone too; nil when there was none.
func (v *View) segmentRow(id crm.ID) (s *replication.Segment, err error) {
	_, err = v.c.one(`SELECT`+segmentColumns+` FROM segment s WHERE s.id = ?`, values(id[:]), func(row result) error {
		s = scanSegment(row)
		return nil
	})
	return s, err
}

// Segments are the saved segments in order of their names. What their filters name by an id that another one stands for
// by now is named by that one.
func (v *View) Segments() (out []crm.Segment, err error) {
	err = v.c.query(`SELECT`+segmentColumns+`, coalesce(a.name, '')
		FROM segment s LEFT JOIN account a ON a.id = s.author
		WHERE s.gone = 0`, nil, func(row result) error {
		s := scanSegment(row)
		out = append(out, crm.Segment{ID: s.ID, Name: s.Name, Author: row[7].(string), ChangedAt: s.Stamp.HLC.Time().UTC()})
		x := &out[len(out)-1]
		if err := json.Unmarshal([]byte(s.Filter), &x.SegmentFilter); err != nil {
			return fmt.Errorf("filter of segment %s: %w", s.ID, err)
		}
		return v.resolveSegment(&x.SegmentFilter)
	})
	crm.SortSegments(out)
	return out, err
}

func (v *View) resolveSegment(f *crm.SegmentFilter) error {
	for _, part := range []struct {
		noun replication.Noun
		ids  []crm.ID
	}{{replication.NounUser, f.Owners}, {replication.NounLabel, f.Labels}} {
		for i, id := range part.ids {
			root, err := v.Resolve(part.noun, id)
			if err != nil {
				return err
			}
			part.ids[i] = root
		}
	}
	for i := range f.Custom {
		root, err := v.Resolve(replication.NounField, f.Custom[i].Field)
		if err != nil {
			return err
		}
		f.Custom[i].Field = root
	}
	return nil
}

// PutSegment creates a segment, or changes the one with its id. The caller has checked it.
func (tx *Tx) PutSegment(s crm.Segment) error {
	filter, err := json.Marshal(s.SegmentFilter)
	if err != nil {
		return err
	}
	old, err := tx.segmentRow(s.ID)
	if err != nil {
		return err
	}
	body := replication.SegmentPut{ID: s.ID, Name: s.Name, Filter: string(filter)}
	if old != nil {
		body.Base = old.Stamp
	}
	return tx.performSegment(replication.KindSegmentPut, s.ID, body)
}

// DeleteSegment takes a segment away; crm.CodeNotFound when there is none.
func (tx *Tx) DeleteSegment(id crm.ID) error {
	old, err := tx.segmentRow(id)
	if err != nil {
		return err
	}
	if old == nil || old.Gone {
		return crm.Errorf(crm.CodeNotFound, "segment", "there is no such segment; somebody may have deleted it")
	}
	return tx.performSegment(replication.KindSegmentDelete, id, replication.SegmentDelete{ID: id, Base: old.Stamp})
}

func (tx *Tx) performSegment(kind replication.Kind, id crm.ID, body any) error {
	r, err := tx.Perform(kind, id, body)
	if err == nil && r.Outcome != replication.Applied {
		err = crm.Errorf(r.Code, "segment", "the segment could not be saved")
	}
	return err
}

// acceptSegment makes a segment what the server says, unless a restored server has an older one than what is on offer.
func (tx *Tx) acceptSegment(s *replication.Segment) error {
	offered, err := tx.offered(replication.NounSegment, s.ID)
	if err != nil {
		return err
	}
	if offered {
		own, err := tx.segmentRow(s.ID)
		if err != nil {
			return err
		}
		if own != nil && own.Stamp.Compare(s.Stamp) > 0 {
			return nil
		}
		if err := tx.unoffer(replication.NounSegment, s.ID); err != nil {
			return err
		}
	}
	_, err = tx.c.exec(`
		INSERT INTO segment (id, name, filter, author, hlc, device, gone) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, filter = excluded.filter, author = excluded.author, hlc = excluded.hlc, device = excluded.device,
		  gone = excluded.gone`,
		s.ID[:], s.Name, s.Filter, s.Author[:], int64(s.Stamp.HLC), s.Stamp.Device, flag(s.Gone))
	tx.Announce(Event{"segment"})
	return err
}
