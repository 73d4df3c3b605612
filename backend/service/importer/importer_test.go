package importer

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// office is a replica with its services and a signed-in administrator.
type office struct {
	t    testing.TB
	db   *sqlite.DB
	jobs *jobs.Service
	imp  *Service
	ctx  context.Context
	dir  string
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := openOffice(t, t.TempDir())
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	o.must(o.db.Update(crm.WithActor(context.Background(), crm.System), func(tx *sqlite.Tx) error { return tx.PutUser(admin, "-") }))
	o.ctx = crm.WithActor(context.Background(), crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"})
	return o
}

func openOffice(t testing.TB, dir string) *office {
	t.Helper()
	db, err := sqlite.Open(context.Background(), dir, sqlite.Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: db, jobs: jobs.New(db), dir: dir}
	o.must(db.Warm(context.Background()))
	o.imp = New(db, o.jobs)
	t.Cleanup(func() {
		o.jobs.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) file(lines ...string) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "contatos.csv")
	o.must(os.WriteFile(path, []byte(strings.Join(lines, "\r\n")+"\r\n"), 0o600))
	return path
}

// run imports a file and waits; the job may have failed.
func (o *office) run(opts Options) (crm.Job, Result) {
	o.t.Helper()
	j, err := o.imp.Start(o.ctx, opts)
	o.must(err)
	return o.finish(j)
}

func (o *office) finish(j crm.Job) (crm.Job, Result) {
	o.t.Helper()
	j, err := o.jobs.Wait(o.ctx, j.ID)
	o.must(err)
	r, err := ResultOf(j)
	o.must(err)
	if r.Created+r.Updated+r.Unchanged+r.Rejected != r.Lines {
		o.t.Errorf("D3.13: %d + %d + %d + %d is not %d", r.Created, r.Updated, r.Unchanged, r.Rejected, r.Lines)
	}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error { return v.CheckLookups() }))
	held, err := o.db.CheckWarm(o.ctx)
	if o.must(err); !held {
		o.t.Error("the import lost the list in memory")
	}
	return j, r
}

// lines imports lines under the canonical headers given and returns the counts.
func (o *office) lines(header string, lines ...string) Result {
	o.t.Helper()
	_, r := o.run(Options{Path: o.file(append([]string{header}, lines...)...)})
	return r
}

func (r Result) counts() string {
	return fmt.Sprintf("%d created %d updated %d unchanged %d rejected", r.Created, r.Updated, r.Unchanged, r.Rejected)
}

func (o *office) contact(cpf string) *sqlite.Stored {
	o.t.Helper()
	var s *sqlite.Stored
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		n, err := v.ByCPF(cpf)
		if err != nil || len(n) != 1 {
			return fmt.Errorf("%d contacts with that CPF, %w", len(n), err)
		}
		s, err = v.At(n[0])
		return err
	}))
	return s
}

const (
	cpfA = "52998224725"
	cpfB = "11144477735"
	cpfC = "39053344705"
)

func TestEveryKindOfColumn(t *testing.T) {
	o := newOffice(t)
	j, r := o.run(Options{Path: o.file(
		`contact_name;contact_email;contact_cpf;contact_phone;contact_phone_2;contact_gender;contact_birth_date;contact_custom_fields;contact_labels;contact_notes`,
		`Maria;maria@example.com;529.982.247-25;5548999999999;554833333333;Feminino;27/03/1985;["Faturamento","20.000"|"Advogado","Dr. Augusto Martins"|"Secretária","Gabriela Santos"];vip|Norte;ligar à tarde`,
	)})
	if j.State != crm.JobEnded || j.Colour != crm.Green || r.Created != 1 {
		t.Fatalf("%s %s %+v %v", j.State, j.Colour, r, j.Error)
	}
	if _, err := os.Stat(filepath.Join(o.jobs.Folder(j.ID), copyName)); !os.IsNotExist(err) {
		t.Error("the private copy outlives an import without rejections")
	}
	c := o.contact(cpfA)
	if len(c.Custom) != 3 || len(c.Labels) != 2 || len(c.Phones) != 2 || c.Fields[crm.FieldBirthDate] != "1985-03-27" {
		t.Errorf("got %+v", c.Contact)
	}
	// The same file again changes nothing, not even the notes.
	if r := o.lines(
		`contact_name;contact_cpf;contact_phone;contact_labels;contact_notes`,
		`Maria;52998224725;5548999999999;VIP;ligar à tarde`); r.counts() != "0 created 0 updated 1 unchanged 0 rejected" {
		t.Errorf("again: %s %v", r.counts(), r.Reasons)
	}
}

