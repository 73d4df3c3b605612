package store

import (
	"context"
	"sync"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Two offices demote each other's last administrator at the same moment, each through its own server process: the
// organization keeps one, whichever came first, and the office that came second is told why.
func TestAnOrganizationKeepsAnAdministrator(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		offices := []*replica{f.enrol(org.ID, "Recife"), f.enrol(org.ID, "Olinda")}
		users := []replication.UserPut{
			{ID: crm.NewID(), Name: "Ana", Email: "ana@exemplo.com", Profile: crm.ProfileAdmin, Active: true, Password: "x"},
			{ID: crm.NewID(), Name: "Bia", Email: "bia@exemplo.com", Profile: crm.ProfileAdmin, Active: true, Password: "x"},
		}
		for _, u := range users {
			offices[0].push(offices[0].op(replication.KindUserPut, u))
		}
		// Of no author, so that no right stands in the way: only the rule does.
		var together sync.WaitGroup
		results := make([]replication.Result, 2)
		for i, o := range offices {
			gone := users[1-i]
			if gone.Password = ""; i == 0 {
				gone.Profile = crm.ProfileSupervisor
			} else {
				gone.Active = false
			}
			op := o.op(replication.KindUserPut, gone)
			together.Go(func() { results[i] = o.push(op)[0].Result })
		}
		together.Wait()
		refused := 0
		for _, r := range results {
			switch {
			case r.Outcome == replication.Applied:
			case r.Outcome == replication.Rejected && r.Code == replication.CodeLastAdmin:
				refused++
			default:
				f.Errorf("result %+v", r)
			}
		}
		if refused != 1 {
			f.Errorf("%d of the two were refused: %+v", refused, results)
		}
		for _, s := range []*Store{f.Store, openAt(f.T, f.url, Options{})} {
			left := 0
			for _, u := range users {
				got, err := s.UserByEmail(context.Background(), org.ID, u.Email)
				f.check(err)
				if got.Active && got.Profile == crm.ProfileAdmin {
					left++
				}
			}
			if left != 1 {
				f.Errorf("%d administrators are left", left)
			}
		}
		f.equal(org.ID, f.follow(f.enrol(org.ID, "late").Device, "", 0))
	})
}
