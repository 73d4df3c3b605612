package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// portrayed is an office, and a contact with a picture that the server has.
func portrayed(c *central) (db *DB, ctx context.Context, id crm.ID) {
	c.t.Helper()
	db, ctx = c.openOffice()
	x := sample()
	mustUpdate(c.t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	portray(c.t, db, ctx, x.ID, "first picture")
	c.sync(db, ctx)
	c.agree(db, ctx)
	return db, ctx, x.ID
}

func portray(t testing.TB, db *DB, ctx context.Context, id crm.ID, image string) {
	t.Helper()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.SetAvatar(id, []byte(image)); return err })
}

func (c *central) showsPicture(db *DB, ctx context.Context, id crm.ID, want string) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error {
		if got := string(must(v.Avatars([]crm.ID{id}))(c.t)[id]); got != want {
			c.t.Errorf("shows the picture %q, want %q", got, want)
		}
		return nil
	})
	page := must(db.List(ctx, crm.ContactFilter{}, crm.ContactOrder{}, 0, 10))(c.t)
	for i, s := range page.Contacts {
		if s.ID == id && page.Pictured[page.N[i]] != (want != "") {
			c.t.Errorf("a list says that there is a picture %v, shown is %q", page.Pictured[page.N[i]], want)
		}
	}
}

// unseen is a picture that another office has set without knowledge of any other, at a time.
func (c *central) unseen(id crm.ID, image string, hlc replication.HLC) {
	c.t.Helper()
	b := must(replication.Encode(&replication.AvatarSet{Contact: id, Image: []byte(image), Base: replication.Stamp{HLC: 1, Device: 99}}))(c.t)
	c.counts++
	c.decide(replication.Op{Device: 9, Incarnation: 1, Counter: c.counts, Kind: replication.KindAvatarSet, Entity: id, HLC: hlc, At: 1, Body: b})
}

func TestPictureOfAnotherOffice(t *testing.T) {
	for _, x := range []struct {
		name, during, after string
		hlc                 replication.HLC
	}{
		{"a later one stands", "theirs", "theirs", 1 << 61},
		{"an earlier one gives way", "mine", "mine", 5},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := newCentral(t)
			db, ctx, id := portrayed(c)
			portray(t, db, ctx, id, "mine")
			c.showsPicture(db, ctx, id, "mine")
			c.other(replication.KindAvatarSet, id, &replication.AvatarSet{Contact: id}) // takes the first away, unseen here
			c.unseen(id, "theirs", x.hlc)
			if x.hlc == 5 { // older than the removal, too
				c.pull(db, ctx)
				portray(t, db, ctx, id, "mine again")
				c.sync(db, ctx)
				c.showsPicture(db, ctx, id, "mine again")
				c.agree(db, ctx)
				return
			}
			c.pull(db, ctx)
			c.showsPicture(db, ctx, id, x.during)
			c.sync(db, ctx)
			c.showsPicture(db, ctx, id, x.after)
			c.agree(db, ctx)
		})
	}
}

func TestPictureIsSetRemovedAndTheSameIsNoChange(t *testing.T) {
	c := newCentral(t)
	db, ctx, id := portrayed(c)
	for _, x := range []struct {
		image string
		want  bool
	}{{"first picture", false}, {"second", true}, {"", true}, {"", false}, {"third", true}} {
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			if changed := must(tx.SetAvatar(id, []byte(x.image)))(t); changed != x.want {
				t.Errorf("set to %q: changed %v", x.image, changed)
			}
			return nil
		})
		c.showsPicture(db, ctx, id, x.image)
	}
	c.sync(db, ctx)
	c.showsPicture(db, ctx, id, "third")
	c.agree(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if _, err := tx.SetAvatar(crm.NewID(), []byte("x")); crm.CodeOf(err) != crm.CodeConflict {
			t.Errorf("a picture of nobody: %v", err)
		}
		return nil
	})
}

// A merge fills a primary without a picture; a primary with one keeps it. What the server refuses of it is taken back.
func TestMergeAndPictures(t *testing.T) {
	for _, refused := range []bool{false, true} {
		c := newCentral(t)
		db, ctx, second := portrayed(c)
		primary := &crm.Contact{}
		primary.Fields[crm.FieldName], primary.Fields[crm.FieldActive] = "João", "true"
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(primary, nil); return err })
		c.sync(db, ctx)
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			_, err := tx.Perform(replication.KindMerge, primary.ID, &replication.Merge{Primary: primary.ID, Secondaries: []crm.ID{second}})
			return err
		})
		c.showsPicture(db, ctx, primary.ID, "first picture")
		want := "first picture"
		if refused {
			c.other(replication.KindAnonymize, second, &replication.Erase{ID: second})
			want = ""
		}
		c.sync(db, ctx)
		c.showsPicture(db, ctx, primary.ID, want)
		c.showsPicture(db, ctx, second, want)
		c.agree(db, ctx)
	}
}

