package sqlite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Undoing an import (D3.18) goes back part by part. Of a contact that the import created nothing may have been written by
// anybody else, nothing may hang on it: then it goes. Of one that it changed, each part goes back on its own, where what
// stands is still what the import wrote and nobody has written the same since.

// UndoKept is one contact that an undo leaves as it is, or in part. It holds no personal data: a report of it outlives the
// person's erasure.
type UndoKept struct {
	Contact crm.ID
	Code    string
	Parts   []string  // see replication.Contact.Version, "phone", "label" and "note" beside; none = all of it
	By      crm.ID    // user who has changed it since, NoID = not known here
	At      time.Time // zero = not known
}

// The codes of UndoKept beside replication's.
const (
	UndoGone      = "gone"       // the server did not keep it, or it is there no more
	UndoErased    = "anonymized" // so are its old values
	UndoDraft     = "being_edited"
	UndoCNPJTaken = "cnpj_taken"
)

// UndoCounts is what undoing came to, or would come to: contacts by what becomes of each.
type UndoCounts struct {
	Removed  int `json:"removed"`
	Restored int `json:"restored"` // whole or in part
	Kept     int `json:"kept"`     // listed; those restored in part among them
}

// UndoResult is what an undo has come to.
type UndoResult struct {
	UndoCounts
	Total   int            `json:"total"` // contacts that the import created or changed, and that nobody has taken back before
	Done    int            `json:"done"`
	Reasons map[string]int `json:"reasons"` // by code, of those kept
	Seconds float64        `json:"seconds"`
}

// Add counts some more.
func (r *UndoResult) Add(c UndoCounts, kept []UndoKept) {
	r.Removed += c.Removed
	r.Restored += c.Restored
	r.Kept += c.Kept
	if r.Reasons == nil {
		r.Reasons = map[string]int{}
	}
	for _, k := range kept {
		r.Reasons[k.Code]++
	}
}

// Colour sums the result up (D3.14).
func (r *UndoResult) Colour() crm.Colour {
	switch {
	case r.Kept == 0:
		return crm.Green
	case r.Removed+r.Restored == 0:
		return crm.Red
	}
	return crm.Yellow
}

// UndoResultOf reads what an undo has come to so far.
func UndoResultOf(j crm.Job) (r UndoResult, err error) {
	r.Reasons = map[string]int{}
	if j.Result == nil {
		return r, nil
	}
	if err := json.Unmarshal(j.Result, &r); err != nil {
		return r, fmt.Errorf("result of an undo: %w", err)
	}
	return r, nil
}

// undoPlan is what becomes of one part.
type undoPlan struct {
	part    *importPart
	removes []undoRemoval
	drafts  []ImportDraft
	notes   map[int64][]crm.ID // to take back, by contact
	kept    []UndoKept
	counts  UndoCounts
}

type undoRemoval struct {
	n     int64
	id    crm.ID
	notes []crm.ID
	ops   []int64 // of the import that changed it too
}

func (p *undoPlan) keep(k UndoKept) {
	p.kept = append(p.kept, k)
	p.counts.Kept++
}

// undoing is the undo of one import: undo is its own job, 0 while nothing is written.
type undoing struct {
	v         *View
	job, undo int64
	undos     []int64 // all of this import
	created   ranges
}

func (v *View) newUndoing(imported crm.ID, undo int64) (u *undoing, err error) {
	u = &undoing{v: v, undo: undo}
	if u.job, err = v.jobNumber(imported); err != nil {
		return nil, err
	}
	if u.undos, err = v.numbers(`SELECT undo FROM import_undo WHERE job = ?`, u.job); err != nil {
		return nil, err
	}
	u.created, err = v.createdBy(u.job)
	return u, err
}

// own tells whether a line of a contact's history is of the import or of its undo.
func (u *undoing) own(c *undoChange) bool {
	return c.job != 0 && (c.job == u.job || slices.Contains(u.undos, c.job))
}

// undoChange is a line of a contact's history.
type undoChange struct {
	contact, op, job, user, at int64
	doc                        changeDoc
}

