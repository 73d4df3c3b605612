package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
)

const header = "contact_name;contact_cpf;contact_phone"

// TestImportThroughTheWindow is the way of a person: look, try, import, read the notice, save the report, leave.
func TestImportThroughTheWindow(t *testing.T) {
	o := openSignedIn(t)
	src := o.file("clientes da Maria.csv", header,
		"Maria da Silva;52998224725;5548999990001",
		"João;;5548999990002",
		"Sem documento;11111111111;5548999990003",
		";;5548999990004")

	p, err := o.imports.Preview(src)
	if err != nil || p.Problem != nil {
		t.Fatalf("Preview: %+v %v", p.Problem, err)
	}
	if !p.AllKnown || len(p.Columns) != 3 || p.TotalLines != 4 || p.Delimiter != ";" || p.Encoding != "utf-8" || p.DuplicatesAllowed {
		t.Errorf("preview %+v", p)
	}
	var outcomes []string
	for _, r := range p.Rows {
		outcomes = append(outcomes, r.Outcome)
	}
	if want := []string{"create", "create", "reject", "reject"}; !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %v, want %v", outcomes, want)
	}
	if got := p.Rows[2].Problems; len(got) != 1 || got[0].Index != 1 || got[0].Code != "cpf_invalid" || got[0].Level != "error" {
		t.Errorf("problems of the third line: %+v", got)
	}
	if len(p.Rows[0].Problems) != 0 || p.Rows[3].Line != 5 {
		t.Errorf("rows %+v", p.Rows)
	}

	id, err := o.imports.Check(src)
	if err != nil {
		t.Fatal(err)
	}
	check := o.done(id)
	if check.Kind != "import_check" || check.State != "ended" || check.Result.Created != 2 || check.Result.Rejected != 2 || check.Result.Written != 0 {
		t.Errorf("check %+v %+v", check, check.Result)
	}
	if s := check.Result.Samples; len(s) != 2 || s[0].Line != 4 || s[0].Cells[0] != "Sem documento" || s[0].Problems[0].Index != 1 {
		t.Errorf("samples %+v", s)
	}
	if page, err := o.contacts.Page(ContactQuery{}, 0, 10); err != nil || page.Total != 0 {
		t.Errorf("a dry run wrote: %+v %v", page, err)
	}
	if n, err := o.notices.List(); err != nil || len(n) != 0 {
		t.Errorf("a dry run has notices: %+v %v", n, err)
	}

	job := o.imported(src)
	if _, err := os.Stat(o.app.jobs.Folder(idOf(t, check.ID))); err == nil {
		t.Error("the dry run's copy of the file is still there")
	}
	r := job.Result
	if job.State != "ended" || job.Colour != "yellow" || !job.Mine || !job.HasReport || job.Cancellable || job.Owner != "Ana Souza" ||
		r.Lines != 4 || r.Created != 2 || r.Written != 2 || r.Rejected != 2 || r.Encoding != "utf-8" || r.Delimiter != ";" {
		t.Errorf("job %+v %+v", job, r)
	}
	reason := func(code string) Reason {
		i := slices.IndexFunc(r.Reasons, func(x Reason) bool { return x.Code == code })
		if i < 0 {
			t.Fatalf("no reason %s: %+v", code, r.Reasons)
		}
		return r.Reasons[i]
	}
	if got := reason("cpf_invalid"); got.Count != 1 || got.SampleLine != 4 || got.Message == "" {
		t.Errorf("reason %+v", got)
	}
	if got := reason(crm.CodeNameRequired); got.SampleLine != 5 {
		t.Errorf("reason %+v", got)
	}

	eventually(t, "the notice", func() bool { return o.shell.count("notice:added") == 1 })
	list, err := o.notices.List()
	if err != nil || len(list) != 1 {
		t.Fatalf("notices %+v %v", list, err)
	}
	if n := list[0]; n.JobID != job.ID || n.Kind != "warn" || n.Event != "ended" || n.Read || n.Job.Result.Rejected != 2 || n.Job.Result.Samples != nil {
		t.Errorf("notice %+v", n)
	}
	if err := o.notices.MarkRead(); err != nil {
		t.Fatal(err)
	}
	if list, err = o.notices.List(); err != nil || len(list) != 1 || !list[0].Read {
		t.Errorf("after reading: %+v %v", list, err)
	}
	eventually(t, "the native notification", func() bool { return len(o.shell.notifications()) == 1 })
	notes := o.shell.notifications()
	if notes[0].Title != "Importação concluída em parte" ||
		notes[0].Body != "Criados: 2 · atualizados: 0 · sem mudança: 0 · recusadas: 2" || notes[0].ID != list[0].ID ||
		!slices.Equal(notes[0].Actions, []NotificationAction{{"open", "Abrir"}, {"report", "Salvar CSV de erros"}}) {
		t.Errorf("native notifications %+v", notes)
	}

	lines, err := o.jobs.Report(job.ID, 1)
	if err != nil || len(lines) != 1 || lines[0].Line != 4 || lines[0].Code != "cpf_invalid" || lines[0].Reason == "" {
		t.Errorf("report %+v %v", lines, err)
	}
	saved, err := o.jobs.SaveReport(job.ID)
	if err != nil || filepath.Base(saved) != "clientes da Maria-recusadas.csv" {
		t.Fatalf("saved %q %v", saved, err)
	}
	text, err := os.ReadFile(saved)
	if err != nil || !strings.Contains(string(text), "Sem documento") || strings.Contains(string(text), "Maria da Silva") {
		t.Errorf("report file %q %v", text, err)
	}
	o.shell.saveTo = ""
	if saved, err = o.jobs.SaveReport(job.ID); err != nil || saved != "" {
		t.Errorf("cancelled: %q %v", saved, err)
	}

	if err := o.session.SignOut(); err != nil {
		t.Fatal(err)
	}
	if _, err := o.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	if list, err = o.notices.List(); err != nil || len(list) != 0 {
		t.Errorf("after signing out: %+v %v", list, err)
	}
	if _, err := o.jobs.SaveReport(job.ID); crm.CodeOf(err) != jobs.CodeReportGone {
		t.Errorf("the report of a closed notice: %v", err)
	}
	again, err := o.jobs.Get(job.ID)
	if err != nil || again.HasReport || again.Result.Rejected != 2 || again.Result.Samples != nil {
		t.Errorf("after signing out: %+v %v", again, err)
	}
}

