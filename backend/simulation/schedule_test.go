package simulation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// A schedule is some actions in some offices with exchanges over a faulty network between them. Afterwards faults
// heal, everybody exchanges, and the invariants must hold (S5). Worlds are used for several schedules: each has people
// of its own.

// oneSeed runs one seed again: CARTEIRA_SEED=… go test -run TestSchedules ./backend/simulation
func oneSeed() (uint64, bool) {
	n, err := strconv.ParseUint(os.Getenv("CARTEIRA_SEED"), 10, 64)
	return n, err == nil
}

// perWorld is how many schedules one world serves.
const perWorld = 20

// failedBefore are seeds that once failed: they stay.
var failedBefore = []uint64{86, 448, 1249, 2029, 2531, 2779, 2877, 3203, 3522, 4019, 4387, 4496, 4525}

func TestSchedules(t *testing.T) {
	if seed, ok := oneSeed(); ok {
		runWorld(t, seed)
		return
	}
	for _, seed := range failedBefore {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { t.Parallel(); runWorld(t, seed) })
	}
	for seed := uint64(1); seed <= worlds; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { t.Parallel(); runWorld(t, seed) })
	}
}

func runWorld(t *testing.T, seed uint64) {
	defer func() {
		if t.Failed() {
			t.Logf("failing seed: CARTEIRA_SEED=%d", seed)
		}
	}()
	w := newWorld(t, seed, []int{3, 3, 4, 3, 5, 3, 8, 4}[seed%8])
	defer w.close()
	for range perWorld {
		w.schedule()
		if t.Failed() {
			return
		}
	}
	w.checkErased()
}

func (w *world) schedule() {
	w.trace, w.people, w.forgotten, w.restored = nil, nil, false, false
	w.must(os.RemoveAll(w.store + ".backup"))
	if w.rng.IntN(5) == 0 {
		w.backUpServer()
	}
	for _, o := range w.offices {
		w.must(os.RemoveAll(o.dir + ".copy")) // a copy belongs to its schedule
	}
	w.newIdentifiers()
	clear(w.notes)
	clear(w.calls)
	clear(w.words)
	clear(w.replaced)
	for range 8 + w.rng.IntN(25) {
		o := choose(w, w.offices)
		switch w.rng.IntN(6) {
		case 0, 1, 2:
			w.act(o)
		case 3:
			w.pull(o)
		case 4: // only with a backup
			w.push(o, replication.LaneEdit)
		case 5:
			w.push(o, replication.LaneBulk)
		}
		switch w.rng.IntN(60) {
		case 4:
			w.restoreServer()
		case 0:
			w.restart(o)
		case 1:
			w.keepCopy(o)
		case 2, 3:
			w.goBack(o)
		}
	}
	w.settle()
	w.check()
	w.checkShown()
	w.checkNothingLost()
	w.noteErased()
}

// backUpServer copies the store at the beginning of a schedule.
func (w *world) backUpServer() {
	w.closeServers()
	w.must(os.CopyFS(w.store+".backup", os.DirFS(w.store)))
	w.openServers()
}

// restoreServer puts yesterday's backup back: what it has forgotten the offices know.
func (w *world) restoreServer() {
	if _, err := os.Stat(w.store + ".backup"); err != nil {
		return // none was made in this schedule
	}
	w.trace = append(w.trace, "the server is restored from its backup")
	w.restored = true
	w.closeServers()
	w.must(os.RemoveAll(w.store))
	w.must(os.CopyFS(w.store, os.DirFS(w.store+".backup")))
	w.openServers()
	w.must(w.servers[0].NewEpoch(w.ctx, w.org))
}

// noteErased remembers what nobody may read any more.
func (w *world) noteErased() {
	w.must(w.offices[0].db.View(w.ctx, func(v *sqlite.View) error {
		return v.EachSynced(func(_ replication.Noun, id crm.ID, x replication.Effect) error {
			if x.Put != nil && x.Put.Erased() {
				w.gone[w.marks[id]] = true
			}
			return nil
		})
	}))
}

