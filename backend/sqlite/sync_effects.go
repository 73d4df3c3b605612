package sqlite

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// How the effects of a page change this replica: those of the log and those of whole records.

// here are the contacts that the lists put and that exist.
func (a *applying) here(lists []replication.Records) (map[crm.ID]bool, error) {
	var ids []crm.ID
	for _, list := range lists {
		for i := range list {
			if c := list[i].Put; c != nil {
				ids = append(ids, c.ID)
			}
		}
	}
	here := make(map[crm.ID]bool, len(ids))
	err := eachGroup(a.tx.c, `SELECT c.id FROM (`, `) k CROSS JOIN contact c ON c.id = k.column1`, ids, func(row result) error {
		here[blobID(row[0])] = true
		return nil
	})
	return here, err
}

// effects carries lists of effects out. New contacts are prepared on another core and written together.
func (a *applying) effects(lists ...replication.Records) error {
	here, err := a.here(lists)
	if err != nil {
		return err
	}
	var fresh []*replication.Contact
	for _, list := range lists {
		for i := range list {
			list[i].Renumber(a.e.Number, thisDevice)
			if c := list[i].Put; c != nil && !here[c.ID] {
				fresh = append(fresh, c)
				here[c.ID] = true // from the end of this run on
				continue
			}
			if err := a.insertFresh(&fresh); err != nil {
				return err
			}
			if err := a.one(&list[i]); err != nil {
				return err
			}
		}
	}
	return a.insertFresh(&fresh)
}

// one carries one effect out, unless it is about what is gone.
func (a *applying) one(e *replication.Effect) error {
	if forgotten, err := a.tx.forgotten(e); err != nil || forgotten {
		return err
	}
	if err := a.tx.standsForItself(e); err != nil {
		return err
	}
	if err := a.effect(e); err != nil {
		return err
	}
	if err := a.tx.heard(e); err != nil || !a.copying {
		return err
	}
	return a.told(e)
}