func (u *undoing) plan(p *importPart) (*undoPlan, error) {
	out := &undoPlan{part: p, notes: map[int64][]crm.ID{}}
	if p.first > 0 {
		return out, u.planRemovals(out)
	}
	return out, u.planEdits(out)
}

// since is who has last changed something of these, by their histories; the zero value when they do not tell.
func (u *undoing) since(changes []undoChange, touches func(d *changeDoc) bool) (by crm.ID, at time.Time, err error) {
	var last *undoChange
	for i := range changes {
		if c := &changes[i]; !u.own(c) && touches(&c.doc) && (last == nil || c.at > last.at) {
			last = c
		}
	}
	if last == nil {
		return crm.NoID, time.Time{}, nil
	}
	users, err := u.v.userNumbers()
	if err != nil {
		return crm.NoID, time.Time{}, err
	}
	return users.id[last.user], timeOf(last.at), nil
}

func scanUndoChange(row result) (c undoChange, err error) {
	c = undoChange{contact: row[0].(int64), op: row[1].(int64), job: row[2].(int64), user: row[3].(int64), at: row[4].(int64)}
	return c, cbor.Unmarshal(row[5].([]byte), &c.doc)
}

// planRemovals reads what hangs on the contacts of a part by ranges: they were created one after the other.
func (u *undoing) planRemovals(out *undoPlan) error {
	p := out.part
	hanging, err := u.hanging(p)
	if err != nil {
		return err
	}
	if err := u.foldedAway(out); err != nil {
		return err
	}
	return u.v.c.query(`
		SELECT n, id, merged_into, anonymized, device, versions
		FROM contact WHERE n BETWEEN ? AND ? ORDER BY n`, values(p.first, p.last), func(row result) error {
		n, id := row[0].(int64), blobID(row[1])
		if bytes.Compare(id[:], p.low[:]) < 0 || bytes.Compare(id[:], p.high[:]) > 0 {
			return nil // the number of one that is gone, given out again
		}
		k := UndoKept{Contact: id}
		mark := replication.Mark(row[3].(int64))
		switch {
		case mark == replication.Removed:
			return nil
		case mark != replication.Live:
			k.Code = UndoErased
		case row[2].(int64) != 0 || hanging.merged[n]:
			k.Code = replication.CodeMerged
		case hanging.requests[n]:
			k.Code = replication.CodeInUse
		case hanging.drafts[n] != 0:
			k.Code = UndoDraft
			users, err := u.v.userNumbers()
			if err != nil {
				return err
			}
			k.By = users.id[hanging.drafts[n]]
		default:
			changed, err := u.changedSince(row, hanging.changes[n])
			if err != nil {
				return err
			}
			strange, err := hanging.strangeNote(n, p, u)
			if err != nil {
				return err
			}
			if changed || strange || hanging.pictures[n] {
				k.Code = replication.CodeChangedSince
				if k.By, k.At, err = u.since(hanging.changes[n], func(*changeDoc) bool { return true }); err != nil {
					return err
				}
			}
		}
		if k.Code != "" {
			out.keep(k)
			return nil
		}
		r := undoRemoval{n: n, id: id}
		for _, note := range hanging.notes[n] {
			r.notes = append(r.notes, note.id)
		}
		for _, c := range hanging.changes[n] {
			r.ops = append(r.ops, c.op)
		}
		out.removes = append(out.removes, r)
		out.counts.Removed++
		return nil
	})
}

// changedSince tells whether anybody else wrote a part of a contact that the import created: history says it of what
// happened here and of what came line by line, versions of what came in a copy of everything.
func (u *undoing) changedSince(row result, changes []undoChange) (bool, error) {
	if slices.ContainsFunc(u.settled(changes, 0), func(c undoChange) bool { return !u.own(&c) }) || row[4].(int64) != thisDevice {
		return true, nil
	}
	b, ok := row[5].([]byte)
	if !ok {
		return false, nil
	}
	origin, err := decodeProvenance(b)
	return err == nil && origin.foreign(), err
}

