package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// The person whom nobody may find. Every word of hers is in nobody else's.
const (
	herName, herCPF, herPhone, herEmail = "Zqxwv Kjhgf", "52998224725", "41998765432", "zqxwv@kjhgf.example"
	hersMasked                          = "ZQXWV KJHGF;529.982.247-25;(41) 99876-5432;ZQXWV@KJHGF.EXAMPLE"
)

// Somebody who has been everywhere a person can be is erased, the eraser and the window are killed before anything else is
// done, a job still reads a file with her in it: afterwards no byte of any file says who she was, of the data, the
// settings, the caches, the temporary files or the log (D8.4, D8.5).
func TestNothingIsLeftOfAnErasedPerson(t *testing.T) {
	w := newWindow(t)
	w.start()
	her := w.everywhere()

	big := filepath.Join(w.outside, "grande.csv")
	writeFile(t, big, "contact_name;contact_cpf;contact_phone;contact_email\n"+strings.Repeat("Outra Pessoa;;;sem-endereco\n", 100_000)+
		hersMasked+" sem endereco\n")
	under := w.startImport(w.upload(filepath.Base(big), read(t, big)))
	w.kill() // in the middle of it
	if s := w.state(under); s.Over() {
		t.Fatalf("the import ended too early to be met: %s", s)
	}
	w.eraseInADyingProcess(her)
	if !w.holds() {
		t.Fatal("nothing holds her before anything was done: the test sees nothing")
	}
	w.start()
	for end := time.Now().Add(90 * time.Second); w.owes(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("she is still to be found\n%s", read(t, w.log))
		}
	}
	if s := w.state(under); s != crm.JobEnded {
		t.Errorf("the import that was under way: %s", s)
	}
	w.kill()
	w.clean()
}

// window is the real program in browser mode, with every folder that it may write to below one.
type window struct {
	t                          *testing.T
	program, root, data        string
	log, outside, token, adres string
	running                    *exec.Cmd
}

