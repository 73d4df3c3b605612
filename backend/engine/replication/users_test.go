package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// Two offices that take each other's last administrator away, not hearing of one another: the second is not carried out
// and says why; whoever was to go stays as they were.
func TestAnOrganizationKeepsAnAdministrator(t *testing.T) {
	gone := map[string]func(u *r.UserPut){
		"demoted":     func(u *r.UserPut) { u.Profile = crm.ProfileSupervisor },
		"deactivated": func(u *r.UserPut) { u.Active = false },
		"both":        func(u *r.UserPut) { u.Active, u.Profile = false, crm.ProfileAgent },
	}
	for first, one := range gone {
		for second, other := range gone {
			t.Run(first+" and "+second, func(t *testing.T) {
				w := newWorld(t)
				user := func(n int, change func(u *r.UserPut)) *r.UserPut {
					u := &r.UserPut{ID: id(n), Name: "u", Email: id(n).String() + "@x.com", Profile: crm.ProfileAdmin, Active: true}
					if change != nil {
						change(u)
					}
					return u
				}
				for n := 80; n <= 81; n++ {
					w.by(2, at(n), r.KindUserPut, user(n, nil))
				}
				w.by(2, at(90), r.KindUserPut, &r.UserPut{ID: id(82), Name: "u", Email: "agent@x.com", Profile: crm.ProfileAgent, Active: true})
				expect(t, "the first", w.as(id(80), 2, at(100), r.KindUserPut, user(81, one)).Outcome, r.Applied)
				got := w.as(crm.NoID, 3, at(101), r.KindUserPut, user(80, other)) // rights aside: the rule is another
				expect(t, "the second", []any{got.Outcome, got.Code}, []any{r.Rejected, r.CodeLastAdmin})
				left, _ := w.s.User(id(80))
				expect(t, "whoever is left", []any{left.Active, left.Profile}, []any{true, crm.ProfileAdmin})

				// What takes no rights away goes on, and the last one may go once there is another.
				named := user(80, func(u *r.UserPut) { u.Name = "v" })
				expect(t, "a new name", w.by(3, at(102), r.KindUserPut, named).Outcome, r.Applied)
				expect(t, "another", w.by(3, at(103), r.KindUserPut, &r.UserPut{ID: id(82), Name: "u", Email: "agent@x.com", Profile: crm.ProfileAdmin, Active: true}).Outcome, r.Applied)
				expect(t, "then the last", w.by(3, at(104), r.KindUserPut, user(80, other)).Outcome, r.Applied)
			})
		}
	}
}

// An organization that never had an administrator may do without: its first users may be anybody.
func TestUsersBeforeTheFirstAdministrator(t *testing.T) {
	w := newWorld(t)
	put := func(active bool) r.Result {
		return w.by(2, at(1), r.KindUserPut, &r.UserPut{ID: id(82), Name: "u", Email: "agent@x.com", Profile: crm.ProfileAgent, Active: active})
	}
	expect(t, "an agent", put(true).Outcome, r.Applied)
	expect(t, "deactivated", put(false).Outcome, r.Applied)
}

// Versions of what the server decides grow in its own order, also for an office whose clock is behind: only so can a
// restored server tell which of two states is the later.
func TestVersionsGrowInTheOrderOfDecisions(t *testing.T) {
	w := newWorld(t)
	var last r.Stamp
	grown := func(what string, v r.Stamp) {
		t.Helper()
		if v.Compare(last) <= 0 {
			t.Errorf("%s: version %v after %v", what, v, last)
		}
		last = v
	}
	for i, clock := range []int{100, 50, 300, 2} {
		x := &r.SettingSet{Name: crm.SettingIdle, Value: []string{"15", "30"}[i%2]}
		w.by(int64(2+i%3), at(clock), r.KindSettingSet, x)
		e, _ := w.s.Record(r.NounSetting, x.ID())
		grown("setting", e.Setting.Version)
	}
	last = r.Stamp{}
	for i, clock := range []int{100, 50, 300, 2} {
		x := &r.PermissionSet{Profile: crm.ProfileAgent, Permission: crm.PermMerge, Allowed: i%2 == 0}
		w.by(int64(2+i%3), at(clock), r.KindPermissionSet, x)
		e, _ := w.s.Record(r.NounPermission, x.ID())
		grown("right", e.Permission.Version)
	}
	last = r.Stamp{}
	for i, clock := range []int{100, 50, 300, 2} {
		w.by(int64(2+i%3), at(clock), r.KindUserPut, &r.UserPut{ID: id(80), Name: string(rune('a' + i)), Email: "u@x.com", Profile: crm.ProfileAgent})
		u, _ := w.s.User(id(80))
		grown("user", u.Version)
	}
	last = r.Stamp{}
	for i, clock := range []int{100, 50, 300, 2} {
		w.by(int64(2+i%3), at(clock), r.KindServiceDefine, &r.ServiceDefine{ID: id(85), Name: string(rune('a' + i))})
		e, _ := w.s.Record(r.NounService, id(85))
		grown("service", e.Service.Version)
	}
}

