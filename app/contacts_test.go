package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
)

func TestPageAndDetail(t *testing.T) {
	o := openSignedIn(t)
	o.imported(o.file("a.csv",
		"contact_name;contact_cpf;contact_cnpj;contact_phone;contact_phone_2;contact_labels;contact_custom_fields;contact_notes;portfolio;portfolio_type;portfolio_user_email",
		`Maria da Silva;52998224725;11222333000181;5548999990001;554833330001;vip|novo;["Time","Avaí"];prefere a tarde;true;1;`+adminEmail,
		"João;;;5548999990002;;;;;;;"))

	page, err := o.contacts.Page(ContactQuery{Sort: "name"}, 0, 10)
	if err != nil || page.Total != 2 || !page.Exact || len(page.Rows) != 2 || page.Version == "" {
		t.Fatalf("page %+v %v", page, err)
	}
	maria := page.Rows[1]
	if maria.Name != "Maria da Silva" || maria.CPF != "•••.982.247-••" || maria.CNPJ != "••.222.333/0001-••" ||
		maria.Phone != "5548999990001" || maria.PhoneCount != 2 || maria.Owner != "Ana Souza" || maria.PortfolioType != 1 ||
		len(maria.Labels) != 2 || maria.Labels[0].Name != "vip" || !maria.Active || maria.Corporate || maria.Pending ||
		maria.CreatedAt == "" || maria.LastInteractionAt != "" {
		t.Errorf("row %+v", maria)
	}
	if joao := page.Rows[0]; joao.CPF != "" || joao.CNPJ != "" || joao.Owner != "" || joao.PortfolioType != 0 || len(joao.Labels) != 0 {
		t.Errorf("row %+v", joao)
	}

	d, err := o.contacts.Get(maria.ID)
	if err != nil || d.CPF != maria.CPF || len(d.Phones) != 2 || d.CustomFields[0].Name != "Time" || d.CustomFields[0].Value != "Avaí" ||
		d.Notes[0].Text != "prefere a tarde" || d.Portfolio.Owner != "Ana Souza" || d.Portfolio.Service != "" || d.CreatedBy != "Ana Souza" {
		t.Fatalf("detail %+v %v", d, err)
	}
	whole, err := o.contacts.RevealDocument(maria.ID, "cpf")
	if err != nil || whole != "529.982.247-25" {
		t.Errorf("revealed %q %v", whole, err)
	}
	if _, err := o.contacts.RevealDocument(maria.ID, "email"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("an e-mail is no document: %v", err)
	}
	if _, err := o.contacts.Get(crm.NewID().String()); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("nobody: %v", err)
	}

	// An edit gives the list another version, and its history hides documents too.
	o.imported(o.file("b.csv", "contact_name;contact_phone;contact_cnpj;contact_city", "João;5548999990002;11444777000161;Lages"))
	eventually(t, "another version", func() bool {
		next, err := o.contacts.Page(ContactQuery{}, 0, 10)
		return err == nil && next.Version != page.Version
	})
	d, err = o.contacts.Get(page.Rows[0].ID)
	if err != nil || d.CNPJ != "••.444.777/0001-••" {
		t.Fatalf("detail %+v %v", d, err)
	}
	var fields []string
	for _, c := range d.Changes {
		fields = append(fields, c.Field+"="+c.New)
		if c.Author != "Ana Souza" || c.Source != "import" || c.At == "" {
			t.Errorf("change %+v", c)
		}
	}
	slices.Sort(fields)
	if want := []string{"city=Lages", "cnpj=••.444.777/0001-••"}; !slices.Equal(fields, want) {
		t.Errorf("changes %v, want %v", fields, want)
	}
}