// checkErased purges every replica and the server as they do after an erasure, and looks for the erased people in
// every byte of every file (S5.9, S5.10).
func (w *world) checkErased() {
	for _, o := range w.offices {
		w.must(os.RemoveAll(o.dir + ".copy"))
		_, err := o.db.PurgeErased(w.ctx)
		w.must(err)
	}
	w.must(os.RemoveAll(w.store + ".backup"))
	w.must(w.servers[0].Purge(w.ctx))
	w.must(w.eachFile(func(path string, b []byte) {
		b = bytes.ToLower(b)
		for mark := range w.gone {
			if mark != "" && bytes.Contains(b, bytes.ToLower([]byte(mark))) {
				w.must(fmt.Errorf("%s holds %q of an erased person", path, mark))
			}
		}
	}))
}

// eachFile calls f with every file of every office and server.
func (w *world) eachFile(f func(path string, content []byte)) error {
	return filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == sqlite.SearchFileName+"-shm" {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil {
			f(path, b)
		}
		return err
	})
}

// keepCopy copies an office's disk, as a backup or a clone would.
func (w *world) keepCopy(o *office) {
	w.say(o, "its disk is copied")
	w.must(o.db.Close())
	w.must(os.RemoveAll(o.dir + ".copy"))
	w.must(os.CopyFS(o.dir+".copy", os.DirFS(o.dir)))
	w.reopen(o)
}

// goBack puts the copy back: what was done since and had not been sent is gone, what had been sent is not.
func (w *world) goBack(o *office) {
	if _, err := os.Stat(o.dir + ".copy"); err != nil {
		return
	}
	w.say(o, "its disk is restored from the copy")
	w.must(o.db.Close())
	w.must(os.RemoveAll(o.dir))
	w.must(os.Rename(o.dir+".copy", o.dir))
	w.reopen(o)
	w.forgotten = true
}

// restart closes a replica and opens it again, as after a crash between two transactions.
func (w *world) restart(o *office) {
	w.say(o, "restart")
	w.must(o.db.Close())
	w.reopen(o)
}

func (w *world) reopen(o *office) {
	w.open(o)
	o.ctx = w.agent()
}

func (w *world) check() {
	w.t.Helper()
	d, err := w.servers[0].Digest(w.ctx, w.org)
	w.must(err)
	for _, o := range w.offices {
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			waiting, err := v.PendingOps(1000)
			if err != nil {
				return err
			}
			for _, p := range waiting {
				if !p.Refused {
					return fmt.Errorf("%s: still pending: %+v", o.name, p)
				}
			}
			g, err := v.SyncDigest()
			if err != nil {
				return err
			}
			if !g.Equal(&d.Digest) {
				return fmt.Errorf("%s differs from the server: %v, not %v\n%s", o.name, g.Records, d.Digest.Records, w.difference(o))
			}
			return v.CheckLookups()
		}))
		_, err := o.db.CheckWarm(w.ctx)
		w.must(err)
	}
}

// checkNothingLost: whatever an office did is with the server, unless the person was erased, or the office has it among
// its drafts with a reason, or its disk went back to before (S5.2, S5.12).
func (w *world) checkNothingLost() {
	if w.forgotten {
		return
	}
	o := w.offices[0]
	records := map[crm.ID]bool{}
	erased := map[crm.ID]bool{}
	roots := map[crm.ID]crm.ID{}
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		return v.EachSynced(func(_ replication.Noun, id crm.ID, x replication.Effect) error {
			records[id] = true
			if c := x.Put; c != nil {
				roots[id] = c.MergedInto
				erased[id] = c.Erased()
			}
			return nil
		})
	}))
	for id, root := range roots { // one root, no circle (S5.8)
		for steps := 0; root != crm.NoID; steps++ {
			if steps > len(roots) {
				w.must(fmt.Errorf("the merges of %s go round in a circle", id))
			}
			root = roots[root]
		}
	}
	drafts := map[crm.ID]bool{}
	for _, o := range w.offices {
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			all, err := v.PendingOps(10_000)
			for _, p := range all {
				drafts[p.Entity] = true
			}
			return err
		}))
	}
	for _, id := range w.people {
		var found crm.ID
		w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) {
			found, err = v.Resolve(replication.NounContact, id) // folded into another
			return err
		}))
		if !records[found] && !drafts[id] {
			w.must(fmt.Errorf("contact %s is lost", id))
		}
	}
	for note, contact := range w.notes {
		if !records[note] && !w.mayBeErased(contact, erased, roots) && !drafts[contact] {
			w.must(fmt.Errorf("note %s on %s is lost", note, contact))
		}
	}
	for call, contact := range w.calls {
		if !records[call] {
			w.must(fmt.Errorf("interaction %s of %s is lost", call, contact))
		}
	}
	w.checkNoWordLost(drafts, func(contact crm.ID) bool { return w.mayBeErased(contact, erased, roots) })
}

