package sqlite

import (
	"context"
	"errors"
	"testing"

	"carteira/backend/crm"
)

// openTest opens an empty replica that refuses untyped writes, and acts as its administrator.
func openTest(t testing.TB) (*DB, context.Context) {
	t.Helper()
	db, err := Open(t.Context(), t.TempDir(), Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	ctx := crm.WithActor(context.WithoutCancel(t.Context()), crm.System)
	if err := db.Update(ctx, func(tx *Tx) error { return tx.PutUser(admin, "x") }); err != nil {
		t.Fatal(err)
	}
	return db, crm.WithActor(ctx, crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"})
}

func sample() *crm.Contact {
	c := new(crm.Contact)
	c.Fields[crm.FieldName] = "João D’Ávila"
	c.Fields[crm.FieldEmail] = "Joao@Example.com"
	c.Fields[crm.FieldCPF] = "52998224725"
	c.Fields[crm.FieldActive] = "true"
	c.Phones = []crm.Phone{"5541998765432", "551133445566"}
	return c
}

func TestContactIsStoredWhole(t *testing.T) {
	db, ctx := openTest(t)
	var label, field crm.ID
	err := db.Update(ctx, func(tx *Tx) (err error) {
		if label, _, err = tx.DefineLabel(crm.Label{Name: "VIP"}); err != nil {
			return err
		}
		if field, _, err = tx.DefineField(crm.CustomField{Name: "Faturamento", Type: crm.TypeText}); err != nil {
			return err
		}
		c := sample()
		c.Labels = []crm.ID{label}
		c.SetCustom(field, "20.000")
		_, err = tx.CreateContact(c, []string{"cliente antigo"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(ctx, func(v *View) error {
		var got *Stored
		for _, c := range must(v.ByCPF("52998224725"))(t) {
			got = must(v.contactAt(c))(t)
		}
		if got == nil {
			t.Fatal("the CPF finds nobody")
		}
		if got.Name() != "João D’Ávila" || got.CustomOf(field) != "20.000" || len(got.Labels) != 1 || got.Labels[0] != label {
			t.Errorf("got %+v", got.Contact)
		}
		if notes := must(v.Notes(got.N))(t); len(notes) != 1 || notes[0].Text != "cliente antigo" || notes[0].Author != "Ada" {
			t.Errorf("notes %+v", notes)
		}
		if n := must(v.PendingOperations())(t); n != 4 { // the administrator, the label, the field, the contact
			t.Errorf("%d operations recorded, want 4", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUpdateKeepsLookupsAndHistory(t *testing.T) {
	db, ctx := openTest(t)
	c := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err })
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		old := must(tx.Contact(c.ID))(t)
		next := old.Clone()
		next.Fields[crm.FieldName] = "Zélia"
		next.Fields[crm.FieldCPF] = "11144477735"
		next.Phones = next.Phones[1:]
		changed, err := tx.UpdateContact(old, next, nil)
		if !changed {
			t.Error("the change was not seen")
		}
		return err
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		old := must(tx.Contact(c.ID))(t)
		changed, err := tx.UpdateContact(old, old.Clone(), nil)
		if changed {
			t.Error("an equal contact counts as changed")
		}
		return err
	})
	err := db.View(ctx, func(v *View) error {
		if n := must(v.ByCPF("52998224725"))(t); len(n) != 0 {
			t.Error("the old CPF still finds the contact")
		}
		if n := must(v.ByCPF("11144477735"))(t); len(n) != 1 {
			t.Error("the new CPF does not find the contact")
		}
		if n := must(v.ByPhone("5541998765432"))(t); len(n) != 0 {
			t.Error("the removed phone still finds the contact")
		}
		history := must(v.History(c.ID))(t)
		if len(history) != 1 || len(history[0].Fields) != 3 || history[0].Author != "Ada" {
			t.Errorf("history %+v", history)
		}
		return v.CheckLookups()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWriteWithoutOperationIsRefused(t *testing.T) {
	db, ctx := openTest(t)
	err := db.Update(ctx, func(tx *Tx) error {
		s, err := tx.nextStamp()
		if err != nil {
			return err
		}
		c := sample()
		tx.complete(c)
		ready, err := tx.ready(c)
		if err != nil {
			return err
		}
		_, err = tx.insertContact(c, ready, nil, s)
		return err
	})
	if err == nil {
		t.Fatal("a contact was written without its operation")
	}
	if err := db.View(ctx, func(v *View) error {
		if n := must(v.CountContacts())(t); n != 0 {
			t.Errorf("%d contacts stayed", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// The connection is usable again afterwards.
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(sample(), nil); return err })
}

func TestFailedUpdateLeavesNothing(t *testing.T) {
	db, ctx := openTest(t)
	boom := errors.New("boom")
	err := db.Update(ctx, func(tx *Tx) error {
		if _, err := tx.CreateContact(sample(), nil); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	if err := db.View(ctx, func(v *View) error {
		if n := must(v.CountContacts())(t); n != 0 {
			t.Errorf("%d contacts stayed", n)
		}
		return v.CheckLookups()
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAuditChainShowsTampering(t *testing.T) {
	db, ctx := openTest(t)
	for range 3 {
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.Audit("test", crm.NoID, map[string]any{"n": 1}) })
	}
	verify := func() (n, broken int64) {
		if err := db.View(ctx, func(v *View) (err error) { n, broken, err = v.VerifyAudit(); return err }); err != nil {
			t.Fatal(err)
		}
		return n, broken
	}
	if n, broken := verify(); n != 3 || broken != 0 {
		t.Fatalf("%d entries, broken at %d", n, broken)
	}
	if _, err := db.writer.exec(`UPDATE audit SET detail = '{}' WHERE seq = 2`); err == nil {
		t.Error("the audit can be changed")
	}
	for _, sql := range []string{`DROP TRIGGER audit_append_only_update`, `UPDATE audit SET detail = '{}' WHERE seq = 2`} {
		if _, err := db.writer.exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, broken := verify(); broken != 2 {
		t.Errorf("tampering shows at %d, want 2", broken)
	}
}

func mustUpdate(t testing.TB, db *DB, ctx context.Context, f func(tx *Tx) error) {
	t.Helper()
	if err := db.Update(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
