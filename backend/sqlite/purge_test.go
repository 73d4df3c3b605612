package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// erasable is a replica without a server, where one of two people is about to be erased.
type erasable struct {
	*testing.T
	dir    string
	db     *DB
	ctx    context.Context
	person *crm.Contact
}

func newErasable(t *testing.T) *erasable {
	db, ctx := openTest(t)
	e := &erasable{T: t, dir: db.Dir(), db: db, ctx: ctx, person: newcomer("Zqxwv Kjhgf", "52998224725")}
	e.person.Phones = []crm.Phone{"5541998765432"}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if _, err := tx.CreateContact(e.person, []string{"nota de Zqxwv"}); err != nil {
			return err
		}
		_, err := tx.CreateContact(newcomer("Outra Pessoa", "11144477735"), []string{"nota"})
		return err
	})
	return e
}

// job stores a job with a private copy of a file.
func (e *erasable) job(state crm.JobState, title string, file []byte) crm.ID {
	e.Helper()
	j := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, State: state, Title: title, Params: []byte(`{"path":"/a.csv"}`)}
	mustUpdate(e.T, e.db, e.ctx, func(tx *Tx) error {
		if err := tx.CreateJob(&j); err != nil {
			return err
		}
		return tx.AddRejections(j.ID, []Rejection{{Line: 2, Code: "x", Reason: "«" + title + "»"}})
	})
	must(0, os.MkdirAll(e.folder(j.ID), 0o700))(e)
	must(0, os.WriteFile(filepath.Join(e.folder(j.ID), JobCopy), file, 0o600))(e)
	return j.ID
}

func (e *erasable) folder(job crm.ID) string { return filepath.Join(e.dir, jobsFolder, job.String()) }

func (e *erasable) end(id crm.ID) {
	e.Helper()
	mustUpdate(e.T, e.db, e.ctx, func(tx *Tx) error {
		j := must(tx.Job(id))(e)
		j.State = crm.JobEnded
		return tx.SaveJob(&j)
	})
}

func (e *erasable) erase() {
	e.Helper()
	mustUpdate(e.T, e.db, e.ctx, func(tx *Tx) error {
		r, err := tx.Perform(replication.KindAnonymize, e.person.ID, &replication.Erase{ID: e.person.ID})
		if r.Outcome != replication.Applied {
			e.Errorf("anonymized: %+v", r)
		}
		return err
	})
}

func (e *erasable) purge(code string) {
	e.Helper()
	if _, err := e.db.PurgeErased(e.ctx); crm.CodeOf(err) != code || code == "" && err != nil {
		e.Fatalf("purge: %v, want %q", err, code)
	}
	owes := false
	if err := e.db.View(e.ctx, func(v *View) (err error) { owes, err = v.Owes(); return err }); err != nil || owes != (code != "") {
		e.Fatalf("owes %v, %v", owes, err)
	}
}

func (e *erasable) has(want bool, paths ...string) {
	e.Helper()
	for _, path := range paths {
		if _, err := os.Stat(path); (err == nil) != want {
			e.Errorf("%s: %v, want it there: %v", path, err, want)
		}
	}
}

// clean looks at every byte of every file, in the encodings that files have.
func (e *erasable) clean() {
	e.Helper()
	wide := must(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("Zqxwv"))(e)
	must(0, filepath.WalkDir(e.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == SearchFileName+"-shm" {
			return err
		}
		b := bytes.ToLower(must(os.ReadFile(path))(e))
		for _, mark := range []string{"zqxwv", "kjhgf", "52998224725", "529.982.247", "41998765432", "99876-5432", wide} {
			if bytes.Contains(b, bytes.ToLower([]byte(mark))) {
				e.Errorf("%s holds %q", path, mark)
			}
		}
		return nil
	}))(e)
}

// reopen is what a program that starts after another one died finds: who was erased is not known any more.
func (e *erasable) reopen() {
	e.Helper()
	must(0, e.db.Close())(e)
	db, err := Open(e.ctx, e.dir, Options{RefuseUntyped: true})
	if err != nil {
		e.Fatal(err)
	}
	e.Cleanup(func() { must(0, db.Close())(e) })
	e.db = db
}