func (a *applying) effect(e *replication.Effect) error {
	tx := a.tx
	switch {
	case e.Put != nil:
		return a.put(e.Put)
	case e.Change != nil:
		return a.change(e.Change)
	case e.Alias != nil:
		return tx.acceptAlias(e.Alias)
	case e.Note != nil:
		return tx.acceptNote(e.Note)
	case e.Interaction != nil, e.Survey != nil, e.Appointment != nil:
		return tx.acceptRequest(e)
	case e.Field != nil:
		return tx.acceptField(e.Field)
	case e.Label != nil:
		return tx.acceptLabel(e.Label)
	case e.Service != nil:
		return tx.acceptService(e.Service)
	case e.User != nil:
		return tx.acceptUser(e.User)
	case e.Setting != nil:
		return tx.acceptSetting(e.Setting)
	case e.Permission != nil:
		return tx.acceptPermission(e.Permission)
	case e.Blacklist != nil:
		_, err := tx.c.exec(`INSERT INTO blacklist (id, outbound, number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			e.Blacklist.ID[:], flag(e.Blacklist.Outbound), e.Blacklist.Number)
		return err
	case e.Tabulation != nil:
		return tx.acceptTabulation(e.Tabulation)
	case e.Unlisted != nil:
		_, err := tx.c.exec(`DELETE FROM blacklist WHERE id = ?`, e.Unlisted[:])
		return err
	case e.Segment != nil:
		return tx.acceptSegment(e.Segment)
	case e.Avatar != nil:
		return tx.acceptAvatar(e.Avatar)
	case e.Conflict != nil:
		return tx.acceptConflict(e.Conflict)
	case e.Settled != nil:
		_, err := tx.c.exec(`DELETE FROM conflict WHERE id = ?`, e.Settled[:])
		tx.Announce(Event{"sync"})
		return err
	case e.Erased != nil:
		a.e.Erasure = max(a.e.Erasure, a.e.Seq+1)
		return tx.scrubPerson(*e.Erased)
	}
	return nil
}

// put takes over a whole contact. What a restored server has forgotten of it is kept, to be offered.
func (a *applying) put(c *replication.Contact) error {
	s, err := a.tx.stored(c.ID)
	if err != nil {
		return err
	}
	if s == nil {
		fresh := []*replication.Contact{c}
		return a.insertFresh(&fresh)
	}
	if waits, err := a.tx.removalWaits(s); err != nil || waits && !c.Erased() {
		return errors.Join(err, a.tx.unoffer(replication.NounContact, c.ID))
	}
	if _, err := a.tx.c.exec(`DELETE FROM merge_later WHERE contact = ?`, s.N); err != nil { // it may be merged no more
		return err
	}
	before, err := a.tx.serverView(s)
	if err != nil {
		return err
	}
	next := c
	if offered, err := a.tx.offered(replication.NounContact, c.ID); err != nil {
		return err
	} else if offered {
		if next = replication.Join(c, before); next.Equal(c) {
			if err := a.tx.unoffer(replication.NounContact, c.ID); err != nil {
				return err
			}
		}
	}
	if next.Mark == replication.Removed {
		if err := a.tx.forgetRemoved(s); err != nil {
			return err
		}
	} else if next.Erased() && (!s.Anonymized || s.removed) {
		if err := a.tx.scrub(s); err != nil {
			return err
		}
	} else if err := a.history(s.N, before, next); err != nil {
		return err
	}
	if err := a.tx.accept(s, next); err != nil {
		return err
	}
	if next.MergedInto != before.MergedInto {
		if err := a.tx.follow(s.N, next.MergedInto); err != nil {
			return err
		}
	}
	return a.tx.keepKnown(s, next)
}

// follow moves to the primary what lies with a contact that a copy says was merged: what the server has moved comes by
// itself, but a merge that this office has made and the server has not decided may have brought more here.
func (tx *Tx) follow(n int64, into crm.ID) error {
	if into == crm.NoID {
		return nil
	}
	root, err := (&local{tx: tx}).Root(replication.NounContact, into)
	if err != nil {
		return err
	}
	return tx.moveBelongings(n, root)
}

// keepKnown keeps how the server has a contact that this office created, when it comes in a copy before the answer to its
// creation: what is changed on it from now on is no part of that any more, though the creation still counts as pending.
func (tx *Tx) keepKnown(s *Stored, next *replication.Contact) error {
	if next.Erased() || next.Stamp != s.stamp {
		return nil
	}
	creation, err := tx.pendingCreation(s)
	if err != nil || creation == 0 {
		return err
	}
	return tx.saveImage(s.N, next)
}

func (a *applying) change(d *replication.Delta) error {
	s, err := a.tx.stored(d.ID)
	if err != nil {
		return err
	}
	if s == nil {
		return fmt.Errorf("a change of contact %s, which is not here", d.ID)
	}
	if s.removed { // here already; what the server says of the removal comes whole
		return nil
	}
	before, err := a.tx.serverView(s)
	if err != nil {
		return err
	}
	next := before.Clone()
	next.Apply(d)
	if d.Merge != nil && *d.Merge != crm.NoID && before.MergedInto != *d.Merge {
		if err := a.tx.moveBelongings(s.N, *d.Merge); err != nil {
			return err
		}
	}
	if err := a.history(s.N, before, next); err != nil {
		return err
	}
	return a.tx.accept(s, next)
}

// serverView is how the server sees a contact that it knows.
func (tx *Tx) serverView(s *Stored) (*replication.Contact, error) {
	c, err := tx.image(s.N)
	if err != nil || c != nil {
		return c, err
	}
	return s.state(), nil
}

// history keeps what somebody else has changed on a contact.
func (a *applying) history(n int64, before, after *replication.Contact) error {
	if a.op == 0 || a.copying {
		return nil
	}
	old := &Stored{Contact: *contactOf(before), N: n, stamp: before.Stamp, versions: originOf(before)}
	d, err := a.tx.difference(old, contactOf(after))
	if err != nil || d.empty() {
		return err
	}
	b, err := cbor.Marshal(d)
	if err != nil {
		return err
	}
	_, err = a.tx.c.exec(`
		INSERT INTO contact_change (contact, op, at, user, job, source, changes) VALUES (?, ?, ?, ?, 0, 'sync', ?)
		ON CONFLICT (contact, op) DO UPDATE SET changes = excluded.changes`, n, a.op, after.Updated, a.author, b)
	return err
}

// userOfName is the local number of a user that the log names by the server's number.
func (v *View) userOfName(number int64) (int64, error) {
	if number == 0 {
		return 0, nil
	}
	var id crm.ID
	if _, err := v.c.one(`SELECT id FROM name WHERE n = ?`, values(number), func(row result) error {
		id = blobID(row[0])
		return nil
	}); err != nil {
		return 0, err
	}
	users, err := v.userNumbers()
	if err != nil {
		return 0, err
	}
	return users.n[id], nil
}
