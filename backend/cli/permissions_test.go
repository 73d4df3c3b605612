package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
	"carteira/backend/service/interactions"
	"carteira/backend/service/jobs"
	"carteira/backend/service/segments"
	"carteira/backend/service/settings"
	"carteira/backend/sqlite"
)

// rule is what a command asks of whoever runs it.
type rule struct {
	anybody bool             // works without signing in
	needs   []crm.Permission // all of them; none = any user
	either  []crm.Permission // one of them; the refusal names the first
	args    string           // after the command's own words; $CONTACT, $FILE, $OTHER, $ID and $NEW are filled in
	stdin   string
	why     string // of anybody
}

// commands is the table: every command that does something. A new one fails TestEveryCommandHasItsRule until it is here.
var commands = map[string]rule{
	"init":     {anybody: true, why: "the first start; refused ever after"},
	"template": {anybody: true, why: "an empty file"},
	"manual":   {anybody: true, why: "says what --help says"},
	"web":      {anybody: true, why: "the window has a door of its own"},
	"demo":     {anybody: true, why: "makes its own administrator in an empty folder; asks for rights in another"},
	"demo csv": {anybody: true, why: "made-up lines"},

	"import":         {needs: may(crm.PermImport), args: "$FILE"},
	"import history": {needs: may(crm.PermView)},
	"import show":    {needs: may(crm.PermView), args: "$ID"},
	"import report":  {needs: may(crm.PermView), args: "$ID"},
	"import undo":    {needs: may(crm.PermImport), args: "$ID"},
	"export":         {needs: may(crm.PermExport, crm.PermView), args: "--output $NEW"},

	"contact list":         {needs: may(crm.PermView)},
	"contact show":         {needs: may(crm.PermView), args: "$CONTACT"},
	"contact create":       {needs: may(crm.PermEdit, crm.PermView), args: "--name Novo"},
	"contact update":       {needs: may(crm.PermEdit, crm.PermView), args: "$CONTACT --city $NEW"},
	"contact activate":     {needs: may(crm.PermEdit), args: "$CONTACT"},
	"contact deactivate":   {needs: may(crm.PermEdit), args: "$CONTACT"},
	"contact history":      {needs: may(crm.PermView), args: "$CONTACT"},
	"contact label add":    {needs: may(crm.PermEdit, crm.PermView), args: "VIP --search nobody"},
	"contact label remove": {needs: may(crm.PermEdit, crm.PermView), args: "VIP --search nobody"},

	"user add":      {needs: may(crm.PermUsers), args: "--email $NEW@example.com --name Novo --profile agent --password-stdin", stdin: "uma senha longa"},
	"user list":     {needs: may(crm.PermView)},
	"user update":   {needs: may(crm.PermUsers), args: "$OTHER --name $NEW"},
	"user password": {needs: may(crm.PermUsers), args: "$OTHER --password-stdin", stdin: "outra senha longa"},
	"user presence": {needs: may(crm.PermUsers), args: "$OTHER paused --reason almoço"},

	"service add":           {needs: may(crm.PermSettings), args: "$NEW"},
	"service list":          {needs: may(crm.PermView)},
	"tabulation add":        {needs: may(crm.PermSettings, crm.PermView), args: "$NEW"},
	"tabulation list":       {needs: may(crm.PermView)},
	"tabulation rename":     {needs: may(crm.PermSettings, crm.PermView), args: "Elogio elogio"},
	"tabulation archive":    {needs: may(crm.PermSettings, crm.PermView), args: "Elogio"},
	"permission list":       {needs: may(crm.PermView)},
	"permission set":        {needs: may(crm.PermUsers), args: "agent reports on"},
	"settings get":          {},
	"settings set":          {needs: may(crm.PermSettings), args: "require-email-or-phone off"},
	"audit list":            {needs: may(crm.PermSettings)},
	"audit verify":          {needs: may(crm.PermSettings)},
	"field add":             {needs: may(crm.PermSettings, crm.PermView), args: "$NEW"},
	"field list":            {needs: may(crm.PermView)},
	"label add":             {needs: may(crm.PermEdit, crm.PermView), args: "$NEW"},
	"label list":            {needs: may(crm.PermView)},
	"field archive":         {needs: may(crm.PermSettings, crm.PermView), args: "Plano"},
	"field restore":         {needs: may(crm.PermSettings, crm.PermView), args: "Plano"},
	"field choices":         {needs: may(crm.PermSettings, crm.PermView), args: "Turno --choice Manhã --choice $NEW"},
	"field order":           {needs: may(crm.PermSettings, crm.PermView), args: "Plano"},
	"field rename":          {needs: may(crm.PermSettings, crm.PermView), args: "Plano plano"},
	"label archive":         {needs: may(crm.PermSettings, crm.PermView), args: "VIP"},
	"label restore":         {needs: may(crm.PermSettings, crm.PermView), args: "VIP"},
	"label color":           {needs: may(crm.PermSettings, crm.PermView), args: "VIP red"},
	"label order":           {needs: may(crm.PermSettings, crm.PermView), args: "VIP"},
	"label rename":          {needs: may(crm.PermSettings, crm.PermView), args: "VIP vip"},
	"segment list":          {needs: may(crm.PermView)},
	"segment add":           {needs: may(crm.PermEdit, crm.PermView), args: "$NEW --status active"},
	"segment remove":        {needs: may(crm.PermEdit, crm.PermView), args: "Ativos"},
	"interaction add":       {needs: may(crm.PermEdit), args: "--contact $CONTACT --channel voice"},
	"interaction list":      {needs: may(crm.PermView), args: "--contact $CONTACT"},
	"interaction close":     {needs: may(crm.PermEdit), args: "$INTERACTION --tabulation Elogio"},
	"interaction import":    {needs: may(crm.PermImport), args: "$CALLS"},
	"survey add":            {needs: may(crm.PermEdit), args: "--interaction $INTERACTION --status sent"},
	"appointment add":       {needs: may(crm.PermEdit), args: "--contact $CONTACT --at 2030-01-02T12:00:00Z"},
	"appointment list":      {needs: may(crm.PermView), args: "--contact $CONTACT"},
	"appointment update":    {needs: may(crm.PermEdit, crm.PermView), args: "$APPOINTMENT --text $NEW"},
	"jobs list":             {needs: may(crm.PermView)},
	"jobs show":             {args: "$ID"},
	"jobs cancel":           {args: "$ID"},
	"jobs resume":           {args: "$ID"},
	"sync enroll":           {needs: may(crm.PermSettings), args: "--server https://127.0.0.1:1 --code x"},
	"sync now":              {needs: may(crm.PermView)},
	"sync status":           {},
	"sync conflicts":        {needs: may(crm.PermView)},
	"sync conflicts settle": {needs: may(crm.PermEdit), args: "$ID --take winner"},
	"sync devices":          {needs: may(crm.PermSettings)},
	"sync requests":         {needs: may(crm.PermView)},
	"sync requests cancel":  {either: may(crm.PermDelete, crm.PermAnonymize), args: "1"},
	"sync requests discard": {needs: may(crm.PermEdit), args: "1"},
	"sync requests draft":   {needs: may(crm.PermView), args: "1"},
}