func TestMatching(t *testing.T) {
	const header = "contact_name;contact_cpf;contact_phone;contact_email;contact_city"
	for _, tc := range []struct {
		name   string
		first  []string
		second string
		want   string
	}{
		{"by CPF and nothing else: another CPF with a known phone creates", []string{"A;" + cpfA + ";5511999999999;;"}, "B;" + cpfB + ";5511999999999;;", "1 created 0 updated 0 unchanged 0 rejected"},
		{"by CPF, masked", []string{"A;" + cpfA + ";;;"}, "A;529.982.247-25;;;Recife", "0 created 1 updated 0 unchanged 0 rejected"},
		{"without CPF by phone", []string{"A;" + cpfA + ";5511999999999;;"}, "A;;5511999999999;;Recife", "0 created 1 updated 0 unchanged 0 rejected"},
		{"by phone with the ninth digit", []string{"A;;5511999999999;;"}, "A;;551199999999;;Recife", "0 created 1 updated 0 unchanged 0 rejected"},
		{"a phone that finds nobody does not fall back to e-mail", []string{"A;;5511999999999;a@b.com.br;"}, "A;;5511988888888;a@b.com.br;", "1 created 0 updated 0 unchanged 0 rejected"},
		{"with neither by e-mail, whatever the case", []string{"A;;;Ana@Example.com;"}, "A;;;aNA@example.COM;Recife", "0 created 1 updated 0 unchanged 0 rejected"},
		{"nothing to go by creates", []string{"A;;;;"}, "A;;;;", "1 created 0 updated 0 unchanged 0 rejected"},
		{"blanks keep", []string{"A;;5511999999999;;Recife"}, " ;;5511999999999;; ", "0 created 0 updated 1 unchanged 0 rejected"},
		{"several are ambiguous", []string{"A;" + cpfA + ";5511999999999;;", "B;" + cpfB + ";5511999999999;;"}, "C;;5511999999999;;", "0 created 0 updated 0 unchanged 1 rejected"},
		{"a new contact needs a name", nil, ";" + cpfA + ";;;", "0 created 0 updated 0 unchanged 1 rejected"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := newOffice(t)
			if tc.first != nil {
				o.lines(header, tc.first...)
			}
			if r := o.lines(header, tc.second); r.counts() != tc.want {
				t.Errorf("in two files: got %s %v, want %s", r.counts(), r.Reasons, tc.want)
			}
			// Lines earlier in the file are part of the base: one file gives the same.
			o = newOffice(t)
			both := o.lines(header, append(append([]string{}, tc.first...), tc.second)...)
			both.Created -= len(tc.first)
			if both.counts() != tc.want {
				t.Errorf("in one file: got %s %v, want %s", both.counts(), both.Reasons, tc.want)
			}
		})
	}
}

func TestOnlyActiveCandidateIsChosen(t *testing.T) {
	o := newOffice(t)
	const header = "contact_name;contact_cpf;contact_phone;contact_active;contact_city"
	o.lines(header, "A;"+cpfA+";5511999999999;false;", "B;"+cpfB+";5511999999999;true;")
	if r := o.lines(header, "B;;5511999999999;;Recife"); r.Updated != 1 || o.contact(cpfB).Fields[crm.FieldCity] != "Recife" {
		t.Errorf("%s %v", r.counts(), r.Reasons)
	}
	if r := o.lines(header, "A;"+cpfA+";;;Olinda"); r.Updated != 1 || o.contact(cpfA).Active() {
		t.Error("an inactive contact is updated and stays inactive (D3.8)")
	}
}

