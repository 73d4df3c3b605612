//go:build linux

package app

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/jezek/xgb/xproto"

	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
)

// TestNativePlace opens the real window where and as large as it was, and in sight when what it remembers is on no screen.
func TestNativePlace(t *testing.T) {
	program, desk := nativeWindow(t, 1800)
	data := replica(t, func(context.Context, *importer.Service, *exporter.Service) int { return 0 })
	const set = "1800x900"
	// session opens the window, waits until it stands as it should, does something and closes it.
	session := func(what string, want func(place) bool, then func(xproto.Window)) {
		t.Helper()
		run := desk.open(t, program, data)
		window := desk.screen.waitForWindow(t, "Carteira")
		desk.reader.shows(t, roleHeading, "Entrar")
		var got place
		patiently(t, "the window to stand as it should: "+what, func() bool {
			got = desk.screen.frame(t, window)
			return want(got)
		})
		desk.screen.picture(t, "place-"+what)
		then(window)
		desk.screen.close(t, window)
		run.ends(t)
		if t.Failed() {
			t.Fatalf("%s: %+v", what, got)
		}
	}
	remembered := func(want place) {
		t.Helper()
		if all := readPlaces(data); all[set] != want {
			t.Fatalf("remembered %+v, want %+v", all, want)
		}
	}

	there := place{X: 630, Y: 47, Width: 1100, Height: 700}
	session("first", func(p place) bool { return p.Width == windowWidth && p.Height == windowHeight },
		func(w xproto.Window) { desk.screen.move(t, w, there) })
	remembered(there)
	session("again", func(p place) bool { return p == there }, func(w xproto.Window) { desk.screen.maximise(t, w) })
	there.Maximised = true
	remembered(there)
	session("maximised", func(p place) bool { return p.Maximised && p.Width == 1800 }, func(xproto.Window) {})
	remembered(there)

	// Where no screen is: in the middle of one. X11 counts from the corner of all screens, so that nothing is to the left of it.
	for name, p := range map[string]place{
		"far":  {X: -32000, Y: -32000, Width: 1100, Height: 700},
		"left": {X: -1090, Y: 10, Width: 1100, Height: 700},
	} {
		text, err := json.Marshal(places{set: p})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(placeFile(data), text, 0o600); err != nil {
			t.Fatal(err)
		}
		session(name, func(p place) bool {
			return p.Width == 1100 && p.Height == 700 && p.X == 350 && p.Y == 100
		}, func(xproto.Window) {})
	}
}
