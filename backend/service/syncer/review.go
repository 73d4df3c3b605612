package syncer

import (
	"context"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// Pending lists the operations that the server has not carried out, the refused ones first, and why each waits.
func (s *Service) Pending(ctx context.Context, limit int) (out []Pending, err error) {
	st, err := s.Status(ctx)
	if err != nil {
		return nil, err
	}
	connected := st.State == StateOnline || st.State == StateSyncing
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		ops, err := v.PendingOps(limit)
		if err != nil {
			return err
		}
		for i := range ops {
			out = append(out, pendingOf(&ops[i], connected))
		}
		return nil
	})
	return out, err
}

func pendingOf(o *sqlite.PendingOp, connected bool) Pending {
	return Pending{
		Counter: o.Counter, Kind: o.Kind, Entity: o.Entity, Name: o.Name, Unmade: o.Unmade, At: o.At, Author: o.Author, Why: why(o, connected),
		Code: o.Code, Other: o.Other, Size: o.Lines, Cancellable: erases(o.Kind) && !o.Sent && !o.Acked && !o.Refused,
	}
}

func why(o *sqlite.PendingOp, connected bool) Why {
	switch {
	case o.Refused:
		return WhyRefused
	case o.Code == wire.CodeOldVersion:
		return WhyUnreadable
	case o.Acked:
		return WhyEcho
	case o.Sent && connected:
		return WhySending
	case o.Waits != 0 && o.Lane == replication.LaneEdit:
		return WhyImport
	case erases(o.Kind):
		return WhyConnection
	case connected:
		return WhySending
	}
	return WhyOffline
}

// erases tells what only the server may decide: it knows the open interactions (D8.1).
func erases(k replication.Kind) bool {
	return k == replication.KindAnonymize || k == replication.KindDelete
}

// Conflicts lists what there is to review, newest first.
func (s *Service) Conflicts(ctx context.Context, limit int) (out []Conflict, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		all, err := v.SyncConflicts(limit)
		if err != nil {
			return err
		}
		for i := range all {
			out = append(out, conflictOf(&all[i]))
		}
		return nil
	})
	return out, err
}

func conflictOf(c *sqlite.SyncConflict) Conflict {
	return Conflict{
		ID: c.ID, Contact: c.Contact, Name: c.Name, Kind: c.Kind, Field: c.Field, Custom: c.Custom,
		Value: c.Value, ValueBy: c.ByName, ValueAt: written(c.Stamp),
		Winner: c.Winner, WinnerBy: c.WinnerByName, WinnerAt: written(c.WinnerStamp),
		Other: c.Other, OtherName: c.OtherName, Mine: c.Mine, Request: c.Request, About: c.About, Due: c.Due,
	}
}

func written(s replication.Stamp) time.Time {
	if s.Zero() {
		return time.Time{}
	}
	return s.HLC.Time()
}

// Settle ends a conflict. TakeValue writes what gave way as an edit of its own, which others may be at odds with in
// turn. Errors: crm.CodeNotFound, crm.CodeCNPJTaken, crm.CodeConflict when there is no value to take.
func (s *Service) Settle(ctx context.Context, id crm.ID, choice Choice) error {
	if choice != KeepWinner && choice != TakeValue {
		return crm.Errorf(crm.CodeInvalid, "choice", "a conflict is settled with winner or value")
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		c, err := tx.Conflict(id)
		if err != nil {
			return err
		}
		if choice == TakeValue {
			if err := takeValue(tx, c); err != nil {
				return err
			}
		}
		if err := tx.SettleConflict(id); err != nil {
			return err
		}
		return tx.Audit("conflict.settle", c.Contact, map[string]any{"field": c.Part, "choice": string(choice)})
	})
}

// takeValue writes what gave way in a conflict.
func takeValue(tx *sqlite.Tx, c *replication.Conflict) error {
	old, err := tx.Contact(c.Contact)
	if err != nil {
		return err
	}
	if old.Anonymized {
		return crm.Errorf(crm.CodeConflict, "id", "an anonymized contact cannot be changed")
	}
	if name, request, ok := replication.SplitRequestPart(c.Part); ok {
		return takeRequestValue(tx, name, request, c.Value)
	}
	next := old.Clone()
	custom, isCustom := strings.CutPrefix(c.Part, "custom:")
	field, isField := crm.FieldByName(c.Part)
	switch {
	case c.Kind == replication.ConflictDuplicate:
		return crm.Errorf(crm.CodeConflict, "choice", "these are two contacts; merge them or keep both")
	case isCustom:
		id, err := crm.ParseID(custom)
		if err != nil {
			return err
		}
		next.SetCustom(id, c.Value)
	case isField:
		next.Fields[field] = c.Value
	default:
		return noValue()
	}
	if field == crm.FieldCNPJ && c.Value != "" {
		holder, err := tx.ByCNPJ(c.Value)
		if err != nil {
			return err
		}
		if holder != 0 && holder != old.N {
			return crm.Errorf(crm.CodeCNPJTaken, "cnpj", "another contact already has this CNPJ")
		}
	}
	_, err = tx.UpdateContact(old, next, nil)
	return err
}

// Cancel takes back an anonymization or deletion that waits for the server, unless it is on its way: crm.CodeConflict.
func (s *Service) Cancel(ctx context.Context, counter int64) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermAnonymize); err != nil {
			if err := tx.Require(crm.PermDelete); err != nil {
				return err
			}
		}
		if err := tx.CancelPending(counter); err != nil {
			return err
		}
		return tx.Audit("operation.cancel", crm.NoID, map[string]any{"counter": counter})
	})
}

// Discard forgets an operation that the server refused.
func (s *Service) Discard(ctx context.Context, counter int64) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		if err := tx.DiscardRefused(counter); err != nil {
			return err
		}
		return tx.Audit("operation.discard", crm.NoID, map[string]any{"counter": counter})
	})
}

// Draft is a refused operation in a form that a person can read and keep.
func (s *Service) Draft(ctx context.Context, counter int64) (draft map[string]any, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		o, body, err := v.RefusedBody(counter)
		if err != nil {
			return err
		}
		draft = map[string]any{
			"kind": string(o.Kind), "at": o.At.Format(time.RFC3339), "author": o.Author, "reason": o.Code,
			"contact": crm.IDText(o.Entity), "other": crm.IDText(o.Other), "content": body,
		}
		if len(o.Parts) > 0 {
			var parts []map[string]string
			for _, p := range o.Parts {
				parts = append(parts, map[string]string{"part": p.Part, "reason": p.Code, "other": crm.IDText(p.Other)})
			}
			draft["refused"] = parts
		}
		return nil
	})
	return draft, err
}

// Digest sums up what this replica holds, and what the server does: equal when nothing waits on either side. For
// whoever may see the contacts.
func (s *Service) Digest(ctx context.Context) (here replication.Digest, there wire.DigestAnswer, err error) {
	if err := s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { here, err = v.SyncDigest(); return err }); err != nil {
		return here, there, err
	}
	c, _, err := s.connect(ctx)
	if err != nil {
		return here, there, err
	}
	there, err = c.digest(ctx)
	return here, there, err
}