func may(p ...crm.Permission) []crm.Permission { return p }

// eachCommand visits what can be run, by the words it is called with.
func eachCommand(root *cobra.Command, f func(path string)) {
	for _, c := range root.Commands() {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		if c.Annotations[groupOnly] == "" {
			f(strings.TrimPrefix(c.CommandPath(), "carteira "))
		}
		eachCommand(c, f)
	}
}

// D9.2: no command without a rule, no rule of a command that is gone.
func TestEveryCommandHasItsRule(t *testing.T) {
	known := map[string]bool{}
	eachCommand((&program{language: english}).root(), func(path string) {
		known[path] = true
		if _, ok := commands[path]; !ok {
			t.Errorf("`carteira %s` has no rule: add to the table in backend/cli/permissions_test.go\n\t%q: {needs: may(crm.Perm…), args: …},\n"+
				"with the permission that its service asks for; {} when any user will do", path, path)
		}
	})
	for path, r := range commands {
		if !known[path] {
			t.Errorf("there is no `carteira %s` any more: take it out of the table in backend/cli/permissions_test.go", path)
		}
		if r.anybody && r.why == "" {
			t.Errorf("`carteira %s` needs nobody to sign in: say why", path)
		}
	}
}

// cheap is the argon2id string of the password "senha", with parameters that cost nothing: hundreds of commands sign in.
const cheap = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$GO2c/ZuHr5AepwZiOdMFhsU+P5tXxI/EScfjfe+gmco"

