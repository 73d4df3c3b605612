package batch

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// office is a replica with one user who may do everything.
type office struct {
	t     testing.TB
	db    *sqlite.DB
	ctx   context.Context
	dir   string
	jobs  *jobs.Service
	batch *Service
	admin crm.Actor
	label crm.ID
}

func newOffice(t testing.TB) *office {
	o := &office{t: t, dir: t.TempDir()}
	o.open()
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	system := crm.WithActor(context.WithoutCancel(t.Context()), crm.System)
	o.must(o.db.Update(system, func(tx *sqlite.Tx) (err error) {
		if err := tx.PutUser(admin, "x"); err != nil {
			return err
		}
		o.label, _, err = tx.DefineLabel(crm.Label{Name: "VIP"})
		return err
	}))
	o.admin = crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"}
	o.ctx = crm.WithActor(system, o.admin)
	t.Cleanup(o.close)
	return o
}

func (o *office) open() {
	var err error
	o.db, err = sqlite.Open(o.t.Context(), o.dir, sqlite.Options{RefuseUntyped: true})
	o.must(err)
	o.must(o.db.Warm(o.t.Context()))
	o.jobs = jobs.New(o.db)
	o.batch = New(o.db, o.jobs)
}

func (o *office) close() {
	o.jobs.Close()
	o.must(o.db.Close())
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// people creates contacts; every third is inactive, every second has the label.
func (o *office) people(n int) (ids []crm.ID) {
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		for i := range n {
			c := &crm.Contact{ID: crm.NewID()}
			c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = fmt.Sprintf("Pessoa %05d", i), "true"
			if i%3 == 2 {
				c.Fields[crm.FieldActive] = "false"
			}
			if i%2 == 1 {
				c.Labels = []crm.ID{o.label}
			}
			if _, err := tx.CreateContact(c, nil); err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	}))
	return ids
}

func (o *office) run(opts Options) (crm.Job, Result) {
	o.t.Helper()
	j, err := o.batch.Start(o.ctx, opts)
	o.must(err)
	return o.wait(j.ID)
}

func (o *office) wait(id crm.ID) (crm.Job, Result) {
	o.t.Helper()
	j, err := o.jobs.Wait(o.ctx, id)
	o.must(err)
	r, err := ResultOf(j)
	o.must(err)
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error { return v.CheckLookups() }))
	_, err = o.db.CheckWarm(o.ctx)
	o.must(err)
	if r == nil {
		return j, Result{}
	}
	return j, *r
}

func (o *office) contact(id crm.ID) (s *sqlite.Stored) {
	o.t.Helper()
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { s, err = v.Contact(id); return err }))
	return s
}

var everybody = crm.Selection{All: true}

func TestActions(t *testing.T) {
	const people = 24 // 8 inactive, 12 labelled
	for name, c := range map[string]struct {
		action             Action
		selection          crm.Selection
		changed, unchanged int
		holds              func(o *office, c *sqlite.Stored) bool
	}{
		"activate":                {Activate, everybody, 8, 16, func(_ *office, c *sqlite.Stored) bool { return c.Active() }},
		"deactivate":              {Deactivate, everybody, 16, 8, func(_ *office, c *sqlite.Stored) bool { return !c.Active() }},
		"add label":               {AddLabel, everybody, 12, 12, func(o *office, c *sqlite.Stored) bool { return slices.Equal(c.Labels, []crm.ID{o.label}) }},
		"remove label":            {RemoveLabel, everybody, 12, 12, func(_ *office, c *sqlite.Stored) bool { return len(c.Labels) == 0 }},
		"activate those inactive": {Activate, crm.Selection{All: true, Filter: crm.ContactFilter{Status: crm.StatusInactive}}, 8, 0, func(_ *office, c *sqlite.Stored) bool { return c.Active() }},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			ids := o.people(people)
			j, r := o.run(Options{Action: c.action, Label: o.label, Selection: c.selection})
			if j.State != crm.JobEnded || j.Colour != crm.Green || r.Changed != c.changed || r.Unchanged != c.unchanged || r.Refused != 0 {
				t.Fatalf("%s %s %v: %+v", j.State, j.Colour, j.Error, r)
			}
			for _, id := range ids {
				if s := o.contact(id); !c.holds(o, s) {
					t.Errorf("%s: active %v, labels %v", s.Name(), s.Active(), s.Labels)
				}
			}
			if j.Done != int64(r.Total) || j.Total != int64(r.Total) {
				t.Errorf("progress %d of %d, want %d", j.Done, j.Total, r.Total)
			}
		})
	}
}

