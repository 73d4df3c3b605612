package exchange_test

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/settings"
	"carteira/backend/sqlite"
)

// D9: what one office decides of users, rights, settings, services and tabulations holds in the other.
func TestAdministrationArrivesElsewhere(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "Matriz")
	b := joined(t, c, "Filial")

	users, s := access.New(a.db), settings.New(a.db)
	bia, err := users.AddUser(a.ctx, crm.User{Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent, ConcurrencyLimit: 2}, "gato na janela")
	must(t, err)
	must(t, users.SetPermission(a.ctx, crm.ProfileAgent, crm.PermReports, true))
	must(t, s.Set(a.ctx, crm.SettingIdle, "30"))
	sales, err := s.SaveService(a.ctx, crm.Service{Name: "Vendas", Mailbox: "vendas@example.com", Validated: true})
	must(t, err)
	doubt, err := s.AddTabulation(a.ctx, "Dúvida", sales.ID)
	must(t, err)
	praise, err := s.AddTabulation(a.ctx, "Elogio", crm.NoID)
	must(t, err)
	a.now()
	b.now()
	agree(t, c, a, b)

	there := access.New(b.db)
	if _, err := there.SignIn(t.Context(), "bia@example.com", "gato na janela", "test"); err != nil {
		t.Errorf("the new user signs in at the other office: %v", err)
	}
	must(t, b.db.View(t.Context(), func(v *sqlite.View) error {
		if idle, err := v.Setting(crm.SettingIdle); err != nil || idle != "30" {
			t.Errorf("setting %q %v", idle, err)
		}
		if ok, err := v.Allowed(crm.ProfileAgent, crm.PermReports); err != nil || !ok {
			t.Errorf("permission %v %v", ok, err)
		}
		services, err := v.Services()
		if err != nil || len(services) != 1 || services[0] != sales {
			t.Errorf("services %+v %v", services, err)
		}
		return err
	}))
	wantTabulations(t, b, "Dúvida+ Elogio+ ")

	// Both change while they do not hear of each other: the later stands in both; a name given twice is one.
	off := false
	_, err = there.ChangeUser(b.ctx, bia.ID, access.UserUpdate{Active: &off})
	must(t, err)
	elsewhere := settings.New(b.db)
	_, err = elsewhere.ArchiveTabulation(b.ctx, praise.ID, true)
	must(t, err)
	_, err = elsewhere.AddTabulation(b.ctx, "Reclamação", crm.NoID)
	must(t, err)
	_, err = s.RenameTabulation(a.ctx, praise.ID, "Parabéns")
	must(t, err)
	_, err = s.AddTabulation(a.ctx, "RECLAMACAO", crm.NoID)
	must(t, err)
	_, err = s.ArchiveTabulation(a.ctx, doubt.ID, true)
	must(t, err)
	for range 2 {
		b.now()
		a.now()
	}
	b.now()
	agree(t, c, a, b)
	if _, err := users.SignIn(t.Context(), "bia@example.com", "gato na janela", "test"); crm.CodeOf(err) != access.CodeBadCredentials {
		t.Errorf("the user deactivated elsewhere signs in: %v", err)
	}
	for _, o := range []*office{a, b} {
		wantTabulations(t, o, "Dúvida- Parabéns+ Reclamação+ ")
	}
}

// A tabulation that the server refuses is taken back; a new office gets what there is.
func TestRefusedTabulationIsTakenBack(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "Matriz")
	s := settings.New(a.db)
	_, err := s.AddTabulation(a.ctx, "Dúvida", crm.NoID)
	must(t, err)
	a.now()
	b := joined(t, c, "Filial")
	wantTabulations(t, b, "Dúvida+ ")

	boss, err := access.New(b.db).SignIn(t.Context(), "maria@example.com", "correct horse battery", "test")
	must(t, err)
	must(t, access.New(a.db).SetPermission(a.ctx, crm.ProfileAdmin, crm.PermSettings, false))
	a.now()
	asBoss := crm.WithActor(t.Context(), boss)
	there := settings.New(b.db)
	_, err = there.AddTabulation(asBoss, "Elogio", crm.NoID)
	must(t, err)
	all, err := there.Tabulations(asBoss)
	must(t, err)
	_, err = there.ArchiveTabulation(asBoss, all[0].ID, true)
	must(t, err)
	wantTabulations(t, b, "Dúvida- Elogio+ ")
	b.now()
	wantTabulations(t, b, "Dúvida+ ")
	agree(t, c, a, b)
}

func wantTabulations(t *testing.T, o *office, want string) {
	t.Helper()
	all, err := settings.New(o.db).Tabulations(o.ctx)
	must(t, err)
	got := ""
	for _, x := range all {
		state := "+"
		if x.Archived {
			state = "-"
		}
		got += x.Name + state + " "
	}
	if got != want {
		t.Errorf("%s has %s, want %s", o.name, got, want)
	}
}