type bench struct {
	interaction, appointment, calls string
	t                               *testing.T
	dir, contact, file              string
	count                           int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir()}
	b.file = filepath.Join(t.TempDir(), "contatos.csv")
	if err := os.WriteFile(b.file, []byte("contact_name\r\nCaio\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.calls = filepath.Join(t.TempDir(), "atendimentos.csv")
	if err := os.WriteFile(b.calls, []byte("channel;from;opened_at\r\nvoice;5541998765432;2026-01-02T12:00:00Z\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.with(func(db *sqlite.DB) error {
		ctx := crm.WithActor(t.Context(), crm.System)
		if err := db.Update(ctx, func(tx *sqlite.Tx) error {
			for _, name := range append([]string{"outro"}, textsOf(crm.Profiles)...) {
				profile := crm.ProfileAgent
				if name != "outro" {
					profile = crm.Profile(name)
				}
				u := crm.User{ID: crm.NewID(), Name: name, Email: name + "@example.com", Profile: profile, Active: true}
				if err := tx.PutUser(u, cheap); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		c, err := contacts.New(db).Create(ctx, contacts.Input{Fields: map[crm.Field]string{crm.FieldName: "Bia"}})
		if err != nil {
			return err
		}
		b.contact = c.ID.String()
		s := settings.New(db)
		if _, err := s.AddLabel(ctx, crm.Label{Name: "VIP"}); err != nil {
			return err
		}
		for _, f := range []crm.CustomField{{Name: "Plano", Type: crm.TypeText}, {Name: "Turno", Type: crm.TypeChoice, Choices: []string{"Manhã"}}} {
			if _, err := s.AddField(ctx, f); err != nil {
				return err
			}
		}
		if _, err := segments.New(db).Save(ctx, crm.Segment{Name: "Ativos"}); err != nil {
			return err
		}
		if _, err := s.AddTabulation(ctx, "Elogio", crm.NoID); err != nil {
			return err
		}
		calls := interactions.New(db, jobs.New(db))
		x, err := calls.Add(ctx, interactions.Input{Contact: c.ID, Channel: "voice", Open: true})
		if err != nil {
			return err
		}
		a, err := calls.Appoint(ctx, interactions.AppointmentInput{Contact: c.ID, At: db.Now().Add(time.Hour), Status: crm.AppointmentOpen})
		b.interaction, b.appointment = x.ID.String(), a.ID.String()
		return err
	})
	return b
}

func textsOf[T ~string](all []T) (out []string) {
	for _, x := range all {
		out = append(out, string(x))
	}
	return out
}

func (b *bench) with(f func(db *sqlite.DB) error) {
	b.t.Helper()
	db, err := sqlite.Open(b.t.Context(), b.dir, sqlite.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	if err := f(db); err != nil {
		b.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.t.Fatal(err)
	}
}

// allow gives the three profiles exactly these permissions.
func (b *bench) allow(all ...crm.Permission) {
	b.t.Helper()
	b.with(func(db *sqlite.DB) error {
		return db.Update(crm.WithActor(b.t.Context(), crm.System), func(tx *sqlite.Tx) error {
			for _, profile := range crm.Profiles {
				for _, p := range crm.Permissions {
					if err := tx.SetPermission(profile, p, slices.Contains(all, p)); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// trace is what a refused command must leave as it was.
func (b *bench) trace() (out string) {
	b.t.Helper()
	b.with(func(db *sqlite.DB) error {
		return db.View(b.t.Context(), func(v *sqlite.View) error {
			sum, err := v.SyncDigest()
			if err != nil {
				return err
			}
			last, err := v.AuditEntries(crm.AuditFilter{}, 0, 1)
			out = fmt.Sprint(sum.Sum, last)
			return err
		})
	})
	return out
}

// run answers the error's code and field, "" and "" when there is none.
func (b *bench) run(path string, r rule, as string) (status int, code, field string) {
	b.t.Helper()
	b.count++
	args := append(strings.Fields(path), "--json", "--data", b.dir)
	if as != "" {
		args = append(args, "--as", as+"@example.com")
	}
	for _, arg := range strings.Fields(r.args) {
		args = append(args, strings.NewReplacer("$CONTACT", b.contact, "$FILE", b.file, "$CALLS", b.calls, "$INTERACTION", b.interaction, "$APPOINTMENT", b.appointment, "$OTHER", "outro@example.com",
			"$ID", crm.NewID().String(), "$NEW", filepath.Join(fmt.Sprintf("novo%d", b.count))).Replace(arg))
	}
	var out, diagnostics bytes.Buffer
	status = Run(b.t.Context(), args, Options{
		Stdin: strings.NewReader(r.stdin + "\n"), Stdout: &out, Stderr: &diagnostics,
		Getenv: func(name string) string { return map[string]string{passwordVariable: "senha"}[name] },
	})
	var doc struct {
		Error struct{ Code, Field string }
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		b.t.Fatalf("%v: %v\n%s%s", args, err, &out, &diagnostics)
	}
	return status, doc.Error.Code, doc.Error.Field
}

// D9.2: every command as every profile and without signing in, with the permission and without it.
func TestPermissionsOfEveryCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("runs every command many times")
	}
	t.Chdir(t.TempDir())
	b := newBench(t)
	eachCommand((&program{language: english}).root(), func(path string) {
		r, ok := commands[path]
		if !ok || r.anybody {
			return // TestEveryCommandHasItsRule says so
		}
		t.Run(path, func(t *testing.T) {
			b.t = t
			b.refuses(path, r, "", crm.CodeSignedOut, "")
			for _, p := range r.needs {
				b.allow(slices.DeleteFunc(slices.Clone(crm.Permissions), func(x crm.Permission) bool { return x == p })...)
				for _, profile := range crm.Profiles {
					b.refuses(path, r, string(profile), crm.CodeNotAllowed, string(p))
				}
			}
			if len(r.either) > 0 {
				b.allow(slices.DeleteFunc(slices.Clone(crm.Permissions), func(x crm.Permission) bool { return slices.Contains(r.either, x) })...)
				for _, profile := range crm.Profiles {
					b.refuses(path, r, string(profile), crm.CodeNotAllowed, string(r.either[0]))
				}
			}
			b.allow(append(slices.Clone(r.needs), r.either[min(1, len(r.either)):]...)...)
			for _, profile := range crm.Profiles {
				if status, code, _ := b.run(path, r, string(profile)); status == statusNotAllowed || code == codeInternal || code == codeUsage {
					t.Errorf("%s with %v: %s, status %d", profile, r.needs, code, status)
				}
			}
		})
	})
}

func (b *bench) refuses(path string, r rule, as, code, field string) {
	b.t.Helper()
	before := b.trace()
	status, gotCode, gotField := b.run(path, r, as)
	if status != statusNotAllowed || gotCode != code || gotField != field {
		b.t.Errorf("as %q: status %d, %s %s; want %s %s", as, status, gotCode, gotField, code, field)
	}
	if after := b.trace(); after != before {
		b.t.Errorf("as %q: refused, and yet something changed: %s is %s", as, before, after)
	}
}
