package app

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestLibraryLogHidesCalls(t *testing.T) {
	log := logged(t)
	wailsLog{}.Error(`process message error: C{"name":"app.Contacts.Save","args":[{"email":"maria@example.com"}],"callbackID":"x"} -> maria@example.com is bad`)
	wailsLog{}.Error(`error parsing arguments: invalid character 'm' in "maria@example.com"`)
	wailsLog{}.Error("Unknown message from front end: maria@example.com")
	wailsLog{}.Warning("the web view is slow")
	got := log.String()
	if strings.Contains(got, "maria") {
		t.Errorf("personal data: %s", got)
	}
	for _, want := range []string{"process message error: app.Contacts.Save", "error parsing arguments", "the web view is slow"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
}

// D3.19: what is dropped on the window and what macOS opens reach the inbox with their paths, in order, also before the start;
// whatever else a page may send is passed over.
func TestDroppedFilesReachTheInbox(t *testing.T) {
	w := &Window{inbox: NewInbox(t.TempDir()), poke: make(chan struct{}, 1)}
	w.onFileOpen("/Users/ana/Primeiro São.csv")
	w.onDropped([]any{[]any{"/b dois.csv", "/c.xlsx", "", 7}})
	for _, rubbish := range [][]any{nil, {}, {"text"}, {nil}, {[]any{}}} {
		w.onDropped(rubbish)
	}
	got, err := w.inbox.Drain()
	if want := []string{"/Users/ana/Primeiro São.csv", "/b dois.csv", "/c.xlsx"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
	select {
	case <-w.poke:
	default:
		t.Error("the window is not woken")
	}
}

// GTK leaves out the ending that the person did not type; a file that they were not asked about is never replaced.
func TestEndingOfASavedFile(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "contatos")
	if got := addExtension(name, ".csv"); got != name+".csv" {
		t.Error(got)
	}
	if err := os.WriteFile(name+".csv", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := addExtension(name, ".csv"); got != name {
		t.Error(got)
	}
}

// GTK alone tells capitals from small letters.
func TestFilterPatterns(t *testing.T) {
	for _, tt := range []struct{ goos, want string }{
		{"linux", "*.[cC][sS][vV];*.[tT][xX][tT];*"}, {"windows", "*.csv;*.txt;*"}, {"darwin", "*.csv;*.txt;*"},
	} {
		if got := filterPattern(tt.goos, "*.csv;*.txt;*"); got != tt.want {
			t.Errorf("%s: %s", tt.goos, got)
		}
	}
}

func TestNotificationAnswers(t *testing.T) {
	for _, tt := range []struct{ goos, action, want string }{
		{"linux", actionOpen, actionOpen}, {"windows", actionReport, actionReport}, {"darwin", actionFolder, actionFolder},
		{"linux", actionWindow, actionWindow},
		{"linux", defaultAction, ""}, // a dismissal looks the same there
		{"windows", defaultAction, actionOpen}, {"darwin", defaultAction, actionOpen},
		{"darwin", "com.apple.UNNotificationDismissActionIdentifier", ""}, {"linux", "", ""},
	} {
		if got := answered(tt.goos, tt.action); got != tt.want {
			t.Errorf("%s %q: %q", tt.goos, tt.action, got)
		}
	}
}

func TestTheme(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	if got := readTheme(folder); got != themeLight {
		t.Errorf("first start: %s", got)
	}
	if err := writeTheme(folder, themeLight); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Error("the default was written")
	}
	if err := writeTheme(folder, themeDark); err != nil {
		t.Fatal(err)
	}
	if got := readTheme(folder); got != themeDark {
		t.Errorf("after dark: %s", got)
	}
	if themeOf("dark\n") != themeLight || background(themeDark).R == background(themeLight).R {
		t.Error("themes are mixed up")
	}
}

func TestInstanceName(t *testing.T) {
	a, b := instanceName("/home/ana/.config/Carteira"), instanceName("/srv/other")
	if a == b || a != instanceName("/home/ana/.config/Carteira") {
		t.Errorf("%s %s", a, b)
	}
	if !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{1,60}$`).MatchString(a) {
		t.Errorf("%q is no D-Bus name", a)
	}
}

func TestDataFolder(t *testing.T) {
	t.Setenv("CARTEIRA_DATA", "some/where")
	got, err := DataFolder()
	if err != nil || !filepath.IsAbs(got) || !strings.HasSuffix(got, filepath.FromSlash("some/where")) {
		t.Errorf("%q %v", got, err)
	}
	t.Setenv("CARTEIRA_DATA", "")
	t.Setenv("XDG_CONFIG_HOME", "/conf")
	if got, err := DataFolder(); err != nil || filepath.Base(got) != "Carteira" {
		t.Errorf("%q %v", got, err)
	}
}

func TestTakeData(t *testing.T) {
	for _, args := range [][]string{{"--data", "/tmp/try", "a.csv"}, {"a.csv", "--data=/tmp/try"}} {
		t.Setenv("CARTEIRA_DATA", "/else")
		rest, err := TakeData(args)
		if err != nil || len(rest) != 1 || rest[0] != "a.csv" || os.Getenv("CARTEIRA_DATA") != "/tmp/try" {
			t.Errorf("%q: %q %v %q", args, rest, err, os.Getenv("CARTEIRA_DATA"))
		}
	}
	t.Setenv("CARTEIRA_DATA", "/else")
	if rest, err := TakeData([]string{"--minimised", "--data"}); err != nil || len(rest) != 2 || os.Getenv("CARTEIRA_DATA") != "/else" {
		t.Errorf("%q %v", rest, err)
	}
}

type (
	wantsContext struct{}
	returnsThree struct{}
	swapped      struct{}
)

func (*wantsContext) Do(error)              {}
func (*returnsThree) Do() (int, int, error) { return 0, 0, nil }

//lint:ignore ST1008 this is what is refused
func (*swapped) Do() (error, int) { return nil, 0 }

// TestOddSignaturesStopTheStart: what the desktop bridge cannot carry must not work in browser mode either.
func TestOddSignaturesStopTheStart(t *testing.T) {
	refused := func(s any) (why any) {
		defer func() { why = recover() }()
		methodsOf([]any{s})
		return nil
	}
	for _, s := range []any{&wantsContext{}, &returnsThree{}, &swapped{}, Trial{}, 7} {
		if why := refused(s); why == nil || !strings.HasPrefix(why.(string), "bug: ") {
			t.Errorf("%T was accepted: %v", s, why)
		}
	}
	if why := refused(&Trial{}); why != nil {
		t.Errorf("Trial: %v", why)
	}
	if why := func() (why any) { defer func() { why = recover() }(); methodsOf([]any{&Trial{}, &Trial{}}); return nil }(); why == nil {
		t.Error("two structs of one name were accepted")
	}
	if got := len(methodsOf([]any{&Trial{}})); got != reflect.TypeFor[*Trial]().NumMethod() {
		t.Errorf("%d methods", got)
	}
}
