package simulation_test

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// The organization keeps an active administrator, whatever offices do that do not hear of each other. Each of the two is
// the last one in the other's eyes: they step down themselves, or a supervisor who may manage users takes the other away.
func TestInvariant19AnAdministratorIsLeft(t *testing.T) {
	demoted := func(u *crm.User) { u.Profile = crm.ProfileSupervisor }
	deactivated := func(u *crm.User) { u.Active = false }
	for name, x := range map[string]struct {
		first, second func(u *crm.User)
		themselves    bool
	}{
		"both demoted":             {demoted, demoted, false},
		"both deactivated":         {deactivated, deactivated, false},
		"demoted and deactivated":  {demoted, deactivated, false},
		"both step down":           {demoted, demoted, true},
		"both leave":               {deactivated, deactivated, true},
		"one leaves, one demoted":  {deactivated, demoted, true},
		"one demoted, one leaves":  {demoted, deactivated, true},
		"deactivated, and demoted": {deactivated, demoted, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := quiet(t, 3)
			a, b := w.offices[0], w.offices[1]
			supervisor := crm.NewID()
			w.must(a.db.Update(a.ctx, func(tx *sqlite.Tx) error {
				if err := tx.SetPermission(crm.ProfileSupervisor, crm.PermUsers, true); err != nil {
					return err
				}
				if err := tx.PutUser(crm.User{ID: supervisor, Name: "S", Email: "s@x.com.br", Profile: crm.ProfileSupervisor, Active: true}, "hash"); err != nil {
					return err
				}
				gone, err := tx.User(w.agents[2]) // two are left
				if err != nil {
					return err
				}
				gone.Active = false
				return tx.PutUser(gone, "")
			}))
			w.settle()
			change := func(o *office, who crm.ID, f func(u *crm.User)) {
				by := supervisor
				if x.themselves {
					by = who
				}
				o.ctx = crm.WithActor(w.ctx, crm.Actor{User: by, Name: "x", Source: "window"})
				w.update(o, "takes an administrator away", func(tx *sqlite.Tx) error {
					u, err := tx.User(who)
					if err != nil {
						return err
					}
					f(&u)
					return tx.PutUser(u, "")
				})
			}
			change(a, w.agents[0], x.first)
			change(b, w.agents[1], x.second)
			w.settle()
			w.check()
			for _, o := range w.offices {
				w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
					users, err := v.Users()
					left := 0
					for _, u := range users {
						if u.Active && u.Profile == crm.ProfileAdmin {
							left++
						}
					}
					if left != 1 {
						t.Errorf("%s has %d administrators: %+v", o.name, left, users)
					}
					return err
				}))
			}
			// Whoever was heard last has the operation back, with the reason.
			drafts := append(w.waiting(a), w.waiting(b)...)
			if len(drafts) != 1 || !drafts[0].Refused || drafts[0].Kind != replication.KindUserPut || drafts[0].Code != replication.CodeLastAdmin {
				t.Errorf("drafts %+v", drafts)
			}
		})
	}
}
