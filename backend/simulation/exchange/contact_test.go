package exchange_test

import (
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/settings"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// change writes one contact as its form does.
func (o *office) change(id crm.ID, notes []string, f func(tx *sqlite.Tx, c *crm.Contact)) {
	o.t.Helper()
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		f(tx, next)
		_, err = tx.UpdateContact(old, next, notes)
		return err
	}))
}

// Two offices work on one contact and do not hear of each other: each part has what its office did, in both, whichever is
// heard first.
func TestTwoOfficesOnOneContact(t *testing.T) {
	for name, first := range map[string]int{"the first is heard first": 0, "the second is heard first": 1} {
		t.Run(name, func(t *testing.T) {
			c := newCentral(t)
			a := founded(t, c, "Matriz")
			var plan, vip, north crm.ID
			must(t, a.db.Update(a.ctx, func(tx *sqlite.Tx) (err error) {
				if plan, _, err = tx.DefineField(crm.CustomField{Name: "Plano", Type: crm.TypeText}); err != nil {
					return err
				}
				if vip, _, err = tx.DefineLabel(crm.Label{Name: "VIP"}); err != nil {
					return err
				}
				north, _, err = tx.DefineLabel(crm.Label{Name: "Norte"})
				return err
			}))
			id := a.create("Ana")
			a.change(id, nil, func(_ *sqlite.Tx, x *crm.Contact) {
				x.Phones, x.Labels = []crm.Phone{"5511987650001", "5511987650002"}, []crm.ID{vip}
			})
			a.now()
			b := joined(t, c, "Filial")

			a.change(id, []string{"nota da matriz"}, func(_ *sqlite.Tx, x *crm.Contact) {
				x.Fields[crm.FieldCity], x.Fields[crm.FieldCompany] = "Recife", "Firma A"
				x.SetCustom(plan, "ouro")
				x.Phones = append(x.Phones, "5511987650003")
				x.Labels = append(x.Labels, north)
			})
			b.change(id, []string{"nota da filial"}, func(tx *sqlite.Tx, x *crm.Contact) {
				x.Fields[crm.FieldState], x.Fields[crm.FieldCompany] = "PE", "Firma B"
				x.Phones = []crm.Phone{"5511987650002", "5511987650004"} // one less, one more
				south, _, err := tx.DefineLabel(crm.Label{Name: "Sul"})
				must(t, err)
				x.Labels = []crm.ID{south} // one less, one more
			})
			must(t, b.db.Update(b.ctx, func(tx *sqlite.Tx) error { _, err := tx.SetAvatar(id, []byte("picture")); return err }))
			offices := []*office{a, b}
			offices[first].now()
			offices[1-first].now()
			offices[first].now()
			agree(t, c, a, b)

			for _, o := range offices {
				must(t, o.db.View(t.Context(), func(v *sqlite.View) error {
					s, err := v.Contact(id)
					if err != nil {
						return err
					}
					if s.Fields[crm.FieldCity] != "Recife" || s.Fields[crm.FieldState] != "PE" || s.CustomOf(plan) != "ouro" {
						t.Errorf("%s: %+v", o.name, s.Fields)
					}
					phones := slices.Sorted(slices.Values(s.Phones))
					if !slices.Equal(phones, []crm.Phone{"5511987650002", "5511987650003", "5511987650004"}) {
						t.Errorf("%s: phones %v", o.name, phones)
					}
					all, err := v.Labels()
					var names []string
					for _, l := range all {
						if slices.Contains(s.Labels, l.ID) {
							names = append(names, l.Name)
						}
					}
					if slices.Sort(names); !slices.Equal(names, []string{"Norte", "Sul"}) {
						t.Errorf("%s: labels %v", o.name, names)
					}
					notes, err2 := v.Notes(s.N)
					var texts []string
					for _, n := range notes {
						texts = append(texts, n.Text)
					}
					if slices.Sort(texts); !slices.Equal(texts, []string{"nota da filial", "nota da matriz"}) {
						t.Errorf("%s: notes %v", o.name, texts)
					}
					conflicts, err3 := v.SyncConflicts(10)
					if len(conflicts) != 1 || conflicts[0].Part != "company" || conflicts[0].Winner != s.Fields[crm.FieldCompany] || conflicts[0].Value == conflicts[0].Winner {
						t.Errorf("%s: %q, conflicts %+v", o.name, s.Fields[crm.FieldCompany], conflicts)
					}
					for _, err := range []error{err, err2, err3} {
						must(t, err)
					}
					return v.CheckLookups()
				}))
			}
			if x, y := a.field(id, crm.FieldCompany), b.field(id, crm.FieldCompany); x != y {
				t.Errorf("the company is %q and %q", x, y)
			}
		})
	}
}