// A batch is one operation of the bulk lane a chunk, a line of history a contact, two lines of audit, no personal data.
func TestWhatABatchLeaves(t *testing.T) {
	o := newOffice(t)
	ids := o.people(10)
	before := o.pending()
	j, _ := o.run(Options{Action: AddLabel, Label: o.label, Selection: everybody})
	if ops := o.pending()[len(before):]; len(ops) != 1 || ops[0].Kind != replication.KindContactBatch || ops[0].Lane != replication.LaneBulk || ops[0].Lines != 5 {
		t.Errorf("operations: %+v", ops)
	}
	var history []crm.Change
	var audit []crm.AuditEntry
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) {
		if history, err = v.History(ids[0]); err != nil {
			return err
		}
		audit, err = v.AuditEntries(crm.AuditFilter{}, 0, 3)
		return err
	}))
	if len(history) != 1 || history[0].Author != "Ada" || history[0].Source != "test" || history[0].Fields[0].New != "VIP" {
		t.Errorf("history: %+v", history)
	}
	var actions []string
	for _, e := range audit {
		actions = append(actions, e.Action)
		if strings.Contains(fmt.Sprint(e.Detail), "Pessoa") {
			t.Errorf("the audit names somebody: %v", e.Detail)
		}
	}
	if got := strings.Join(actions, " "); got != "batch.end batch.start contact.batch" {
		t.Errorf("audit of %s: %s", j.ID, got)
	}
}

func (o *office) pending() (ops []sqlite.PendingOp) {
	o.t.Helper()
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { ops, err = v.PendingOps(1000); return err }))
	return ops
}

// Who is anonymized, merged or gone is left as they are, counted by reason and listed, the others go through (D2.5).
func TestRefusals(t *testing.T) {
	o := newOffice(t)
	ids := o.people(6)
	stranger := crm.NewID()
	o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		for _, step := range []struct {
			kind replication.Kind
			id   crm.ID
			body any
		}{
			{replication.KindAnonymize, ids[0], &replication.Erase{ID: ids[0]}},
			{replication.KindDelete, ids[1], &replication.Erase{ID: ids[1]}},
			{replication.KindMerge, ids[2], &replication.Merge{Primary: ids[2], Secondaries: []crm.ID{ids[3]}}},
		} {
			if r, err := tx.Perform(step.kind, step.id, step.body); err != nil || r.Outcome != replication.Applied {
				return fmt.Errorf("%s: %+v %w", step.kind, r, err)
			}
		}
		return nil
	}))
	j, r := o.run(Options{Action: AddLabel, Label: o.label, Selection: crm.Selection{IDs: append([]crm.ID{stranger}, ids...)}})
	want := map[string]int{CodeAnonymized: 1, CodeGone: 2, CodeMerged: 1}
	if j.Colour != crm.Yellow || r.Total != 7 || r.Refused != 4 || fmt.Sprint(r.Reasons) != fmt.Sprint(want) || r.Changed+r.Unchanged != 3 {
		t.Fatalf("%s: %+v", j.Colour, r)
	}
	var b bytes.Buffer
	n, err := o.batch.WriteReport(o.ctx, j.ID, &b, []string{"id", "name", "code", "reason"}, strings.ToUpper)
	o.must(err)
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	o.must(err)
	codes := map[string]string{}
	for _, row := range rows[1:] {
		codes[row[0]] = row[2] + " " + row[3]
	}
	if n != 4 || codes[stranger.String()] != "gone GONE" || codes[ids[0].String()] != "anonymized ANONYMIZED" ||
		codes[ids[1].String()] != "gone GONE" || codes[ids[3].String()] != "merged MERGED" {
		t.Errorf("%d refused: %v", n, rows)
	}
	// With its notification the report is gone (D3.16).
	o.must(o.jobs.Dismiss(o.ctx, j.ID))
	if _, err := o.batch.Refused(o.ctx, j.ID, 1); crm.CodeOf(err) != jobs.CodeReportGone {
		t.Errorf("a closed report: %v", err)
	}
	// All refused is red.
	if j, r := o.run(Options{Action: Activate, Selection: crm.Selection{IDs: []crm.ID{stranger}}}); j.Colour != crm.Red || r.Refused != 1 {
		t.Errorf("nobody: %s %+v", j.Colour, r)
	}
}

