//go:build linux

package app

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// TestNativeNotifications runs the real window on a display and a session bus of its own, with a notification service
// that writes down what it is asked to show. An import and an export that a crash has interrupted go on at the window's
// start: both are told when resumed and when ended, with counts and nothing of anybody (D6.2), and a chosen button acts.
func TestNativeNotifications(t *testing.T) {
	program, desk := nativeWindow(t, 1400)
	data, out := interrupted(t)
	log := desk.open(t, program, data)

	ended := desk.waitFor(t, "Importação concluída em parte")
	if want := "Criados: 20.000 · atualizados: 0 · sem mudança: 0 · recusadas: 2"; ended.body != want {
		t.Errorf("the end of the import says %q, want %q", ended.body, want)
	}
	exported := desk.waitFor(t, "Exportação concluída")
	desk.waitFor(t, "Importação retomada")
	desk.waitFor(t, "Exportação retomada")
	for _, n := range desk.shown() {
		all := fmt.Sprint(n)
		for _, secret := range []string{"Maria", "Segredo", "52998224725", "5548999", "renata", "Renata", "clientes", filepath.Base(out)} {
			if strings.Contains(all, secret) {
				t.Errorf("a notification holds personal data, %q: %s", secret, all)
			}
		}
		if !slices.Contains(n.actions, actionOpen) {
			t.Errorf("no button: %v", n.actions)
		}
	}
	if !slices.Contains(ended.actions, actionReport) || slices.Contains(exported.actions, actionReport) ||
		!slices.Contains(exported.actions, actionFolder) || slices.Contains(ended.actions, actionFolder) {
		t.Errorf("buttons of the import %v, of the export %v", ended.actions, exported.actions)
	}

	// Putting a notification away is no answer, and a click beside the buttons looks the same.
	desk.signal(t, "NotificationClosed", desk.waitFor(t, "Exportação retomada").id, uint32(2))
	desk.signal(t, "ActionInvoked", desk.waitFor(t, "Importação retomada").id, "default")
	desk.signal(t, "ActionInvoked", exported.id, actionFolder)
	patiently(t, "the folder of the export to open", func() bool {
		text, err := os.ReadFile(desk.opened)
		return err == nil && strings.TrimSpace(string(text)) == out
	})
	desk.signal(t, "ActionInvoked", ended.id, actionReport)
	patiently(t, "the report to be asked for", func() bool { return strings.Contains(log.text(), "action=report") })
	if got := strings.Count(log.text(), "answer of a native notification"); got != 2 {
		t.Errorf("%d answers, want the two that were given: %s", got, log.text())
	}
}