func TestCNPJIsNoKeyAndBelongsToOne(t *testing.T) {
	o := newOffice(t)
	const header = "contact_name;contact_cpf;contact_cnpj"
	r := o.lines(header, "A;"+cpfA+";12.ABC.345/01DE-35", "B;"+cpfB+";12abc34501de35", "C;"+cpfC+";", "A;"+cpfA+";12ABC34501DE35")
	if r.counts() != "2 created 0 updated 1 unchanged 1 rejected" || r.Reasons[crm.CodeCNPJTaken] != 1 {
		t.Errorf("%s %v", r.counts(), r.Reasons)
	}
}

func TestPossibleDuplicatesAreCounted(t *testing.T) {
	o := newOffice(t)
	r := o.lines("contact_name;contact_cpf;contact_phone;contact_email",
		"A;"+cpfA+";5511999999999;a@b.com.br", "B;"+cpfB+";551199999999;", "C;"+cpfC+";;A@B.com.br")
	if r.Created != 3 || r.PossibleDuplicates != 2 {
		t.Errorf("%s, %d possible duplicates", r.counts(), r.PossibleDuplicates)
	}
}

func TestDuplicatesAllowedAlwaysCreates(t *testing.T) {
	o := newOffice(t)
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.SetSetting(crm.SettingNoDuplicates, "off") }))
	r := o.lines("contact_name;contact_cpf", "A;"+cpfA, "A;"+cpfA)
	if r.Created != 2 || r.PossibleDuplicates != 0 {
		t.Errorf("%s", r.counts())
	}
}

func TestEleventhPhoneRejectsItsLine(t *testing.T) {
	o := newOffice(t)
	header := "contact_name;contact_cpf;contact_phone"
	for i := 2; i <= 10; i++ {
		header += fmt.Sprintf(";contact_phone_%d", i)
	}
	var phones []string
	for i := range 10 {
		phones = append(phones, fmt.Sprintf("55119%08d", 88880000+i))
	}
	o.lines(header, "A;"+cpfA+";"+strings.Join(phones, ";"))
	r := o.lines("contact_name;contact_cpf;contact_phone", "A;"+cpfA+";5511977777777", "A;"+cpfA+";"+phones[3])
	if r.counts() != "0 created 0 updated 1 unchanged 1 rejected" || r.Reasons[crm.CodePhonesTooMany] != 1 {
		t.Errorf("%s %v", r.counts(), r.Reasons)
	}
}

func TestPortfolioColumns(t *testing.T) {
	o := newOffice(t)
	ana := crm.User{ID: crm.NewID(), Name: "Ana", Email: "ana@example.com", Profile: crm.ProfileAgent, Active: true}
	bia := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent, Active: true}
	gone := crm.User{ID: crm.NewID(), Name: "Caio", Email: "caio@example.com", Profile: crm.ProfileAgent}
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		for _, u := range []crm.User{ana, bia, gone} {
			if err := tx.PutUser(u, "-"); err != nil {
				return err
			}
		}
		_, err := tx.DefineService(crm.Service{Name: "Vendas"})
		return err
	}))
	const header = "contact_name;contact_cpf;portfolio;portfolio_type;portfolio_user_email;portfolio_service_name;portfolio_agent_reserve_email"
	for _, tc := range []struct{ line, code string }{
		{"true;1;ana@example.com;;", ""},
		{"true;2;ANA@example.com;;bia@example.com", ""},
		{"true;3;ana@example.com;Vendas;", ""},
		{"true;4;ana@example.com;;", ""},
		{"TRUE;9;nobody;;", ""}, // only the exact word acts
		{";1;nobody;;", ""},
		{"true;5;ana@example.com;;", CodePortfolioType},
		{"true;;ana@example.com;;", CodePortfolioType},
		{"true;1;nobody@example.com;;", CodeUserUnknown},
		{"true;1;caio@example.com;;", CodeUserUnknown},
		{"true;2;ana@example.com;;", CodeReserveUnknown},
		{"true;2;ana@example.com;;ana@example.com", CodeReserveUnknown},
		{"true;3;ana@example.com;vendas;", CodeServiceUnknown},
	} {
		r := o.lines(header, "A;"+cpfA+";"+tc.line)
		if tc.code == "" && r.Rejected != 0 || tc.code != "" && r.Reasons[tc.code] != 1 {
			t.Errorf("%s: %s %v, want %q", tc.line, r.counts(), r.Reasons, tc.code)
		}
	}
	if p := o.contact(cpfA).Portfolio; p == nil || p.Type != crm.FlowFollowMe || p.Owner != ana.ID {
		t.Errorf("the last link that was accepted is %+v", p)
	}
}