// An office without a server owes the same to whom it erases, and files write people in their own way (D8.4, D8.5).
func TestPurgeWithoutAServer(t *testing.T) {
	e := newErasable(t)
	latin := must(charmap.Windows1252.NewEncoder().String("NOME;CPF\nJOSÉ;529.982.247-25\n"))(t)
	wide := must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("a;b\nKJHGF;(41) 99876-5432\n"))(t)
	theirs := []string{
		e.folder(e.job(crm.JobEnded, "contatos.csv", []byte(latin))),
		e.folder(e.job(crm.JobFailed, "lista.csv", []byte(wide))),
		e.folder(e.job(crm.JobCancelled, "de Zqxwv Kjhgf.csv", []byte("nome\nZQXWV  kjhgf\n"))),
		filepath.Join(e.dir, IncomingFolder, "1", "a.csv"),
		filepath.Join(e.dir, OutgoingFolder, "2", "b.XLSX"), // packed: nobody sees into it
		filepath.Join(e.dir, InboxFolder, "3.json"),
	}
	kept := e.job(crm.JobEnded, "outros.csv", []byte("nome\nOutra Pessoa\n"))
	others := []string{e.folder(kept), filepath.Join(e.dir, IncomingFolder, "4", "c.csv")}
	for path, text := range map[string]string{theirs[3]: "cpf\n529.982.247-25\n", theirs[4]: "PK", theirs[5]: `["/tmp/Zqxwv Kjhgf.csv"]`, others[1]: "x"} {
		must(0, os.MkdirAll(filepath.Dir(path), 0o700))(t)
		must(0, os.WriteFile(path, []byte(text), 0o600))(t)
	}
	for _, rest := range []string{"source.part", "spill", "scratch"} {
		must(0, os.WriteFile(filepath.Join(e.folder(kept), rest), []byte("Zqxwv"), 0o600))(t)
	}
	e.erase()
	e.purge("")
	e.has(false, theirs...)
	e.has(true, others...)
	e.clean()
	if err := e.db.View(e.ctx, func(v *View) error {
		if j := must(v.Job(kept))(t); j.Title != "outros.csv" || string(j.Params) != `{"path":"/a.csv"}` {
			t.Errorf("what holds nobody was changed: %+v", j)
		}
		n, err := v.c.integer(`SELECT count(*) FROM job_rejection WHERE reason <> ''`)
		if n != 1 {
			t.Errorf("%d reasons, want that of the report that holds nobody", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// The duty outlives the program; who it was does not, so that every report goes (D8.5).
func TestPurgeAfterACrash(t *testing.T) {
	e := newErasable(t)
	named := e.job(crm.JobEnded, "Zqxwv Kjhgf.csv", []byte("529.982.247-25"))
	other := e.job(crm.JobEnded, "outros.csv", []byte("Outra Pessoa"))
	live := e.job(crm.JobRunning, "kjhgf zqxwv kjhgf.csv", []byte("529.982.247-25"))
	e.erase()
	e.reopen()
	e.purge(crm.CodeBusy)
	e.has(true, e.folder(named), e.folder(live)) // nothing is half done beside a job that works
	e.reopen()
	e.end(live)
	e.purge("")
	e.has(false, e.folder(named), e.folder(other), e.folder(live))
	e.clean()
}

// A job that was under way reads what must go: it is waited for. One that began later is no matter of the erasure.
func TestPurgeWaitsForJobs(t *testing.T) {
	e := newErasable(t)
	live := e.job(crm.JobRunning, "a.csv", []byte("529.982.247-25"))
	e.erase()
	later := e.job(crm.JobRunning, "b.csv", []byte("Outra Pessoa"))
	e.purge(crm.CodeBusy)
	e.has(true, e.folder(live))
	e.end(live)
	lock := flock.New(filepath.Join(e.folder(live), JobLock))
	must(lock.TryLock())(t)
	e.purge(crm.CodeBusy) // it tidies up
	e.has(true, e.folder(live))
	must(0, lock.Close())(t)
	e.purge("")
	e.has(false, e.folder(live))
	e.has(true, e.folder(later))
	e.clean()
}

// A preview that is being made may hold anybody, as may what one has left that was killed.
func TestPurgeWaitsForPreviews(t *testing.T) {
	e := newErasable(t)
	dir, release, err := e.db.PrivateFolder(PreviewFolder)
	must(0, err)(t)
	must(0, os.WriteFile(filepath.Join(dir, "spill"), []byte("Zqxwv"), 0o600))(t)
	e.erase()
	e.purge(crm.CodeBusy)
	must(0, release())(t)
	killed := filepath.Join(e.dir, PreviewFolder, crm.NewID().String())
	must(0, os.MkdirAll(killed, 0o700))(t)
	must(0, os.WriteFile(filepath.Join(killed, "spill"), []byte("Zqxwv"), 0o600))(t)
	e.purge("")
	e.has(false, killed)
	e.clean()
}

// The process that erased knows whom; another one leaves it the work as long as it lives (D8.5).
func TestPurgeIsTheErasersMatter(t *testing.T) {
	e := newErasable(t)
	theirs := e.job(crm.JobEnded, "a.csv", []byte("529.982.247-25"))
	other := e.job(crm.JobEnded, "b.csv", []byte("Outra Pessoa"))
	window, err := Open(e.ctx, e.dir, Options{})
	must(0, err)(t)
	defer func() { must(0, window.Close())(t) }()
	window.IndexNewContacts()
	e.erase()
	if _, err := window.PurgeErased(e.ctx); crm.CodeOf(err) != crm.CodeBusy {
		t.Fatalf("another process: %v", err)
	}
	done := make(chan struct{})
	go func() { // as a window does that notices
		for {
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
				window.IndexNewContacts()
			}
		}
	}()
	e.purge("")
	close(done)
	e.has(false, e.folder(theirs))
	e.has(true, e.folder(other))
	e.clean()
	if _, err := window.PurgeErased(e.ctx); err != nil {
		t.Error(err)
	}
}

// What the search index has deleted is still in its file: that is thrown away, and made anew.
func TestPurgeRenewsTheSearchIndex(t *testing.T) {
	e := newErasable(t)
	must(0, e.db.SearchSettled(e.ctx))(t)
	grams := func() (n int64) {
		c := must(openConn(searchPath(e.dir), ""))(t)
		defer func() { must(0, c.close())(t) }()
		return must(c.integer(`SELECT count(*) FROM gram_term WHERE term = 'zqx'`))(t)
	}
	if grams() == 0 {
		t.Fatal("the index never had the person")
	}
	e.erase()
	must(0, e.db.SearchSettled(e.ctx))(t)
	e.purge("")
	must(0, e.db.SearchSettled(e.ctx))(t)
	if n := grams(); n != 0 {
		t.Errorf("the index still holds %d letters of the person", n)
	}
}

// What asks for a new index while the old one is brought up to date is not overheard: the purge would wait for it in vain.
func TestPurgeIsHeardByABusyIndexer(t *testing.T) {
	e := newErasable(t)
	must(0, e.db.SearchSettled(e.ctx))(t)
	e.reopen() // nothing is indexed before somebody asks
	x := &indexer{db: e.db, s: &e.db.search, lock: flock.New(filepath.Join(e.dir, "search.lock"))}
	if ready, err := x.ready(); err != nil || !ready {
		t.Fatal(ready, err)
	}
	defer func() { must(0, errors.Join(x.c.close(), x.lock.Close()))(t) }()
	const asked = 1 << 40
	must(e.db.writer.exec(`INSERT INTO search_dirty (contact, stamp) VALUES (1, 1)`))(t)
	must(e.db.writer.exec(`UPDATE list_state SET generation = ?`, int64(asked)))(t)
	if renewed, err := x.renew(); err != nil || !renewed {
		t.Fatal(renewed, err)
	}
	if old, err := x.outdated(); err != nil || !old {
		t.Errorf("the index goes on as it is: %v, %v", old, err)
	}
}
