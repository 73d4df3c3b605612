//go:build linux

package app

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// screen is what a person sees and touches: windows with a window manager's frames, a keyboard, and a picture of it all.
type screen struct {
	conn  *xgb.Conn
	root  xproto.Window
	keys  map[rune]keystroke
	mu    sync.Mutex
	atoms map[string]xproto.Atom
}

type keystroke struct {
	code    xproto.Keycode
	shifted bool
}

// Keys that write nothing, as the server names them.
const (
	keyReturn  = rune(0xff0d)
	keyControl = rune(0xffe3)
	keyShift   = rune(0xffe1)
	keyTab     = rune(0xff09)
)

var quiet sync.Once

// openScreen connects to a display on which a window manager runs.
func openScreen(t *testing.T, display string) *screen {
	t.Helper()
	quiet.Do(func() { xgb.Logger.SetOutput(io.Discard) }) // it tells of every connection
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	setup := xproto.Setup(conn)
	s := &screen{conn: conn, root: setup.DefaultScreen(conn).Root, keys: map[rune]keystroke{}, atoms: map[string]xproto.Atom{}}
	if err := xtest.Init(conn); err != nil {
		t.Fatal(err)
	}
	count := byte(setup.MaxKeycode - setup.MinKeycode + 1)
	layout, err := xproto.GetKeyboardMapping(conn, setup.MinKeycode, count).Reply()
	if err != nil {
		t.Fatal(err)
	}
	wide := int(layout.KeysymsPerKeycode)
	for i := range int(count) {
		for level := range min(2, wide) {
			sym := rune(layout.Keysyms[i*wide+level])
			if _, known := s.keys[sym]; !known && sym != 0 {
				s.keys[sym] = keystroke{setup.MinKeycode + xproto.Keycode(i), level == 1}
			}
		}
	}
	patiently(t, "the window manager", func() bool { return len(s.property(s.root, "_NET_SUPPORTING_WM_CHECK")) > 0 })
	return s
}

func (s *screen) atom(name string) xproto.Atom {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, known := s.atoms[name]; known {
		return a
	}
	reply, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		panic(fmt.Sprintf("name %s to the display: %v", name, err))
	}
	s.atoms[name] = reply.Atom
	return reply.Atom
}

// property is the value of a window's property, nothing when it has none or is gone.
func (s *screen) property(w xproto.Window, name string) []byte {
	reply, err := xproto.GetProperty(s.conn, false, w, s.atom(name), xproto.GetPropertyTypeAny, 0, 1<<16).Reply()
	if err != nil {
		return nil
	}
	return reply.Value
}

func numbers(value []byte) []uint32 {
	out := make([]uint32, len(value)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(value[4*i:])
	}
	return out
}

// window is the window of a title that is on the screen, 0 when there is none.
func (s *screen) window(title string) xproto.Window {
	for _, id := range numbers(s.property(s.root, "_NET_CLIENT_LIST")) {
		w := xproto.Window(id)
		if s.shown(w) && string(s.property(w, "_NET_WM_NAME")) == title {
			return w
		}
	}
	return 0
}

func (s *screen) waitForWindow(t *testing.T, title string) (w xproto.Window) {
	t.Helper()
	patiently(t, "a window "+title, func() bool { w = s.window(title); return w != 0 })
	return w
}

// frame is where a window stands with what the window manager draws around it, and how large it is without.
func (s *screen) frame(t *testing.T, w xproto.Window) place {
	t.Helper()
	size, err := xproto.GetGeometry(s.conn, xproto.Drawable(w)).Reply()
	if err != nil {
		t.Fatal(err)
	}
	at, err := xproto.TranslateCoordinates(s.conn, w, s.root, 0, 0).Reply()
	if err != nil {
		t.Fatal(err)
	}
	p := place{X: int(at.DstX), Y: int(at.DstY), Width: int(size.Width), Height: int(size.Height)}
	if around := numbers(s.property(w, "_NET_FRAME_EXTENTS")); len(around) == 4 { // left, right, top, bottom
		p.X, p.Y = p.X-int(around[0]), p.Y-int(around[2])
	}
	maximised := s.atom("_NET_WM_STATE_MAXIMIZED_VERT")
	for _, state := range numbers(s.property(w, "_NET_WM_STATE")) {
		p.Maximised = p.Maximised || xproto.Atom(state) == maximised
	}
	return p
}