// interrupted is a data folder in which an import and an export stopped before their end, and the folder of the export.
func interrupted(t *testing.T) (data, out string) {
	t.Helper()
	out = t.TempDir()
	file := filepath.Join(t.TempDir(), "clientes-da-Maria.csv")
	var text bytes.Buffer
	text.WriteString("contact_name;contact_cpf;contact_phone\r\nMaria Segredo;52998224725;\r\nSem CPF;123;\r\nSem telefone;;12\r\n")
	for i := range 19_999 {
		fmt.Fprintf(&text, "Maria Segredo %d;;5548999%06d\r\n", i, i)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	data = replica(t, func(ctx context.Context, imports *importer.Service, exports *exporter.Service) int {
		if _, err := imports.Start(ctx, importer.Options{Path: file}); err != nil {
			t.Fatal(err)
		}
		if _, err := exports.Start(ctx, exporter.Options{Selection: crm.Selection{All: true}, Path: filepath.Join(out, "contatos.csv")}); err != nil {
			t.Fatal(err)
		}
		return 2
	})
	return data, out
}

// replica is a data folder with an administrator, and with the jobs that were begun in it, so many, stopped before their end.
func replica(t *testing.T, begin func(context.Context, *importer.Service, *exporter.Service) int) (data string) {
	t.Helper()
	data = t.TempDir()
	db, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	work := jobs.New(db)
	imports, exports := importer.New(db, work), exporter.New(db, work)
	actor, err := access.New(db).Initialise(t.Context(), "Renata Moraes", "renata@example.com", "uma senha longa", source)
	if err != nil {
		t.Fatal(err)
	}
	ctx := crm.WithActor(t.Context(), actor)
	begun := begin(ctx, imports, exports)
	work.Close() // as a crash does: they stay as their last checkpoint left them
	live, err := work.Live(ctx)
	if err != nil || len(live) != begun {
		t.Fatalf("%d jobs to resume, want %d: %v", len(live), begun, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

// notification is what the service was asked to show. Hints are named too: they hold the id that comes back.
type notification struct {
	id                      uint32
	title, body, app, hints string
	actions                 []string
}

// desk is a display and a session bus with a notification service.
type desk struct {
	display, bus, opened, path string
	run                        string // where services keep their sockets
	conn                       *dbus.Conn
	screen                     *screen
	reader                     *reader
	mu                         sync.Mutex
	notes                      []notification
	given                      uint32 // the last id
}

// nativeWindow is the window to be tried and a desk for it, so wide in pixels. Without a window to try the test is skipped.
func nativeWindow(t *testing.T, width int) (program string, d *desk) {
	t.Helper()
	if program = os.Getenv("CARTEIRA_WINDOW"); program == "" {
		t.Skip("`make window-smoke` runs this with the window it has built")
	}
	t.Parallel()
	return program, newDesk(t, width)
}

func newDesk(t *testing.T, width int) *desk {
	t.Helper()
	for _, tool := range []string{"Xvfb", "dbus-daemon", "openbox"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is missing; build/setup/packages.sh tests installs it", tool)
			}
			fmt.Fprintf(os.Stderr, "NOT TESTED: the native window, because %s is missing (build/setup/packages.sh tests)\n", tool)
			t.Skip(tool + " is missing")
		}
	}
	if _, err := os.Stat(accessibility); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("at-spi2-core is missing (%v); build/setup/packages.sh tests installs it", err)
		}
		fmt.Fprintln(os.Stderr, "NOT TESTED: the native window, because at-spi2-core is missing (build/setup/packages.sh tests)")
		t.Skip(err)
	}
	d := &desk{run: scratch(t)}
	d.display = ":" + firstLine(t, nil, "Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx900x24", width), "-nolisten", "tcp")
	around := append(os.Environ(), "DISPLAY="+d.display, "HOME="+d.run, "XDG_RUNTIME_DIR="+d.run, "XDG_CONFIG_HOME="+d.run, "XDG_CACHE_HOME="+d.run)
	d.bus = firstLine(t, around, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3")
	frames := exec.Command("openbox", "--sm-disable")
	frames.Env = around
	if err := frames.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { frames.Process.Kill(); frames.Wait() })
	bin := t.TempDir()
	d.opened, d.path = filepath.Join(bin, "opened"), bin+":"+os.Getenv("PATH")
	script := "#!/bin/sh\nprintf '%s\\n' \"$1\" >>'" + d.opened + "'\n"
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	var err error
	if d.conn, err = dbus.Connect(d.bus); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.conn.Close() })
	d.screen, d.reader = openScreen(t, d.display), openReader(t, d.conn)
	if err := d.conn.Export((*service)(d), servicePath, serviceName); err != nil {
		t.Fatal(err)
	}
	if reply, err := d.conn.RequestName(serviceName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("become the notification service: %v %v", reply, err)
	}
	return d
}

// accessibility is how the session bus starts the bus of screen readers.
const accessibility = "/usr/share/dbus-1/services/org.a11y.Bus.service"

// scratch is a folder for services that go on writing for a moment after they were ended.
func scratch(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "carteira-desk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		patiently(t, "the services to let go of "+folder, func() bool { return os.RemoveAll(folder) == nil })
	})
	return folder
}

