package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// D6.2: switched off, nothing is shown by the system, and everything in the window.
func TestNotificationsCanBeSwitchedOff(t *testing.T) {
	o := openSignedIn(t)
	desktop := &Desktop{o.app}
	for i, on := range []bool{false, true} {
		if err := desktop.SetNotifications(on); err != nil {
			t.Fatal(err)
		}
		if s, err := desktop.State(); err != nil || s.Notifications != on || !s.Native {
			t.Errorf("state %+v %v", s, err)
		}
		o.imported(o.file("a.csv", header, "Maria;;"))
		eventually(t, "the notice in the window", func() bool { return o.shell.count("notice:added") == i+1 })
		told := make(chan struct{}) // the window first, then the system
		o.app.events.post(func() { close(told) })
		<-told
		if got := o.shell.notifications(); len(got) != i {
			t.Errorf("on %v: shown %+v", on, got)
		}
	}
}

// The state is the system's: what changes there is seen here.
func TestStartAtLogin(t *testing.T) {
	t.Setenv("CARTEIRA_DATA", "")
	o := openSignedIn(t)
	desktop := &Desktop{o.app}
	state := func() DesktopState {
		t.Helper()
		s, err := desktop.State()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := state(); s.StartAtLogin || !s.CanStartAtLogin {
		t.Errorf("at first %+v", s)
	}
	if err := desktop.SetStartAtLogin(true); err != nil || !state().StartAtLogin {
		t.Errorf("on: %v %+v", err, state())
	}
	entry, err := o.app.login()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(entry.(fileEntry).path); err != nil { // as the system's own settings do
		t.Fatal(err)
	}
	if state().StartAtLogin {
		t.Error("switched off by the system, and on here")
	}
	for range 2 {
		if err := desktop.SetStartAtLogin(false); err != nil {
			t.Fatal(err)
		}
	}

	// On another data folder a login would open the wrong one.
	t.Setenv("CARTEIRA_DATA", "/elsewhere")
	if s := state(); s.CanStartAtLogin {
		t.Errorf("%+v", s)
	}
	if err := desktop.SetStartAtLogin(true); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("another data folder: %v", err)
	}
	t.Setenv("CARTEIRA_DATA", "")
	o.shell.browser = true
	if s := state(); s.Native || s.CanStartAtLogin {
		t.Errorf("in a browser %+v", s)
	}
	if err := desktop.SetStartAtLogin(true); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("in a browser: %v", err)
	}
}

