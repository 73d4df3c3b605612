package sqlite

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// changeDoc is one operation's effect on one contact: old and new text with the old version, so that the
// history can show it and an undo can restore it.
type changeDoc struct {
	Fields        []fieldChange                     `cbor:"1,keyasint,omitempty"`
	PhonesAdded   []crm.Phone                       `cbor:"2,keyasint,omitempty"`
	PhonesRemoved []crm.Phone                       `cbor:"3,keyasint,omitempty"`
	LabelsAdded   []int64                           `cbor:"4,keyasint,omitempty"` // label.n
	LabelsRemoved []int64                           `cbor:"5,keyasint,omitempty"`
	Portfolio     *portfolioDelta                   `cbor:"6,keyasint,omitempty"`
	Notes         []crm.ID                          `cbor:"7,keyasint,omitempty"` // added
	PhoneOrder    []crm.Phone                       `cbor:"8,keyasint,omitempty"` // the order before, when it changed
	Merge         *mergeDelta                       `cbor:"9,keyasint,omitempty"`
	Phones        []crm.Phone                       `cbor:"10,keyasint,omitempty"` // the order wanted, where adding and removing does not give it
	PhonesSeen    map[crm.Phone][]replication.Stamp `cbor:"11,keyasint,omitempty"` // additions of what was removed
	LabelsSeen    map[int64][]replication.Stamp     `cbor:"12,keyasint,omitempty"`
}

type fieldChange struct {
	_    struct{} `cbor:",toarray"`
	Key  string   // name of the field, or "custom:" and its id
	Old  string
	New  string
	Seen replication.Stamp // version of Old
}

type portfolioDelta struct {
	_        struct{} `cbor:",toarray"`
	Old, New *replication.Portfolio
}

// mergeDelta is what became of a contact that was merged, and what of it moved to the primary: taking the merge back
// moves it back.
type mergeDelta struct {
	_            struct{} `cbor:",toarray"`
	Old, New     crm.ID   // primary, NoID = none
	Notes        []crm.ID
	Interactions []crm.ID
	Conflicts    []crm.ID
	Surveys      []crm.ID
	Appointments []crm.ID
}

func (d *changeDoc) empty() bool {
	return len(d.Fields)+len(d.PhonesAdded)+len(d.PhonesRemoved)+len(d.LabelsAdded)+len(d.LabelsRemoved)+
		len(d.Notes)+len(d.PhoneOrder) == 0 && d.Portfolio == nil && d.Merge == nil
}

// difference is what turns old into next. The version of each old field is looked up in s.
func (v *View) difference(s *Stored, next *crm.Contact) (*changeDoc, error) {
	old := &s.Contact
	d := new(changeDoc)
	put := func(key, was, is string) {
		d.Fields = append(d.Fields, fieldChange{Key: key, Old: was, New: is, Seen: s.version(key)})
	}
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if old.Fields[f] != next.Fields[f] {
			put(f.String(), old.Fields[f], next.Fields[f])
		}
	}
	for _, cv := range next.Custom {
		if was := old.CustomOf(cv.Field); was != cv.Value {
			put(customKey(cv.Field), was, cv.Value)
		}
	}
	for _, cv := range old.Custom {
		if cv.Value != "" && next.CustomOf(cv.Field) == "" {
			put(customKey(cv.Field), cv.Value, "")
		}
	}
	d.comparePhones(s, next)
	added, removed := missing(next.Labels, old.Labels), missing(old.Labels, next.Labels)
	if len(added)+len(removed) > 0 {
		labels, err := v.labelNumbers()
		if err != nil {
			return nil, err
		}
		for _, id := range added {
			d.LabelsAdded = append(d.LabelsAdded, labels.n[id])
		}
		for _, id := range removed {
			d.LabelsRemoved = append(d.LabelsRemoved, labels.n[id])
			if d.LabelsSeen == nil {
				d.LabelsSeen = map[int64][]replication.Stamp{}
			}
			d.LabelsSeen[labels.n[id]] = s.seenLabel(id)
		}
	}
	if old.MergedInto != next.MergedInto {
		d.Merge = &mergeDelta{Old: old.MergedInto, New: next.MergedInto}
	}
	if !old.Portfolio.Equal(next.Portfolio) {
		d.Portfolio = &portfolioDelta{Old: wirePortfolio(old.Portfolio), New: wirePortfolio(next.Portfolio)}
	}
	return d, nil
}

// comparePhones notes what was added and removed, and the order where a person chose it.
func (d *changeDoc) comparePhones(s *Stored, next *crm.Contact) {
	was, is := allPhones(&s.Contact), allPhones(next)
	d.PhonesAdded, d.PhonesRemoved = missing(is, was), missing(was, is)
	for _, p := range d.PhonesRemoved {
		if d.PhonesSeen == nil {
			d.PhonesSeen = map[crm.Phone][]replication.Stamp{}
		}
		d.PhonesSeen[p] = s.seenPhone(p)
	}
	plain := append(slices.DeleteFunc(slices.Clone(was), func(p crm.Phone) bool { return !slices.Contains(is, p) }), d.PhonesAdded...)
	if slices.Equal(plain, is) {
		return
	}
	d.Phones = is
	if len(d.PhonesAdded)+len(d.PhonesRemoved) == 0 {
		d.PhoneOrder = was
	}
}