// firstLine starts a service that writes to file descriptor 3 once it can be used, and ends it with the test.
func firstLine(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.ExtraFiles = env, []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait(); r.Close() })
	w.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("%s did not start: %v", name, err)
	}
	return strings.TrimSpace(line)
}

// running is a window's process and what it logs.
type running struct {
	growing
	cmd  *exec.Cmd
	over chan struct{} // closed at its end
	err  error         // how it ended
}

// open runs the window and ends it with the test, in order.
func (d *desk) open(t *testing.T, program, data string, args ...string) *running {
	t.Helper()
	home := scratch(t)
	run := filepath.Join(home, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	r := &running{cmd: exec.Command(program, args...), over: make(chan struct{})}
	r.cmd.Env = append(os.Environ(), "DISPLAY="+d.display, "DBUS_SESSION_BUS_ADDRESS="+d.bus, "PATH="+d.path, "HOME="+home,
		"CARTEIRA_DATA="+data, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_RUNTIME_DIR="+run,
		"WAYLAND_DISPLAY=", "XDG_SESSION_TYPE=x11", "NO_AT_BRIDGE=0")
	r.cmd.Stdout, r.cmd.Stderr = io.Discard, r
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { r.err = r.cmd.Wait(); close(r.over) }()
	t.Cleanup(func() {
		if t.Failed() {
			d.screen.picture(t, t.Name())
			t.Logf("the window said: %s\nthe screen shows\n%s", r.text(), d.reader.tree())
		}
		r.cmd.Process.Signal(syscall.SIGTERM) // refused when it has ended
		r.ends(t)
	})
	return r
}

// ends waits for the end of the process, which must be an orderly one.
func (r *running) ends(t *testing.T) {
	t.Helper()
	select {
	case <-r.over:
		if r.err != nil {
			t.Errorf("the window ended with %v", r.err)
		}
	case <-time.After(time.Minute):
		r.cmd.Process.Kill()
		t.Error("the window does not end")
	}
}

// waitFor gives the notification of a title.
func (d *desk) waitFor(t *testing.T, title string) (found notification) {
	t.Helper()
	deadline := time.Now().Add(4 * time.Minute) // the first start of a window on a machine that does much else
	for time.Now().Before(deadline) {
		for _, n := range d.shown() {
			if n.title == title {
				return n
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("no notification %q among %v", title, d.shown())
	return found
}

// forget passes over what was shown until now.
func (d *desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.notes = nil
}

func (d *desk) shown() []notification {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.notes)
}

const (
	serviceName = "org.freedesktop.Notifications"
	servicePath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

func (d *desk) signal(t *testing.T, name string, values ...any) {
	t.Helper()
	if err := d.conn.Emit(servicePath, serviceName+"."+name, values...); err != nil {
		t.Fatal(err)
	}
}

// service is what the bus may call.
type service desk

// Notify writes down what it is asked to show.
func (s *service) Notify(app string, _ uint32, _, title, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given++
	id := s.given
	n := notification{id: id, title: title, body: body, app: app, hints: fmt.Sprint(hints), actions: actions}
	time.AfterFunc(200*time.Millisecond, func() { // nobody answers before the program knows the id
		s.mu.Lock()
		defer s.mu.Unlock()
		s.notes = append(s.notes, n)
	})
	return id, nil
}

// CloseNotification has nothing to take back.
func (s *service) CloseNotification(uint32) *dbus.Error { return nil }

// GetCapabilities: buttons are shown.
func (s *service) GetCapabilities() ([]string, *dbus.Error) { return []string{"body", "actions"}, nil }

// GetServerInformation names the service.
func (s *service) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return "test", "test", "1", "1.2", nil
}

// growing is a log that may be read while it is written.
type growing struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (g *growing) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.Write(p)
}

func (g *growing) text() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.String()
}
