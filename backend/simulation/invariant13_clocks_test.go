package simulation_test

import (
	"fmt"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

func TestInvariant13WrongClocksChangeOnlyTies(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for _, skew := range []time.Duration{-years, years} {
		t.Run(skew.String(), func(t *testing.T) {
			w := quiet(t, 1)
			a, b := w.offices[0], w.join("wrong clock", skew)
			w.settle()
			id := w.add(a, nil)
			w.settle()
			w.write(b, id, crm.FieldCity, "Natal") // has seen the contact: it takes effect
			w.settle()
			w.write(a, id, crm.FieldCity, "Recife") // has seen Natal
			w.settle()
			if got := w.read(b, id).Fields[crm.FieldCity]; got != "Recife" {
				t.Errorf("the city is %q, a wrong clock won over what came after it", got)
			}
			w.write(b, id, crm.FieldCity, "Belém")
			w.settle()
			if got := w.read(a, id); got.Fields[crm.FieldCity] != "Belém" || len(w.conflicts(a)) != 0 {
				t.Errorf("the city is %q with %d conflicts", got.Fields[crm.FieldCity], len(w.conflicts(a)))
			}
			// Neither has seen the other's: the later wins, by a right clock.
			for _, order := range [][]*office{{a, b}, {b, a}} {
				for i, o := range order {
					time.Sleep(5 * time.Millisecond)
					w.write(o, id, crm.FieldCompany, fmt.Sprint("Firma ", i, o.name))
				}
				w.settle()
				if got, want := w.read(a, id).Fields[crm.FieldCompany], "Firma 1"+order[1].name; got != want {
					t.Errorf("of two at once %q won over %q, which is later", got, want)
				}
			}
			if at := w.read(a, w.add(b, nil)); at != nil {
				t.Error("not sent yet, and there")
			}
			w.settle()
			if made := w.read(a, w.people[len(w.people)-1]); time.Since(made.CreatedAt).Abs() > time.Hour {
				t.Errorf("a contact made with a wrong clock is from %s", made.CreatedAt)
			}
			w.check()
		})
	}
}

// A clock that went wrong after it was measured: who has seen a text changes it all the same, and who has not loses to
// it for a second at most.
func TestInvariant13ClocksThatGoWrongUnnoticed(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for _, skew := range []time.Duration{-years, years} {
		t.Run(skew.String(), func(t *testing.T) {
			w := quiet(t, 1)
			a, b := w.offices[0], w.join("wrong clock", skew)
			e := w.enrolment(b)
			e.Offset = 0
			w.must(b.db.Update(b.ctx, func(tx *sqlite.Tx) error { return tx.SaveEnrolment(e) }))
			w.settle()
			id := w.add(a, nil)
			w.settle()
			for i, o := range []*office{b, a, b, a} {
				w.write(o, id, crm.FieldCity, fmt.Sprint("Cidade ", i))
				w.settle()
				if got := w.read(a, id).Fields[crm.FieldCity]; got != fmt.Sprint("Cidade ", i) || len(w.conflicts(a)) != 0 {
					t.Errorf("the city is %q after change %d, with %d conflicts", got, i, len(w.conflicts(a)))
				}
			}
			w.write(b, id, crm.FieldCompany, "Firma B")
			for w.push(b, replication.LaneEdit) {
			}
			time.Sleep(1100 * time.Millisecond)
			w.write(a, id, crm.FieldCompany, "Firma A")
			w.settle()
			if got := w.read(b, id).Fields[crm.FieldCompany]; got != "Firma A" {
				t.Errorf("the company is %q: a wrong clock won over what was written later", got)
			}
			w.check()
		})
	}
}
