//go:build linux

package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// reader reads the windows as a screen reader does, over the accessibility bus (AT-SPI): roles and names, in the page and in
// the system's dialogs alike. What it presses has really been pressed.
type reader struct{ conn *dbus.Conn }

// element is a thing on the screen. The web view's are in another process than the window's.
type element struct {
	Bus  string
	Path dbus.ObjectPath
}

const (
	accessible   = "org.a11y.atspi.Accessible"
	registryName = "org.a11y.atspi.Registry"
	registryRoot = dbus.ObjectPath("/org/a11y/atspi/accessible/root")
)

func openReader(t *testing.T, session *dbus.Conn) *reader {
	t.Helper()
	var address string
	if err := session.Object("org.a11y.Bus", "/org/a11y/bus").Call("org.a11y.Bus.GetAddress", 0).Store(&address); err != nil {
		t.Fatalf("find the accessibility bus (at-spi2-core): %v", err)
	}
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &reader{conn}
}

// seen is an element with what is said of it.
type seen struct {
	element
	role   role
	name   string
	states uint64
}

// role is what an element is, by its number in AT-SPI: the web view says no names.
type role uint32

const (
	roleCheckBox role = 7
	roleMenu     role = 11 // the button that opens it
	roleDialog   role = 16
	roleEntry    role = 79
	roleFiller   role = 20
	roleFrame    role = 23
	roleHeading  role = 83
	roleButton   role = 43
	roleLink     role = 88
	roleMenuItem role = 35
	roleText     role = 61 // of GTK
)

// The states that matter here, by their number in AT-SPI.
const (
	stateFocused = 1 << 12
	stateEnabled = 1 << 8
	stateShowing = 1 << 25
)

func (r *reader) call(e element, method string, args ...any) *dbus.Call {
	return r.conn.Object(e.Bus, e.Path).Call(method, 0, args...)
}

func (r *reader) look(e element) (s seen, err error) {
	s.element = e
	if err := r.call(e, accessible+".GetRole").Store(&s.role); err != nil {
		return s, err
	}
	if err := r.call(e, "org.freedesktop.DBus.Properties.Get", accessible, "Name").Store(&s.name); err != nil {
		return s, err
	}
	var words []uint32
	if err := r.call(e, accessible+".GetState").Store(&words); err != nil {
		return s, err
	}
	for i, w := range words {
		s.states |= uint64(w) << (32 * i)
	}
	return s, nil
}

// walk visits what is on the screen. What goes away meanwhile is passed over: whoever waits looks again.
func (r *reader) walk(e element, depth int, visit func(seen, int) (stop bool)) bool {
	s, err := r.look(e)
	if err != nil {
		return false
	}
	if visit(s, depth) {
		return true
	}
	var children []element
	if err := r.call(e, accessible+".GetChildren").Store(&children); err != nil || depth > 60 {
		return false
	}
	if len(children) == 0 && s.role == roleFiller { // the web view lists none and has the page
		var page element
		if r.call(e, accessible+".GetChildAtIndex", int32(0)).Store(&page) == nil {
			children = append(children, page)
		}
	}
	for _, c := range children {
		if c.Path != "/org/a11y/atspi/null" && r.walk(c, depth+1, visit) {
			return true
		}
	}
	return false
}

// find gives the first element of a role that is shown under a name, or under one that begins so when the name ends in "…".
func (r *reader) find(kind role, name string) (found seen, ok bool) {
	start, isStart := strings.CutSuffix(name, "…")
	ok = r.walk(element{registryName, registryRoot}, 0, func(s seen, _ int) bool {
		if s.role == kind && s.states&stateShowing != 0 && (s.name == name || isStart && strings.HasPrefix(s.name, start)) {
			found = s
			return true
		}
		return false
	})
	return found, ok
}

// shows waits for an element.
func (r *reader) shows(t *testing.T, kind role, name string) (found seen) {
	t.Helper()
	patiently(t, fmt.Sprintf("%q (role %d)", name, kind), func() (ok bool) { found, ok = r.find(kind, name); return ok })
	return found
}

// press presses a button once it is there, follow a link, choose a line of a menu.
func (r *reader) press(t *testing.T, name string)  { t.Helper(); r.act(t, roleButton, name) }
func (r *reader) follow(t *testing.T, name string) { t.Helper(); r.act(t, roleLink, name) }
func (r *reader) choose(t *testing.T, name string) { t.Helper(); r.act(t, roleMenuItem, name) }

func (r *reader) act(t *testing.T, kind role, name string) {
	t.Helper()
	e := r.shows(t, kind, name)
	var done bool
	if err := r.call(e.element, "org.a11y.atspi.Action.DoAction", int32(0)).Store(&done); err != nil || !done {
		t.Fatalf("press %q: %v %v", name, done, err)
	}
}

// typed is the text of the field of a system's dialog that has the keyboard.
func (r *reader) typed() (text string) {
	r.walk(element{registryName, registryRoot}, 0, func(s seen, _ int) bool {
		const both = stateFocused | stateShowing
		if s.role != roleText || s.states&both != both {
			return false
		}
		return r.call(s.element, "org.a11y.atspi.Text.GetText", int32(0), int32(-1)).Store(&text) == nil
	})
	return text
}

// tree is all that is shown, for whoever wonders why something is not.
func (r *reader) tree() string {
	var text strings.Builder
	r.walk(element{registryName, registryRoot}, 0, func(s seen, depth int) bool {
		fmt.Fprintf(&text, "%s%d %q %x\n", strings.Repeat(" ", depth), s.role, s.name, s.states)
		return false
	})
	return text.String()
}

// patience is what a machine that does much else may need.
const patience = 90 * time.Second

// patiently waits for it.
func patiently(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}
