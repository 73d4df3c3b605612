package app

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"carteira/backend/crm"
)

// Trial is a bound struct like the real ones.
type Trial struct{ notes []string }

type trialQuery struct {
	Search string `json:"search"`
	Limit  int    `json:"limit"`
}

func (s *Trial) Echo(q trialQuery, times int) (string, error) {
	return strings.Repeat(q.Search, times), nil
}
func (s *Trial) List() []string        { return s.notes }
func (s *Trial) Clear()                { s.notes = nil }
func (s *Trial) Refuse() error         { return crm.Errorf("name_required", "name", "Give a name.") }
func (s *Trial) Break() (int, error)   { return 0, errors.New("secret path /home/maria") }
func (s *Trial) Panic(q string) string { panic("value " + q) }
func (s *Trial) NaN() float64          { var zero float64; return zero / zero }
func (s *Trial) hidden() string        { return "never" }

var _ = (*Trial).hidden // only its name is used, by a call that must not find it

// trialProgram records what the shell does with it.
type trialProgram struct {
	mu      sync.Mutex
	shell   Shell
	started chan struct{}
	stopped bool
	files   []string
	failure error
}

func newTrial() *trialProgram                 { return &trialProgram{started: make(chan struct{})} }
func (p *trialProgram) Bound() []any          { return []any{&Trial{}} }
func (p *trialProgram) Stop()                 { p.mu.Lock(); p.stopped = true; p.mu.Unlock() }
func (p *trialProgram) Chosen(string, string) {}
func (p *trialProgram) WorkUnderWay() int     { return 0 }
func (p *trialProgram) WaitingFiles(f []string) {
	p.mu.Lock()
	p.files = append(p.files, f...)
	p.mu.Unlock()
}
func (p *trialProgram) Start(s Shell) error {
	p.shell = s
	close(p.started)
	return p.failure
}

const trialPage = `<!doctype html><html><head><script>var early=1</script>` +
	`<script type="module" src="/assets/main-1.js"></script></head></html>`

func trialAssets() fstest.MapFS {
	return fstest.MapFS{"index.html": {Data: []byte(trialPage)}, "assets/main-1.js": {Data: []byte("export{}")}}
}

// opened is a program being served.
type opened struct {
	t       *testing.T
	program *trialProgram
	folder  string
	base    string // "http://127.0.0.1:PORT"
	token   string
	stop    context.CancelFunc
	ended   chan error
}

func serveTrial(t *testing.T) *opened {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	o := &opened{t: t, program: newTrial(), folder: t.TempDir(), stop: cancel, ended: make(chan error, 1)}
	urls := make(chan string, 1)
	go func() {
		o.ended <- Serve(ctx, o.program, BrowserOptions{
			DataFolder: o.folder, Assets: trialAssets(), Announce: func(u string) { urls <- u },
		})
	}()
	select {
	case u := <-urls:
		o.base, o.token, _ = strings.Cut(u, "/#token=")
	case err := <-o.ended:
		t.Fatalf("Serve: %v", err)
	}
	t.Cleanup(cancel)
	return o
}

// request sends what a page of ours would, changed by edit, and returns status, headers and body.
func (o *opened) request(verb, path string, body io.Reader, edit func(*http.Request)) (int, http.Header, string) {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), verb, o.base+path, body)
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("X-Carteira-Token", o.token)
	if verb != http.MethodGet {
		r.Header.Set("Origin", o.base)
	}
	if edit != nil {
		edit(r)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

func (o *opened) call(method, args string) (int, string) {
	o.t.Helper()
	status, _, body := o.request("POST", "/rpc/"+method, strings.NewReader(args), nil)
	return status, body
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("waited 5 s for %s", what)
}

func TestServeEndsInOrder(t *testing.T) {
	o := serveTrial(t)
	if err := NewInbox(o.folder).Put([]string{"/tmp/a.csv"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the waiting file", func() bool {
		o.program.mu.Lock()
		defer o.program.mu.Unlock()
		return len(o.program.files) == 1 && o.program.files[0] == "/tmp/a.csv"
	})
	lines := o.events("")
	o.stop()
	if got := receive(t, lines); got != "(closed)" {
		t.Errorf("the stream goes on with %s", got)
	}
	select {
	case err := <-o.ended:
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Serve does not end")
	}
	if !o.program.stopped {
		t.Error("the program was not stopped")
	}
}

func TestServeReportsAFailedStart(t *testing.T) {
	p := newTrial()
	p.failure = crm.Errorf(crm.CodeBusy, "", "Another window has this folder open.")
	err := Serve(t.Context(), p, BrowserOptions{
		DataFolder: t.TempDir(), Assets: trialAssets(), Announce: func(string) { t.Error("announced") },
	})
	if crm.CodeOf(err) != crm.CodeBusy || p.stopped {
		t.Errorf("err %v, stopped %v", err, p.stopped)
	}
}
