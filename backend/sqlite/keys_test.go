package sqlite

import (
	"strings"
	"testing"
	"unsafe"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What waits for the end of a batch, or for the indexer, is no piece of the file's text: one key of a line kept two thousand lines in
// memory, and an import 50 MB more than it needs.
func TestKeysHaveTextOfTheirOwn(t *testing.T) {
	unit := strings.Repeat("x", 1000) + "ana maria;ouro;11222333000181;ana@exemplo.com.br;ligar"
	cells := strings.Split(unit[1000:], ";")
	c := &crm.Contact{}
	c.Fields[crm.FieldName], c.Fields[crm.FieldCNPJ], c.Fields[crm.FieldEmail] = cells[0], cells[2], cells[3]
	tx := new(Tx)
	k := &tx.keys
	k.addIdentifiers(1, c, readied{})
	if err := tx.addNotes(1, []replication.NoteAdd{{Text: cells[4]}}); err != nil {
		t.Fatal(err)
	}
	begin := uintptr(unsafe.Pointer(unsafe.StringData(unit)))
	for what, kept := range map[string]string{
		"name": nameKey(c), "custom value": customValueKey(cells[1]), "CNPJ": k.cnpj[0].key, "rest": searchRest(c), "note": k.notes[0].text,
	} {
		if kept == "" {
			t.Fatalf("%s: nothing is kept", what)
		}
		if at := uintptr(unsafe.Pointer(unsafe.StringData(kept))); at >= begin && at < begin+uintptr(len(unit)) {
			t.Errorf("%s %q is a piece of the file's text", what, kept)
		}
	}
	for cnpj := range k.cnpjs {
		if at := uintptr(unsafe.Pointer(unsafe.StringData(cnpj))); at >= begin && at < begin+uintptr(len(unit)) {
			t.Error("the CNPJ that lines further down are compared with is a piece of the file's text")
		}
	}
}

// TestWhoComesBackIsListed: the server refuses the undo of an import, and the contact is in the list again, even one whose
// name has nothing to sort by.
func TestWhoComesBackIsListed(t *testing.T) {
	for _, name := range []string{"Ana", "\u0301"} {
		db, ctx := openTest(t)
		if err := db.Warm(ctx); err != nil {
			t.Fatal(err)
		}
		c := new(crm.Contact)
		c.Fields[crm.FieldName] = name
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err })
		mustUpdate(t, db, ctx, func(tx *Tx) error { return buryContact(tx, c.ID, replication.Removed) })
		if got := namesFound(t, db, ""); len(got) != 0 {
			t.Errorf("%q is gone and listed", got)
		}
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			gone, err := tx.stored(c.ID)
			if err != nil {
				return err
			}
			back := c.Clone()
			back.CreatedAt = gone.CreatedAt
			s, err := tx.nextStamp()
			if err != nil {
				return err
			}
			if err := tx.rewrite(gone, back, contactHead{stamp: s.version()}); err != nil {
				return err
			}
			return tx.recordEdit(s, "contact.edit", c.ID, map[string]string{})
		})
		if got := namesFound(t, db, ""); len(got) != 1 {
			t.Errorf("%q came back, the list shows %q", name, got)
		}
		if err := db.View(ctx, func(v *View) error { return v.CheckLookups() }); err != nil {
			t.Error(err)
		}
		if _, err := db.CheckWarm(ctx); err != nil {
			t.Error(err)
		}
	}
}
