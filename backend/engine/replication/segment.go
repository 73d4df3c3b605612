package replication

import "carteira/backend/crm"

// SegmentPut saves a filter and an order of the contact list under a name for the whole organization (D2.2). Base is the
// version that the author saw, zero for a new one.
type SegmentPut struct {
	ID     crm.ID `cbor:"1,keyasint"`
	Name   string `cbor:"2,keyasint"`
	Filter string `cbor:"3,keyasint"` // JSON of crm.SegmentFilter: ids, never names
	Base   Stamp  `cbor:"4,keyasint"`
}

// SegmentDelete takes a segment away; Base is the version that the author saw.
type SegmentDelete struct {
	ID   crm.ID `cbor:"1,keyasint"`
	Base Stamp  `cbor:"2,keyasint"`
}

// Segment is a saved segment as it is kept. One that is gone keeps its place, so that an older change of it that comes
// later does not bring it back.
type Segment struct {
	_      struct{} `cbor:",toarray"`
	ID     crm.ID
	Name   string
	Filter string
	Author crm.ID // user who wrote it last, NoID = the program
	Stamp  Stamp
	Gone   bool // name and filter are blank
}

// segmentPut decides as for a scalar field: whoever saw what is there wins, otherwise the later (S2).
func (d *decision) segmentPut(x *SegmentPut) error {
	if x.ID == crm.NoID || x.Name == "" || len(x.Name) > maxName || tooLong(x.Filter) {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	wins, _, err := d.winsSegment(x.ID, x.Base)
	if err != nil || !wins {
		return err
	}
	return d.put(Effect{Segment: &Segment{ID: x.ID, Name: x.Name, Filter: x.Filter, Author: d.op.Actor, Stamp: d.op.Stamp()}})
}

func (d *decision) segmentDelete(x *SegmentDelete) error {
	wins, known, err := d.winsSegment(x.ID, x.Base)
	if err != nil || !wins || known == nil || known.Gone {
		return err
	}
	return d.put(Effect{Segment: &Segment{ID: x.ID, Author: d.op.Actor, Stamp: d.op.Stamp(), Gone: true}})
}

func (d *decision) winsSegment(id crm.ID, base Stamp) (wins bool, known *Segment, err error) {
	known, err = d.s.Segment(id)
	if err != nil || known == nil {
		return err == nil, nil, err
	}
	base.renumber(OwnDevice, d.op.Device)
	return base == known.Stamp || d.op.Stamp().Compare(known.Stamp) >= 0, known, nil
}

// restoreSegment brings back what is later than what a restored server has.
func (d *decision) restoreSegment(x *Segment) error {
	if x.ID == crm.NoID || (x.Name == "") != x.Gone || len(x.Name) > maxName || tooLong(x.Filter) {
		return nil
	}
	known, err := d.s.Segment(x.ID)
	if err != nil || known != nil && known.Stamp.Compare(x.Stamp) >= 0 {
		return err
	}
	next := *x
	if next.Author, err = d.s.Root(NounUser, x.Author); err != nil {
		return err
	}
	return d.put(Effect{Segment: &next})
}