func TestStartRefuses(t *testing.T) {
	o := newOffice(t)
	o.people(1)
	for name, c := range map[string]struct {
		opts Options
		code string
	}{
		"no such action": {Options{Action: "delete", Selection: everybody}, crm.CodeInvalid},
		"no such label":  {Options{Action: AddLabel, Label: crm.NewID(), Selection: everybody}, crm.CodeNotFound},
	} {
		if _, err := o.batch.Start(o.ctx, c.opts); crm.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	j, _ := o.run(Options{Action: Activate, Selection: crm.Selection{All: true, Filter: crm.ContactFilter{Search: "nobody at all"}}})
	if j.State != crm.JobFailed || j.Error.Code != crm.CodeNotFound {
		t.Errorf("nobody matches: %s %v", j.State, j.Error)
	}
	agent := o.admin
	agent.User, agent.Profile = crm.NoID, "nobody"
	if _, err := o.batch.Start(crm.WithActor(o.ctx, agent), Options{Action: Activate, Selection: everybody}); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("without the right: %v", err)
	}
}

// The contacts of a batch are those that it began with: what matches later is none of its business, and after an
// interruption it goes on with the rest, each of them once (D2.5, D6.1).
func TestResumesWithTheSameContacts(t *testing.T) {
	o := newOffice(t)
	o.people(5_000)
	o.batch.alone, o.batch.piece = 0, 50
	filter := crm.ContactFilter{Status: crm.StatusActive} // which each change empties
	j, err := o.batch.Start(o.ctx, Options{Action: Deactivate, Selection: crm.Selection{All: true, Filter: filter}})
	o.must(err)
	for now := j; now.Done == 0; { // stop it somewhere in the middle
		time.Sleep(time.Millisecond)
		now, err = o.jobs.Get(o.ctx, j.ID)
		o.must(err)
	}
	o.close()
	o.open()
	late := o.people(3)
	stopped, err := o.jobs.Get(o.ctx, j.ID)
	o.must(err)
	if stopped.State.Over() || stopped.Done == 0 || stopped.Done == stopped.Total {
		t.Fatalf("not stopped in the middle: %s, %d of %d", stopped.State, stopped.Done, stopped.Total)
	}
	o.must(o.jobs.Resume(o.ctx, j.ID))
	end, r := o.wait(j.ID)
	const active = 3_334 // of 5,000, two of three
	if end.State != crm.JobEnded || r.Total != active || r.Changed != active || r.Unchanged+r.Refused != 0 {
		t.Fatalf("%s after %d resumptions: %+v %v", end.State, end.Resumed, r, end.Error)
	}
	if !o.contact(late[0]).Active() {
		t.Error("a contact that came later was deactivated")
	}
	n, _, err := o.db.Count(o.ctx, filter)
	o.must(err)
	if n != 2 { // of the late ones
		t.Errorf("%d are active", n)
	}
}

func TestCancelKeepsWhatIsDone(t *testing.T) {
	o := newOffice(t)
	o.people(3_000)
	o.batch.alone, o.batch.piece = 0, 1
	began := make(chan struct{}, 1000)
	o.jobs.Listen(func(j crm.Job, c jobs.Change) {
		if c == jobs.Progress && j.Done > 0 {
			select {
			case began <- struct{}{}:
			default:
			}
		}
	})
	j, err := o.batch.Start(o.ctx, Options{Action: AddLabel, Label: o.label, Selection: everybody})
	o.must(err)
	<-began
	o.must(o.jobs.Cancel(o.ctx, j.ID))
	end, r := o.wait(j.ID)
	n, _, cerr := o.db.Count(o.ctx, crm.ContactFilter{Labels: []crm.ID{o.label}})
	o.must(cerr)
	if end.State != crm.JobCancelled || r.Changed == 0 || r.Changed == 1_500 || int(n) != r.Changed+1_500 {
		t.Errorf("%s: %d have the label, %d changed of 1,500 that had it not", end.State, n, r.Changed)
	}
}