// mayBeErased tells whether the contact, or what it became part of, is gone.
func (w *world) mayBeErased(id crm.ID, erased map[crm.ID]bool, roots map[crm.ID]crm.ID) bool {
	var root crm.ID
	w.must(w.offices[0].db.View(w.ctx, func(v *sqlite.View) (err error) {
		root, err = v.Resolve(replication.NounContact, id)
		return err
	}))
	for ; root != crm.NoID; root = roots[root] {
		if erased[root] {
			return true
		}
	}
	return false
}

// difference says in which records an office differs from what the server tells a new one.
func (w *world) difference(o *office) string {
	has, wants := map[string]string{}, map[string]string{}
	put := func(into map[string]string, key string, x replication.Effect) {
		if x.Put != nil {
			x.Put = x.Put.Canonical()
		}
		b, err := json.Marshal(x)
		w.must(err)
		into[key] = strings.NewReplacer(`null`, ``, `"00000000-0000-0000-0000-000000000000"`, ``).Replace(string(b))
	}
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		return v.EachSynced(func(noun replication.Noun, id crm.ID, x replication.Effect) error {
			put(has, fmt.Sprint(noun, " ", id), x)
			return nil
		})
	}))
	cursor := ""
	for {
		page, err := w.servers[0].Pull(w.ctx, w.device(o), cursor, 1<<20, 0)
		w.must(err)
		for _, x := range page.Effects {
			if noun, id := record(x); noun != "" {
				put(wants, fmt.Sprint(noun, " ", id), x)
			}
		}
		if cursor = page.End.Cursor; !page.End.More {
			break
		}
	}
	var out strings.Builder
	for k, v := range wants {
		if has[k] != v {
			fmt.Fprintf(&out, "%s\n  server %s\n  office %s\n", k, v, has[k])
		}
	}
	for k, v := range has {
		if wants[k] == "" {
			fmt.Fprintf(&out, "%s\n  server -\n  office %s\n", k, v)
		}
	}
	return out.String()
}

// record is what a whole record is about; "" for what only takes something away.
func record(x replication.Effect) (replication.Noun, crm.ID) {
	switch {
	case x.Put != nil:
		return replication.NounContact, x.Put.ID
	case x.Note != nil:
		return replication.NounNote, x.Note.ID
	case x.Interaction != nil:
		return replication.NounInteraction, x.Interaction.ID
	case x.Survey != nil:
		return replication.NounSurvey, x.Survey.ID
	case x.Appointment != nil:
		return replication.NounAppointment, x.Appointment.ID
	case x.Field != nil:
		return replication.NounField, x.Field.ID
	case x.Label != nil:
		return replication.NounLabel, x.Label.ID
	case x.Service != nil:
		return replication.NounService, x.Service.ID
	case x.User != nil:
		return replication.NounUser, x.User.ID
	case x.Setting != nil:
		return replication.NounSetting, x.Setting.ID()
	case x.Permission != nil:
		return replication.NounPermission, x.Permission.ID()
	case x.Blacklist != nil:
		return replication.NounBlacklist, x.Blacklist.ID
	case x.Conflict != nil:
		return replication.NounConflict, x.Conflict.ID
	case x.Segment != nil:
		return replication.NounSegment, x.Segment.ID
	}
	return "", crm.NoID
}