func TestLoginEntries(t *testing.T) {
	folder := t.TempDir()
	odd := `/opt/Ação 100% "x"/$HOME/a\b&c/Carteira`
	for name, e := range map[string]fileEntry{
		"linux": autostartFile(folder, odd), "macos": launchAgent(folder, odd),
	} {
		if on, err := e.on(); err != nil || on {
			t.Errorf("%s at first: %v %v", name, on, err)
		}
		if err := e.set(true); err != nil {
			t.Fatal(err)
		}
		if on, err := e.on(); err != nil || !on {
			t.Errorf("%s set: %v %v", name, on, err)
		}
		text, err := os.ReadFile(e.path)
		if err != nil || !strings.Contains(string(text), optionMinimised) {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
	// An entry of another program of that name, as an older copy leaves it, starts that one.
	for name, e := range map[string]fileEntry{
		"linux": autostartFile(folder, "/usr/bin/Carteira"), "macos": launchAgent(folder, "/Applications/Carteira.app/Contents/MacOS/Carteira"),
	} {
		if on, err := e.on(); err != nil || on {
			t.Errorf("%s of another program: %v %v", name, on, err)
		}
	}
	linux := autostartFile(folder, odd)
	if want := `Exec="/opt/Ação 100%% \\"x\\"/\\$HOME/a\\\\b&c/Carteira" --minimised`; !strings.Contains(linux.content, want+"\n") {
		t.Errorf("quoted %s\nwant   %s", linux.content, want)
	}
	for _, off := range []string{"Hidden=true\n", "X-GNOME-Autostart-enabled=false\n"} {
		if linux.enabled(linux.content + off) {
			t.Errorf("on with %s", off)
		}
	}
	if mac := launchAgent(folder, odd); !strings.Contains(mac.content, "a\\b&amp;c") {
		t.Errorf("%s", mac.content)
	}
}

// D3.15: closing over work under way is the person's choice, also at the sign-in.
func TestLeaving(t *testing.T) {
	o := openSignedIn(t)
	desktop := &Desktop{o.app}
	lines := make([]string, 50_000)
	for i := range lines {
		lines[i] = "Maria " + strconv.Itoa(i) + ";;"
	}
	src := o.file("a.csv", append([]string{header}, lines...)...)
	leave := func(hows ...Leaving) {
		t.Helper()
		for _, how := range hows {
			if err := desktop.Leave(string(how)); err != nil {
				t.Errorf("%s: %v", how, err)
			}
		}
	}
	if n := o.app.WorkUnderWay(); n != 0 {
		t.Errorf("%d jobs before the first", n)
	}
	leave(LeaveBackground) // with nothing left to finish
	id, err := o.imports.Start(src)
	if err != nil {
		t.Fatal(err)
	}
	if n := o.app.WorkUnderWay(); n != 1 {
		t.Errorf("%d jobs under way", n)
	}
	o.app.session.end()
	leave(LeaveStay, LeaveLater, LeaveBackground)
	if err := desktop.Leave("now"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("an unknown answer: %v", err)
	}
	if want := []Leaving{LeaveLater, LeaveStay, LeaveLater, LeaveBackground}; !slices.Equal(o.shell.left, want) {
		t.Errorf("left %v, want %v", o.shell.left, want)
	}
	o.close() // the job stays for the next start
	if j := o.jobOnDisk(id); j.State.Over() {
		t.Errorf("the import ended with the program: %s", j.State)
	}
	notes := slices.DeleteFunc(o.shell.notifications(), func(n Notification) bool { return n.ID != string(LeaveBackground) })
	if len(notes) != 1 || notes[0].Title != "A Carteira continua em segundo plano" || notes[0].Actions[0].ID != actionWindow {
		t.Errorf("notifications %+v", notes)
	}
}

// jobOnDisk is a job as the next program finds it.
func (o *opening) jobOnDisk(id string) (j crm.Job) {
	o.t.Helper()
	db, err := sqlite.Open(context.Background(), o.app.options.DataFolder, sqlite.Options{})
	if err != nil {
		o.t.Fatal(err)
	}
	if err := db.View(context.Background(), func(v *sqlite.View) (err error) { j, err = v.Job(idOf(o.t, id)); return err }); err != nil {
		o.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		o.t.Fatal(err)
	}
	return j
}

func TestPlace(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if p := readPlaces(folder).opening(); p.Width != windowWidth || p.Height != windowHeight {
		t.Errorf("first start %+v", p)
	}
	desk := []screenSize{{1920, 1080, 1920, 1080}, {2560, 1440, 2560, 1440}}
	alone := []screenSize{{1366, 768, 1366, 768}}
	sharp := []screenSize{{1280, 720, 1920, 1080}} // at 150 %
	there := place{X: 2000, Y: 40, Width: 1800, Height: 1000}
	if err := writePlace(folder, setOf(desk), there); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Error("a window that was closed before there were data made their folder")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writePlace(folder, setOf(desk), there); err != nil {
		t.Fatal(err)
	}
	if p := readPlaces(folder).opening(); p.Width != 1800 || p.Height != 1000 || p.X != 0 {
		t.Errorf("opening %+v", p)
	}
	slices.Reverse(desk)
	if got := readPlaces(folder)[setOf(desk)]; got != there {
		t.Errorf("the same screens listed the other way round: %+v", got)
	}
	if _, known := readPlaces(folder)[setOf(alone)]; known {
		t.Error("a screen is gone, and the window would go where it was")
	}
	for _, tt := range []struct {
		name    string
		p       place
		screens []screenSize
		want    place
		on      bool
	}{
		{"as it was", there, desk, there, true},
		{"left of the first screen", place{X: -1500, Y: 10, Width: 1200, Height: 700}, desk, place{X: -1500, Y: 10, Width: 1200, Height: 700}, true},
		{"too large", place{Width: 3000, Height: 2000}, alone, place{Width: 1366, Height: 768}, true},
		{"too small", place{Width: 10, Height: 10}, alone, place{Width: windowMinWidth, Height: windowMinHeight}, true},
		{"off to the right", place{X: 1300, Width: 1200, Height: 700}, alone, place{X: 1300, Width: 1200, Height: 700}, false},
		{"told in the screen's own pixels", place{X: 1500, Width: 1200, Height: 700}, sharp, place{X: 1500, Width: 1200, Height: 700}, true},
		{"as Windows puts what is minimised", place{X: -32000, Y: -32000, Width: 1200, Height: 700}, alone,
			place{X: -32000, Y: -32000, Width: 1200, Height: 700}, false},
	} {
		if got, on := tt.p.fits(tt.screens, false); got != tt.want || on != tt.on {
			t.Errorf("%s: %+v %v", tt.name, got, on)
		}
	}
	for _, tt := range []struct {
		name string
		x, y int
		on   bool
	}{
		{"as it was", 2000, 40, true},
		{"half out to the left", -600, 40, true},
		{"a screen that was on the left is on the right", -1500, 40, false},
		{"its last pixels", -1190, 40, false},
		{"its title bar above the screens", 100, -300, false},
	} {
		if _, on := (place{X: tt.x, Y: tt.y, Width: 1200, Height: 700}).fits(desk, true); on != tt.on {
			t.Errorf("counted from the corner, %s: %v", tt.name, on)
		}
	}
	// Of two alike the right one has moved to the left since: asked of Windows, a place is on the screen that has most of its title bar.
	screen := area{-1920, 0, 0, 1040}
	for _, tt := range []struct {
		name string
		x, y int
		on   bool
	}{
		{"as it was", -1500, 40, true},
		{"snapped, with the invisible border outside", -1927, 0, true},
		{"its title bar half above", -1500, -16, true},
		{"more than half", -1500, -17, false},
		{"a grip on the right", -100, 40, true},
		{"less", -99, 40, false},
		{"a grip on the left", -1920 - 1100, 40, true},
		{"less on the left", -1920 - 1101, 40, false},
		{"under the task bar", -1500, 1030, false},
		{"on the right, where no screen is any more", 200, 40, false},
	} {
		if on := screen.grips(place{X: tt.x, Y: tt.y, Width: 1200, Height: 700}.bar()); on != tt.on {
			t.Errorf("on a screen to the left, %s: %v", tt.name, on)
		}
	}
	for i := range 40 {
		if err := writePlace(folder, setOf([]screenSize{{width: 1000 + i, height: 800}}), there); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(readPlaces(folder)); n > rememberedSets {
		t.Errorf("%d sets of screens are remembered", n)
	}
	if err := os.WriteFile(placeFile(folder), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := readPlaces(folder).opening(); p.Width != windowWidth {
		t.Errorf("a broken file: %+v", p)
	}
}
