package sqlite

import (
	"context"
	"errors"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// errEffectsNeeded says that the log leaves out what this device is supposed to know, and it does not: its disk was
// restored from an old copy. It reads whole records from there on.
var errEffectsNeeded = errors.New("the log leaves out effects that this replica does not have")

// CopyCursor asks for whole records that changed after a line of the log.
func CopyCursor(seq int64) string { return fmt.Sprintf("copy:%d", seq) }

// syncActor is who writes what comes from the server; histories name the real author.
var syncActor = crm.Actor{Name: "Carteira", Profile: crm.ProfileAdmin, Source: "sync"}

// applying is the work of one page.
type applying struct {
	tx      *Tx
	e       *Enrolment
	author  int64 // user, of the entry at hand
	op      int64 // number of the entry at hand in histories; 0 = no history, as in a copy
	copying bool
}

// ApplyLog applies lines of the server's log, in order and each whole; those known already change nothing. When the
// stream was cut, end has no cursor: what came is applied.
func (db *DB) ApplyLog(ctx context.Context, h wire.PullHeader, entries []replication.Entry, end wire.PullEnd) error {
	return db.syncUpdate(ctx, func(a *applying) error {
		if err := a.names(h.Names); err != nil {
			return err
		}
		wire.Expand(h, entries)
		for i := range entries {
			err := a.entry(&entries[i])
			if errors.Is(err, errEffectsNeeded) {
				a.e.Cursor = CopyCursor(a.e.Seq)
				return a.finishLog(h)
			}
			if err != nil {
				return err
			}
		}
		if end.Cursor != "" {
			a.e.Cursor = end.Cursor
		} else if len(entries) > 0 {
			a.e.Cursor = fmt.Sprint(a.e.Seq)
		}
		return a.finishLog(h)
	})
}

// ApplyCopy applies a whole page of the server's state: for a replica that is new, or has been away for longer than
// the log goes back.
func (db *DB) ApplyCopy(ctx context.Context, h wire.PullHeader, records []replication.Records, end wire.PullEnd) error {
	return db.syncWrite(ctx, fetched, func(a *applying) error {
		a.copying = true
		if err := a.names(h.Names); err != nil {
			return err
		}
		if err := a.effects(records...); err != nil {
			return err
		}
		if err := a.late(); err != nil {
			return err
		}
		a.e.Cursor = end.Cursor
		if end.Seq > 0 {
			a.e.Seq = end.Seq
			if err := a.settleUpTo(end.Seq); err != nil {
				return err
			}
		}
		return a.finish(h)
	})
}

// syncUpdate is a write on behalf of the server.
func (db *DB) syncUpdate(ctx context.Context, f func(a *applying) error) error {
	return db.syncWrite(ctx, inBulk, f)
}

func (db *DB) syncWrite(ctx context.Context, kind writeKind, f func(a *applying) error) error {
	if err := db.giveTurn(ctx); err != nil {
		return err
	}
	return db.update(ctx, syncActor, kind, func(tx *Tx) error {
		if tx.db.guard != nil {
			tx.db.guard.exempt = true // what others did carries no operation of this replica
		}
		e, err := tx.Enrolment()
		if err != nil {
			return err
		}
		if e == nil {
			return crm.Errorf(crm.CodeConflict, "", "this replica is not enrolled")
		}
		return f(&applying{tx: tx, e: e})
	})
}

// finishLog: what another office brings back to a restored server may name what comes after it, as in a copy.
func (a *applying) finishLog(h wire.PullHeader) error {
	if err := a.late(); err != nil {
		return err
	}
	return a.finish(h)
}

func (a *applying) finish(h wire.PullHeader) error {
	if a.e.Seq >= h.ErasureHead && a.e.Seq > 0 {
		a.e.Erasure = max(a.e.Erasure, h.ErasureHead)
	}
	if err := a.tx.forgetRecordImages(); err != nil {
		return err
	}
	if err := a.tx.dropRefused(); err != nil {
		return err
	}
	if err := a.rereadIfWanted(); err != nil {
		return err
	}
	return a.tx.SaveEnrolment(a.e)
}

func (a *applying) names(names []replication.Name) error {
	for _, n := range names {
		if _, err := a.tx.c.exec(`
			INSERT INTO name (n, id, office) VALUES (?, ?, ?)
			ON CONFLICT (n) DO UPDATE SET id = excluded.id, office = excluded.office`, n.Number, n.ID[:], n.Office); err != nil {
			return err
		}
	}
	return nil
}

func (a *applying) entry(e *replication.Entry) error {
	switch {
	case e.Seq <= a.e.Seq:
		return nil
	case e.Seq != a.e.Seq+1:
		return fmt.Errorf("line %d of the log follows line %d", e.Seq, a.e.Seq)
	}
	var err error
	if a.author, err = a.tx.userOfName(e.Actor); err != nil {
		return err
	}
	a.op = serverOp + e.Seq
	own, err := a.own(e)
	if err != nil {
		return err
	}
	if own != nil {
		a.op = 0 // the history has it since it was done
		if err := a.tx.echo(own); err != nil {
			return err
		}
	}
	if e.AsProposed && e.Effects == nil {
		if own == nil {
			return errEffectsNeeded
		}
		if err := a.tx.promote(own); err != nil {
			return err
		}
	}
	if err := a.effects(e.Effects); err != nil {
		return err
	}
	if own != nil && !e.AsProposed {
		if err := a.tx.rebaseAll(own); err != nil {
			return err
		}
	}
	a.e.Seq = e.Seq
	return nil
}

// own finds the pending operation that the entry is about: nil for others', and for what this disk, a copy of the
// author's, has never done.
func (a *applying) own(e *replication.Entry) (*outgoing, error) {
	if e.Device != a.e.Number {
		return nil, nil
	}
	o, err := a.tx.outgoing(e.Counter)
	if err != nil || o == nil || o.op.HLC != e.HLC {
		return nil, err
	}
	return o, nil
}
