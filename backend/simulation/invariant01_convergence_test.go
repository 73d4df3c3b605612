package simulation_test

import (
	"fmt"
	"slices"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// checkShown: at rest people see what the server has, and nothing of what was once pending.
func (w *world) checkShown() {
	w.t.Helper()
	for _, o := range w.offices {
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			var all []*replication.Contact
			if err := v.EachSynced(func(_ replication.Noun, _ crm.ID, x replication.Effect) error {
				if x.Put != nil {
					all = append(all, x.Put)
				}
				return nil
			}); err != nil {
				return err
			}
			for _, c := range all {
				s, err := v.Contact(c.ID)
				if crm.CodeOf(err) == crm.CodeNotFound && c.Mark == replication.Deleted {
					continue
				}
				if err != nil {
					return err
				}
				for f := range s.Fields {
					if got, want := s.Fields[f], c.Field(crm.Field(f)); got != want {
						return fmt.Errorf("%s shows %s %q of %s, and the server has %q", o.name, crm.Field(f), got, c.ID, want)
					}
				}
				phones := append(slices.Clone(s.Phones), s.Overflow...)
				if !slices.Equal(phones, c.Phones) || len(s.Labels) != len(c.Labels) || len(s.Custom) != len(c.Custom) ||
					s.MergedInto != c.MergedInto || (s.Portfolio == nil) != (c.Portfolio == nil) {
					return fmt.Errorf("%s shows %+v, and the server has %+v", o.name, s.Contact, c)
				}
			}
			return nil
		}))
	}
}

func TestInvariant01Convergence(t *testing.T) {
	w := quiet(t, 3)
	for range 8 {
		for range 20 { // they meet in the middle of what they do
			o := choose(w, w.offices)
			w.act(o)
			switch w.rng.IntN(4) {
			case 0:
				w.push(o, replication.LaneEdit)
			case 1:
				w.push(o, replication.LaneBulk)
			case 2:
				w.pull(o)
			}
		}
		w.settle()
		w.check()
		w.checkShown()
	}
}