// foreign tells whether a part was written by another device.
func (p provenance) foreign() bool {
	other := func(s replication.Stamp) bool { return s.Device != thisDevice }
	for _, s := range p.Parts {
		if other(s) {
			return true
		}
	}
	for _, tags := range p.Phones {
		if slices.ContainsFunc(tags, other) {
			return true
		}
	}
	for _, tags := range p.Labels {
		if slices.ContainsFunc(tags, other) {
			return true
		}
	}
	return false
}

// undoHanging is what hangs on the contacts that a part created.
type undoHanging struct {
	merged, requests, pictures map[int64]bool
	drafts                     map[int64]int64 // user
	notes                      map[int64][]undoNote
	changes                    map[int64][]undoChange
}

type undoNote struct {
	id     crm.ID
	author int64
}

// strangeNote tells whether the contact has a note that did not come with the import.
func (h *undoHanging) strangeNote(n int64, p *importPart, u *undoing) (bool, error) {
	for _, note := range h.notes[n] {
		if bytes.Compare(note.id[:], p.low[:]) >= 0 && bytes.Compare(note.id[:], p.high[:]) <= 0 {
			continue
		}
		ours := slices.ContainsFunc(h.changes[n], func(c undoChange) bool { return u.own(&c) && slices.Contains(c.doc.Notes, note.id) })
		if !ours {
			return true, nil
		}
	}
	return false, nil
}

func (u *undoing) hanging(p *importPart) (*undoHanging, error) {
	h := &undoHanging{
		merged: map[int64]bool{}, requests: map[int64]bool{}, pictures: map[int64]bool{}, drafts: map[int64]int64{},
		notes: map[int64][]undoNote{}, changes: map[int64][]undoChange{},
	}
	for _, q := range []struct {
		sql  string
		into map[int64]bool
	}{
		{`SELECT merged_into FROM contact WHERE merged_into BETWEEN ? AND ? AND merged_into > 0`, h.merged},
		{`SELECT contact FROM interaction WHERE contact BETWEEN ? AND ?`, h.requests},
		{`SELECT contact FROM survey WHERE contact BETWEEN ? AND ?`, h.requests},
		{`SELECT contact FROM appointment WHERE contact BETWEEN ? AND ?`, h.requests},
		{`SELECT contact FROM avatar WHERE contact BETWEEN ? AND ? `, h.pictures},
	} {
		if err := u.v.c.query(q.sql, values(p.first, p.last), func(row result) error {
			q.into[row[0].(int64)] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	if err := u.v.c.query(`SELECT contact, user FROM contact_draft WHERE contact BETWEEN ? AND ?`, values(p.first, p.last), func(row result) error {
		h.drafts[row[0].(int64)] = row[1].(int64)
		return nil
	}); err != nil {
		return nil, err
	}
	if err := u.v.c.query(`SELECT contact, id, author FROM note WHERE contact BETWEEN ? AND ? AND text <> ''`, values(p.first, p.last), func(row result) error {
		n := row[0].(int64)
		h.notes[n] = append(h.notes[n], undoNote{blobID(row[1]), row[2].(int64)})
		return nil
	}); err != nil {
		return nil, err
	}
	err := u.v.c.query(`SELECT contact, op, job, user, at, changes FROM contact_change WHERE contact BETWEEN ? AND ?`, values(p.first, p.last),
		func(row result) error {
			c, err := scanUndoChange(row)
			h.changes[c.contact] = append(h.changes[c.contact], c)
			return err
		})
	return h, err
}

// foldedAway lists what the server has made part of contacts that another office had created of the same people (S2).
func (u *undoing) foldedAway(out *undoPlan) error {
	return u.v.c.query(`SELECT root FROM alias WHERE noun = 'contact' AND id BETWEEN ? AND ?`,
		values(out.part.low[:], out.part.high[:]), func(row result) error {
			out.keep(UndoKept{Contact: blobID(row[0]), Code: replication.CodeFolded})
			return nil
		})
}
