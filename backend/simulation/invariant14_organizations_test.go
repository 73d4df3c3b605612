package simulation_test

import (
	"bytes"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

func TestInvariant14NoBytesOfAnotherOrganization(t *testing.T) {
	w := quiet(t, 1)
	const mark = "Zzq77777qzz"
	theirs := w.add(w.offices[0], func(c *crm.Contact) {
		c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones = mark, w.cpfs[0], w.cnpjs[0], w.phones[:1]
	})
	w.settle()
	before, err := w.server().Digest(w.ctx, w.org)
	w.must(err)
	first := w.org
	other, err := w.server().CreateOrganization(w.ctx, "another")
	w.must(err)
	w.org = other.ID
	stranger := w.join("stranger", 0)
	clean := func() {
		t.Helper()
		for _, cursor := range []string{"", "0", "copy:0"} {
			page, err := w.server().Pull(w.ctx, w.device(stranger), cursor, 1<<20, 0)
			w.must(err)
			b, err := cbor.Marshal(page)
			w.must(err)
			for _, foreign := range [][]byte{[]byte(mark), []byte("office 0"), w.agents[0][:]} {
				if bytes.Contains(b, foreign) {
					t.Errorf("a pull from %q answers with another organization's %q", cursor, foreign)
				}
			}
		}
	}
	clean()
	d, err := w.server().Digest(w.ctx, other.ID)
	w.must(err)
	if len(d.Digest.Records) != 0 {
		t.Errorf("digest %v", d.Digest.Records)
	}

	// What it writes meets nothing of the other's: the same identifiers, and even the same id.
	stranger.ctx = crm.WithActor(w.ctx, crm.System)
	own := w.add(stranger, func(c *crm.Contact) {
		c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones = w.cpfs[0], w.cnpjs[0], w.phones[:1]
	})
	w.update(stranger, "guess", func(tx *sqlite.Tx) error {
		c := &crm.Contact{ID: theirs}
		c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Outra", "true"
		_, err := tx.CreateContact(c, []string{"nota"})
		return err
	})
	for range 10 { // more than the other has
		w.add(stranger, nil)
	}
	w.settle()
	clean()
	if list := w.conflicts(stranger); len(list) != 0 || w.read(stranger, own).Fields[crm.FieldCNPJ] != w.cnpjs[0] {
		t.Errorf("it meets another organization's contact: %+v", list)
	}
	if got := w.read(stranger, theirs).Fields[crm.FieldName]; got != "Outra" {
		t.Errorf("the name is %q", got)
	}
	after, err := w.server().Digest(w.ctx, first)
	w.must(err)
	if after.Seq != before.Seq || !after.Digest.Equal(&before.Digest) {
		t.Error("it changed another organization's records")
	}
}
