package sqlite

import (
	"encoding/json"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// An undo of an import (D3.18) that the server has not decided is hidden here already, without an image of each contact: a
// million of them would be most of the replica once more. What the server does not take comes back from it: a contact that
// somebody has touched with the line of the log that says so, everything when the whole operation was rejected.

// removalWaits tells whether a contact was removed here and the server has not said whether it is.
func (v *View) removalWaits(s *Stored) (bool, error) {
	if !s.removed || s.stamp.Device != thisDevice {
		return false, nil
	}
	n, err := v.c.integer(`
		SELECT count(*) FROM pending_op
		WHERE hlc = ? AND kind = 'import.undo' AND seq = 0 AND echoed = 0`, int64(s.stamp.HLC))
	return n > 0, err
}

// madeAndTakenBack takes a contact away that a refused import made and its undo, which waits behind it, has hidden: the
// server will never hear of it. An import leaves a line in the history of a contact that it changed, none where it made it.
func (tx *Tx) madeAndTakenBack(s *Stored, o *outgoing, change *pendingChange) (bool, error) {
	if change != nil || o.op.Kind != replication.KindImportChunk {
		return false, nil
	}
	waits, err := tx.removalWaits(s)
	if err != nil || !waits {
		return false, err
	}
	return true, tx.remove(s)
}

// forgetRemoved destroys what is left beside a contact whose removal is decided. What this office has written of it and
// waits to send goes out and is refused, so that its author keeps it as a draft: its notes, and what a merge has moved, are
// taken back here, for the history that would tell so then is gone.
func (tx *Tx) forgetRemoved(s *Stored) error {
	n := s.N
	pending, err := tx.pendingChanges(n)
	if err != nil {
		return err
	}
	for _, p := range pending {
		if m := p.doc.Merge; m != nil && m.New != crm.NoID {
			if err := tx.bringBack(s, m); err != nil {
				return err
			}
		}
		for _, id := range p.doc.Notes {
			if _, err := tx.c.exec(`DELETE FROM note WHERE id = ?`, id[:]); err != nil {
				return err
			}
		}
	}
	for _, sql := range []string{
		`DELETE FROM contact_change WHERE contact = ?`, `DELETE FROM image WHERE contact = ?`, `DELETE FROM contact_draft WHERE contact = ?`,
	} {
		if _, err := tx.c.exec(sql, n); err != nil {
			return err
		}
	}
	return nil
}

// noteStaysBack tells whether a note was taken back here and is on offer to a restored server, which still has it.
func (tx *Tx) noteStaysBack(n *replication.Note) (bool, error) {
	if n.TakenBack() {
		return false, nil
	}
	if offered, err := tx.offered(replication.NounNote, n.ID); !offered || err != nil {
		return false, err
	}
	back, err := tx.c.integer(`SELECT count(*) FROM note WHERE id = ? AND text = ''`, n.ID[:])
	return back > 0, err
}

// undoRefused lists what the server has left as it is in the undo's own result. Its contacts come back with that line of
// the log; when the line is here already, everything is read again.
func (a *applying) undoRefused(o *outgoing, r wire.OpResult) error {
	c, err := replication.DecodeChunk(o.op.Body)
	if err != nil {
		return err
	}
	removes := make(map[crm.ID]bool, len(c.Removes))
	for _, x := range c.Removes {
		removes[x.ID] = true
	}
	var kept []UndoKept
	counts := UndoCounts{}
	for _, x := range r.Result.Refused {
		whole := x.Part == string(replication.NounContact)
		if i := len(kept) - 1; !whole && i >= 0 && kept[i].Contact == x.Other {
			kept[i].Parts = append(kept[i].Parts, x.Part)
			continue
		}
		k := UndoKept{Contact: x.Other, Code: x.Code}
		if whole && removes[x.Other] {
			counts.Removed--
		} else if whole {
			counts.Restored--
		} else {
			k.Parts = []string{x.Part}
		}
		kept = append(kept, k)
	}
	counts.Kept = len(kept)
	if err := a.tx.addToUndo(c.Job, counts, kept); err != nil {
		return err
	}
	if r.Seq > 0 && r.Seq <= a.e.Seq && counts.Removed < 0 {
		return a.tx.wantReread()
	}
	return nil
}

// undoRejected: the server has taken nothing of the operation.
func (a *applying) undoRejected(o *outgoing, code string) error {
	c, err := replication.DecodeChunk(o.op.Body)
	if err != nil {
		return nil // nothing of it can have been done here
	}
	counts := UndoCounts{Removed: -len(c.Removes), Restored: -len(c.Edits), Kept: len(c.Removes) + len(c.Edits)}
	var kept []UndoKept
	for _, x := range c.Removes {
		kept = append(kept, UndoKept{Contact: x.ID, Code: code})
	}
	for _, x := range c.Edits {
		kept = append(kept, UndoKept{Contact: x.ID, Code: code})
	}
	if err := a.tx.addToUndo(c.Job, counts, kept); err != nil {
		return err
	}
	return a.tx.wantReread()
}

func (tx *Tx) wantReread() error {
	_, err := tx.c.exec(`UPDATE enrolment SET reread = 1`)
	tx.Announce(Event{"sync"})
	return err
}

// rereadIfWanted goes back to the beginning of the server's records, once.
func (a *applying) rereadIfWanted() error {
	n, err := a.tx.c.integer(`SELECT reread FROM enrolment`)
	if err != nil || n == 0 {
		return err
	}
	a.e.Cursor = CopyCursor(0)
	_, err = a.tx.c.exec(`UPDATE enrolment SET reread = 0`)
	return err
}

// KeepUndone lists contacts that an undo has left, in the order in which it met them.
func (tx *Tx) KeepUndone(undo crm.ID, kept []UndoKept) error {
	if len(kept) == 0 {
		return nil
	}
	n, err := tx.jobNumber(undo)
	if err != nil {
		return err
	}
	last, err := tx.c.integer(`SELECT coalesce(max(line), 0) FROM job_rejection WHERE job = ?`, n)
	if err != nil {
		return err
	}
	list := make([]Rejection, len(kept))
	for i, k := range kept {
		why, err := json.Marshal(undoReason{Parts: k.Parts, By: crm.IDText(k.By), At: msOf(k.At)})
		if err != nil {
			return err
		}
		list[i] = Rejection{Line: int(last) + i + 1, Code: k.Code, Field: crm.IDText(k.Contact), Reason: string(why)}
	}
	return tx.AddRejections(undo, list)
}

// undoReason is UndoKept as a line of the report keeps it.
type undoReason struct {
	Parts []string `json:"parts,omitempty"`
	By    string   `json:"by,omitempty"`
	At    int64    `json:"at,omitempty"` // Unix ms
}

// EachUndoKept calls f with what an undo has left, in order.
func (v *View) EachUndoKept(undo crm.ID, f func(UndoKept) error) error {
	return v.EachRejection(undo, func(r Rejection) error {
		var why undoReason
		if r.Reason != "" { // an erasure may have taken it, see purgeJobRow
			if err := json.Unmarshal([]byte(r.Reason), &why); err != nil {
				return fmt.Errorf("what an undo left: %w", err)
			}
		}
		k := UndoKept{Code: r.Code, Parts: why.Parts, At: timeOf(why.At)}
		var err error
		if r.Field != "" {
			if k.Contact, err = crm.ParseID(r.Field); err != nil {
				return err
			}
		}
		if why.By != "" {
			if k.By, err = crm.ParseID(why.By); err != nil {
				return err
			}
		}
		return f(k)
	})
}

// addToUndo corrects the result of an undo by what the server said of it, also after its end. A report that was discarded
// stays so.
func (tx *Tx) addToUndo(undo crm.ID, more UndoCounts, kept []UndoKept) error {
	j, err := tx.Job(undo)
	if crm.CodeOf(err) == crm.CodeNotFound { // the operation came with a copy of this disk
		return nil
	}
	if err != nil {
		return err
	}
	r, err := UndoResultOf(j)
	if err != nil {
		return err
	}
	r.Add(more, kept)
	colour := j.Colour
	if j.State.Over() {
		colour = r.Colour()
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := tx.c.exec(`UPDATE job SET result = ?, colour = ? WHERE id = ?`, string(text), string(colour), undo[:]); err != nil {
		return err
	}
	tx.Announce(Event{"job"})
	if j.Dismissed {
		return nil
	}
	return tx.KeepUndone(undo, kept)
}