func TestRejectedLineLeavesNothing(t *testing.T) {
	o := newOffice(t)
	r := o.lines("contact_name;contact_cpf;contact_custom_fields;contact_labels;contact_gender", `A;`+cpfA+`;["Novo","1"];nova;feminino`)
	if r.Rejected != 1 || r.Reasons[crm.CodeGenderInvalid] != 1 {
		t.Fatalf("%s %v", r.counts(), r.Reasons)
	}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		fields, err := v.CustomFields()
		if err != nil {
			return err
		}
		labels, err := v.Labels()
		if len(fields)+len(labels) != 0 {
			t.Error("a rejected line has defined a field or a label")
		}
		return err
	}))
}

func TestFileThatCannotBeImported(t *testing.T) {
	for name, tc := range map[string]struct {
		lines []string
		opts  Options
		code  string
	}{
		"wrong delimiter": {[]string{"contact_name,contact_cpf", "A," + cpfA}, Options{}, "file_wrong_delimiter"},
		"no name column":  {[]string{"contact_cpf;contact_city", cpfA + ";x"}, Options{}, CodeNoNameColumn},
		"nobody chose":    {[]string{"contact_name;cor favorita", "A;azul"}, Options{}, CodeMappingIncomplete},
		"header only":     {[]string{"contact_name;contact_cpf"}, Options{}, "file_empty"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			tc.opts.Path = o.file(tc.lines...)
			j, r := o.run(tc.opts)
			if j.State != crm.JobFailed || j.Colour != crm.Red || j.Error == nil || j.Error.Code != tc.code || r.saved() != 0 {
				t.Errorf("%s %s %v", j.State, j.Colour, j.Error)
			}
		})
	}
	o := newOffice(t)
	for path, code := range map[string]string{o.t.TempDir(): CodeDirectory, "/nowhere/at/all.csv": CodeFileMissing} {
		if j, _ := o.run(Options{Path: path}); j.Error == nil || j.Error.Code != code {
			t.Errorf("%s: %v", code, j.Error)
		}
	}
}

func TestReportIsImportableAfterCorrection(t *testing.T) {
	o := newOffice(t)
	path := o.file("contact_name;contact_cpf;contact_gender", "A;"+cpfA+";Feminino", "B;"+cpfB+";fem", "C;123;Masculino")
	j, r := o.run(Options{Path: path})
	if r.counts() != "1 created 0 updated 0 unchanged 2 rejected" || j.Colour != crm.Yellow {
		t.Fatalf("%s %s", r.counts(), j.Colour)
	}
	var report bytes.Buffer
	n, err := o.imp.WriteReport(o.ctx, j.ID, &report)
	o.must(err)
	text := report.String()
	if n != 2 || !strings.Contains(text, "B;"+cpfB+";fem;3;") || !strings.Contains(text, "C;123;Masculino;4;") {
		t.Fatalf("%d lines:\n%s", n, text)
	}
	fixed := strings.NewReplacer(";fem;", ";Feminino;", "C;123;", "C;"+cpfC+";").Replace(text)
	again := filepath.Join(t.TempDir(), "erros.csv")
	o.must(os.WriteFile(again, []byte(fixed), 0o600))
	if j, r := o.run(Options{Path: again}); j.Colour != crm.Green || r.Created != 2 {
		t.Errorf("%s %s %v", j.Colour, r.counts(), r.Reasons)
	}
	o.must(o.jobs.Dismiss(o.ctx, j.ID))
	if _, err := o.imp.WriteReport(o.ctx, j.ID, &report); crm.CodeOf(err) != jobs.CodeReportGone {
		t.Errorf("after its notification was closed the report gives %v", err)
	}
	if _, err := os.Stat(o.jobs.Folder(j.ID)); !os.IsNotExist(err) {
		t.Error("the private copy is still there")
	}
}

