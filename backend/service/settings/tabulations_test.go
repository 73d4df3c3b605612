package settings_test

import (
	"context"
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/settings"
	"carteira/backend/sqlite"
)

func newTabulations(t *testing.T) (*settings.Service, context.Context) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return settings.New(db), crm.WithActor(t.Context(), crm.System)
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if crm.CodeOf(err) != code || (code == "") != (err == nil) {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

// D9.4: one name, one tabulation of a service; archived ones are brought back by their name.
func TestTabulations(t *testing.T) {
	s, ctx := newTabulations(t)
	sales, err := s.SaveService(ctx, crm.Service{Name: "Vendas"})
	wantCode(t, "service", err, "")
	doubt, err := s.AddTabulation(ctx, " Dúvida ", crm.NoID)
	wantCode(t, "add", err, "")
	_, err = s.AddTabulation(ctx, "duvida", crm.NoID)
	wantCode(t, "same name", err, crm.CodeConflict)
	_, err = s.AddTabulation(ctx, "Dúvida", sales.ID)
	wantCode(t, "same name in a service", err, "")
	_, err = s.AddTabulation(ctx, "Outra", crm.NewID())
	wantCode(t, "unknown service", err, crm.CodeNotFound)
	_, err = s.AddTabulation(ctx, "  ", crm.NoID)
	wantCode(t, "blank", err, crm.CodeInvalid)

	_, err = s.ArchiveTabulation(ctx, doubt.ID, true)
	wantCode(t, "archive", err, "")
	back, err := s.AddTabulation(ctx, "DÚVIDA", crm.NoID)
	wantCode(t, "add again", err, "")
	if back.ID != doubt.ID || back.Archived {
		t.Errorf("brought back as %+v, was %+v", back, doubt)
	}
	praise, err := s.AddTabulation(ctx, "Elogio", crm.NoID)
	wantCode(t, "another", err, "")
	_, err = s.RenameTabulation(ctx, praise.ID, "dúvida")
	wantCode(t, "rename to a taken name", err, crm.CodeConflict)
	_, err = s.RenameTabulation(ctx, praise.ID, "elogio")
	wantCode(t, "rename to another spelling", err, "")
	_, err = s.RenameTabulation(ctx, crm.NewID(), "x")
	wantCode(t, "rename nothing", err, crm.CodeNotFound)

	all, err := s.Tabulations(ctx)
	wantCode(t, "list", err, "")
	got := ""
	for _, x := range all {
		got += fmt.Sprintf("%s %v %v; ", x.Name, x.OfferedIn(crm.NoID), x.OfferedIn(sales.ID))
	}
	if want := "DÚVIDA true true; Dúvida false true; elogio true true; "; got != want && got != "Dúvida false true; DÚVIDA true true; elogio true true; " {
		t.Errorf("list is %s", got)
	}
}

// A service keeps its id under another name; only a mailbox can be validated (D5.2).
func TestSaveService(t *testing.T) {
	s, ctx := newTabulations(t)
	sales, err := s.SaveService(ctx, crm.Service{Name: "Vendas"})
	wantCode(t, "add", err, "")
	_, err = s.SaveService(ctx, crm.Service{Name: "VENDAS"})
	wantCode(t, "same name", err, crm.CodeConflict)
	other, err := s.SaveService(ctx, crm.Service{Name: "Suporte"})
	wantCode(t, "another", err, "")
	for name, c := range map[string]struct {
		x    crm.Service
		code string
	}{
		"renamed":           {crm.Service{ID: sales.ID, Name: "Comercial", Mailbox: "Vendas@Example.com", Validated: true}, ""},
		"taken":             {crm.Service{ID: other.ID, Name: "suporte "}, ""},
		"validated nothing": {crm.Service{ID: sales.ID, Name: "Comercial", Validated: true}, crm.CodeInvalid},
		"no address":        {crm.Service{ID: sales.ID, Name: "Comercial", Mailbox: "x"}, "email_invalid"},
		"not there":         {crm.Service{ID: crm.NewID(), Name: "Outra"}, crm.CodeNotFound},
		"blank":             {crm.Service{ID: sales.ID}, crm.CodeInvalid},
	} {
		_, err := s.SaveService(ctx, c.x)
		wantCode(t, name, err, c.code)
	}
	all, err := s.Services(ctx)
	wantCode(t, "list", err, "")
	if len(all) != 2 || all[0].ID != sales.ID || all[0].Name != "Comercial" || !all[0].Validated {
		t.Errorf("services are %+v", all)
	}
	_, err = s.SaveService(ctx, crm.Service{ID: other.ID, Name: "comercial"})
	wantCode(t, "renamed to a taken name", err, crm.CodeConflict)
}
