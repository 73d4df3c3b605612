//go:build linux

package process_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// exported are all contacts of an office.
func (o *office) exported() (all []person) {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "contatos.csv")
	o.run("export", "--output", path)
	b, err := os.ReadFile(path)
	must(o.t, err)
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF"))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	must(o.t, err)
	for _, row := range rows[1:] {
		at := func(column string) string { return row[slices.Index(rows[0], column)] }
		all = append(all, person{
			ID: at("contact_id"), Name: at("contact_name"), CPF: at("contact_cpf"), City: at("contact_city"), Company: at("contact_company"),
			Address: at("contact_address"), Complement: at("contact_complement"), Number: at("contact_number"),
		})
	}
	return all
}

// nothingLost fails unless what the writers' commands answered with success is what an office holds in the end: every
// contact, once, and of each field the last value, or another one that was written in knowledge of it or is recorded
// against it as a conflict (S5.2).
func nothingLost(t testing.TB, o *office, writers ...*writer) {
	t.Helper()
	byName, byCPF := map[string][]person{}, map[string][]person{}
	for _, p := range o.exported() {
		byName[p.Name] = append(byName[p.Name], p)
		byCPF[p.CPF] = append(byCPF[p.CPF], p)
	}
	for _, w := range writers {
		for name, sure := range w.created {
			if n := len(byName[name]); n > 1 || sure && n == 0 {
				t.Errorf("%s: %q is there %d times, created: %t", o.name, name, n, sure)
			}
		}
		for i := w.from; i < w.from+w.lines; i++ {
			oneImported(t, o, byCPF[validCPF(i)], i, writers)
		}
	}
	gaveWay := map[string]bool{}
	for _, c := range o.conflicts() {
		gaveWay[c.Value] = true
	}
	for name, values := range history(writers) {
		for field, edits := range values {
			if len(byName[name]) != 1 {
				t.Errorf("%s: %q was edited, and is there %d times", o.name, name, len(byName[name]))
				continue
			}
			editsStand(t, o, byName[name][0].value(field), edits, gaveWay)
		}
	}
}

// oneImported checks the person number i of the imports: one contact, with what each file says of them.
func oneImported(t testing.TB, o *office, found []person, i int, writers []*writer) {
	t.Helper()
	if len(found) != 1 {
		t.Errorf("%s: imported person %d is there %d times", o.name, i, len(found))
		return
	}
	for _, w := range writers {
		got := map[string]string{"address": found[0].City, "complement": found[0].Company}[w.field]
		if want := w.imports(i); want != "" && got != want {
			t.Errorf("%s: imported person %d: %q, not %q as %s has it", o.name, i, got, want, w.office.name)
		}
	}
}

// history is what was written, by name and field.
func history(writers []*writer) map[string]map[string][]edit {
	all := map[string]map[string][]edit{}
	for _, w := range writers {
		for _, e := range w.edits {
			if all[e.name] == nil {
				all[e.name] = map[string][]edit{}
			}
			all[e.name][e.field] = append(all[e.name][e.field], e)
		}
	}
	return all
}

// editsStand checks one field of one contact: value is what it has in the end.
func editsStand(t testing.TB, o *office, value string, edits []edit, gaveWay map[string]bool) {
	t.Helper()
	seen, written, sure := map[string]bool{}, false, false
	for _, e := range edits {
		seen[e.base] = true
		written = written || e.value == value
		sure = sure || e.sure
	}
	if sure && !written {
		t.Errorf("%s: %s of %q is %q, which nobody wrote", o.name, edits[0].field, edits[0].name, value)
	}
	for _, e := range edits {
		if e.sure && e.value != value && !seen[e.value] && !gaveWay[e.value] {
			t.Errorf("%s: %s of %q: %q is lost: %q stands, and nobody saw it", o.name, e.field, e.name, e.value, value)
		}
	}
}