func newWindow(t *testing.T) *window {
	w := &window{t: t, program: build(t), root: t.TempDir(), outside: t.TempDir()}
	w.data, w.log = filepath.Join(w.root, "data"), filepath.Join(w.root, "log")
	for _, dir := range []string{"home", "tmp"} {
		if err := os.Mkdir(filepath.Join(w.root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.run("init", "--admin-email", "ada@example.com", "--admin-name", "Ada")
	t.Cleanup(w.kill)
	return w
}

func (w *window) command(args ...string) *exec.Cmd {
	c := exec.Command(w.program, append([]string{"--data", w.data, "--as", "ada@example.com"}, args...)...)
	home, tmp := filepath.Join(w.root, "home"), filepath.Join(w.root, "tmp")
	c.Env = append(os.Environ(), "CARTEIRA_PASSWORD=correct horse battery", "LANG=C", "HOME="+home, "TMPDIR="+tmp, "TMP="+tmp, "TEMP="+tmp,
		"XDG_CONFIG_HOME="+home+"/config", "XDG_CACHE_HOME="+home+"/cache", "XDG_DATA_HOME="+home+"/share", "XDG_STATE_HOME="+home+"/state")
	return c
}

func (w *window) run(args ...string) {
	w.t.Helper()
	if out, err := w.command(args...).CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func (w *window) start() {
	w.t.Helper()
	w.running = w.command("web")
	errs, err := os.OpenFile(w.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	defer errs.Close()
	w.running.Stderr = errs
	out, err := w.running.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.running.Start(); err != nil {
		w.t.Fatal(err)
	}
	line := make([]byte, 500)
	n, err := out.Read(line)
	if err != nil {
		w.t.Fatal(err)
	}
	address, token, ok := strings.Cut(strings.TrimSpace(string(line[:n])), "/#token=")
	if !ok {
		w.t.Fatalf("%q is no address", line[:n])
	}
	w.adres, w.token = address, token
	w.call(nil, "Session.SignIn", "ada@example.com", "correct horse battery")
}

// kill is SIGKILL: the program tidies nothing up.
func (w *window) kill() {
	if w.running != nil {
		_ = w.running.Process.Kill()
		_ = w.running.Wait()
		w.running = nil
	}
}

func (w *window) post(path, name string, body io.Reader) []byte {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.adres+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("X-Carteira-Token", w.token)
	r.Header.Set("Origin", w.adres)
	r.Header.Set("X-File-Name", url.PathEscape(name))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: %s %s %v", path, answer.Status, text, err)
	}
	if got := answer.Header.Get("Cache-Control"); got != "no-store" { // else a browser keeps people on its disk
		w.t.Errorf("%s: Cache-Control %q", path, got)
	}
	return text
}

// call calls a bound method as the page does.
func (w *window) call(into any, method string, args ...any) {
	w.t.Helper()
	if args == nil {
		args = []any{}
	}
	body, err := json.Marshal(args)
	if err != nil {
		w.t.Fatal(err)
	}
	var answer struct {
		Error  string
		Result json.RawMessage
	}
	if err := json.Unmarshal(w.post("/rpc/"+strings.Replace(method, ".", "/", 1), "", bytes.NewReader(body)), &answer); err != nil {
		w.t.Fatal(err)
	}
	if answer.Error != "" {
		w.t.Fatalf("%s: %s", method, answer.Error)
	}
	if into != nil {
		if err := json.Unmarshal(answer.Result, into); err != nil {
			w.t.Fatalf("%s: %v in %s", method, err, answer.Result)
		}
	}
}

func (w *window) upload(name string, content []byte) (path string) {
	w.t.Helper()
	var saved struct{ Path string }
	if err := json.Unmarshal(w.post("/upload", name, bytes.NewReader(content)), &saved); err != nil {
		w.t.Fatal(err)
	}
	return saved.Path
}

type fields = map[string]any

// startImport begins an import of an uploaded file in the order of the person's columns.
func (w *window) startImport(path string) (job string) {
	w.t.Helper()
	w.call(&job, "Imports.Start", fields{"path": path, "encoding": "auto", "delimiter": "auto"})
	return job
}

func (w *window) wait(job string) {
	w.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		var j struct {
			Kind, State, Colour string
			Error               json.RawMessage
		}
		if w.call(&j, "Jobs.Get", job); j.State != "queued" && j.State != "running" {
			if j.State != "ended" {
				w.t.Fatalf("job %s: %s %s %s", j.Kind, j.State, j.Colour, j.Error)
			}
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("job %s does not end: %+v", job, j)
		}
	}
}

// everywhere puts her in every place that the window offers, and leaves as many of them open as it can.
func (w *window) everywhere() (id string) {
	var saved struct{ ID string }
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		w.t.Fatal(err)
	}
	// With a comment, as cameras write: the first marker, FF D8, stays in front.
	avatar := slices.Insert(picture.Bytes(), 2, append([]byte{0xFF, 0xFE, 0, 2 + 11}, "Zqxwv Kjhgf"...)...)
	w.call(nil, "Definitions.AddField", "Apelido", "text", []string{})
	w.call(&saved, "ContactForm.Save", "", fields{
		"fields": fields{"name": "Zqxwv Antes Kjhgf", "cpf": herCPF, "email": herEmail, "address": "Rua Zqxwv", "instagram": "@zqxwv.kjhgf", "external_id": "KJHGF-0001"},
		"phones": []string{"55" + herPhone}, "hasPhones": true, "custom": fields{"Apelido": "Zqxwv, a Kjhgf"}, "notes": []string{"Zqxwv ligou"},
		"avatar": "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(avatar), "hasAvatar": true,
	}, fields{})
	if id = saved.ID; id == "" {
		w.t.Fatal("she was not saved")
	}
	w.call(&saved, "ContactForm.Save", id, fields{"fields": fields{"name": herName}}, fields{}) // a name in the history
	w.call(nil, "Timeline.AddNote", id, "nota sobre Kjhgf")
	w.call(nil, "ContactForm.SaveDraft", id, `{"name":"Zqxwv rascunho"}`)
	w.call(nil, "ContactForm.SaveDraft", "", `{"email":"`+herEmail+`"}`)
	w.call(nil, "Segments.Save", "", herName, fields{"status": "all", "sort": "name", "search": "zqxwv"})

	var row struct{ ID string }
	w.call(&row, "Timeline.Add", fields{"contact": id, "channel": "whatsapp", "openedAt": "2025-03-10T09:12:00Z", "closedAt": "2025-03-10T09:20:00Z",
		"handleSeconds": 420, "subject": "Pedido de Zqxwv", "caller": herPhone, "message": "Aqui é Kjhgf"})
	w.call(nil, "Timeline.Survey", row.ID, true, 9, "Zqxwv gostou")
	w.call(nil, "Timeline.Appoint", fields{"contact": id, "at": "2025-03-17T14:00:00Z", "status": "done", "text": "Ligar para Kjhgf"})

	// Files in three encodings: rejected lines, reports asked for and never fetched, corrections, an import that was undone.
	header := "contact_name;contact_cpf;contact_phone;contact_email\n"
	latin, err := charmap.Windows1252.NewEncoder().String(header + hersMasked + " é\n")
	if err != nil {
		w.t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(header + hersMasked + " nada\n")
	if err != nil {
		w.t.Fatal(err)
	}
	for name, text := range map[string]string{"de Zqxwv Kjhgf.csv": latin, "largo.csv": wide} {
		job := w.startImport(w.upload(name, []byte(text)))
		w.wait(job)
		w.call(nil, "Jobs.SaveReport", job)
	}
	path := w.upload("correto.csv", []byte(header+hersMasked+" x\n"))
	var preview struct {
		Rows []struct {
			Line int
			Seen string
		}
	}
	source := fields{"path": path, "encoding": "auto", "delimiter": "auto"}
	w.call(&preview, "Imports.Preview", source)
	if len(preview.Rows) != 1 {
		w.t.Fatalf("%+v", preview)
	}
	source["corrections"] = []fields{{"line": preview.Rows[0].Line, "index": 3, "value": "zqxwv nada", "was": herEmail, "seen": preview.Rows[0].Seen}}
	var job string
	w.call(&job, "Imports.Start", source)
	w.wait(job)
	w.call(nil, "Imports.KeepBegun", w.upload("begun.csv", []byte(header+hersMasked)), `{"value":"`+herEmail+`"}`)

	changes := w.startImport(w.upload("muda.csv", []byte("contact_name;contact_cpf;contact_city\n"+herName+";529.982.247-25;Natal\n")))
	w.wait(changes)
	w.call(&job, "ImportHistory.Undo", changes)
	w.wait(job)

	w.call(&job, "InteractionImports.Start", fields{"delimiter": "", "path": w.upload("atendimentos.csv",
		[]byte("protocol;channel;direction;from;name;opened;closed;subject\nP-1;whatsapp;inbound;55"+herPhone+";Zqxwv;2025-03-10 09:12;2025-03-10 09:20;Kjhgf\n;Zqxwv;;;Kjhgf;;;\n"))})
	w.wait(job)

	all := fields{"kind": "all", "query": fields{"search": "zqxwv", "status": "all", "sort": "name"}}
	w.call(&job, "Batches.Start", "deactivate", "", all)
	w.wait(job)
	for _, format := range []string{"csv", "xlsx", "json"} { // written, and never fetched
		w.call(&job, "Exports.Start", all, format)
		w.wait(job)
	}
	return id
}

// inside opens the replica as a program beside the window does.
func (w *window) inside(f func(ctx context.Context, db *sqlite.DB) error) {
	w.t.Helper()
	ctx := crm.WithActor(context.WithoutCancel(w.t.Context()), crm.System)
	db, err := sqlite.Open(ctx, w.data, sqlite.Options{})
	if err == nil {
		err = f(ctx, db)
		if cerr := db.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *window) state(job string) (state crm.JobState) {
	w.t.Helper()
	id, err := crm.ParseID(job)
	if err != nil {
		w.t.Fatal(err)
	}
	w.inside(func(ctx context.Context, db *sqlite.DB) error {
		return db.View(ctx, func(v *sqlite.View) error {
			j, err := v.Job(id)
			state = j.State
			return err
		})
	})
	return state
}

func (w *window) owes() (owes bool) {
	w.t.Helper()
	w.inside(func(ctx context.Context, db *sqlite.DB) error {
		return db.View(ctx, func(v *sqlite.View) (err error) { owes, err = v.Owes(); return err })
	})
	return owes
}

const eraserFolder, eraserContact = "CARTEIRA_TEST_ERASER_FOLDER", "CARTEIRA_TEST_ERASER_CONTACT"

// eraseInADyingProcess erases in a process that is killed as soon as the erasure is on disk.
func (w *window) eraseInADyingProcess(contact string) {
	w.t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestEraser$", "-test.v")
	c.Env = append(os.Environ(), eraserFolder+"="+w.data, eraserContact+"="+contact)
	out, err := c.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	var said []byte
	part := make([]byte, 1000)
	for !bytes.Contains(said, []byte("ERASED")) {
		n, err := out.Read(part)
		said = append(said, part[:n]...)
		if err != nil {
			w.t.Fatalf("the eraser: %v\n%s", err, said)
		}
	}
	_ = c.Process.Kill()
	_ = c.Wait()
}

// TestEraser is no test but the process that eraseInADyingProcess starts.
func TestEraser(t *testing.T) {
	folder := os.Getenv(eraserFolder)
	if folder == "" {
		t.Skip("only for TestNothingIsLeftOfAnErasedPerson")
	}
	contact, err := crm.ParseID(os.Getenv(eraserContact))
	if err != nil {
		t.Fatal(err)
	}
	w := &window{t: t, data: folder}
	w.inside(func(ctx context.Context, db *sqlite.DB) error {
		if err := db.Update(ctx, func(tx *sqlite.Tx) error {
			r, err := tx.Perform(replication.KindAnonymize, contact, &replication.Erase{ID: contact})
			if err == nil && r.Outcome != replication.Applied {
				err = fmt.Errorf("not erased: %+v", r)
			}
			return err
		}); err != nil {
			return err
		}
		fmt.Println("ERASED")
		select {} // until killed
	})
}

// herMarks are what says who she was, in lower case, as UTF-8 and as UTF-16.
func herMarks(t *testing.T) (out [][]byte) {
	for _, mark := range []string{"zqxwv", "kjhgf", herCPF, "529.982.247", herPhone, "99876-5432"} {
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(mark)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, []byte(mark), []byte(wide))
	}
	return out
}

// found are the files in which she is, by what is found in them.
func (w *window) found() map[string]string {
	w.t.Helper()
	out, marks := map[string]string{}, herMarks(w.t)
	if err := filepath.WalkDir(w.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b := bytes.ToLower(append(read(w.t, path), path...))
		if bytes.HasPrefix(b, []byte("pk")) {
			out[path] = "a packed file"
		}
		for _, mark := range marks {
			if bytes.Contains(b, mark) {
				out[path] = string(mark)
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *window) holds() bool { return len(w.found()) > 5 }

func (w *window) clean() {
	w.t.Helper()
	for path, mark := range w.found() {
		w.t.Errorf("%s holds %q", path, mark)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
