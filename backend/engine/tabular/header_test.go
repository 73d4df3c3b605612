package tabular

import (
	"reflect"
	"slices"
	"testing"
)

func TestMapHeaders(t *testing.T) {
	for _, c := range []struct {
		headers []string
		want    []Field
	}{
		{Headers(), Fields},
		{[]string{"Nome", "E-mail", "CPF", "Sexo", "dt_nasc", "CEP", "Logradouro", "Nº", "Município", "UF", "Obs.", "Etiquetas"},
			[]Field{Name, Email, CPF, Gender, BirthDate, ZipCode, Address, Number, City, State, Notes, Labels}},
		{[]string{"NOME_CLIENTE", "Full name"}, []Field{Name, Unmapped}},
		{[]string{"Full Name", "contact_name"}, []Field{Unmapped, Name}},
		{[]string{" Contact_Name ", "CONTACT NAME"}, []Field{Name, Unmapped}},
		{[]string{"Telefone", "Celular", "Fone", "WhatsApp", "Tel."}, []Field{Phone, Phone2, Phone3, WhatsApp, Phone4}},
		{[]string{"Celular", "contact_phone", "Telefone 3"}, []Field{Phone2, Phone, Phone3}},
		{[]string{"Celular", "Celular", "Celular"}, []Field{Phone, Phone2, Phone3}},
		{[]string{"CPF/CNPJ", "Data de Nascimento", "Código externo", "ID externo", "País", "Gênero", "Ativo"},
			[]Field{CPF, BirthDate, ExternalID, Unmapped, Country, Gender, Active}},
		{[]string{"Faturamento", "", "Nome", ""}, []Field{Unmapped, Unmapped, Name, Unmapped}},
		{[]string{"contact_name", ReportLine, ReportReason}, []Field{Name, Ignore, Ignore}},
		{[]string{"Endereço", "Complemento", "Cidade", "Estado", "Empresa", "Observações", "Tags", "Phone", "Mobile"},
			[]Field{Address, Complement, City, State, Company, Notes, Labels, Phone, Phone2}},
	} {
		got := MapHeaders(c.headers)
		for i, m := range got {
			if m.Field != c.want[i] || m.Index != i || m.Header != c.headers[i] {
				t.Errorf("%q: column %d is %+v, want %q", c.headers, i, m, c.want[i])
			}
			if (m.How == None) != (m.Field == Unmapped) {
				t.Errorf("%q: column %d is %q as %s", c.headers, i, m.Field, m.How)
			}
		}
	}
	eleven := slices.Repeat([]string{"Telefone"}, 11)
	if got := MapHeaders(eleven); got[9].Field != Phone10 || got[10].Field != Unmapped {
		t.Errorf("eleven telephones: %+v", got)
	}
}

func TestRememberedMapping(t *testing.T) {
	first := []string{"Nome", "Faturamento", "Região", "X", "X"}
	chosen := MapHeaders(first)
	chosen[1].Field, chosen[2].Field, chosen[3].Field, chosen[4].Field = CustomField("Faturamento"), Ignore, CustomField("X1"), Ignore
	again := []string{"X", "REGIAO", "nome", "X", "faturamento"}
	if HeaderSetKey(first) != HeaderSetKey(again) {
		t.Fatal("the same headers in another order have another key")
	}
	if HeaderSetKey(first) == HeaderSetKey(first[:4]) || HeaderSetKey([]string{"ab", "c"}) == HeaderSetKey([]string{"a", "bc"}) {
		t.Fatal("other headers have the same key")
	}
	got := RememberedMapping(again, chosen)
	want := []Field{CustomField("X1"), Ignore, Name, Ignore, CustomField("Faturamento")}
	for i, m := range got {
		if m.Field != want[i] || m.Index != i {
			t.Errorf("column %d: %+v, want %q", i, m, want[i])
		}
	}
	if name, ok := got[0].Field.CustomName(); name != "X1" || !ok {
		t.Errorf("custom name %q %v", name, ok)
	}
	if _, ok := Name.CustomName(); ok {
		t.Error("the name is a custom field")
	}
	if got := ColumnLabels([]string{"a", "A", "", "b"}); !slices.Equal(got, []string{"a (1)", "A (2)", "(3)", "b"}) {
		t.Errorf("labels %q", got)
	}
}

// D3.2: the tags, the constants and Slot tell the same columns in the same order.
func TestLineMatchesFields(t *testing.T) {
	typ := reflect.TypeFor[Line]()
	if typ.NumField() != len(Fields) || len(Fields) != 39 {
		t.Fatalf("%d struct fields, %d columns", typ.NumField(), len(Fields))
	}
	var l Line
	v := reflect.ValueOf(&l).Elem()
	for i, f := range Fields {
		if tag := typ.Field(i).Tag.Get("csv"); tag != string(f) {
			t.Errorf("field %d is tagged %q, want %q", i, tag, f)
		}
		if l.Slot(f) != v.Field(i).Addr().Interface().(*string) {
			t.Errorf("the slot of %s is another field's", f)
		}
	}
	for _, f := range []Field{Unmapped, Ignore, CustomField("contact_name"), "contact_phone_11"} {
		if l.Slot(f) != nil || f.Canonical() {
			t.Errorf("%q has a place", f)
		}
	}
}
