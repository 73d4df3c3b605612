package interactions

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// saidIn are the contents of the interaction with a protocol, as texts.
func (o *office) saidIn(protocol string) (out []string) {
	o.t.Helper()
	for _, c := range o.contentsOf(protocol) {
		side := "in"
		if c.Outbound {
			side = "out"
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", c.Kind, side, c.At.Format("15:04"), c.Text))
	}
	slices.Sort(out)
	return out
}

func (o *office) contentsOf(protocol string) (out []crm.Content) {
	o.t.Helper()
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		same, err := v.InteractionsByProtocol(protocol)
		if err != nil || len(same) != 1 {
			return fmt.Errorf("%d interactions of %s: %w", len(same), protocol, err)
		}
		out, err = v.Contents(same[0].ID)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return out
}

// D10.1: a line about a protocol that is there already loses nothing that it tells, whether the protocol came with a line before it, with
// an earlier file or by hand; and told again it adds nothing.
func TestAKnownProtocolIsToldMore(t *testing.T) {
	o := openOffice(t)
	const header = "protocolo;canal;de;sentido;abertura;encerramento;assunto;mensagem;caller"
	const who = ";voice;5548999998888;"
	day := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	o.add(Input{Channel: "voice", Protocol: "H", Opened: day, Subject: "Boleto", Message: "bom dia"})
	for round, step := range []struct {
		lines                       []string
		created, updated, unchanged int
		a, h                        []string
	}{
		{[]string{
			"A" + who + ";2026-03-01T10:00:00Z;;Boleto;oi;48 9999",
			"A" + who + ";2026-03-01T10:00:00Z;;Boleto;oi;48 9999", // the same
			"A" + who + "saida;2026-03-01T10:00:00Z;;Boleto;oi;",   // from the other side
			"A" + who + ";2026-03-01T10:07:00Z;;Boleto;oi;",        // said again later
			"H" + who + ";2026-03-01T10:00:00Z;;Boleto;bom dia;",
			"H" + who + ";2026-03-01T10:00:00Z;;Segunda via;até logo;",
		}, 1, 3, 2,
			[]string{"caller in 10:00 48 9999", "message in 10:00 oi", "message in 10:07 oi", "message out 10:00 oi", "subject in 10:00 Boleto"},
			[]string{"message in 10:00 até logo", "message in 10:00 bom dia", "subject in 10:00 Boleto", "subject in 10:00 Segunda via"}},
		{[]string{
			"A" + who + ";2026-03-01T10:00:00Z;;Boleto;oi;48 9999",
			"A" + who + ";2026-03-01T10:07:00Z;;Boleto;oi;",
			"A" + who + ";2026-03-01T10:00:00Z;;;;", // tells nothing
			"A" + who + ";2026-03-01T10:00:00Z;2026-03-01T10:09:00Z;;fim;",
			"H" + who + ";2026-03-01T10:00:00Z;;Segunda via;até logo;",
		}, 0, 1, 4,
			[]string{"caller in 10:00 48 9999", "message in 10:00 fim", "message in 10:00 oi", "message in 10:07 oi", "message out 10:00 oi", "subject in 10:00 Boleto"},
			[]string{"message in 10:00 até logo", "message in 10:00 bom dia", "subject in 10:00 Boleto", "subject in 10:00 Segunda via"}},
	} {
		r := o.imports(header, step.lines...)
		if r.Created != step.created || r.Updated != step.updated || r.Unchanged != step.unchanged || r.Rejected != 0 {
			t.Errorf("round %d: %+v", round, r)
		}
		if got := o.saidIn("A"); !slices.Equal(got, step.a) {
			t.Errorf("round %d: %q", round, got)
		}
		if got := o.saidIn("H"); !slices.Equal(got, step.h) {
			t.Errorf("round %d: %q", round, got)
		}
	}
}

// What a line adds to a known protocol goes to the other offices as an operation of its own.
func TestWhatAKnownProtocolIsToldIsSent(t *testing.T) {
	o := openOffice(t)
	x := o.add(Input{Channel: "voice", Protocol: "A", Opened: o.db.Now().Add(-time.Hour), Open: true})
	o.imports("protocolo;canal;de;abertura;mensagem", "A;voice;5548999998888;2026-03-01T10:00:00Z;bom dia")
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		all, err := v.PendingOps(100)
		if !slices.ContainsFunc(all, func(p sqlite.PendingOp) bool {
			return p.Kind == replication.KindInteractionEdit && p.Entity == x.ID
		}) {
			t.Errorf("%+v", all)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A line that closes keeps what it does not tell: who answered when, the tabulation; and is refused when its times contradict.
func TestALineThatClosesKeepsWhatItDoesNotTell(t *testing.T) {
	for _, before := range []string{"in the file", "in an earlier one"} {
		o := openOffice(t)
		const header = "protocolo;canal;de;abertura;atendimento;encerramento;handle_seconds;situacao;tabulacao"
		const who = ";voice;5548999998888;2026-03-01T10:00:00Z;"
		first := []string{
			"A" + who + "2026-03-01T10:01:00Z;;;aberto;Dúvida", "B" + who + "2026-03-01T10:01:00Z;;;aberto;Dúvida",
			"C" + who + "2026-03-01T10:01:00Z;;;aberto;", "D" + who + "2026-03-01T10:01:00Z;;;aberto;",
		}
		then := []string{
			"A" + who + ";2026-03-01T10:05:00Z;;;", "B" + who + ";2026-03-01T10:05:00Z;30;;Venda", "C" + who + ";;90;fechado;", "D" + who + ";2026-03-01T10:00:30Z;;;",
		}
		if before == "in the file" {
			first, then = append(first, then...), nil
		}
		r := o.imports(header, first...)
		if then != nil {
			r = o.imports(header, then...)
		}
		if r.Updated != 3 || r.Rejected != 1 || r.Reasons["closed_invalid"] != 1 {
			t.Errorf("%s: %+v", before, r)
		}
		if err := o.db.View(o.ctx, func(v *sqlite.View) error {
			for protocol, want := range map[string]string{
				"A": "10:01 10:05 4m0s Dúvida", "B": "10:01 10:05 30s Venda", "C": "10:01 10:02 1m30s ", "D": "10:01 00:00 0s ",
			} {
				same, err := v.InteractionsByProtocol(protocol)
				if err != nil || len(same) != 1 {
					return fmt.Errorf("%d of %s: %w", len(same), protocol, err)
				}
				x := same[0]
				if got := fmt.Sprintf("%s %s %v %s", x.Answered.Format("15:04"), x.Closed.Format("15:04"), x.Handle, x.Tabulation); got != want {
					t.Errorf("%s, %s: %q, want %q", before, protocol, got, want)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// An interaction has room for so much, on every replica: a line too many is refused with its reason, not cut.
func TestAKnownProtocolHasRoomForSoMuch(t *testing.T) {
	full := make([]crm.Content, replication.MaxContents)
	for i := range full {
		full[i] = crm.Content{ID: crm.NewID(), Kind: "message", Text: fmt.Sprint(i)}
	}
	for _, q := range []struct {
		had, more []crm.Content
		added     int
		refused   bool
	}{
		{full[1:], full[:1], 1, false}, {full, full[:1], 0, false}, {full, []crm.Content{{Kind: "message", Text: "mais"}}, 0, true},
	} {
		got, err := unsaid(q.had, q.more)
		if len(got) != q.added || (crm.CodeOf(err) == crm.CodeConflict) != q.refused {
			t.Errorf("%d and %d: %d added, %v", len(q.had), len(q.more), len(got), err)
		}
	}
}

// Of an erased person a known protocol is told nothing (D8.6).
func TestAKnownProtocolOfAnErasedPersonIsToldNothing(t *testing.T) {
	o := openOffice(t)
	o.add(Input{Channel: "voice", Protocol: "A", Opened: o.db.Now().AddDate(0, 0, -1)})
	o.anonymize()
	r := o.imports("protocolo;canal;de;abertura;mensagem;assunto", "A;voice;5548999998888;2026-03-01T10:00:00Z;segredo;segredo")
	if said := strings.Join(o.saidIn("A"), " "); r.Unchanged != 1 || said != "" {
		t.Errorf("%+v %q", r, said)
	}
}

// Times in a file may be finer than those that are kept: told again, a line still adds nothing.
func TestToldAgainWithAFinerTime(t *testing.T) {
	o := openOffice(t)
	for round := range 2 {
		r := o.imports("protocolo;canal;de;abertura;mensagem", "A;voice;5548999998888;2026-03-01T10:00:00.123456Z;bom dia")
		if r.Created != 1-round || r.Unchanged != round {
			t.Errorf("round %d: %+v", round, r)
		}
	}
	if got := o.saidIn("A"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