// A server restored from a backup learns from the offices who was added, renamed or deactivated since, which rights and
// settings were changed, and what a service is called now (D9, S3): nobody gets back in who was put out.
func TestRestoredServerLearnsOfTheAdministration(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "Matriz")
	users, s := access.New(a.db), settings.New(a.db)
	bia, err := users.AddUser(a.ctx, crm.User{Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent}, "gato na janela")
	must(t, err)
	must(t, s.Set(a.ctx, crm.SettingIdle, "60"))
	must(t, users.SetPermission(a.ctx, crm.ProfileAgent, crm.PermReports, true))
	sales, err := s.SaveService(a.ctx, crm.Service{Name: "Vendas", Mailbox: "old@example.com"})
	must(t, err)
	a.now()
	b := joined(t, c, "Filial")

	backup := c.dir + ".backup"
	c.stop()
	copyFolder(t, c.dir, backup)
	c.start()
	off, name := false, "Beatriz"
	_, err = users.ChangeUser(a.ctx, bia.ID, access.UserUpdate{Active: &off, Name: &name})
	must(t, err)
	must(t, s.Set(a.ctx, crm.SettingIdle, "15"))
	must(t, users.SetPermission(a.ctx, crm.ProfileAgent, crm.PermReports, false))
	_, err = s.SaveService(a.ctx, crm.Service{ID: sales.ID, Name: "Comercial", Mailbox: "new@example.com"})
	must(t, err)
	_, err = users.AddUser(a.ctx, crm.User{Name: "Caio", Email: "caio@example.com", Profile: crm.ProfileAgent}, "cão na varanda")
	must(t, err)
	a.now()
	b.now()
	agree(t, c, a, b)

	c.stop()
	copyFolder(t, backup, c.dir)
	c.start()
	must(t, c.store.NewEpoch(t.Context(), c.org))
	b.now() // has heard of it all, and is the first to come
	a.now()
	b.now()
	late := joined(t, c, "late")
	agree(t, c, a, b, late)
	for _, o := range []*office{a, b, late} {
		must(t, o.db.View(t.Context(), func(v *sqlite.View) error {
			u, err := v.User(bia.ID)
			if err != nil || u.Active || u.Name != "Beatriz" {
				t.Errorf("%s: %+v %v", o.name, u, err)
			}
			if idle, err := v.Setting(crm.SettingIdle); err != nil || idle != "15" {
				t.Errorf("%s: setting %q %v", o.name, idle, err)
			}
			if ok, err := v.Allowed(crm.ProfileAgent, crm.PermReports); err != nil || ok {
				t.Errorf("%s: permission %v %v", o.name, ok, err)
			}
			services, err := v.Services()
			if err != nil || len(services) != 1 || services[0].Name != "Comercial" || services[0].Mailbox != "new@example.com" {
				t.Errorf("%s: services %+v %v", o.name, services, err)
			}
			return err
		}))
		if _, err := access.New(o.db).SignIn(t.Context(), "caio@example.com", "cão na varanda", "test"); err != nil {
			t.Errorf("%s: the user added since signs in: %v", o.name, err)
		}
		if _, err := access.New(o.db).SignIn(t.Context(), "bia@example.com", "gato na janela", "test"); err == nil {
			t.Errorf("%s: the user put out since signs in", o.name)
		}
	}
}

// Two offices without a network take each other's administrator away: one stays, and the office that was heard last has its
// operation back as a draft that says why.
func TestTheLastAdministratorStays(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "Matriz")
	_, err := access.New(a.db).AddUser(a.ctx, crm.User{Name: "Rui", Email: "rui@example.com", Profile: crm.ProfileAdmin}, "gato na janela")
	must(t, err)
	a.now()
	b := joined(t, c, "Filial")
	steps := func(o *office, email, password string) {
		t.Helper()
		who, err := access.New(o.db).SignIn(t.Context(), email, password, "test")
		must(t, err)
		agent := crm.ProfileAgent
		_, err = access.New(o.db).UpdateUser(crm.WithActor(t.Context(), who), email, access.UserUpdate{Profile: &agent})
		must(t, err)
	}
	steps(a, "maria@example.com", "correct horse battery")
	time.Sleep(2 * time.Millisecond)
	steps(b, "rui@example.com", "gato na janela")
	a.now()
	b.now()
	a.now()
	agree(t, c, a, b)
	for _, o := range []*office{a, b} {
		must(t, o.db.View(t.Context(), func(v *sqlite.View) error {
			rui, err := v.AccountByEmail("rui@example.com")
			if err == nil && (rui.Profile != crm.ProfileAdmin || !rui.Active) {
				t.Errorf("%s: nobody is left: %+v", o.name, rui.User)
			}
			return err
		}))
	}
	drafts, err := b.sync.Pending(b.ctx, 10)
	must(t, err)
	if len(drafts) != 1 || drafts[0].Why != syncer.WhyRefused || drafts[0].Code != "last_administrator" || drafts[0].Name != "Rui" {
		t.Errorf("drafts %+v", drafts)
	}
	draft, err := b.sync.Draft(b.ctx, drafts[0].Counter)
	must(t, err)
	content, _ := draft["content"].(map[string]any)
	if draft["reason"] != "last_administrator" || content["email"] != "rui@example.com" || content["profile"] != crm.ProfileAgent {
		t.Errorf("draft %+v", draft)
	}
}

// D9.2: the exchange is for those who may see what is exchanged, and where nobody is yet for whoever set it up.
func TestWhoMaySynchronize(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "Matriz")
	admin, err := access.New(a.db).SignIn(t.Context(), "maria@example.com", "correct horse battery", "test")
	must(t, err)
	as := crm.WithActor(t.Context(), admin)
	for _, may := range []bool{true, false} {
		must(t, a.db.Update(a.ctx, func(tx *sqlite.Tx) error { return tx.SetPermission(crm.ProfileAdmin, crm.PermView, may) }))
		_, _, digest := a.sync.Digest(as)
		for what, err := range map[string]error{"now": a.sync.Now(as), "digest": digest} {
			if (crm.CodeOf(err) == crm.CodeNotAllowed) == may || may && err != nil {
				t.Errorf("%s, allowed %v: %v", what, may, err)
			}
		}
	}
	if err := a.sync.Now(t.Context()); err == nil {
		t.Error("nobody in particular may synchronize")
	}
	empty := newOffice(t, "Filial")
	must(t, empty.sync.Enrol(t.Context(), "http://"+c.addr, c.code(), "Filial"))
	must(t, empty.sync.Now(t.Context())) // brings the users
}
