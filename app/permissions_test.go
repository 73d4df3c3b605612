package app

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/contacts"
	"carteira/backend/sqlite"
)

// rule is what a bound method asks of whoever calls it.
type rule struct {
	anybody bool             // works without a session
	needs   []crm.Permission // all of them; none = any session
	either  []crm.Permission // one of them; the refusal names the first
	args    func(o *office) []any
	why     string // of anybody, or of a rule that surprises
}

// bound is the table: every exported method of every struct that the window may call. A method of another struct, or a new
// one, fails TestEveryMethodHasItsRule until it is here.
var bound = map[string]rule{
	"Session.Info":        {anybody: true, why: "tells whether anybody is signed in"},
	"Session.CreateAdmin": {anybody: true, why: "the first start; refused ever after"},
	"Session.Join":        {anybody: true, why: "the other first start; refused ever after"},
	"Session.SignIn":      {anybody: true, why: "the door"},
	"Session.SignOut":     {anybody: true, why: "the way out"},
	"Session.SetLanguage": {anybody: true, why: "the door speaks both languages", args: with("en")},
	"Session.Idle":        {},
	"Session.Renew":       {},

	"Account.Get":            {},
	"Account.ChangePassword": {args: with("wrong", "uma senha bem longa")},
	"Account.SetPresence":    {args: with("paused", "almoço")},

	"Users.List":          {needs: only(crm.PermUsers)},
	"Users.Save":          {needs: only(crm.PermUsers), args: func(o *office) []any { return []any{o.userForm()} }},
	"Users.SetActive":     {needs: only(crm.PermUsers), args: func(o *office) []any { return []any{o.user, false} }},
	"Users.ResetPassword": {needs: only(crm.PermUsers), args: func(o *office) []any { return []any{o.user, "outra senha longa"} }},
	"Users.SetPresence":   {needs: only(crm.PermUsers), args: func(o *office) []any { return []any{o.user, "paused", "almoço"} }},

	"Permissions.Matrix": {needs: only(crm.PermView)},
	"Permissions.Set":    {needs: only(crm.PermUsers), args: with("agent", "reports", true)},

	"Services.List":           {needs: only(crm.PermView)},
	"Services.Save":           {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{ServiceRow{Name: o.fresh("Fila")}} }},
	"Tabulations.List":        {needs: only(crm.PermView)},
	"Tabulations.Add":         {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.fresh("Venda"), ""} }},
	"Tabulations.Rename":      {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.tabulation, o.fresh("Dúvida")} }},
	"Tabulations.SetArchived": {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.tabulation, true} }},

	"Settings.Get": {why: "settings decide how the window behaves"},
	"Settings.Set": {needs: only(crm.PermSettings), args: with("require-email-or-phone", "off")},

	"Audit.List":    {needs: only(crm.PermSettings)},
	"Audit.Choices": {needs: only(crm.PermSettings)},
	"Audit.Verify":  {needs: only(crm.PermSettings)},
	"Audit.Export":  {needs: only(crm.PermSettings)},

	"Contacts.Page":           {needs: only(crm.PermView), args: with(ContactQuery{}, 0, 10)},
	"Contacts.Get":            {needs: only(crm.PermView), args: contactOnly},
	"Contacts.RevealDocument": {needs: only(crm.PermView), args: func(o *office) []any { return []any{o.contact, "cpf"} }},

	"Lookups.Labels":   {needs: only(crm.PermView)},
	"Lookups.Users":    {needs: only(crm.PermView)},
	"Lookups.Fields":   {needs: only(crm.PermView)},
	"Lookups.Services": {needs: only(crm.PermView)},
	"Lookups.Channels": {},

	"Imports.Preview":      {needs: only(crm.PermImport), args: fileOnly},
	"Imports.Check":        {needs: only(crm.PermImport), args: fileOnly},
	"Imports.Start":        {needs: only(crm.PermImport), args: fileOnly},
	"Imports.Lock":         {},
	"Imports.SaveTemplate": {args: with("csv")},
	"Imports.Forget":       {},
	"Imports.Begun":        {needs: only(crm.PermImport)},
	"Imports.KeepBegun":    {needs: only(crm.PermImport), args: with("/clientes.csv", "{}")},

	"ImportHistory.List":     {needs: only(crm.PermView)},
	"ImportHistory.Get":      {needs: only(crm.PermView), args: idOnly},
	"ImportHistory.PlanUndo": {needs: only(crm.PermImport), args: idOnly},
	"ImportHistory.Undo":     {needs: only(crm.PermImport), args: idOnly},
	"ImportHistory.Kept":     {needs: only(crm.PermView), args: func(o *office) []any { return []any{crm.NewID().String(), 10} }},

	"InteractionImports.Preview":      {needs: only(crm.PermImport), args: func(o *office) []any { return []any{InteractionSource{Path: o.file}} }},
	"InteractionImports.Start":        {needs: only(crm.PermImport), args: func(o *office) []any { return []any{InteractionSource{Path: o.file}} }},
	"InteractionImports.SaveTemplate": {},

	"Exports.Start":    {needs: only(crm.PermExport), args: func(o *office) []any { return []any{Selection{Kind: "all"}, "csv"} }},
	"Exports.Download": {why: "the caller's own export", args: idOnly},

	"Jobs.List":       {},
	"Jobs.Get":        {args: idOnly},
	"Jobs.Cancel":     {why: "one's own job", args: idOnly},
	"Jobs.SaveReport": {why: "one's own job", args: idOnly},
	"Jobs.Report":     {why: "one's own job", args: idOnly},

	"Notices.List":     {},
	"Notices.Chosen":   {why: "the caller's own job"},
	"Notices.MarkRead": {},
	"Notices.Dismiss":  {args: idOnly},

	"Files.PickImport": {},
	"Files.Waiting":    {},
	"Files.Take":       {args: with("/somewhere.csv")},
	"Files.Discard":    {},
	"Files.Enqueue":    {},
	"Files.Reveal":     {},
	"Files.Print":      {why: "what is shown has been asked for already"},
	"Status.Get":       {},

	"Desktop.State":            {why: "how the program sits on this computer is nobody's data"},
	"Desktop.SetNotifications": {why: "of this computer", args: with(true)},
	"Desktop.SetStartAtLogin":  {why: "of the person's own account on this computer", args: with(false)},
	"Desktop.Leave":            {anybody: true, why: "a window at the sign-in can be closed as well", args: with("stay")},

	"Sync.Enrol":     {needs: only(crm.PermSettings), args: with("https://127.0.0.1:1", "code", "Office")},
	"Sync.Now":       {needs: only(crm.PermView)},
	"Sync.Pending":   {needs: only(crm.PermView)},
	"Sync.Conflicts": {needs: only(crm.PermView)},
	"Sync.Settle":    {needs: only(crm.PermEdit), args: func(*office) []any { return []any{crm.NewID().String(), "winner"} }},
	"Sync.Cancel":    {either: only(crm.PermDelete, crm.PermAnonymize), args: with(int64(1))},
	"Sync.Discard":   {needs: only(crm.PermEdit), args: with(int64(1))},
	"Sync.SaveDraft": {needs: only(crm.PermView), args: with(int64(1))},
	"Sync.Devices":   {needs: only(crm.PermSettings)},

	"ContactForm.Open":      {needs: only(crm.PermEdit, crm.PermView), args: contactOnly},
	"ContactForm.Current":   {needs: only(crm.PermEdit, crm.PermView), args: contactOnly},
	"ContactForm.Check":     {needs: only(crm.PermEdit), args: contactOnly},
	"ContactForm.Save":      {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.contact, o.formInput()} }},
	"ContactForm.SaveDraft": {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.contact, `{"name":"Bia"}`} }},
	"ContactForm.Avatars":   {needs: only(crm.PermView), args: func(o *office) []any { return []any{[]string{o.contact}} }},

	"Demo.Fill": {needs: only(crm.PermSettings, crm.PermUsers), args: with(3)},

	"Segments.List":   {needs: only(crm.PermView)},
	"Segments.Save":   {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{"", o.fresh("Segmento"), ContactQuery{}} }},
	"Segments.Delete": {needs: only(crm.PermEdit), args: idOnly},
	"Batches.Start": {needs: only(crm.PermEdit), args: func(o *office) []any {
		return []any{"deactivate", "", Selection{Kind: "some", IDs: []string{o.contact}}}
	}},

	"Definitions.Fields":      {needs: only(crm.PermView)},
	"Definitions.Labels":      {needs: only(crm.PermView)},
	"Definitions.AddField":    {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.fresh("Campo"), "text"} }},
	"Definitions.AddLabel":    {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.fresh("Etiqueta"), "red"} }},
	"Definitions.ChangeField": {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.field, FieldChange{Name: new(o.fresh("Campo"))}} }},
	"Definitions.ChangeLabel": {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.label, LabelChange{Name: new(o.fresh("Etiqueta"))}} }},
	"Definitions.MoveField":   {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.field, 0} }},
	"Definitions.MoveLabel":   {needs: only(crm.PermSettings), args: func(o *office) []any { return []any{o.label, 0} }},

	"Timeline.Page":     {needs: only(crm.PermView), args: func(o *office) []any { return []any{o.contact, TimelineFilter{}, "", 10} }},
	"Timeline.Contents": {needs: only(crm.PermView), args: interactionOnly},
	"Timeline.Profile":  {needs: only(crm.PermView), args: contactOnly},
	"Timeline.Whom":     {needs: only(crm.PermView), args: func(o *office) []any { return []any{"voice", "48 99999-8888"} }},
	"Timeline.Add": {needs: only(crm.PermEdit), args: func(o *office) []any {
		return []any{InteractionInput{Contact: o.contact, Channel: "voice", Open: true}}
	}},
	"Timeline.Close": {needs: only(crm.PermEdit), args: func(o *office) []any {
		return []any{o.interaction, ClosingInput{Tabulation: "Dúvida", HandleSeconds: -1}}
	}},
	"Timeline.Tabulate": {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.interaction, "Dúvida"} }},
	"Timeline.Say":      {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.interaction, "Bom dia", true} }},
	"Timeline.Survey":   {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.interaction, false, -1, ""} }},
	"Timeline.Appoint": {needs: only(crm.PermEdit), args: func(o *office) []any {
		return []any{AppointmentInput{Contact: o.contact, At: "2030-01-02T12:00:00Z", Status: "open"}}
	}},
	"Timeline.AddNote":   {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.contact, o.fresh("Anotação")} }},
	"Timeline.SetActive": {needs: only(crm.PermEdit), args: func(o *office) []any { return []any{o.contact, true} }},
}

