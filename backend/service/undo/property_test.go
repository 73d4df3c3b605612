package undo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// everybody is what people see of every contact: its fields, phones, labels, portfolio and notes.
func (o *office) everybody() map[crm.ID]string {
	o.t.Helper()
	numbers, _, err := o.db.Select(o.ctx, crm.Selection{All: true})
	o.must(err)
	out := map[crm.ID]string{}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		for _, n := range numbers {
			s, err := v.At(n)
			if err != nil {
				return err
			}
			notes, err := v.Notes(n)
			if err != nil {
				return err
			}
			lines := parts(&s.Contact)
			for _, note := range notes {
				lines = append(lines, "note="+note.Text)
			}
			slices.Sort(lines)
			out[s.ID] = strings.Join(lines, "\n")
		}
		return nil
	}))
	return out
}

var cpfs = []string{"52998224725", "11144477735", "39053344705", "12345678909", "98765432100"}

// file is a random file about few people, who meet in it again and again.
func file(r *rapid.T, name string) []string {
	pick := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(r, name+what) }
	var lines []string
	for i := range rapid.IntRange(1, 8).Draw(r, name+" lines") {
		lines = append(lines, strings.Join([]string{
			pick("name", "Ana", "Beto", "Caio"), pick("cpf", append([]string{""}, cpfs...)...),
			pick("email", "", "a@example.com", "b@example.com"), pick("phone", "", "5548999999999", "5548988888888", "554833333333"),
			pick("labels", "", "vip", "norte|vip"), pick("note", "", "ligar", fmt.Sprint("nota ", i)),
			pick("custom", "", `["Cor","azul"]`, `["Cor","verde"|"Saldo","10"]`),
		}, ";"))
	}
	return lines
}

// Whatever was there before, whatever the file says: after the undo everything is as it was, but for what is listed.
func TestUndoneImportLeavesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := newOffice(t)
		if rapid.Bool().Draw(r, "base") {
			o.imports(header, file(r, "base")...)
		}
		before := o.everybody()
		j := o.imports(header, file(r, "import")...)
		imported := o.everybody()
		touched := map[crm.ID]bool{}
		for id := range imported {
			if rapid.IntRange(0, 3).Draw(r, "touch") > 0 {
				continue
			}
			touched[id] = true
			o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
				s, err := tx.Contact(id)
				if err != nil {
					return err
				}
				next := s.Clone()
				next.Fields[crm.FieldCity] = "Natal" // of no column of the file
				_, err = tx.UpdateContact(s, next, nil)
				return err
			}))
		}
		u, result := o.undone(j)
		after := o.everybody()
		listed := map[string]bool{}
		for _, k := range o.kept(u) {
			listed[k.ID] = true
		}
		for id, was := range before {
			now := after[id]
			if touched[id] { // what somebody wrote stays, beside what was restored
				now = strings.Join(slices.DeleteFunc(strings.Split(now, "\n"), func(l string) bool { return l == "city=Natal" }), "\n")
			}
			if now != was {
				r.Fatalf("%s\nbefore\n%s\nafter\n%s\nlisted %v", id, was, now, listed)
			}
		}
		for id := range after {
			_, known := before[id]
			if !known && (!touched[id] || !listed[id.String()]) {
				r.Fatalf("%s was created, is still there and touched %v, listed %v", id, touched[id], listed[id.String()])
			}
		}
		if result.Kept != len(o.kept(u)) {
			r.Fatalf("%d kept, %d listed", result.Kept, len(o.kept(u)))
		}
	})
}
