package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// TestListAgreesWithReference drives random contacts, edits and deletions and compares every road of a list
// with a plain pass over all documents.
func TestListAgreesWithReference(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		usual := limits
		defer func() { limits = usual }()
		if rapid.Bool().Draw(rt, "narrow") {
			limits.roster, limits.documents, limits.candidates = 3, 2, 4
			limits.nameWalk, limits.timeWalk, limits.smallSet, limits.indexHits = 2, 2, 2, 4
			limits.foreign, limits.mergeAtOnce = 6, 5
			limits.ranked = 3
		}
		w, write := openListWorld(t)
		warm := rapid.Bool().Draw(rt, "warm")
		if warm {
			if err := w.db.Warm(ctx); err != nil {
				rt.Fatal(err)
			}
		}
		var ids []crm.ID
		for range rapid.IntRange(1, 6).Draw(rt, "rounds") {
			// Anew with what is there, so that the next changes are laid over a list that is not empty.
			if warm {
				w.renew(rt)
			}
			w.changes(rt, write, &ids)
			for range 6 {
				w.compare(rt, ctx)
			}
			w.checkWarm(rt)
			if rapid.Bool().Draw(rt, "settle") {
				if err := w.db.SearchSettled(ctx); err != nil {
					rt.Fatal(err)
				}
				for range 3 {
					w.compare(rt, ctx)
				}
			}
		}
		if err := w.db.View(ctx, func(v *View) error { return v.CheckLookups() }); err != nil {
			rt.Fatal(err)
		}
		if err := w.db.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// renew does to the list in memory what time does, or another start of the program.
func (w *listWorld) renew(t *rapid.T) {
	var err error
	switch rapid.IntRange(0, 3).Draw(t, "renewed") {
	case 0:
		err = w.db.buildRoster(w.ctx)
	case 1:
		err = w.db.warm.merge()
	case 2:
		if err = w.db.Close(); err == nil {
			w.db, err = Open(w.ctx, w.db.Dir(), Options{RefuseUntyped: true})
		}
		if err == nil {
			err = w.db.Warm(w.ctx)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// changes makes random writes: one by one as people do, many in a transaction as an import does, or by another process.
func (w *listWorld) changes(t *rapid.T, write func(func(*Tx) error), ids *[]crm.ID) {
	n := rapid.IntRange(0, 12).Draw(t, "writes")
	switch rapid.SampledFrom([]string{"people", "import", "other process"}).Draw(t, "who") {
	case "people":
		for range n {
			w.change(t, write, ids)
		}
	case "import":
		if err := w.db.Bulk(w.ctx, func(tx *Tx) (err error) {
			for range n {
				w.change(t, func(f func(*Tx) error) { err = errors.Join(err, f(tx), tx.flushKeys()) }, ids)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	case "other process":
		other, err := Open(w.ctx, w.db.Dir(), Options{RefuseUntyped: true})
		if err != nil {
			t.Fatal(err)
		}
		for range n {
			w.change(t, func(f func(*Tx) error) { err = errors.Join(err, other.Update(w.ctx, f)) }, ids)
		}
		if err := errors.Join(err, other.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// checkWarm compares the whole list in memory with the replica.
func (w *listWorld) checkWarm(t *rapid.T) {
	if _, err := w.db.CheckWarm(w.ctx); err != nil {
		t.Fatal(err)
	}
}

// change makes one random write.
func (w *listWorld) change(t *rapid.T, write func(func(*Tx) error), ids *[]crm.ID) {
	kind := rapid.IntRange(0, 10).Draw(t, "kind")
	switch {
	case kind == 10: // an owner's new name, which is none of the contacts' changes
		u := crm.User{ID: rapid.SampledFrom(w.users).Draw(t, "user"), Name: rapid.SampledFrom([]string{"U0", "U2", "Ána", "zé"}).Draw(t, "new name")}
		write(func(tx *Tx) error {
			_, err := tx.c.exec(`UPDATE account SET name = ? WHERE id = ?`, u.Name, u.ID[:])
			return err
		})
	case kind < 5 || len(*ids) == 0:
		c := new(crm.Contact)
		w.drawContact(t, c)
		ms := rapid.SampledFrom([]int64{-1, 0, 1, 43_200_000, 86_399_999, 86_400_000, 172_800_000}).Draw(t, "created")
		c.CreatedAt = worldDay().Add(time.Duration(ms) * time.Millisecond).UTC()
		write(func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err })
		*ids = append(*ids, c.ID)
	case kind < 7:
		id := rapid.SampledFrom(*ids).Draw(t, "whom")
		write(func(tx *Tx) error {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := old.Clone()
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				w.drawContact(t, next)
			case 1:
				next.Labels = rapid.SliceOfNDistinct(rapid.SampledFrom(w.labels), 0, 3, rapid.ID[crm.ID]).Draw(t, "labels")
			case 2:
				next.SetCustom(w.fields[0], rapid.SampledFrom(append(worldValues, "")).Draw(t, "value"))
			case 3:
				next.Fields[crm.FieldName] = rapid.SampledFrom(worldNames).Draw(t, "name")
			}
			_, err = tx.UpdateContact(old, next, nil)
			return err
		})
	case kind < 9:
		id := rapid.SampledFrom(*ids).Draw(t, "whom")
		at := rapid.SampledFrom([]int64{1_000, 2_000, 3_000}).Draw(t, "last")
		write(func(tx *Tx) error { return touchActivity(tx, id, at) })
	default:
		i := rapid.IntRange(0, len(*ids)-1).Draw(t, "whom")
		id := (*ids)[i]
		*ids = slices.Delete(*ids, i, i+1)
		left := rapid.SampledFrom([]replication.Mark{replication.Live, replication.Deleted, replication.Removed}).Draw(t, "what is left")
		write(func(tx *Tx) error {
			if left == replication.Live {
				return removeContact(tx, id)
			}
			return buryContact(tx, id, left)
		})
	}
}

// touchActivity is what a new interaction does to the list.
func touchActivity(tx *Tx, id crm.ID, at int64) error {
	s, err := tx.Contact(id)
	if err != nil {
		return err
	}
	if _, err := tx.c.exec(`
		INSERT INTO activity (contact, interactions, last_at) VALUES (?, 1, ?)
		ON CONFLICT (contact) DO UPDATE SET interactions = interactions + 1, last_at = excluded.last_at`, s.N, at); err != nil {
		return err
	}
	tx.touched = append(tx.touched, s.N)
	return nil
}

// removeContact deletes a contact with its lookups.
func removeContact(tx *Tx, id crm.ID) error {
	s, err := tx.Contact(id)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`DELETE FROM contact WHERE n = ?`, `DELETE FROM roster WHERE contact = ?`, `DELETE FROM contact_cpf WHERE contact = ?`,
		`DELETE FROM contact_email WHERE contact = ?`, `DELETE FROM contact_phone WHERE contact = ?`,
		`DELETE FROM contact_custom WHERE contact = ?`, `DELETE FROM contact_label WHERE contact = ?`,
		`DELETE FROM portfolio WHERE contact = ?`, `DELETE FROM activity WHERE contact = ?`,
	} {
		if _, err := tx.c.exec(sql, s.N); err != nil {
			return err
		}
	}
	if err := tx.searchDirty(s.N); err != nil {
		return err
	}
	tx.touched = append(tx.touched, s.N)
	tx.tellList(shown{rosterRow: rosterRow{contact: s.N}, state: rowGone})
	stamp, err := tx.nextStamp()
	if err != nil {
		return err
	}
	return tx.recordEdit(stamp, "contact.delete", id, map[string]string{})
}

// buryContact leaves of a contact what an erasure or the undo of its import does; its interactions are still counted.
func buryContact(tx *Tx, id crm.ID, mark replication.Mark) error {
	s, err := tx.Contact(id)
	if err != nil {
		return err
	}
	stamp, err := tx.nextStamp()
	if err != nil {
		return err
	}
	gone := &crm.Contact{ID: id, CreatedAt: s.CreatedAt, Anonymized: true, Deleted: true}
	if err := tx.rewrite(s, gone, contactHead{stamp: stamp.version(), mark: mark}); err != nil {
		return err
	}
	return tx.recordEdit(stamp, "contact.delete", id, map[string]string{})
}

// compare checks one random list on every road.
func (w *listWorld) compare(t *rapid.T, ctx context.Context) {
	var f crm.ContactFilter
	if !rapid.Bool().Draw(t, "everybody") {
		f = w.drawFilter(t)
	}
	o := crm.ContactOrder{
		By:   rapid.SampledFrom(append([]crm.Sort{""}, crm.Sorts...)).Draw(t, "by"),
		Desc: rapid.Bool().Draw(t, "desc"),
	}
	var want []int64
	if err := w.db.View(ctx, func(v *View) error {
		all, err := v.everyContact()
		names := map[crm.ID]string{}
		users, err2 := v.Users()
		for _, u := range users {
			names[u.ID] = u.Name
		}
		want = referenceList(all, f, o, names)
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
	about := fmt.Sprintf("%+v %+v", f, o)
	offset, limit := rapid.IntRange(0, len(want)+2).Draw(t, "offset"), rapid.IntRange(0, 7).Draw(t, "limit")
	slice := want[min(offset, len(want)):]
	slice = slice[:min(limit, len(slice))]
	check := func(road string, p ListPage, err error) {
		if err != nil {
			t.Fatalf("%s: %v: %s", road, err, about)
		}
		if !slices.Equal(p.N, slice) {
			t.Fatalf("%s: offset %d limit %d: got %v, want %v of %v: %s", road, offset, limit, p.N, slice, want, about)
		}
		if p.Exact && p.Total != int64(len(want)) || p.Total > int64(len(want)) || p.Total < int64(offset+len(p.N)) && len(p.N) > 0 {
			t.Fatalf("%s: total %d (%v), want %d: %s", road, p.Total, p.Exact, len(want), about)
		}
		for i, c := range p.Contacts {
			if c.N != p.N[i] {
				t.Fatalf("%s: row %d holds contact %d, want %d", road, i, c.N, p.N[i])
			}
		}
	}
	p, err := w.db.List(ctx, f, o, offset, limit)
	check("list", p, err)
	err = w.db.View(ctx, func(v *View) (err error) {
		q, err := v.resolve(f)
		if err != nil {
			return err
		}
		o, err := crm.CheckOrder(o)
		if err != nil {
			return err
		}
		s, err := w.db.scan(ctx, v, q, o)
		if err != nil {
			return err
		}
		p, err = s.listPage(offset, limit)
		return err
	})
	check("sql", p, err)
	if n, exact, err := w.db.Count(ctx, f); err != nil || !exact || n != int64(len(want)) {
		t.Fatalf("count %d %v %v, want %d: %s", n, exact, err, len(want), about)
	}
	w.compareSelections(t, ctx, f, want)
	var each []int64
	if err := w.db.Each(ctx, crm.Selection{All: true, Filter: f}, o, func(_ *View, s *Stored) error {
		each = append(each, s.N)
		return nil
	}); err != nil || !slices.Equal(each, want) {
		t.Fatalf("each %v %v, want %v: %s", each, err, want, about)
	}
	var after []int64
	for cursor := ""; ; {
		p, next, err := w.db.ListAfter(ctx, f, o, cursor, limit+1)
		if err != nil || p.Total != int64(len(want)) {
			t.Fatalf("list after: total %d %v, want %d: %s", p.Total, err, len(want), about)
		}
		after = append(after, p.N...)
		if cursor = next; next == "" {
			break
		}
	}
	if !slices.Equal(after, want) {
		t.Fatalf("list after %v, want %v: %s", after, want, about)
	}
}

// everyContact reads all documents.
func (v *View) everyContact() (out []*Stored, err error) {
	err = v.c.query(`SELECT`+contactColumns+contactFrom+` ORDER BY c.n`, nil, func(row result) error {
		s, err := v.scanContact(row)
		out = append(out, s)
		return err
	})
	return out, err
}
