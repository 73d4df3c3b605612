package exchange_test

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/syncer"
)

func TestFirstSync(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	id := a.create("Ana")
	a.imports(500, "Imported")
	a.now()
	b := joined(t, c, "norte")
	if got := b.field(id, crm.FieldName); got != "Ana" {
		t.Errorf("the other office has %q", got)
	}
	if _, err := access.New(b.db).SignIn(t.Context(), "maria@example.com", "correct horse battery", "test"); err != nil {
		t.Errorf("signing in with a user of the server: %v", err)
	}
	b.edit(id, crm.FieldCity, "Natal")
	b.now()
	a.now()
	if got := a.field(id, crm.FieldCity); got != "Natal" {
		t.Errorf("the edit came back as %q", got)
	}
	agree(t, c, a, b)
	st := a.status()
	if st.State != syncer.StateOnline || st.Organization != "Aurora" || st.Office != "centro" || st.LastSyncAt.IsZero() || !st.KeyInFile || st.Problem != nil {
		t.Errorf("status %+v", st)
	}
}