func TestDryRunCountsWhatTheImportDoes(t *testing.T) {
	o := newOffice(t)
	const header = "contact_name;contact_cpf;contact_phone;contact_email;contact_notes;contact_city"
	o.lines(header, "A;"+cpfA+";5511999999999;a@b.com.br;;", "B;;5511988888888;;n;")
	path := o.file(header,
		"A;"+cpfA+";;;;Recife",          // updates
		"A;;5511999999999;;;Recife",     // finds the changed one: unchanged
		"A;;5511999999999;x@y.com.br;;", // changes its e-mail
		"E;;;a@b.com.br;;",              // the old e-mail is free again: creates
		"E;;;A@B.com.br;;Natal",         // and updates that one
		"B;;551188888888;;n;",           // unchanged
		"C;"+cpfC+";5511999999999;;;",   // creates, possible duplicate
		"D;;5511999999999;;;",           // ambiguous by now
		"F;;;;;", "F;;;;;", "G;;;g;;",
	)
	check, err := o.imp.Check(o.ctx, Options{Path: path})
	o.must(err)
	_, planned := o.finish(check)
	if n := o.count(); n != 2 {
		t.Fatalf("the dry run has left %d contacts", n)
	}
	_, done := o.run(Options{Path: path})
	planned.Seconds, done.Seconds = 0, 0
	if fmt.Sprint(planned) != fmt.Sprint(done) {
		t.Errorf("planned %+v\ndone    %+v", planned, done)
	}
	if done.counts() != "4 created 3 updated 2 unchanged 2 rejected" || done.PossibleDuplicates != 1 {
		t.Errorf("%s %v %d", done.counts(), done.Reasons, done.PossibleDuplicates)
	}
}

func (o *office) count() (n int64) {
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { n, err = v.CountContacts(); return err }))
	return n
}

func TestOneImportAtATimePerUser(t *testing.T) {
	o := newOffice(t)
	j := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, State: crm.JobRunning, Title: "outro.csv", Params: []byte("{}")}
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.CreateJob(&j) }))
	path := o.file("contact_name", "A")
	if _, err := o.imp.Start(o.ctx, Options{Path: path}); crm.CodeOf(err) != CodeRunning {
		t.Errorf("a second import of the same user: %v", err)
	}
	other := crm.User{ID: crm.NewID(), Name: "Eva", Email: "eva@example.com", Profile: crm.ProfileSupervisor, Active: true}
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.PutUser(other, "-") }))
	o.ctx = crm.WithActor(o.ctx, crm.Actor{User: other.ID, Profile: other.Profile})
	if j, r := o.run(Options{Path: path}); j.Colour != crm.Green || r.Created != 1 {
		t.Errorf("another user's import: %s %v", j.Colour, j.Error)
	}
}

func TestAgentMayNotImport(t *testing.T) {
	o := newOffice(t)
	agent := crm.User{ID: crm.NewID(), Name: "Eva", Email: "eva@example.com", Profile: crm.ProfileAgent, Active: true}
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.PutUser(agent, "-") }))
	ctx := crm.WithActor(o.ctx, crm.Actor{User: agent.ID, Profile: agent.Profile})
	if _, err := o.imp.Start(ctx, Options{Path: o.file("contact_name", "A")}); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("got %v", err)
	}
	if _, err := o.imp.Preview(ctx, Options{Path: o.file("contact_name", "A")}); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("got %v", err)
	}
}