// missing are the elements of a that b lacks, in a's order. Both are short.
func missing[T comparable](a, b []T) []T {
	var out []T
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func wirePortfolio(p *crm.Portfolio) *replication.Portfolio {
	if p == nil {
		return nil
	}
	return &replication.Portfolio{Type: p.Type, Owner: p.Owner, Service: p.Service, Reserve: p.Reserve}
}

// edit says the difference as an intent for the other offices.
func (v *View) edit(id crm.ID, d *changeDoc) (*replication.ContactEdit, error) {
	e := &replication.ContactEdit{ID: id, AddPhones: d.PhonesAdded, PhoneOrder: d.Phones}
	for _, p := range d.PhonesRemoved {
		e.RemovePhones = append(e.RemovePhones, replication.PhoneRemoval{Phone: p, Seen: d.PhonesSeen[p]})
	}
	for _, f := range d.Fields {
		if field, ok := crm.FieldByName(f.Key); ok {
			e.Fields = append(e.Fields, replication.FieldEdit{Field: field, Value: f.New, Base: f.Seen})
			continue
		}
		id, err := crm.ParseID(f.Key[len("custom:"):])
		if err != nil {
			return nil, fmt.Errorf("bug: field key %q", f.Key)
		}
		if id, err = v.Resolve(replication.NounField, id); err != nil {
			return nil, err
		}
		e.Custom = append(e.Custom, replication.CustomEdit{Field: id, Value: f.New, Base: f.Seen})
	}
	if len(d.LabelsAdded)+len(d.LabelsRemoved) > 0 {
		labels, err := v.labelNumbers()
		if err != nil {
			return nil, err
		}
		for _, n := range d.LabelsAdded {
			e.AddLabels = append(e.AddLabels, labels.id[n])
		}
		for _, n := range d.LabelsRemoved {
			e.RemoveLabels = append(e.RemoveLabels, replication.LabelRemoval{Label: labels.id[n], Seen: d.LabelsSeen[n]})
		}
	}
	if d.Portfolio != nil {
		e.Portfolio = &replication.Assign{Link: d.Portfolio.New}
		if d.Portfolio.Old != nil {
			e.Portfolio.Owner = d.Portfolio.Old.Owner
		}
	}
	e.Alone = d.Merge != nil && d.Merge.New == crm.NoID
	return e, nil
}

// writeChange keeps the difference in the contact's history.
func (tx *Tx) writeChange(n int64, s stamp, job int64, d *changeDoc) error {
	b, err := cbor.Marshal(d)
	if err != nil {
		return err
	}
	source := tx.actor.Source
	switch {
	case tx.undoing:
		source = "undo"
	case job != 0:
		source = "import"
	}
	user, err := tx.userNumber()
	if err != nil {
		return err
	}
	tx.keys.changes = append(tx.keys.changes, changeRow{n, s.op, tx.now.UnixMilli(), user, job, source, b})
	return nil
}

// History is what was changed on a contact since it was created, newest first.
func (v *View) History(id crm.ID) ([]crm.Change, error) {
	fields, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, f := range fields {
		names[customKey(f.ID)] = f.Name
	}
	labels, err := v.labelNames()
	if err != nil {
		return nil, err
	}
	users, err := v.userNames()
	if err != nil {
		return nil, err
	}
	var out []crm.Change
	err = v.c.query(`
		SELECT h.at, h.source, h.changes, coalesce(a.name, '')
		FROM contact_change h
		JOIN contact c ON c.n = h.contact
		LEFT JOIN account a ON a.n = h.user
		WHERE c.id = ?
		ORDER BY h.at DESC, h.op DESC`, values(id[:]), func(row result) error {
		var d changeDoc
		if err := cbor.Unmarshal(row[2].([]byte), &d); err != nil {
			return fmt.Errorf("read contact history: %w", err)
		}
		out = append(out, crm.Change{
			At: timeOf(row[0]), Source: row[1].(string), Author: row[3].(string),
			Fields: d.describe(names, labels, users),
		})
		return nil
	})
	return out, err
}

// describe turns a stored difference into old and new texts.
func (d *changeDoc) describe(custom map[string]string, labels map[int64]string, users map[crm.ID]string) []crm.FieldChange {
	var out []crm.FieldChange
	for _, f := range d.Fields {
		name := f.Key
		if n, ok := custom[f.Key]; ok {
			name = n
		}
		out = append(out, crm.FieldChange{Field: name, Old: f.Old, New: f.New})
	}
	for _, p := range d.PhonesAdded {
		out = append(out, crm.FieldChange{Field: "phone", New: string(p)})
	}
	for _, p := range d.PhonesRemoved {
		out = append(out, crm.FieldChange{Field: "phone", Old: string(p)})
	}
	if len(d.PhoneOrder) > 0 {
		out = append(out, crm.FieldChange{Field: "phone", Old: string(d.PhoneOrder[0])})
	}
	for _, n := range d.LabelsAdded {
		out = append(out, crm.FieldChange{Field: "label", New: labels[n]})
	}
	for _, n := range d.LabelsRemoved {
		out = append(out, crm.FieldChange{Field: "label", Old: labels[n]})
	}
	for range d.Notes {
		out = append(out, crm.FieldChange{Field: "note"})
	}
	if p := d.Portfolio; p != nil {
		owner := func(p *replication.Portfolio) string {
			if p == nil {
				return ""
			}
			return users[p.Owner]
		}
		out = append(out, crm.FieldChange{Field: "portfolio", Old: owner(p.Old), New: owner(p.New)})
	}
	return out
}
