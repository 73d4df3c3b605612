package interactions

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// imports is what an import of lines under a header comes to.
func (o *office) imports(header string, lines ...string) Result {
	o.t.Helper()
	_, r := o.imported(Options{Path: o.file("a.csv", append([]string{header}, lines...)...)})
	return r
}

// imported is an import that has ended, and what it came to.
func (o *office) imported(options Options) (crm.Job, Result) {
	o.t.Helper()
	j, err := o.s.Import(o.ctx, options)
	if err != nil {
		o.t.Fatal(err)
	}
	if j, err = o.jobs.Wait(o.ctx, j.ID); err != nil {
		o.t.Fatal(err)
	}
	r, err := ResultOf(j)
	if err != nil || j.Error != nil {
		o.t.Fatal(err, j.Error)
	}
	return j, r
}

// besidesOf are the surveys and the appointments of the contact, as texts.
func (o *office) besidesOf() (surveys, visits []string) {
	o.t.Helper()
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		c, err := v.Contact(o.contact)
		if err != nil {
			return err
		}
		answered, err := v.Surveys(c.N)
		for _, x := range answered {
			at := ""
			if !x.Survey.Answered.IsZero() {
				at = x.Survey.Answered.Format(time.RFC3339)
			}
			surveys = append(surveys, fmt.Sprintf("%s sent %s answered %s %d %s", x.Protocol, x.Survey.Sent.Format(time.RFC3339), at, x.Survey.Score, x.Survey.Comment))
		}
		if err != nil {
			return err
		}
		all, err := v.Appointments(c.N)
		for _, a := range all {
			visits = append(visits, fmt.Sprintf("%s %s %s %v", a.At.Format(time.RFC3339), a.Status, a.Text, a.Agent == o.user))
		}
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	slices.Sort(surveys)
	return surveys, visits
}

// D10.1: a file brings surveys, sent or answered, and appointments; each once, also for an interaction that is there already,
// and what people have made of them since stays.
func TestSurveysAndAppointmentsOfAFile(t *testing.T) {
	o := openOffice(t)
	const header = "protocolo;canal;de;abertura;encerramento;nota;comentario;pesquisa enviada;pesquisa respondida;agendamento;situacao do agendamento;assunto do agendamento;agente"
	const who = ";voice;5548999998888;2026-03-01T10:00:00Z;"
	first := []string{
		"A" + who + "2026-03-01T10:05:00Z;9;bom;;;2026-04-01T12:00:00Z;feito;visita;ana@example.com",
		"B" + who + "2026-03-01T10:05:00Z;;;2026-03-01T10:06:00Z;;;;;",
		"C" + who + ";;;;;;;;",
		"D" + who + "2026-03-01T10:05:00Z;;;2026-03-01T10:06:00Z;2026-03-01T11:00:00Z;;;;",
	}
	if r := o.imports(header, first...); r.Created != 4 || r.Rejected != 0 {
		t.Fatalf("%+v", r)
	}
	want := []string{
		"A sent 2026-03-01T10:05:00Z answered 2026-03-01T10:05:00Z 9 bom", "B sent 2026-03-01T10:06:00Z answered  -1 ",
		"D sent 2026-03-01T10:06:00Z answered 2026-03-01T11:00:00Z -1 ",
	}
	surveys, visits := o.besidesOf()
	if !slices.Equal(surveys, want) || !slices.Equal(visits, []string{"2026-04-01T12:00:00Z done visita true"}) {
		t.Errorf("%q %q", surveys, visits)
	}

	// Again, and then with what became of them: the answer of B, the end and the answer of C, an appointment twice in the file.
	if r := o.imports(header, first...); r.Unchanged != 4 {
		t.Errorf("%+v", r)
	}
	visit := o.only()
	visit.Status, visit.Text = crm.AppointmentCancelled, "adiada"
	if _, err := o.s.Appoint(o.ctx, AppointmentInput{ID: visit.ID, At: visit.At, Status: visit.Status, Text: visit.Text}); err != nil {
		t.Fatal(err)
	}
	if r := o.imports(header,
		"A"+who+"2026-03-01T10:05:00Z;1;ruim;;;2026-04-01T12:00:00Z;feito;visita;",
		"B"+who+"2026-03-01T10:05:00Z;7;;;2026-03-01T12:00:00Z;2026-05-01T12:00:00Z;;retorno;",
		"B"+who+"2026-03-01T10:05:00Z;;;;;2026-05-01T12:00:00Z;;retorno;",
		"C"+who+"2026-03-01T10:10:00Z;4;;;;;;;",
	); r.Updated != 2 || r.Unchanged != 2 {
		t.Errorf("%+v", r)
	}
	want[1] = "B sent 2026-03-01T10:06:00Z answered 2026-03-01T12:00:00Z 7 "
	want = slices.Insert(want, 2, "C sent 2026-03-01T10:10:00Z answered 2026-03-01T10:10:00Z 4 ")
	surveys, visits = o.besidesOf()
	if !slices.Equal(surveys, want) || !slices.Equal(visits, []string{"2026-05-01T12:00:00Z open retorno false", "2026-04-01T12:00:00Z cancelled adiada false"}) {
		t.Errorf("%q %q", surveys, visits)
	}

	r := o.imports(header,
		"E"+who+";;;2026-02-01T10:00:00Z;;;;;",
		"F"+who+";;;2026-03-02T10:00:00Z;2026-03-01T11:00:00Z;;;;",
		"G"+who+";;;;;amanhã;;;",
		"H"+who+";;;;;;;só o assunto;",
		"I"+who+";;;;;2026-04-01T12:00:00Z;talvez;;",
		"J"+who+";;;2199-01-01T00:00:00Z;;;;;",
	)
	for code, n := range map[string]int{"survey_sent_invalid": 2, "survey_answered_invalid": 1, "appointment_invalid": 2, "appointment_status_invalid": 1} {
		if r.Reasons[code] != n {
			t.Errorf("%s: %d, want %d", code, r.Reasons[code], n)
		}
	}
	if r.Rejected != 6 || r.Created != 0 {
		t.Errorf("%+v", r)
	}
}

// Of an erased person a later file brings nothing back (D8.6).
func TestAFileTellsNothingOfAnErasedPerson(t *testing.T) {
	o := openOffice(t)
	o.add(Input{Channel: "voice", Protocol: "A", Opened: o.db.Now().AddDate(0, 0, -1)})
	o.anonymize()
	r := o.imports("protocolo;canal;de;abertura;nota;comentario;agendamento;assunto do agendamento",
		"A;voice;5548999998888;2026-03-01T10:00:00Z;9;bom;2026-04-01T12:00:00Z;visita")
	if surveys, visits := o.besidesOf(); r.Unchanged != 1 || len(surveys)+len(visits) != 0 {
		t.Errorf("%+v %q %q", r, surveys, visits)
	}
}

// only is the one appointment there is.
func (o *office) only() (a crm.Appointment) {
	o.t.Helper()
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		c, err := v.Contact(o.contact)
		if err != nil {
			return err
		}
		all, err := v.Appointments(c.N)
		if len(all) == 1 {
			a = all[0]
		}
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return a
}

// anonymize erases the contact of the office's interactions.
func (o *office) anonymize() {
	o.t.Helper()
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		_, err := tx.Perform("contact.anonymize", o.contact, &replication.Erase{ID: o.contact})
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
}
