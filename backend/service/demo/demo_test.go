package demo_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/access"
	"carteira/backend/service/demo"
	"carteira/backend/sqlite"
)

func open(t *testing.T) (*sqlite.DB, context.Context) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	admin, err := access.New(db).Initialise(t.Context(), "Ana", "ana@example.com", "segredo-123", "test")
	if err != nil {
		t.Fatal(err)
	}
	return db, crm.WithActor(t.Context(), admin)
}

func TestFillIsWholeAndConsistent(t *testing.T) {
	db, ctx := open(t)
	const contacts = 12_000 // more than one batch
	r, err := demo.Fill(ctx, db, contacts, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Contacts != contacts || r.Interactions < contacts/2 || r.Users == 0 || r.Services == 0 {
		t.Errorf("made %+v", r)
	}
	owners, kinds, open, dates := map[crm.ID]int{}, map[crm.PortfolioType]int{}, 0, map[string]bool{}
	if err := db.Each(ctx, crm.Selection{All: true}, crm.ContactOrder{}, func(v *sqlite.View, c *sqlite.Stored) error {
		dates[c.CreatedAt.Format("2006-01")] = true
		if c.Portfolio != nil {
			owners[c.Portfolio.Owner]++
			kinds[c.Portfolio.Type]++
		}
		yes, err := v.HasOpenInteraction(c.N)
		if yes {
			open++
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(owners) < 4 || len(kinds) != 4 || open == 0 || open > contacts/20 || len(dates) < 12 {
		t.Errorf("%d owners, %d portfolio types, %d open interactions, %d months", len(owners), len(kinds), open, len(dates))
	}
	if err := db.View(ctx, (*sqlite.View).CheckLookups); err != nil {
		t.Error(err)
	}
	if _, err := access.New(db).SignIn(ctx, "bruno@example.com", demo.Password, "test"); err != nil {
		t.Errorf("a demo agent cannot sign in: %v", err)
	}
	if _, err := demo.Fill(ctx, db, 1, 3, nil); crm.CodeOf(err) != demo.CodeNotEmpty {
		t.Errorf("filled a replica that had contacts: %v", err)
	}
}

func TestOnlyWhoManagesTheOfficeMayFill(t *testing.T) {
	db, ctx := open(t)
	if _, err := demo.Fill(ctx, db, 0, 1, nil); err != nil {
		t.Fatal(err)
	}
	agent, err := access.New(db).SignIn(ctx, "clara@example.com", demo.Password, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(crm.WithActor(t.Context(), agent), db, 1, 1, nil); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("an agent filled it: %v", err)
	}
}

// rows reads a generated file under its own headers, strictly.
func rows(t *testing.T, n int, seed uint64, o demo.CSVOptions) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := demo.WriteCSV(&b, n, seed, o); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(&b)
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

func TestCSVLinesAreValidUniqueAndOfTheUsualMix(t *testing.T) {
	const n = 20_000
	var size bytes.Buffer
	if err := demo.WriteCSV(&size, n, 1, demo.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	if mean := size.Len() / n; mean < 250 || mean > 280 {
		t.Errorf("%d bytes a line", mean)
	}
	count, seen := map[string]int{}, map[string]bool{}
	for i, row := range rows(t, n, 1, demo.CSVOptions{}) {
		for column, parse := range map[tabular.Field]func(string) error{
			tabular.CPF:          func(s string) error { _, err := crm.ParseCPF(s); return err },
			tabular.CNPJ:         func(s string) error { _, err := crm.ParseCNPJ(s); return err },
			tabular.Email:        func(s string) error { _, err := crm.ParseEmail(s); return err },
			tabular.Phone:        func(s string) error { _, err := crm.ParseImportPhone(s); return err },
			tabular.Phone2:       func(s string) error { _, err := crm.ParseImportPhone(s); return err },
			tabular.CustomFields: func(s string) error { _, err := tabular.ParseCustomFields(s); return err },
			tabular.Labels:       func(string) error { return nil },
			tabular.Notes:        func(string) error { return nil },
		} {
			text := row[string(column)]
			if text == "" {
				continue
			}
			count[string(column)]++
			if err := parse(text); err != nil {
				t.Fatalf("line %d: %s %q: %v", i+2, column, text, err)
			}
			switch column {
			case tabular.CPF, tabular.CNPJ, tabular.Email, tabular.Phone, tabular.Phone2:
				key := string(column) + text
				if seen[key] {
					t.Fatalf("line %d: %s %q twice", i+2, column, text)
				}
				seen[key] = true
			}
		}
		if strings.ContainsAny(row["contact_cnpj"], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			count["alphanumeric"]++
		}
	}
	for column, share := range map[string][2]float64{
		"contact_cpf": {0.68, 0.72}, "contact_email": {0.68, 0.72}, "contact_cnpj": {0.13, 0.17}, "contact_phone": {1, 1},
		"contact_phone_2": {0.28, 0.32}, "contact_custom_fields": {0.28, 0.32}, "contact_labels": {0.28, 0.32},
		"contact_notes": {0.08, 0.12}, "alphanumeric": {0.03, 0.07},
	} {
		if got := float64(count[column]) / n; got < share[0] || got > share[1] {
			t.Errorf("%s is filled in %.3f of the lines", column, got)
		}
	}
}

func TestKnownLinesAreThoseOfTheEarlierFile(t *testing.T) {
	const n = 1000
	earlier := map[string]map[string]string{}
	for _, row := range rows(t, n, 5, demo.CSVOptions{}) {
		earlier[row["contact_phone"]] = row
	}
	for _, c := range []struct {
		o                demo.CSVOptions
		known, different int // lines, and fields of each known line that differ
	}{
		{demo.CSVOptions{}, n, 0},
		{demo.CSVOptions{Known: 0.3}, 300, 0},
		{demo.CSVOptions{Known: 0.3, Change: true}, 300, 2},
		{demo.CSVOptions{Known: 1, Change: true}, n, 2},
	} {
		known := 0
		for _, row := range rows(t, n, 5, c.o) {
			before := earlier[row["contact_phone"]]
			if before == nil {
				continue
			}
			known++
			different := 0
			for column, text := range row {
				if before[column] != text {
					different++
				}
			}
			if different != c.different {
				t.Fatalf("%+v: %d fields differ", c.o, different)
			}
		}
		if known != c.known {
			t.Errorf("%+v: %d known lines, not %d", c.o, known, c.known)
		}
	}
}
