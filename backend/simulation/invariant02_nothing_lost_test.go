package simulation_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

func TestInvariant02NoAcknowledgedWriteIsLost(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} { // the loser is heard first, or last
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			w := quiet(t, 2)
			a, b := w.offices[0], w.offices[1]
			id := w.add(a, nil)
			w.settle()
			w.write(a, id, crm.FieldCity, "Recife")
			w.write(b, id, crm.FieldCity, "Natal") // later, if only by its device
			w.write(a, id, crm.FieldCompany, "Firma")
			for _, i := range order {
				for w.push(w.offices[i], replication.LaneEdit) {
				}
			}
			w.settle()
			for _, o := range w.offices {
				c, list := w.read(o, id), w.conflicts(o)
				if c.Fields[crm.FieldCity] != "Natal" || c.Fields[crm.FieldCompany] != "Firma" {
					t.Errorf("an edit was lost: %q", c.Fields)
				}
				if len(list) != 1 || list[0].Part != "city" || list[0].Winner != "Natal" || list[0].Value != "Recife" {
					t.Errorf("conflicts %+v", list)
				}
			}
		})
	}
}

// A removal takes away what its author has seen, his own additions included; an addition that he has not seen survives.
func TestInvariant02SetsKeepWhatWasNotSeen(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	dial := func(o *office, phones ...crm.Phone) {
		w.update(o, "phones", func(tx *sqlite.Tx) error {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := old.Clone()
			next.Phones = phones
			_, err = tx.UpdateContact(old, next, nil)
			return err
		})
	}
	expect := func(phones ...crm.Phone) {
		t.Helper()
		for _, o := range w.offices {
			if got := w.read(o, id).Phones; !slices.Equal(got, phones) {
				t.Errorf("%s has the phones %v, not %v", o.name, got, phones)
			}
		}
	}
	dial(a, w.phones[0])
	w.settle()
	dial(a)
	w.settle()
	expect()
	dial(a, w.phones[0], w.phones[1])
	w.settle()
	dial(b, w.phones[1])
	dial(b, w.phones[1], w.phones[0]) // there for a new reason
	for w.push(b, replication.LaneEdit) {
	}
	time.Sleep(5 * time.Millisecond)
	dial(a)
	w.settle()
	expect(w.phones[0])
	w.check()
}

// What is not carried out comes back with its reason: in part, or whole.
func TestInvariant02WhatIsRefusedComesBack(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id, other := w.add(a, nil), w.add(a, nil)
	w.settle()
	w.update(a, "forbid", func(tx *sqlite.Tx) error {
		return errors.Join(tx.SetPermission(crm.ProfileAdmin, crm.PermEdit, false), tx.SetPermission(crm.ProfileAdmin, crm.PermMerge, false))
	})
	for w.push(a, replication.LaneEdit) {
	}
	w.write(b, id, crm.FieldState, "PE")
	w.merge(b, id, other)
	w.settle()
	list := w.waiting(b)
	if len(list) != 2 {
		t.Errorf("drafts %+v", list)
	}
	for _, p := range list {
		if !p.Refused || p.Code != crm.CodeNotAllowed {
			t.Errorf("draft %+v", p)
		}
	}
	if got := w.read(b, id).Fields[crm.FieldState]; got != "" {
		t.Errorf("a refused edit is still shown: %q", got)
	}
	if got := w.read(b, other).MergedInto; got != crm.NoID {
		t.Errorf("a refused merge into %s is still shown", got)
	}
	w.check()
}

func TestInvariant03CommittedWritesSurvive(t *testing.T) {
	w := quiet(t, 1)
	o := w.offices[0]
	id := w.add(o, nil)
	w.push(o, replication.LaneEdit) // its answer never comes
	w.write(o, id, crm.FieldCity, "Recife")
	before := len(w.waiting(o))
	w.restart(o)
	if after := len(w.waiting(o)); after != before || after == 0 {
		t.Fatalf("%d operations are waiting after a restart, %d before", after, before)
	}
	w.settle()
	w.check()
}