// A server restored from a backup gets back what was changed since, whatever the order in which offices offer it; what it
// has decided itself meanwhile stands.
func TestRestoredServerLearnsWhatWasChangedSince(t *testing.T) {
	build := func() (w *world, change func(w *world, hlc int, n string)) {
		w = newWorld(t)
		change = func(w *world, hlc int, n string) {
			w.by(2, at(hlc), r.KindUserPut, &r.UserPut{ID: id(80), Name: "user " + n, Email: "u@x.com", Profile: crm.ProfileAgent, Active: true, Password: "h" + n})
			w.by(2, at(hlc+1), r.KindSettingSet, &r.SettingSet{Name: crm.SettingIdle, Value: n})
			w.by(2, at(hlc+2), r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileAgent, Permission: crm.PermMerge, Allowed: n != "30" && n != "120"})
			w.by(2, at(hlc+3), r.KindServiceDefine, &r.ServiceDefine{ID: id(85), Name: "service " + n})
			w.by(2, at(hlc+4), r.KindTabulationPut, &r.TabulationPut{ID: id(86), Name: "tabulation " + n})
		}
		w.by(2, at(1), r.KindUserPut, &r.UserPut{ID: id(81), Name: "boss", Email: "boss@x.com", Profile: crm.ProfileAdmin, Active: true})
		change(w, 10, "15")
		return w, change
	}
	all := func(w *world) (out []r.Effect) {
		_ = w.s.Each(func(_ r.Noun, e r.Effect) error { out = append(out, e); return nil })
		return out
	}
	backup, change := build()
	older := &world{t: t, s: backup.s.Clone(), env: backup.env}
	change(older, 20, "30")
	latest := &world{t: t, s: older.s.Clone(), env: backup.env}
	change(latest, 30, "60")
	want := describe(t, latest.s)
	for name, offers := range map[string][][]r.Effect{
		"the latest alone": {all(latest)}, "the older first": {all(older), all(latest)}, "the latest first": {all(latest), all(older)},
	} {
		w := &world{t: t, s: backup.s.Clone(), env: backup.env}
		for _, o := range offers {
			w.offer(o...)
		}
		sameState(t, name, describe(t, w.s), want)
	}
	w := &world{t: t, s: backup.s.Clone(), env: backup.env}
	change(w, 40, "120")
	now := describe(t, w.s)
	w.offer(all(latest)...)
	sameState(t, "what was decided since the backup was restored", describe(t, w.s), now)
}

// What cannot be taken is answered with how the server has it: an office would keep its own for good otherwise.
func TestRestoreAnswersWhatItCannotTake(t *testing.T) {
	w := newWorld(t)
	put := func(n int, email string, p crm.Profile) {
		w.by(2, at(n), r.KindUserPut, &r.UserPut{ID: id(n), Name: "u", Email: email, Profile: p, Active: true})
	}
	put(80, "a@x.com", crm.ProfileAdmin)
	put(81, "b@x.com", crm.ProfileAgent)
	w.by(2, at(1), r.KindServiceDefine, &r.ServiceDefine{ID: id(85), Name: "One"})
	w.by(2, at(1), r.KindServiceDefine, &r.ServiceDefine{ID: id(86), Name: "Two"})
	w.by(2, at(1), r.KindTabulationPut, &r.TabulationPut{ID: id(87), Name: "One"})
	w.by(2, at(1), r.KindTabulationPut, &r.TabulationPut{ID: id(88), Name: "Two"})
	before := describe(t, w.s)
	v := r.Stamp{HLC: at(500), Device: 2}
	for what, x := range map[string]struct {
		offer r.Effect
		code  string
	}{
		"the last administrator": {r.Effect{User: &r.UserPut{ID: id(80), Name: "u", Email: "a@x.com", Profile: crm.ProfileAgent, Active: true, Version: v}}, r.CodeLastAdmin},
		"an address":             {r.Effect{User: &r.UserPut{ID: id(80), Name: "u", Email: "b@x.com", Profile: crm.ProfileAdmin, Active: true, Version: v}}, crm.CodeConflict},
		"a service's name":       {r.Effect{Service: &r.ServiceDefine{ID: id(85), Name: "Two", Version: v}}, crm.CodeConflict},
		"a tabulation's name":    {r.Effect{Tabulation: &r.TabulationPut{ID: id(87), Name: "two", Stamp: v}}, crm.CodeConflict},
	} {
		w.s.Take()
		chunk, err := r.EncodeRestore(&r.RestoreChunk{Effects: []r.Effect{x.offer}})
		if err != nil {
			t.Fatal(err)
		}
		op := r.Op{Device: 3, Incarnation: 1, Counter: 1, Kind: r.KindRestore, HLC: at(600), At: 1, Body: chunk}
		got, err := r.Decide(w.s, &op, w.env)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Refused) != 1 || got.Refused[0].Code != x.code || got.Outcome != r.Applied {
			t.Errorf("%s: %+v, want it refused with %s", what, got, x.code)
		}
		if n := len(w.s.Take()); n != 1 {
			t.Errorf("%s: %d effects, want the server's own record", what, n)
		}
		sameState(t, what, describe(t, w.s), before)
	}
}
