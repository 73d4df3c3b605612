package importer

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// However a file is cut into units and parts, the same comes of it: what a part has written is part of the base of
// the next one, also while its lookups wait to be inserted.
func TestPartsChangeNothing(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue { // each opens two replicas
		if err := checks.Value.Set("12"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(r, name) }
		lines := []string{"contact_name;contact_cpf;contact_cnpj;contact_phone;contact_phone_2;contact_email;contact_city;contact_labels;contact_notes;contact_custom_fields"}
		for range rapid.IntRange(1, 40).Draw(r, "lines") {
			lines = append(lines, strings.Join([]string{
				pick("name", "Ana", "Bia", "Caio", "Davi", ""),
				pick("cpf", "", "", cpfA, cpfB, cpfC),
				pick("cnpj", "", "", "", "11222333000181", "12ABC34501DE35"),
				pick("phone", "", "5511999999999", "551199999999", "5511988888888"),
				pick("phone 2", "", "", "5511977777777"),
				pick("email", "", "", "a@b.com.br", "A@B.com.br", "x@y.com.br"),
				pick("city", "", "Recife", "Natal"),
				pick("labels", "", "vip", "norte|VIP"),
				pick("note", "", "", "ligar", "voltar"),
				pick("custom", "", "", `["Saldo","1"]`, `["saldo","2"|"Novo","3"]`),
			}, ";"))
		}
		whole, cut := newOffice(t), newOffice(t)
		cut.imp.unitLines = rapid.IntRange(1, 5).Draw(r, "unit")
		cut.imp.partLines = rapid.IntRange(1, 8).Draw(r, "part")
		path := whole.file(lines...)
		_, want := whole.run(Options{Path: path})
		_, got := cut.run(Options{Path: path})
		got.Seconds, want.Seconds = 0, 0
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("counts: got %+v, want %+v", got, want)
		}
		if a, b := whole.dump(), cut.dump(); a != b {
			r.Fatalf("contents:\n%s\nwant\n%s", b, a)
		}
	})
}

// dump is every contact in order of creation, without what differs between two replicas.
func (o *office) dump() string {
	o.t.Helper()
	var b strings.Builder
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		names := map[crm.ID]string{}
		labels, err := v.Labels()
		if err != nil {
			return err
		}
		for _, l := range labels {
			names[l.ID] = l.Name
		}
		fields, err := v.CustomFields()
		if err != nil {
			return err
		}
		for _, f := range fields {
			names[f.ID] = f.Name
		}
		n, err := v.CountContacts()
		if err != nil {
			return err
		}
		for i := int64(1); i <= n; i++ {
			c, err := v.At(i)
			if err != nil {
				return err
			}
			fmt.Fprint(&b, i, c.Fields, c.Phones)
			for _, l := range c.Labels {
				fmt.Fprint(&b, " ", names[l])
			}
			for _, cv := range c.Custom {
				fmt.Fprint(&b, " ", names[cv.Field], "=", cv.Value)
			}
			notes, err := v.Notes(i)
			if err != nil {
				return err
			}
			for _, note := range notes {
				fmt.Fprint(&b, " ", note.Text)
			}
			b.WriteByte('\n')
		}
		return nil
	}))
	return b.String()
}