// TestKeptReports: the organization's wish wins over signing out and over closing the notice (D3.16).
func TestKeptReports(t *testing.T) {
	o := openSignedIn(t)
	if err := o.settings.Set("keep-reports", "30"); err != nil {
		t.Fatal(err)
	}
	job := o.imported(o.file("a.csv", header, "X;1;"))
	if job.Colour != "red" {
		t.Errorf("colour %s", job.Colour)
	}
	if err := o.session.SignOut(); err != nil {
		t.Fatal(err)
	}
	if _, err := o.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	list, err := o.notices.List()
	if err != nil || len(list) != 1 || list[0].Kind != "err" || !list[0].Job.HasReport {
		t.Fatalf("notices %+v %v", list, err)
	}
	if err := o.notices.Dismiss(list[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, err = o.notices.List(); err != nil || len(list) != 0 {
		t.Errorf("after closing: %+v %v", list, err)
	}
	if report, err := o.jobs.Report(job.ID, 10); err != nil || len(report) == 0 {
		t.Errorf("report %v %v", report, err)
	}
	if err := o.notices.Dismiss("rubbish"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("rubbish: %v", err)
	}
}

func idOf(t *testing.T, text string) crm.ID {
	t.Helper()
	id, err := crm.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func many(n int) []string {
	lines := []string{header}
	for i := range n {
		lines = append(lines, fmt.Sprintf("Pessoa %d;;55489%08d", i, i))
	}
	return lines
}

func TestLock(t *testing.T) {
	o := openSignedIn(t)
	src := o.file("muitas.csv", many(20_000)...)
	id, err := o.imports.Start(src)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := o.imports.Lock()
	if err != nil || !lock.Locked || lock.JobID != id {
		t.Errorf("lock %+v %v", lock, err)
	}
	if _, err := o.imports.Start(src); crm.CodeOf(err) != importer.CodeRunning {
		t.Errorf("a second import: %v", err)
	}
	status, err := o.status.Get()
	if err != nil || status.RunningJob == nil || status.RunningJob.ID != id || status.Sync.State != "never" {
		t.Errorf("status %+v %v", status, err)
	}
	job := o.done(id)
	if job.State != "ended" || job.Colour != "green" || job.Result.Created != 20_000 || job.HasReport || job.Done != job.Total {
		t.Errorf("job %+v %+v", job, job.Result)
	}
	eventually(t, "the lock to open", func() bool { lock, err := o.imports.Lock(); return err == nil && !lock.Locked })
	if err := o.jobs.Cancel(id); crm.CodeOf(err) != crm.CodeConflict {
		t.Errorf("cancelling what is over: %v", err)
	}
	status, err = o.status.Get()
	if err != nil || status.RunningJob != nil || status.Contacts != 20_000 {
		t.Errorf("status %+v %v", status, err)
	}
}

// TestResumed: a program that closes during an import leaves it to the next one, which says so (D3.15).
func TestResumed(t *testing.T) {
	o := openSignedIn(t)
	id, err := o.imports.Start(o.file("muitas.csv", many(20_000)...))
	if err != nil {
		t.Fatal(err)
	}
	o.close()

	next := openApp(t, o.app.options.DataFolder) // nobody signs in: it goes on all the same
	eventually(t, "a notification of the end", func() bool { return len(next.shell.notifications()) >= 2 })
	notes := next.shell.notifications()
	if notes[0].Title != "Importação retomada" || notes[1].Title != "Importação concluída" ||
		!strings.Contains(notes[1].Body, "Criados: 20.000 ") {
		t.Errorf("native notifications %+v", notes)
	}
	if n := next.shell.count("job:changed") + next.shell.count("notice:added"); n != 0 {
		t.Errorf("%d events told nobody's window of a job", n)
	}
	if _, err := next.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	job := next.done(id)
	if job.State != "ended" || job.Resumed != 1 || job.Result.Created != 20_000 {
		t.Errorf("job %+v %+v", job, job.Result)
	}
	list, err := next.notices.List()
	if err != nil || len(list) != 1 || list[0].Read || list[0].Kind != "ok" {
		t.Errorf("notices %+v %v", list, err)
	}
}

func TestPreviewOfAWrongDelimiter(t *testing.T) {
	o := openSignedIn(t)
	src := o.file("virgulas.csv", "contact_name,contact_phone,contact_city", "Maria,5548999990001,Lages", "João,5548999990002,Lages")
	p, err := o.imports.Preview(src)
	if err != nil || p.Problem == nil || p.Problem.Code != "file_wrong_delimiter" || p.Delimiter != ";" || p.DetectedDelimiter != "," ||
		p.AllKnown || p.TotalLines != -1 || p.Size == 0 {
		t.Fatalf("preview %+v %+v %v", p, p.Problem, err)
	}
	src.Delimiter = p.DetectedDelimiter
	if p, err = o.imports.Preview(src); err != nil || p.Problem != nil || len(p.Rows) != 2 || p.Delimiter != "," || p.DetectedDelimiter != "," {
		t.Errorf("with the right one: %+v %v", p, err)
	}
	src.Path += "x"
	if p, err = o.imports.Preview(src); err != nil || p.Problem == nil || p.Problem.Code != importer.CodeFileMissing {
		t.Errorf("a missing file: %+v %v", p, err)
	}
	src.Path = t.TempDir()
	if p, err = o.imports.Preview(src); err != nil || p.Problem == nil || p.Problem.Code != importer.CodeDirectory {
		t.Errorf("a folder: %+v %v", p, err)
	}
}

// TestHeaderRow: lines above the header are told, another line can be chosen, and what was chosen is imported (D3.2).
func TestHeaderRow(t *testing.T) {
	o := openSignedIn(t)
	long := strings.Repeat("é", 500)
	src := o.file("a.csv", "Relatório;"+long, "", "Nome;Telefone", "Maria;5548999990001", "João;5548999990002")
	p, err := o.imports.Preview(src)
	if err != nil || p.Problem != nil || p.HeaderRow != 3 || len(p.Top) != 4 || p.Top[0].Line != 1 || p.Top[1].Line != 3 ||
		p.Top[0].Cells[1] != long[:2*120] || !slices.Equal(p.Top[1].Cells, []string{"Nome", "Telefone"}) || p.Rows[0].Line != 4 {
		t.Fatalf("preview %+v %v", p, err)
	}
	src.HeaderRow = 4
	if p, err = o.imports.Preview(src); err != nil || p.HeaderRow != 4 || p.Columns[0].Header != "Maria" || len(p.Rows) != 1 {
		t.Errorf("another line: %+v %v", p, err)
	}
	for _, c := range p.Columns {
		src.Mapping = append(src.Mapping, ColumnMapping{Header: c.Header, Index: c.Index, Target: "ignore"})
	}
	src.Mapping[0].Target = "contact_name"
	id, err := o.imports.Start(src)
	if err != nil {
		t.Fatal(err)
	}
	if job := o.done(id); job.Result.Created != 1 || job.Result.Lines != 1 {
		t.Errorf("import %+v", job.Result)
	}
	src.HeaderRow = 2
	if p, err = o.imports.Preview(src); err != nil || p.Problem == nil || p.Problem.Code != "file_no_header_line" {
		t.Errorf("a blank line: %+v %v", p.Problem, err)
	}
	src.HeaderRow = 1001
	if p, err = o.imports.Preview(src); err != nil || p.Problem == nil || p.Problem.Field != "header_row" {
		t.Errorf("too far: %+v %v", p.Problem, err)
	}
}

// TestMapping: nobody decides for the person, and what they decided is remembered (D3.2).
func TestMapping(t *testing.T) {
	o := openSignedIn(t)
	src := o.file("a.csv", "Nome;Time do coração;Interno", "Maria;Avaí;x", "João;;y")
	p, err := o.imports.Preview(src)
	if err != nil || p.AllKnown || p.Columns[0].How != "alias" || p.Columns[0].Target != "contact_name" ||
		p.Columns[1].How != "unmapped" || p.Columns[1].Target != "" || !slices.Equal(p.Columns[1].Samples, []string{"Avaí"}) {
		t.Fatalf("preview %+v %v", p, err)
	}
	for _, c := range p.Columns {
		src.Mapping = append(src.Mapping, ColumnMapping{Header: c.Header, Index: c.Index, Target: c.Target})
	}
	for _, start := range []func(ImportSource) (string, error){o.imports.Start, o.imports.Check} {
		if _, err := start(src); crm.CodeOf(err) != importer.CodeMappingIncomplete {
			t.Errorf("undecided columns: %v", err)
		}
	}
	src.Mapping[1].Target, src.Mapping[2].Target = "custom:Time", "ignore"
	slices.Reverse(src.Mapping) // the order of the list does not matter
	if p, err = o.imports.Preview(src); err != nil || !p.AllKnown || p.Columns[1].How != "chosen" || p.Columns[0].How != "alias" {
		t.Errorf("preview of the choice: %+v %v", p.Columns, err)
	}
	if job := o.imported(src); job.Colour != "green" || job.Result.Created != 2 {
		t.Fatalf("job %+v", job)
	}
	fields, err := o.lookups.Fields()
	if err != nil || len(fields) != 1 || fields[0].Name != "Time" || fields[0].Type != "text" {
		t.Errorf("fields %+v %v", fields, err)
	}
	src.Mapping = nil
	if p, err = o.imports.Preview(src); err != nil || !p.AllKnown || p.Columns[1].How != "remembered" || p.Columns[1].Target != "custom:Time" {
		t.Errorf("the next time: %+v %v", p.Columns, err)
	}

	for name, mapping := range map[string][]ColumnMapping{
		"no such field":  {{"Nome", 0, "contact_nome"}, {"B", 1, "ignore"}, {"C", 2, "ignore"}},
		"nameless field": {{"Nome", 0, "contact_name"}, {"B", 1, "custom: "}, {"C", 2, "ignore"}},
		"a gap":          {{"Nome", 0, "contact_name"}, {"C", 2, "ignore"}},
		"twice":          {{"Nome", 0, "contact_name"}, {"Nome", 0, "ignore"}},
	} {
		src.Mapping = mapping
		if _, err := o.imports.Start(src); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPossibleDuplicateIsAWarning(t *testing.T) {
	o := openSignedIn(t)
	o.imported(o.file("a.csv", header, "Maria;52998224725;5548999990001"))
	p, err := o.imports.Preview(o.file("b.csv", header, "Outra;11144477735;5548999990001"))
	if err != nil || len(p.Rows) != 1 || p.Rows[0].Outcome != "create" || len(p.Rows[0].Problems) != 1 {
		t.Fatalf("preview %+v %v", p.Rows, err)
	}
	if got := p.Rows[0].Problems[0]; got.Code != CodePossibleDuplicate || got.Level != "warning" || got.Index != -1 {
		t.Errorf("problem %+v", got)
	}
}

func TestTemplateAndForget(t *testing.T) {
	o := openSignedIn(t)
	path, err := o.imports.SaveTemplate("csv")
	if err != nil || filepath.Base(path) != "modelo-de-importacao.csv" {
		t.Fatalf("%q %v", path, err)
	}
	if job := o.imported(ImportSource{Path: path}); job.Colour != "green" || job.Result.Created != 1 {
		t.Errorf("the template does not import: %+v %+v", job, job.Result)
	}
	if path, err = o.imports.SaveTemplate("xlsx"); err != nil || filepath.Base(path) != "modelo-de-importacao.xlsx" {
		t.Fatalf("%q %v", path, err)
	}
	if p, err := o.imports.Preview(ImportSource{Path: path}); err != nil || p.Format != "xlsx" || len(p.Sheets) != 1 || !p.AllKnown || p.Problem != nil {
		t.Errorf("the template as a workbook: %+v %v", p, err)
	}
	if job := o.imported(ImportSource{Path: path}); job.Result == nil || job.Result.Unchanged != 1 {
		t.Errorf("the same person as a workbook: %+v", job.Result)
	}
	if _, err := o.imports.SaveTemplate("pdf"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("another format: %v", err)
	}
	o.shell.saveTo = filepath.Join(t.TempDir(), "gone")
	if _, err := o.imports.SaveTemplate("csv"); crm.CodeOf(err) != "file_unwritable" {
		t.Errorf("a folder that is gone: %v", err)
	}
	if err := o.imports.Forget("/upload/a.csv"); err != nil || !slices.Equal(o.shell.dropped, []string{"/upload/a.csv"}) {
		t.Errorf("%v %v", o.shell.dropped, err)
	}
}

// TestCallsAtTheSameTime: the page has many questions open at once.
func TestCallsAtTheSameTime(t *testing.T) {
	o := openSignedIn(t)
	id, err := o.imports.Start(o.file("muitas.csv", many(5_000)...))
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	ask := func(question func() error) {
		work.Go(func() {
			for range 20 {
				if err := question(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	ask(func() error { _, err := o.contacts.Page(ContactQuery{Search: "pessoa"}, 0, 50); return err })
	ask(func() error { _, err := o.jobs.List(); return err })
	ask(func() error { _, err := o.jobs.Get(id); return err })
	ask(func() error { _, err := o.status.Get(); return err })
	ask(func() error { _, err := o.notices.List(); return err })
	ask(func() error { return o.notices.MarkRead() })
	ask(func() error { _, err := o.session.Info(); return err })
	ask(func() error { return o.session.SetLanguage("en") })
	work.Wait()
	if job := o.done(id); job.Result.Created != 5_000 {
		t.Errorf("job %+v", job.Result)
	}
}
