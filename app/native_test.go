//go:build linux

package app

import (
	"bufio"
	"bytes"
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
	program := os.Getenv("CARTEIRA_WINDOW")
	if program == "" {
		t.Skip("`make window-smoke` runs this with the window it has built")
	}
	desk := newDesk(t)
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
	eventually(t, "the folder of the export to open", func() bool {
		text, err := os.ReadFile(desk.opened)
		return err == nil && strings.TrimSpace(string(text)) == out
	})
	desk.signal(t, "ActionInvoked", ended.id, actionReport)
	eventually(t, "the report to be asked for", func() bool { return strings.Contains(log.text(), "action=report") })
	if got := strings.Count(log.text(), "answer of a native notification"); got != 2 {
		t.Errorf("%d answers, want the two that were given: %s", got, log.text())
	}
}

// interrupted is a data folder in which an import and an export stopped before their end, and the folder of the export.
func interrupted(t *testing.T) (data, out string) {
	t.Helper()
	data, out = t.TempDir(), t.TempDir()
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
	file := filepath.Join(t.TempDir(), "clientes-da-Maria.csv")
	var text bytes.Buffer
	text.WriteString("contact_name;contact_cpf;contact_phone\r\nMaria Segredo;52998224725;\r\nSem CPF;123;\r\nSem telefone;;12\r\n")
	for i := range 19_999 {
		fmt.Fprintf(&text, "Maria Segredo %d;;5548999%06d\r\n", i, i)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := imports.Start(ctx, importer.Options{Path: file}); err != nil {
		t.Fatal(err)
	}
	if _, err := exports.Start(ctx, exporter.Options{Selection: crm.Selection{All: true}, Path: filepath.Join(out, "contatos.csv")}); err != nil {
		t.Fatal(err)
	}
	work.Close() // as a crash does: both stay as their last checkpoint left them
	live, err := work.Live(ctx)
	if err != nil || len(live) != 2 {
		t.Fatalf("%d jobs to resume, want 2: %v", len(live), err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return data, out
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
	conn                       *dbus.Conn
	mu                         sync.Mutex
	notes                      []notification
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	for _, tool := range []string{"Xvfb", "dbus-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is missing; build/setup/packages.sh tests installs it", tool)
			}
			fmt.Fprintf(os.Stderr, "NOT TESTED: native notifications, because %s is missing (build/setup/packages.sh tests)\n", tool)
			t.Skip(tool + " is missing")
		}
	}
	d := &desk{}
	d.bus = firstLine(t, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3")
	d.display = ":" + firstLine(t, "Xvfb", "-displayfd", "3", "-screen", "0", "1400x900x24", "-nolisten", "tcp")
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
	if err := d.conn.Export((*service)(d), servicePath, serviceName); err != nil {
		t.Fatal(err)
	}
	if reply, err := d.conn.RequestName(serviceName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("become the notification service: %v %v", reply, err)
	}
	return d
}

// firstLine starts a service that writes to file descriptor 3 once it can be used, and ends it with the test.
func firstLine(t *testing.T, name string, args ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.ExtraFiles = []*os.File{w}
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

// open runs the window and ends it with the test, in order.
func (d *desk) open(t *testing.T, program, data string) *growing {
	t.Helper()
	home := t.TempDir()
	run := filepath.Join(home, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.display, "DBUS_SESSION_BUS_ADDRESS="+d.bus, "PATH="+d.path, "HOME="+home,
		"CARTEIRA_DATA="+data, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_RUNTIME_DIR="+run,
		"WAYLAND_DISPLAY=", "XDG_SESSION_TYPE=x11")
	log := &growing{}
	cmd.Stdout, cmd.Stderr = io.Discard, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the window said: %s", log.text())
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		select {
		case <-over:
		case <-time.After(20 * time.Second):
			cmd.Process.Kill()
			t.Error("the window does not end")
		}
	})
	return log
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
	id := uint32(len(s.notes) + 1)
	s.notes = append(s.notes, notification{id: id, title: title, body: body, app: app, hints: fmt.Sprint(hints), actions: actions})
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
