//go:build linux

package process_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// Two offices meet the same person while neither sees the other. Made by hand both contacts stay, and the later one is
// flagged; out of two files it becomes one contact with what both say (S2).
func TestOfficesMeetTheSamePerson(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	byHand, byFile := validCPF(1), validCPF(2)
	first := a.create("--name", everybody+" centro", "--cpf", byHand)
	second := b.create("--name", everybody+" norte", "--cpf", byHand)
	for o, line := range map[*office]string{
		a: "contact_name;contact_cpf;contact_city\r\n" + everybody + " arquivo;" + byFile + ";Natal\r\n",
		b: "contact_name;contact_cpf;contact_company\r\n" + everybody + " arquivo;" + byFile + ";Firma\r\n",
	} {
		path := filepath.Join(t.TempDir(), "contatos.csv")
		must(t, os.WriteFile(path, []byte(line), 0o600))
		o.run("import", path)
	}
	heal(t, a, b)
	for _, o := range []*office{a, b} {
		hand, file := 0, []person{}
		for _, p := range o.exported() {
			switch p.CPF {
			case byHand:
				hand++
			case byFile:
				file = append(file, p)
			}
		}
		if hand != 2 {
			t.Errorf("%s: made by hand in both offices, and there %d times", o.name, hand)
		}
		if len(file) != 1 || file[0].City != "Natal" || file[0].Company != "Firma" {
			t.Errorf("%s: imported in both offices: %+v", o.name, file)
		}
		all := o.conflicts()
		if len(all) != 1 || all[0].Kind != "duplicate" || *all[0].Contact != second.ID || *all[0].Other != first.ID {
			t.Errorf("%s: the later of two is not flagged: %+v", o.name, all)
		}
	}
	s.saysNothingOf(everybody, byHand, byFile)
}

// erase asks for a deletion: the command line has no command for it yet.
func (o *office) erase(id string) {
	o.t.Helper()
	contact, err := crm.ParseID(id)
	must(o.t, err)
	o.inside(sqlite.Options{}, func(ctx context.Context, db *sqlite.DB, _ *syncer.Service) {
		must(o.t, db.Update(ctx, func(tx *sqlite.Tx) error {
			_, err := tx.Perform(replication.KindDelete, contact, &replication.Erase{ID: contact})
			return err
		}))
	})
}

// One office edits whom the other has deleted: the deletion stands, the author is told so, and nothing of the person is
// left in what waits, in drafts or in any file (S2).
func TestEditOfADeletedPerson(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	p := a.create("--name", everybody)
	a.sync()
	b := joined(t, s, "Aurora", "norte")
	a.erase(p.ID)
	if waits := a.requests(); len(waits) != 1 || waits[0].Why != string(syncer.WhyConnection) {
		t.Errorf("a deletion that only the server can decide: %+v", waits)
	}
	b.edit(p.ID, "--address", "Rua Unmistakable")
	a.sync()
	heal(t, a, b)
	for _, o := range []*office{a, b} {
		if code := o.refused("contact", "show", p.ID); code != crm.CodeNotFound {
			t.Errorf("%s: the deleted person: %s", o.name, code)
		}
		if left := o.exported(); len(left) != 0 {
			t.Errorf("%s still has %+v", o.name, left)
		}
	}
	if left := a.requests(); len(left) != 0 {
		t.Errorf("%s keeps %+v", a.name, left)
	}
	if told := b.requests(); len(told) != 1 || told[0].Reason != replication.CodeErased {
		t.Errorf("%s is told %+v", b.name, told)
	}
	for _, o := range []*office{a, b} {
		holdsNot(t, o.dir, everybody)
		holdsNot(t, o.dir, "Rua Unmistakable")
	}
	s.saysNothingOf(everybody)
}

// Somebody with an open request is not deleted: whoever asked for it is told, and the person stays everywhere (S2).
func TestDeletionDuringAnOpenRequest(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	p := a.create("--name", everybody)
	a.sync()
	b := joined(t, s, "Aurora", "norte")
	contact, err := crm.ParseID(p.ID)
	must(t, err)
	b.inside(sqlite.Options{}, func(ctx context.Context, db *sqlite.DB, _ *syncer.Service) {
		must(t, db.Update(ctx, func(tx *sqlite.Tx) error {
			return tx.AddInteractions([]sqlite.NewInteraction{{ID: crm.NewID(), Contact: contact, Protocol: "1", Channel: "voice", Opened: time.Now()}})
		}))
	})
	b.sync()
	a.erase(p.ID)
	heal(t, a, b)
	for _, o := range []*office{a, b} {
		if got := o.show(p.ID); got.Name != everybody {
			t.Errorf("%s has %+v", o.name, got)
		}
	}
	if told := a.requests(); len(told) != 1 || told[0].Reason != replication.CodeOpenRequest {
		t.Errorf("whoever asked for the deletion is not told: %+v", told)
	}
}

// A clock that is ten years wrong decides nothing: whoever has seen a value may replace it, before and after the clock
// is put right (S5.13).
func TestClockTenYearsWrong(t *testing.T) {
	t.Parallel()
	for _, years := range []int{-10, 10} {
		t.Run(fmt.Sprintf("%+d years", years), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.organization("Aurora")
			a := founded(t, s, "Aurora", "centro")
			p := a.create("--name", everybody)
			a.sync()
			b := joined(t, s, "Aurora", "norte")
			contact, err := crm.ParseID(p.ID)
			must(t, err)
			wrong := sqlite.Options{Now: func() time.Time { return time.Now().AddDate(years, 0, 0) }}
			stands := func(when, want string) {
				t.Helper()
				heal(t, a, b)
				for _, o := range []*office{a, b} {
					if got := o.show(p.ID).Address; got != want {
						t.Errorf("%s: %s has %q, not %q", when, o.name, got, want)
					}
					if all := o.conflicts(); len(all) != 0 {
						t.Errorf("%s: %s tells of %+v", when, o.name, all)
					}
				}
			}
			a.inside(wrong, func(ctx context.Context, db *sqlite.DB, sync *syncer.Service) {
				editInside(t, ctx, db, contact, "wrong")
				must(t, sync.Now(ctx))
			})
			b.sync()
			stands("the wrong clock", "wrong")
			b.edit(p.ID, "--address", "right")
			b.sync()
			stands("after it", "right")
			a.inside(wrong, func(ctx context.Context, db *sqlite.DB, sync *syncer.Service) {
				must(t, sync.Now(ctx))
				editInside(t, ctx, db, contact, "wrong again")
				must(t, sync.Now(ctx))
			})
			stands("again", "wrong again")
			a.edit(p.ID, "--address", "put right")
			stands("the clock put right", "put right")
			a.edit(p.ID, "--address", "one of two")
			b.edit(p.ID, "--address", "the other")
			heal(t, a, b)
			x, y, all := a.show(p.ID).Address, b.show(p.ID).Address, a.conflicts()
			if x != y || len(all) != 1 || all[0].Winner != x || all[0].Value == x {
				t.Errorf("unseen by each other: %q and %q, told %+v", x, y, all)
			}
		})
	}
}

func editInside(t *testing.T, ctx context.Context, db *sqlite.DB, id crm.ID, address string) {
	t.Helper()
	must(t, db.Update(ctx, func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldAddress] = address
		_, err = tx.UpdateContact(old, next, nil)
		return err
	}))
}