func only(p ...crm.Permission) []crm.Permission { return p }
func with(args ...any) func(*office) []any      { return func(*office) []any { return args } }
func contactOnly(o *office) []any               { return []any{o.contact} }
func idOnly(*office) []any                      { return []any{crm.NewID().String()} }
func interactionOnly(o *office) []any           { return []any{o.interaction} }
func fileOnly(o *office) []any                  { return []any{ImportSource{Path: o.file, Encoding: "auto"}} }

// office is a replica with one of everything that the methods are called on.
type office struct {
	*opening
	actors                          map[crm.Profile]crm.Actor
	contact, user, tabulation, file string
	label, field, interaction       string
	count                           int
}

func (o *office) fresh(name string) string {
	o.count++
	return fmt.Sprintf("%s %d", name, o.count)
}

func (o *office) userForm() UserForm {
	o.count++
	return UserForm{Name: "Novo", Email: fmt.Sprintf("novo%d@example.com", o.count), Profile: "agent", Password: "uma senha bem longa"}
}

func (o *office) formInput() FormInput {
	return FormInput{Fields: map[string]string{"city": o.fresh("Recife")}}
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{opening: openAppWith(t, t.TempDir(), newSynchronizer), // the real one asks for rights of its own
		actors: map[crm.Profile]crm.Actor{}}
	if _, err := o.session.CreateAdmin("Ana Souza", adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	admin, err := o.app.session.use(time.Now(), false)
	if err != nil {
		t.Fatal(err)
	}
	ctx := crm.WithActor(t.Context(), admin)
	add := func(profile crm.Profile, email string) crm.User {
		u, err := o.app.access.AddUser(ctx, crm.User{Name: email, Email: email, Profile: profile}, "uma senha bem longa")
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	for _, profile := range crm.Profiles {
		u := add(profile, string(profile)+"@example.com")
		o.actors[profile] = crm.Actor{User: u.ID, Name: u.Name, Email: u.Email, Profile: profile, Source: source}
	}
	o.user = add(crm.ProfileAgent, "alvo@example.com").ID.String()
	tabulation, err := o.app.settings.AddTabulation(ctx, "Dúvida", crm.NoID)
	if err != nil {
		t.Fatal(err)
	}
	label, err := o.app.settings.AddLabel(ctx, crm.Label{Name: "VIP"})
	if err != nil {
		t.Fatal(err)
	}
	field, err := o.app.settings.AddField(ctx, crm.CustomField{Name: "Plano", Type: crm.TypeText})
	if err != nil {
		t.Fatal(err)
	}
	c, err := o.app.contacts.Create(ctx, contacts.Input{Fields: map[crm.Field]string{crm.FieldName: "Bia", crm.FieldCPF: "52998224725"}})
	if err != nil {
		t.Fatal(err)
	}
	o.tabulation, o.label, o.field, o.contact = tabulation.ID.String(), label.ID.String(), field.ID.String(), c.ID.String()
	added, err := (&Timeline{o.app}).Add(InteractionInput{Contact: o.contact, Channel: "voice", Open: true})
	if err != nil {
		t.Fatal(err)
	}
	o.interaction = added.ID
	o.file = filepath.Join(t.TempDir(), "contatos.csv")
	if err := os.WriteFile(o.file, []byte("contact_name\r\nCaio\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// allow gives the three profiles exactly these permissions, past the rule that administrators keep one.
func (o *office) allow(t *testing.T, all ...crm.Permission) {
	t.Helper()
	if err := o.app.db.Update(crm.WithActor(t.Context(), crm.System), func(tx *sqlite.Tx) error {
		for _, profile := range crm.Profiles {
			for _, p := range crm.Permissions {
				if err := tx.SetPermission(profile, p, slices.Contains(all, p)); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// trace is all that a refused call must leave as it was: the records, the audit, the jobs, and what the person was asked.
func (o *office) trace(t *testing.T) string {
	t.Helper()
	var sum replication.Digest
	var audit []crm.AuditEntry
	if err := o.app.db.View(t.Context(), func(v *sqlite.View) (err error) {
		if sum, err = v.SyncDigest(); err != nil {
			return err
		}
		audit, err = v.AuditEntries(crm.AuditFilter{}, 0, 1)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	all, err := o.app.jobs.List(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	o.shell.mu.Lock()
	defer o.shell.mu.Unlock()
	return fmt.Sprint(sum.Sum, audit[0].Seq, len(all), len(o.shell.dialogs))
}

// untilIdle waits for the jobs that earlier calls began: their end is in the audit too.
func (o *office) untilIdle(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		live, err := o.app.jobs.Live(crm.WithActor(t.Context(), crm.System))
		if err != nil {
			t.Fatal(err)
		}
		if len(live) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("jobs do not end: %+v", live)
		}
	}
}

// run calls a method and answers its error; arguments that the rule does not give are zero.
func (o *office) run(m method, r rule) error {
	var given []any
	if r.args != nil {
		given = r.args(o)
	}
	var in []reflect.Value
	for i := range m.fn.Type().NumIn() {
		if i < len(given) {
			in = append(in, reflect.ValueOf(given[i]))
			continue
		}
		in = append(in, reflect.Zero(m.fn.Type().In(i)))
	}
	out := m.fn.Call(in)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// D9.2: no method is bound without a rule, and no rule is of a method that is gone.
func TestEveryMethodHasItsRule(t *testing.T) {
	known := map[string]bool{}
	for name := range methodsOf(New(Options{DataFolder: t.TempDir()}).Bound()) {
		known[name] = true
		if _, ok := bound[name]; !ok {
			t.Errorf("%s has no rule: add to the table in app/permissions_test.go\n\t%q: {needs: only(crm.Perm…), args: …},\n"+
				"with the permission that its service asks for; {} when any session will do", name, name)
		}
	}
	for name, r := range bound {
		if !known[name] {
			t.Errorf("%s is not bound any more: take it out of the table in app/permissions_test.go", name)
		}
		if r.anybody && r.why == "" {
			t.Errorf("%s needs no session: say why", name)
		}
	}
}

// D9.2: every method as every profile and signed out, with the permission and without it.
func TestPermissionsOfEveryMethod(t *testing.T) {
	if testing.Short() {
		t.Skip("calls every method many times")
	}
	o := openOffice(t)
	methods := methodsOf(o.app.Bound())
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		m := methods[name]
		r, ok := bound[name]
		if !ok || r.anybody {
			continue // TestEveryMethodHasItsRule says so
		}
		t.Run(name, func(t *testing.T) {
			o.checkRule(t, m, r)
		})
	}
}

func (o *office) checkRule(t *testing.T, m method, r rule) {
	o.app.session.end()
	o.refuses(t, m, r, "signed out", crm.CodeSignedOut, "")
	for _, profile := range crm.Profiles {
		as := func() { o.app.session.begin(o.actors[profile], o.app.db.Now()) }
		for _, p := range r.needs {
			o.allow(t, slices.DeleteFunc(slices.Clone(crm.Permissions), func(x crm.Permission) bool { return x == p })...)
			as()
			o.refuses(t, m, r, fmt.Sprintf("%s without %s", profile, p), crm.CodeNotAllowed, string(p))
		}
		if len(r.either) > 0 {
			o.allow(t, slices.DeleteFunc(slices.Clone(crm.Permissions), func(x crm.Permission) bool { return slices.Contains(r.either, x) })...)
			as()
			o.refuses(t, m, r, fmt.Sprintf("%s without any of %v", profile, r.either), crm.CodeNotAllowed, string(r.either[0]))
		}
		o.allow(t, append(slices.Clone(r.needs), r.either[min(1, len(r.either)):]...)...)
		as()
		err := o.run(m, r)
		o.rest(t)
		if code := crm.CodeOf(err); code == crm.CodeNotAllowed || code == crm.CodeSignedOut {
			t.Errorf("%s with %v: %v", profile, r.needs, err)
		}
		if crm.CodeOf(err) == CodeInternal {
			t.Errorf("%s with %v: %v", profile, r.needs, err)
		}
	}
}

// rest waits for the jobs that a method has begun: what they leave is nobody else's doing.
func (o *office) rest(t *testing.T) {
	t.Helper()
	eventually(t, "the jobs to be over", func() bool {
		all, err := o.app.jobs.List(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(all, func(j crm.Job) bool { return !j.State.Over() })
	})
}

func (o *office) refuses(t *testing.T, m method, r rule, who, code, field string) {
	t.Helper()
	o.untilIdle(t)
	before := o.trace(t)
	err := o.run(m, r)
	var e *crm.Error
	if !errors.As(err, &e) || e.Code != code || e.Field != field {
		t.Errorf("%s: %v, want %s %s", who, err, code, field)
	}
	if after := o.trace(t); after != before {
		t.Errorf("%s: refused, and yet something changed: %s is %s", who, before, after)
	}
}
