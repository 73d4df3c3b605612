package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

const (
	boss, agent, clerk = 80, 81, 82 // users: admin; agent, who may edit; supervisor, who in this test may assign only
)

// staffed is a world with users.
func staffed(t *testing.T) *world {
	w := newWorld(t)
	for n, profile := range map[int]crm.Profile{boss: crm.ProfileAdmin, agent: crm.ProfileAgent, clerk: crm.ProfileSupervisor} {
		w.by(2, at(n), r.KindUserPut, &r.UserPut{ID: id(n), Name: "u", Email: string(profile) + "@x.com", Profile: profile, Active: true})
	}
	return w
}

// Users, permissions and settings row of S2: authorised when applied, whatever the device had checked.
func TestRightsAtApplyTime(t *testing.T) {
	w := staffed(t)
	link := &r.Portfolio{Type: 1, Owner: id(agent)}
	create := func(n, user int) r.Result {
		return w.as(id(user), 3, at(200+n), r.KindContactCreate, &r.ContactCreate{ID: id(n), Fields: map[crm.Field]string{crm.FieldName: "Ana"}, Portfolio: link})
	}
	expect(t, "an agent creates", create(1, agent).Outcome, r.Applied)
	if p := w.contact(id(1)).Portfolio; p != nil || w.contact(id(1)).Since != 0 {
		t.Errorf("an agent who may not assign created a portfolio: %+v", p)
	}
	create(2, boss)
	expect(t, "an admin assigns", *w.contact(id(2)).Portfolio, *link)

	// Withdrawn on the server while the clerk's device was away.
	w.as(id(boss), 2, at(300), r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileSupervisor, Permission: crm.PermEdit})
	e := w.fields(id(1), crm.FieldCity, "Natal")
	e.Portfolio = &r.Assign{Link: link}
	got := w.as(id(clerk), 3, at(301), r.KindContactEdit, e)
	expect(t, "refused", got.Refused, []r.Refusal{{Part: "contact", Code: crm.CodeNotAllowed}})
	expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "")
	expect(t, "portfolio", *w.contact(id(1)).Portfolio, *link)

	got = w.as(id(agent), 3, at(302), r.KindContactEdit, &r.ContactEdit{ID: id(1), Portfolio: &r.Assign{Owner: id(agent)}})
	expect(t, "an agent unassigns", got.Refused, []r.Refusal{{Part: r.PartPortfolio, Code: crm.CodeNotAllowed}})
	expect(t, "an agent merges", w.as(id(agent), 3, at(303), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}}).Code, crm.CodeNotAllowed)
	expect(t, "a stranger edits", w.as(id(99), 3, at(304), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "x")).Code, crm.CodeNotAllowed)

	w.as(id(boss), 2, at(305), r.KindUserPut, &r.UserPut{ID: id(agent), Name: "u", Email: "agent@x.com", Profile: crm.ProfileAgent})
	expect(t, "a deactivated agent edits", w.as(id(agent), 3, at(306), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "x")).Code, crm.CodeNotAllowed)
	expect(t, "nobody may anonymize by default", w.as(id(boss), 3, at(307), r.KindAnonymize, &r.Erase{ID: id(1)}).Code, crm.CodeNotAllowed)
}

// The first administrator of an office is the author of his own creation; nobody else could have been.
func TestFirstAdministratorMakesHimself(t *testing.T) {
	w := newWorld(t)
	put := func(actor, user int, p crm.Profile) r.Result {
		return w.as(id(actor), 2, at(1000+10*user+actor), r.KindUserPut,
			&r.UserPut{ID: id(user), Name: "u", Email: id(user).String() + "@x.com", Profile: p, Active: true})
	}
	expect(t, "a stranger makes somebody", put(boss, agent, crm.ProfileAgent).Code, crm.CodeNotAllowed)
	expect(t, "he makes himself", put(boss, boss, crm.ProfileAdmin).Outcome, r.Applied)
	expect(t, "he makes somebody", put(boss, agent, crm.ProfileAgent).Outcome, r.Applied)
	expect(t, "an agent promotes himself", put(agent, agent, crm.ProfileAdmin).Code, crm.CodeNotAllowed)
}