func TestQuery(t *testing.T) {
	o := openSignedIn(t)
	o.imported(o.file("a.csv", "contact_name;contact_labels;contact_active;contact_custom_fields", `Maria;vip;;["Time","Avaí"]`, "João;;false;", "Zé;;;"))
	labels, err := o.lookups.Labels()
	if err != nil || len(labels) != 1 {
		t.Fatalf("labels %+v %v", labels, err)
	}
	fields, err := o.lookups.Fields()
	if err != nil || len(fields) != 1 {
		t.Fatalf("fields %+v %v", fields, err)
	}
	for name, tt := range map[string]struct {
		q    ContactQuery
		want string
		code string
	}{
		"all":         {ContactQuery{Status: "all"}, "João Maria Zé", ""},
		"descending":  {ContactQuery{Sort: "name", Desc: true}, "Zé Maria João", ""},
		"active":      {ContactQuery{Status: "active"}, "Maria Zé", ""},
		"search":      {ContactQuery{Search: "joao"}, "João", ""},
		"label":       {ContactQuery{Labels: []string{labels[0].ID}}, "Maria", ""},
		"field":       {ContactQuery{Fields: []FieldFilter{{fields[0].ID, "avai"}}}, "Maria", ""},
		"owned":       {ContactQuery{Owner: "any"}, "", ""},
		"type":        {ContactQuery{PortfolioTypes: []int{2}}, "", ""},
		"bad label":   {ContactQuery{Labels: []string{"vip"}}, "", crm.CodeInvalid},
		"bad owner":   {ContactQuery{Owners: []string{"ana"}}, "", crm.CodeInvalid},
		"bad field":   {ContactQuery{Fields: []FieldFilter{{"Time", "x"}}}, "", crm.CodeInvalid},
		"bad status":  {ContactQuery{Status: "asleep"}, "", crm.CodeInvalid},
		"bad date":    {ContactQuery{CreatedFrom: "31/12/2026"}, "", crm.CodeInvalid},
		"bad channel": {ContactQuery{Channel: "pombo"}, "", ""},
	} {
		page, err := o.contacts.Page(tt.q, 0, 10)
		var names []string
		for _, r := range page.Rows {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, " "); got != tt.want || crm.CodeOf(err) != tt.code {
			t.Errorf("%s: %q %v, want %q %s", name, got, err, tt.want, tt.code)
		}
	}
	for _, limit := range []int{0, -1, 1001} {
		if _, err := o.contacts.Page(ContactQuery{}, 0, limit); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

// TestLookupsFollowChanges: names are kept between pages, not beyond a change.
func TestLookupsFollowChanges(t *testing.T) {
	o := openSignedIn(t)
	o.imported(o.file("a.csv", "contact_name;contact_labels", "Maria;vip"))
	o.imported(o.file("b.csv", "contact_name;contact_labels;portfolio;portfolio_type;portfolio_user_email", "Zé;novo|vip;true;1;"+adminEmail))
	label := func() (names []string) {
		page, err := o.contacts.Page(ContactQuery{Sort: "name", Desc: true}, 0, 1)
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("page %+v %v", page, err)
		}
		for _, l := range page.Rows[0].Labels {
			names = append(names, l.Name)
		}
		return append(names, page.Rows[0].Owner)
	}
	if got := label(); !slices.Equal(got, []string{"novo", "vip", "Ana Souza"}) {
		t.Errorf("names %v", got)
	}
	actor, err := o.app.session.use(o.app.db.Now(), false)
	if err != nil {
		t.Fatal(err)
	}
	renamed := "Ana Lima"
	if _, err := o.app.access.UpdateUser(crm.WithActor(t.Context(), actor), adminEmail, userNamed(renamed)); err != nil {
		t.Fatal(err)
	}
	if got := label(); got[2] != renamed {
		t.Errorf("after the rename: %v", got)
	}
	users, err := o.lookups.Users()
	if err != nil || len(users) != 1 || users[0].Name != renamed || !users[0].Active {
		t.Errorf("users %+v %v", users, err)
	}
	channels, err := o.lookups.Channels()
	if err != nil || !slices.Equal(channels, crm.Channels) {
		t.Errorf("channels %v %v", channels, err)
	}
	if services, err := o.lookups.Services(); err != nil || len(services) != 0 {
		t.Errorf("services %v %v", services, err)
	}
}

func TestMaskCNPJ(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "11222333000181": "••.222.333/0001-••", "12ABC34501DE35": "••.ABC.345/01DE-••", "123": "•••",
	} {
		if got := maskCNPJ(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestExport(t *testing.T) {
	o := openSignedIn(t)
	o.imported(o.file("a.csv", "contact_name", "Maria", "João", "Zé"))
	page, err := o.contacts.Page(ContactQuery{}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{}
	for _, r := range page.Rows {
		byName[r.Name] = r.ID
	}
	id, err := o.exports.Start(Selection{Kind: "all", Query: ContactQuery{Search: "o"}}, "csv")
	if err != nil {
		t.Fatal(err)
	}
	job := o.done(id)
	if job.Colour != "green" || job.Result.Written != 1 || job.HasReport || !strings.HasPrefix(job.Title, "contatos-") {
		t.Fatalf("job %+v %+v", job, job.Result)
	}
	path, err := o.exports.Download(id)
	if err != nil || filepath.Dir(path) != o.shell.saveTo {
		t.Fatalf("download %q %v", path, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "João") || strings.Contains(string(text), "Maria") {
		t.Errorf("file %q %v", text, err)
	}
	if err := o.files.Reveal(path); err != nil || !slices.Equal(o.shell.shown, []string{path}) {
		t.Errorf("revealed %v %v", o.shell.shown, err)
	}
	if _, err := o.exports.Download(o.imported(o.file("b.csv", "contact_name", "Bia")).ID); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("an import has a file: %v", err)
	}
	eventually(t, "the notification", func() bool {
		return slices.ContainsFunc(o.shell.notifications(), func(n Notification) bool { return n.Body == "Contatos exportados: 1" })
	})

	o.shell.browser = true
	id, err = o.exports.Start(Selection{Kind: "some", IDs: []string{byName["Maria"], byName["Zé"]}}, "csv")
	if err != nil {
		t.Fatal(err)
	}
	if job = o.done(id); job.Result.Written != 2 {
		t.Errorf("job %+v", job)
	}
	first, err := o.exports.Download(id)
	second, err2 := o.exports.Download(id)
	if err != nil || err2 != nil || !strings.HasPrefix(first, "/download/") || first == second {
		t.Errorf("in a browser: %q %v, %q %v", first, err, second, err2)
	}
	if err := o.files.Reveal(first); err != nil || len(o.shell.shown) != 1 {
		t.Errorf("a browser has a folder: %v %v", o.shell.shown, err)
	}

	id, err = o.exports.Start(Selection{Kind: "all", Except: []string{byName["Zé"]}}, "csv")
	if err != nil {
		t.Fatal(err)
	}
	if job = o.done(id); job.Result.Written != 3 {
		t.Errorf("all but one: %+v", job.Result)
	}
	for name, tt := range map[string]struct {
		sel    Selection
		format string
	}{
		"format": {Selection{Kind: "all"}, "pdf"}, "kind": {Selection{}, "csv"}, "id": {Selection{Kind: "some", IDs: []string{"1"}}, "csv"},
	} {
		if _, err := o.exports.Start(tt.sel, tt.format); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	o.shell.browser = false
	for name, tt := range map[string]struct{ format, named, offered, begin string }{
		"csv":    {"csv", "", ".csv", "\uFEFFcontact_name;"},
		"xlsx":   {"xlsx", "", ".xlsx", "PK\x03\x04"},
		"json":   {"json", "", ".json", "[\n{"},
		"ndjson": {"ndjson", "", ".ndjson", `{"id":`},
		// The dialog for JSON, where the person says by the ending that it is one a line.
		"named":       {"json", "todos.jsonl", ".json", `{"id":`},
		"named alike": {"ndjson", "todos.json", ".ndjson", `{"id":`},
	} {
		o.shell.named = tt.named
		id, err := o.exports.Start(Selection{Kind: "all"}, tt.format)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if job := o.done(id); job.Result.Written != 4 {
			t.Errorf("%s: %+v", name, job.Result)
		}
		path, err := o.exports.Download(id)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(string(text), tt.begin) {
			t.Errorf("%s: %.20q %v", name, text, err)
		}
		if d := o.shell.dialogs[len(o.shell.dialogs)-1]; !strings.HasSuffix(d.Name, tt.offered) || !strings.Contains(d.Filters[0].Pattern, "*"+tt.offered) {
			t.Errorf("%s: dialog %+v", name, d)
		}
	}
	o.shell.saveTo = ""
	if id, err := o.exports.Start(Selection{Kind: "all"}, "csv"); err != nil || id != "" {
		t.Errorf("cancelled: %q %v", id, err)
	}
}