// ask has the window manager do what its buttons and a dragged frame do.
func (s *screen) ask(t *testing.T, w xproto.Window, what string, values ...uint32) {
	t.Helper()
	s.send(t, s.root, w, xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, what, values...)
}

func (s *screen) send(t *testing.T, to, about xproto.Window, mask uint32, what string, values ...uint32) {
	t.Helper()
	event := xproto.ClientMessageEvent{Format: 32, Window: about, Type: s.atom(what),
		Data: xproto.ClientMessageDataUnionData32New(append(values, make([]uint32, 5-len(values))...))}
	if err := xproto.SendEventChecked(s.conn, false, to, mask, string(event.Bytes())).Check(); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// close presses the cross in the window's corner.
func (s *screen) close(t *testing.T, w xproto.Window) {
	t.Helper()
	s.ask(t, w, "_NET_CLOSE_WINDOW", xproto.TimeCurrentTime, 2)
}

// move drags a window and its corner.
func (s *screen) move(t *testing.T, w xproto.Window, p place) {
	t.Helper()
	const northWest, all = 1, 0xf << 8
	s.ask(t, w, "_NET_MOVERESIZE_WINDOW", northWest|all|2<<12, uint32(p.X), uint32(p.Y), uint32(p.Width), uint32(p.Height))
	patiently(t, fmt.Sprintf("the window to be moved to %+v", p), func() bool { return s.frame(t, w) == p })
}

func (s *screen) maximise(t *testing.T, w xproto.Window) {
	t.Helper()
	s.ask(t, w, "_NET_WM_STATE", 1, uint32(s.atom("_NET_WM_STATE_MAXIMIZED_VERT")), uint32(s.atom("_NET_WM_STATE_MAXIMIZED_HORZ")), 2)
	patiently(t, "the window to be maximised", func() bool { return s.frame(t, w).Maximised })
}

// focused waits until what is typed goes to a window.
func (s *screen) focused(t *testing.T, w xproto.Window) {
	t.Helper()
	patiently(t, "the window to have the keyboard", func() bool {
		active := numbers(s.property(s.root, "_NET_ACTIVE_WINDOW"))
		return len(active) == 1 && xproto.Window(active[0]) == w
	})
}

func (s *screen) gone(t *testing.T, w xproto.Window) {
	t.Helper()
	patiently(t, "the window to go", func() bool { return !s.shown(w) })
}

func (s *screen) shown(w xproto.Window) bool {
	attributes, err := xproto.GetWindowAttributes(s.conn, w).Reply()
	return err == nil && attributes.MapState == xproto.MapStateViewable
}

// press presses keys together and lets them go.
func (s *screen) press(t *testing.T, keys ...rune) {
	t.Helper()
	var held []xproto.Keycode
	for _, k := range keys {
		stroke, known := s.keys[k]
		if !known {
			t.Fatalf("the keyboard has no %q", k)
		}
		if stroke.shifted {
			held = append(held, s.keys[keyShift].code)
		}
		held = append(held, stroke.code)
	}
	for _, code := range held {
		s.input(t, xproto.KeyPress, code)
	}
	for i := len(held) - 1; i >= 0; i-- {
		s.input(t, xproto.KeyRelease, held[i])
	}
}

func (s *screen) input(t *testing.T, kind byte, code xproto.Keycode) {
	t.Helper()
	if err := xtest.FakeInputChecked(s.conn, kind, byte(code), 0, s.root, 0, 0, 0).Check(); err != nil {
		t.Fatal(err)
	}
}

// write types a text that the keyboard of the United States has keys for.
func (s *screen) write(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		s.press(t, r)
	}
}

// picture keeps what the screen shows in the folder of CARTEIRA_PICTURES, for people to look at.
func (s *screen) picture(t *testing.T, name string) {
	t.Helper()
	folder := os.Getenv("CARTEIRA_PICTURES")
	if folder == "" {
		return
	}
	time.Sleep(500 * time.Millisecond) // what moves comes to rest
	size, err := xproto.GetGeometry(s.conn, xproto.Drawable(s.root)).Reply()
	if err != nil {
		t.Fatal(err)
	}
	got, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root), 0, 0, size.Width, size.Height, ^uint32(0)).Reply()
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, int(size.Width), int(size.Height)))
	for i := 0; i < len(img.Pix); i += 4 { // 24 bits in 32, blue first
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = got.Data[i+2], got.Data[i+1], got.Data[i], 0xff
	}
	f, err := os.Create(filepath.Join(folder, strings.ReplaceAll(name, "/", "-")+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
