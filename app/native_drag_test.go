//go:build linux

package app

import (
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// files is a file manager in the middle of dragging, as XDND 5 has it: it offers a list of addresses, which whoever is
// below the pointer may read before and after the drop.
type files struct {
	*screen
	window   xproto.Window
	offering sync.Mutex
	list     string
	read     chan struct{} // somebody has read the list
	accepted chan struct{} // what is below the pointer would take it
	finished chan struct{}
}

// openFiles opens its window, at the edge of the screen.
func openFiles(t *testing.T, display string) *files {
	t.Helper()
	f := &files{screen: openScreen(t, display), read: make(chan struct{}, 1), accepted: make(chan struct{}, 1), finished: make(chan struct{}, 1)}
	var err error
	if f.window, err = xproto.NewWindowId(f.conn); err != nil {
		t.Fatal(err)
	}
	if err := xproto.CreateWindowChecked(f.conn, 0, f.window, f.root, 0, 0, 60, 30, 0, xproto.WindowClassInputOutput, 0, 0, nil).Check(); err != nil {
		t.Fatal(err)
	}
	if err := xproto.MapWindowChecked(f.conn, f.window).Check(); err != nil {
		t.Fatal(err)
	}
	go f.answer()
	return f
}

// answer gives the list to whoever asks for it and hears what becomes of the drag. It ends with the connection.
func (f *files) answer() {
	for {
		event, err := f.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		switch e := event.(type) {
		case xproto.SelectionRequestEvent:
			given := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target}
			if e.Target == f.atom("text/uri-list") {
				given.Property = e.Property
				list := f.offered()
				xproto.ChangeProperty(f.conn, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(list)), []byte(list))
				tell(f.read)
			}
			xproto.SendEvent(f.conn, false, e.Requestor, 0, string(given.Bytes()))
		case xproto.ClientMessageEvent:
			switch {
			case e.Type == f.atom("XdndStatus") && e.Data.Data32[1]&1 == 1:
				tell(f.accepted)
			case e.Type == f.atom("XdndFinished"):
				tell(f.finished)
			}
		}
	}
}

func (f *files) offered() string {
	f.offering.Lock()
	defer f.offering.Unlock()
	return f.list
}

func (f *files) offer(paths []string) {
	f.offering.Lock()
	defer f.offering.Unlock()
	f.list = ""
	for _, p := range paths {
		f.list += (&url.URL{Scheme: "file", Path: p}).String() + "\r\n"
	}
}

func tell(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// drop drags the files over a window, moves them so many times about its middle, and lets go as soon as it says that it
// would take them.
func (f *files) drop(t *testing.T, on xproto.Window, moves int, paths ...string) {
	t.Helper()
	f.offer(paths)
	at := f.frame(t, on)
	if err := xproto.SetSelectionOwnerChecked(f.conn, f.window, f.atom("XdndSelection"), xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
	say := func(what string, values ...uint32) {
		f.send(t, on, on, 0, what, append([]uint32{uint32(f.window)}, values...)...)
	}
	over := func(further int) {
		x, y := uint32(at.X+at.Width/2+further), uint32(at.Y+at.Height/2)
		say("XdndPosition", 0, x<<16|y, xproto.TimeCurrentTime, uint32(f.atom("XdndActionCopy")))
	}
	wait := func(what string, c chan struct{}) {
		select {
		case <-c:
		case <-time.After(patience):
			t.Fatalf("the window does not %s what is dragged over it", what)
		}
	}
	const version = 5
	say("XdndEnter", version<<24, uint32(f.atom("text/uri-list")))
	for i := range 1 + moves {
		over(i)
		wait("accept", f.accepted)
	}
	wait("read", f.read)
	say("XdndDrop", 0, xproto.TimeCurrentTime)
	wait("finish with", f.finished)
}

// front takes the keyboard away from the other windows.
func (f *files) front(t *testing.T) {
	t.Helper()
	f.ask(t, f.window, "_NET_ACTIVE_WINDOW", 2)
	f.focused(t, f.window)
}