func TestPictureOfAFoldedContactMovesToTheOneItIsPartOf(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	c.sync(db, ctx)
	root := crm.NewID()
	c.other(replication.KindContactCreate, root, &replication.ContactCreate{ID: root, At: 1, Fields: map[crm.Field]string{
		crm.FieldName: "João", crm.FieldCPF: "52998224725", crm.FieldActive: "true"}})
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.importCreates(replication.ImportChunk{Job: crm.NewID(), FirstLine: 2, LastLine: 2}, []ImportDraft{{Next: x}}, 0)
	})
	portray(t, db, ctx, x.ID, "of the office")
	c.sync(db, ctx)
	c.showsPicture(db, ctx, root, "of the office")
	c.agree(db, ctx)
}

func TestRestoredServerGetsPicturesBack(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	c.sync(db, ctx)
	states := []*replicationtest.State{c.state.Clone()}
	portray(t, db, ctx, x.ID, "first")
	c.sync(db, ctx)
	states = append(states, c.state.Clone())
	for i, state := range states {
		portray(t, db, ctx, x.ID, "last "+string(rune('0'+i)))
		c.sync(db, ctx)
		c.restore(db, ctx, state)
		c.sync(db, ctx)
		c.showsPicture(db, ctx, x.ID, "last "+string(rune('0'+i)))
		c.agree(db, ctx)
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			_, err := tx.c.exec(`UPDATE enrolment SET epoch = 'a'`)
			return err
		})
	}
}

// An erasure destroys the picture, the one that waits to be sent, and whatever anybody has begun to type (D8.4, D8.5).
func TestErasureDestroysPicturesAndDrafts(t *testing.T) {
	c := newCentral(t)
	db, ctx, id := portrayed(c)
	picture := bytes.Repeat([]byte("Zenaide-no-retrato "), 2000)
	portray(t, db, ctx, id, string(picture))
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.SaveDraft(id, `{"city":"Rascunho-secreto"}`); err != nil {
			return err
		}
		if err := tx.SaveBegunImport("/a.csv", `{"value":"joao@EXAMPLE.com","was":"Rascunho-secreto"}`); err != nil {
			return err
		}
		if err := tx.SaveBegunImport("/c.csv", `{"value":"x","was":"JOÃO D’ÁVILA"}`); err != nil {
			return err
		}
		if err := tx.SaveBegunImport("/b.csv", `{"value":"somebody else's"}`); err != nil {
			return err
		}
		for key, mapping := range map[string]string{
			"theirs": `{"columns":[{"Header":"João d’Ávila"},{"Header":"Rascunho-secreto"}]}`, "others": `{"columns":[{"Header":"Nome"}]}`,
		} {
			if err := tx.SetImportMapping(key, mapping); err != nil {
				return err
			}
		}
		return tx.SaveDraft(crm.NoID, `{"email":"JOAO@example.com","note":"Rascunho-secreto"}`)
	})
	c.other(replication.KindAnonymize, id, &replication.Erase{ID: id})
	c.sync(db, ctx)
	c.showsPicture(db, ctx, id, "")
	c.agree(db, ctx)
	if _, err := db.PurgeErased(ctx); err != nil {
		t.Fatal(err)
	}
	c.view(db, ctx, func(v *View) error {
		if begun := must(v.BegunImports(must(crm.ActorOf(ctx))(t).User))(t); len(begun) != 1 || begun[0].Path != "/b.csv" {
			t.Errorf("begun imports %v", begun)
		}
		if theirs, others := must(v.ImportMapping("theirs"))(t), must(v.ImportMapping("others"))(t); theirs != "" || others == "" {
			t.Errorf("remembered columns: of the person %q, of others %q", theirs, others)
		}
		return nil
	})
	files := must(os.ReadDir(db.Dir()))(t)
	for _, f := range files {
		b := must(os.ReadFile(filepath.Join(db.Dir(), f.Name())))(t)
		for _, secret := range []string{"Zenaide-no-retrato", "Rascunho-secreto"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s still holds %q", f.Name(), secret)
			}
		}
	}
}

func TestDrafts(t *testing.T) {
	db, ctx := openTest(t)
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	me := must(crm.ActorOf(ctx))(t).User
	draft := func(user, contact crm.ID) (body string) {
		if err := db.View(ctx, func(v *View) error {
			d, err := v.Draft(user, contact)
			if d != nil {
				body = d.Body
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return body
	}
	save := func(contact crm.ID, body string) {
		t.Helper()
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.SaveDraft(contact, body) })
	}
	save(x.ID, `{"a":1}`)
	save(crm.NoID, `{"a":2}`)
	save(crm.NoID, `{"a":3}`)
	for contact, want := range map[crm.ID]string{x.ID: `{"a":1}`, crm.NoID: `{"a":3}`} {
		if got := draft(me, contact); got != want {
			t.Errorf("draft %q, want %q", got, want)
		}
		if got := draft(crm.NewID(), contact); got != "" {
			t.Errorf("somebody else reads %q", got)
		}
	}
	save(x.ID, "")
	if draft(me, x.ID) != "" || draft(me, crm.NoID) == "" {
		t.Error("discarding one draft is not discarding that one")
	}
	err := db.Update(ctx, func(tx *Tx) error { return tx.SaveDraft(crm.NoID, string(make([]byte, maxDraft+1))) })
	if crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("a draft without end: %v", err)
	}
}
