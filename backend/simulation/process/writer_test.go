//go:build linux

package process_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Everybody in these tests is called so: whatever holds the name, holds personal data.
const everybody = "Zulmira"

// writer is a person in an office who creates, edits, imports and synchronizes, with a program that is killed now and
// then, and notes what it answered.
type writer struct {
	office *office
	random *rand.Rand
	field  string // that nobody else edits
	lines  int    // of the import; the first of them is of person number from
	from   int

	serial   int
	known    []person // who were made by hand
	created  map[string]bool
	edits    []edit
	imported bool
}

// few people are edited, so that offices meet.
const few = 2

// shared is the field that all writers edit.
const shared = "number"

// edit is a command that was given; sure means that it answered with success. base is what the author saw in the field.
type edit struct {
	name, field, base, value string
	sure                     bool
}

func newWriter(o *office, random *rand.Rand, field string, from, lines int) *writer {
	return &writer{office: o, random: random, field: field, from: from, lines: lines, created: map[string]bool{}}
}

// work is some commands, any of which may be killed; `sync now` may also find no server.
func (w *writer) work(steps int) {
	w.office.t.Helper()
	for range steps {
		switch n := w.random.IntN(12); {
		case n < 2 || len(w.known) == 0:
			w.create()
		case n < 4:
			w.edit(w.field)
		case n < 7:
			w.edit(shared)
		case n < 9:
			w.goOnImporting(w.patience())
		default:
			w.sync()
		}
	}
	for !w.imported {
		w.goOnImporting(0)
	}
}

// patience is how long a command is let run; 0 is to its end.
func (w *writer) patience() time.Duration {
	if w.random.IntN(3) > 0 {
		return 0
	}
	return between(w.random, 1, 250)
}

// answered runs a command, perhaps not to its end, and tells whether it said that it succeeded.
func (w *writer) answered(p *person, args ...string) bool {
	w.office.t.Helper()
	o := finish(w.office.t, w.office.command(args...), w.patience())
	if o.status != 0 && !o.killed() {
		w.office.t.Fatalf("%s: %v: %v", w.office.name, args, o)
	}
	if o.killed() && !strings.HasSuffix(strings.TrimSpace(string(o.out)), "}") {
		return false
	}
	decode(w.office.t, o.out, p)
	return true
}

func (w *writer) create() {
	w.office.t.Helper()
	w.serial++
	name := fmt.Sprint(everybody, " manual ", w.office.name, " ", w.serial)
	var p person
	w.created[name] = w.answered(&p, "contact", "create", "--name", name, "--email", fmt.Sprintf("%s%d@zulmira.example", w.office.name, w.serial))
	if w.created[name] {
		w.known = append(w.known, p)
	}
}

func (w *writer) edit(field string) {
	w.office.t.Helper()
	p := w.office.show(w.known[w.random.IntN(min(few, len(w.known)))].ID)
	w.serial++
	e := edit{name: p.Name, field: field, base: p.value(field), value: fmt.Sprint(w.office.name, " ", w.serial)}
	e.sure = w.answered(&p, "contact", "update", p.ID, "--"+field, e.value)
	if e.sure && p.value(field) != e.value {
		w.office.t.Fatalf("%s: the answer to an edit holds %q, not %q", w.office.name, p.value(field), e.value)
	}
	w.edits = append(w.edits, e)
}

func (p *person) value(field string) string {
	return map[string]string{"address": p.Address, "complement": p.Complement, shared: p.Number}[field]
}

// sync exchanges, as far as kills and the server let it, and looks at whom others have made.
func (w *writer) sync() {
	w.office.t.Helper()
	o := finish(w.office.t, w.office.command("sync", "now"), w.patience())
	switch {
	case o.killed(), unreachable(o):
		return
	case o.status != 0 && o.status != 3:
		w.office.t.Fatalf("%s: sync now: %v", w.office.name, o)
	}
	var page struct{ Contacts []person }
	decode(w.office.t, w.office.run("contact", "list", "--search", "manual", "--limit", "500"), &page)
	w.known = page.Contacts
}

// unreachable tells whether a failure is one of a server that was killed.
func unreachable(o outcome) bool {
	if o.status != 1 {
		return false
	}
	for _, code := range []string{"server_unreachable", "server_fault"} {
		if strings.Contains(string(o.out), `"`+code+`"`) {
			return true
		}
	}
	return false
}

// goOnImporting begins the import of the writer's file or carries it on.
func (w *writer) goOnImporting(within time.Duration) {
	w.office.t.Helper()
	if w.imported {
		return
	}
	var list struct {
		Jobs []struct{ Kind, State string }
	}
	decode(w.office.t, w.office.run("jobs", "list"), &list)
	args := []string{"import", w.file()}
	if i := slices.IndexFunc(list.Jobs, func(j struct{ Kind, State string }) bool { return j.Kind == "import" }); i >= 0 {
		args = []string{"import", "--resume"}
		if w.imported = list.Jobs[i].State == "ended"; w.imported {
			return
		}
	}
	if o := finish(w.office.t, w.office.command(args...), within); o.status == 0 {
		w.imported = true
	} else if !o.killed() {
		w.office.t.Fatalf("%s: %v: %v", w.office.name, args, o)
	}
}

// file is the file of the import; half of its people are in another office's as well, with another column filled.
func (w *writer) file() string {
	path := filepath.Join(w.office.t.TempDir(), "contatos.csv")
	column := map[string]string{"address": "contact_city", "complement": "contact_company"}[w.field]
	var b strings.Builder
	fmt.Fprintf(&b, "contact_name;contact_cpf;%s\r\n", column)
	for i := range w.lines {
		fmt.Fprintf(&b, "%s;%s;%s\r\n", importedName(w.from+i), validCPF(w.from+i), w.imports(w.from+i))
	}
	must(w.office.t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

func importedName(i int) string { return fmt.Sprint(everybody, " importada ", i) }

// imports is what the office's file says of person number i, in its own column; "" when it does not know the person.
func (w *writer) imports(i int) string {
	if i < w.from || i >= w.from+w.lines {
		return ""
	}
	return fmt.Sprint(w.office.name, " ", i)
}

func validCPF(i int) string {
	digits := []byte(fmt.Sprintf("%09d", 100_000_000+i*37))
	for range 2 {
		sum := 0
		for j, d := range digits {
			sum += int(d-'0') * (len(digits) + 1 - j)
		}
		digits = append(digits, byte('0'+sum*10%11%10))
	}
	return string(digits)
}
