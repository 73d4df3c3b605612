package undo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

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

var cpfs = []string{"", "52998224725", "11144477735", "39053344705", "12345678909", "98765432100"}

// file is a random file about few people, who meet in it again and again.
func file(r *rand.Rand) (lines []string) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for i := range 1 + r.IntN(8) {
		lines = append(lines, strings.Join([]string{
			pick("Ana", "Beto", "Caio"), pick(cpfs...), pick("", "a@example.com", "b@example.com"),
			pick("", "5548999999999", "5548988888888", "554833333333"), pick("", "vip", "norte|vip"),
			pick("", "ligar", fmt.Sprint("nota ", i)), pick("", `["Cor","azul"]`, `["Cor","verde"|"Saldo","10"]`),
		}, ";"))
	}
	return lines
}

// Whatever was there before, whatever the file says: after the undo everything is as it was, but for what is listed.
func TestUndoneImportLeavesNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 4 {
		o := newOffice(t)
		for range 6 { // on what the rounds before have left
			o.round(r)
		}
	}
}

func (o *office) round(r *rand.Rand) {
	t := o.t
	t.Helper()
	if r.IntN(2) == 0 {
		o.imports(header, file(r)...)
	}
	before := o.everybody()
	lines := file(r)
	j := o.imports(header, lines...)
	touched := map[crm.ID]bool{}
	city := fmt.Sprint("Cidade ", r.IntN(1_000_000)) // of no column of the file
	was := map[crm.ID]string{}
	for id := range o.everybody() {
		if r.IntN(4) > 0 {
			continue
		}
		touched[id] = true
		o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			s, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := s.Clone()
			was[id] = s.Fields[crm.FieldCity]
			next.Fields[crm.FieldCity] = city
			_, err = tx.UpdateContact(s, next, nil)
			return err
		}))
	}
	listed := map[string]bool{}
	if _, err := o.undo.Plan(o.ctx, j.ID, func(int, int) {}); crm.CodeOf(err) != CodeNothing {
		u, result := o.undone(j)
		kept := o.kept(u)
		for _, k := range kept {
			listed[k.ID] = true
		}
		if result.Kept != len(kept) {
			t.Fatalf("%d kept, %d listed", result.Kept, len(kept))
		}
	}
	after := o.everybody()
	for id, want := range before {
		now := after[id]
		if touched[id] { // what somebody wrote stays, beside what was restored
			now = strings.Replace(now, "city="+city, "city="+was[id], 1)
			if was[id] == "" {
				now = strings.Replace(now, "city=\n", "", 1)
			}
		}
		if now != want {
			t.Fatalf("%s, touched %v\nbefore\n%s\nafter\n%s\nfile\n%s\nlisted %v", id, touched[id], want, now, strings.Join(lines, "\n"), listed)
		}
	}
	for id := range after {
		if _, known := before[id]; !known && (!touched[id] || !listed[id.String()]) {
			t.Fatalf("%s was created, is still there and touched %v, listed %v", id, touched[id], listed[id.String()])
		}
	}
}
