package app

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Window size in CSS pixels. The layout is made for the minimum and larger.
const (
	windowWidth, windowHeight       = 1280, 820
	windowMinWidth, windowMinHeight = 1024, 640
)

// WindowOptions say what the native window shows.
type WindowOptions struct {
	DataFolder string
	Assets     fs.FS // the built page, index.html at its root
	Icon       []byte
	Args       []string // the command line without the program: files to open
}

// Window is the native window, a Shell. It is made for one program and one run.
type Window struct {
	program Program
	folder  string
	inbox   Inbox
	poke    chan struct{} // a second start left a note

	// wails is the context that Wails hands to its life-cycle hooks; every call of its runtime package ends the process
	// when it is given another. This is the only reason why contexts are kept here.
	wails   atomic.Pointer[context.Context]
	running context.Context // ends with the window
	stop    context.CancelFunc
	started sync.Once
	stopped sync.Once
	work    sync.WaitGroup // run; what it writes may be read after Wait
	opened  atomic.Bool    // Start succeeded

	front     atomic.Bool // the person looks at the window
	away      atomic.Bool // the window was closed, its work goes on
	asked     atomic.Bool // whether to close over work under way, and nobody has answered
	leaving   atomic.Bool // the person has decided: closing asks nothing any more
	linger    time.Duration
	minimised bool                  // started by the system, nobody has asked for the window
	normal    atomic.Pointer[place] // where the window was before it was maximised

	dialog        sync.Mutex // Linux has one channel for the answers of all dialogs
	notifications notifications
}

//go:embed desktop.js
var desktopScript string

// The events between desktop.js and this file. The page listens to neither: removing the last listener of a name
// in JavaScript removes Go's as well.
const (
	eventDropped = "window:dropped"
	eventTheme   = "window:theme"
	eventFront   = "window:front"
	eventResized = "window:resized"
)

// Run shows the window and returns when it was closed. Before wails.Run it opens nothing: the generator of the
// JavaScript bindings runs this far.
func Run(p Program, o WindowOptions) (err error) {
	running, stop := context.WithCancel(context.Background())
	w := &Window{
		program: p, folder: o.DataFolder, inbox: NewInbox(o.DataFolder), poke: make(chan struct{}, 1),
		running: running, stop: stop, linger: linger, minimised: slices.Contains(o.Args, optionMinimised),
	}
	cwd, err := os.Getwd()
	if err != nil {
		slog.Warn("no working folder: only absolute paths can be opened", "error", err)
	}
	if err := w.inbox.Put(FilesAmong(o.Args, cwd)); err != nil {
		slog.Warn("leave files for the window", "error", err)
	}

	defer func() { // GTK without a display panics before the first window
		if r := recover(); r != nil {
			if e, ok := r.(error); !ok || !strings.Contains(e.Error(), "init GTK") {
				panic(r)
			}
			err = errors.New("there is no display to open a window on; `carteira web` shows it in a browser")
		}
	}()
	if err := wails.Run(w.options(o)); err != nil {
		return fmt.Errorf("run the window: %w", err)
	}
	return nil
}

func (w *Window) options(o WindowOptions) *options.App {
	opening := readPlaces(o.DataFolder).opening()
	state := options.Normal
	if w.minimised {
		state = options.Minimised
	}
	return &options.App{
		Title:     "Carteira",
		Width:     opening.Width,
		Height:    opening.Height,
		MinWidth:  windowMinWidth,
		MinHeight: windowMinHeight,
		// Shown once the page is there. GTK shows a window before it would hide it, which flickers: there the
		// background colour alone has to do.
		StartHidden:        goruntime.GOOS != "linux",
		WindowStartState:   state,
		BackgroundColour:   background(readTheme(o.DataFolder)),
		AssetServer:        &assetserver.Options{Assets: o.Assets},
		Logger:             wailsLog{},
		LogLevel:           logger.WARNING,
		LogLevelProduction: logger.WARNING,
		Bind:               w.program.Bound(),
		ErrorFormatter:     func(err error) any { return FormatError(hide("(unguarded)", err)) },
		OnStartup:          w.onStartup,
		OnDomReady:         w.onDomReady,
		OnBeforeClose:      w.onBeforeClose,
		OnShutdown:         w.onShutdown,
		DragAndDrop:        &options.DragAndDrop{EnableFileDrop: true},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               instanceName(o.DataFolder),
			OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.onSecondStart() },
		},
		Windows: &windows.Options{Theme: windows.SystemDefault},
		Mac:     &mac.Options{OnFileOpen: w.onFileOpen, About: &mac.AboutInfo{Title: "Carteira", Icon: o.Icon}},
		Linux:   &linux.Options{Icon: o.Icon, ProgramName: "carteira", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	}
}

// instanceName is one per data folder: two folders are two programs. D-Bus takes letters and digits only.
func instanceName(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return "carteira" + hex.EncodeToString(sum[:8])
}

// onStartup also runs in the second process of a double-click before it notices the first: nothing may be opened.
func (w *Window) onStartup(ctx context.Context) {
	w.wails.Store(&ctx)
	w.work.Go(w.endOnSignal)
	runtime.EventsOn(ctx, eventDropped, func(data ...any) { w.onDropped(data) })
	runtime.EventsOn(ctx, eventTheme, func(data ...any) { w.onTheme(data) })
	runtime.EventsOn(ctx, eventFront, func(data ...any) { w.onFront(data) })
	runtime.EventsOn(ctx, eventResized, func(...any) { w.rememberPlace() })
}

// onDomReady comes on the thread that carries the page's messages and again after every reload.
func (w *Window) onDomReady(ctx context.Context) {
	runtime.WindowExecJS(ctx, desktopScript)
	w.started.Do(func() {
		w.restorePlace()
		if w.minimised {
			runtime.WindowMinimise(ctx)
		} else {
			runtime.WindowShow(ctx)
		}
		w.work.Go(w.run)
	})
}

// context is the one for Wails' runtime package. It exists from onStartup on.
func (w *Window) context() context.Context { return *w.wails.Load() }

// run opens the data and then hands over files until the window closes.
func (w *Window) run() {
	w.notifications.start(w) // first: what Start resumes has something to say
	if err := w.program.Start(w); err != nil {
		slog.Error("start", "error", err) // the page is answered with it and says so
		return
	}
	w.opened.Store(true)
	w.inbox.Watch(w.running, time.Second, w.poke, w.program.WaitingFiles)
}

// onShutdown comes when the window is gone; a signal ends it by the same way.
func (w *Window) onShutdown(context.Context) {
	w.stopped.Do(func() {
		w.stop()
		w.started.Do(func() {}) // a window closed before its page was ready starts nothing any more
		w.work.Wait()
		if w.opened.Load() {
			w.program.Stop()
		}
		w.notifications.stop(w)
	})
}

func (w *Window) onSecondStart() {
	w.Focus()
	w.wake()
}

// onFileOpen is macOS's double-click, one path a call; the first may come before start-up.
func (w *Window) onFileOpen(path string) {
	if err := w.inbox.Put([]string{path}); err != nil {
		slog.Warn("leave a file for the window", "error", err)
	}
	w.wake()
}

func (w *Window) wake() {
	select {
	case w.poke <- struct{}{}:
	default: // a wake-up is already waiting
	}
}

// onDropped goes through the inbox like a double-click, which puts it in order and after Start.
func (w *Window) onDropped(data []any) {
	var paths []string
	for _, d := range data {
		if list, ok := d.([]any); ok {
			for _, p := range list {
				if s, ok := p.(string); ok && s != "" {
					paths = append(paths, s)
				}
			}
		}
	}
	if err := w.inbox.Put(paths); err != nil {
		slog.Warn("leave a dropped file for the window", "error", err)
	}
	w.wake()
}

// onFront is told by the page, which alone knows both that it has the focus and that it can be seen.
func (w *Window) onFront(data []any) {
	if front, ok := first(data).(bool); ok {
		w.front.Store(front)
	}
}

func first(data []any) any {
	if len(data) == 0 {
		return nil
	}
	return data[0]
}

func (w *Window) onTheme(data []any) {
	name, ok := first(data).(string)
	if !ok {
		return
	}
	t := themeOf(name)
	c := background(t)
	runtime.WindowSetBackgroundColour(w.context(), c.R, c.G, c.B, c.A)
	if err := writeTheme(w.folder, t); err != nil {
		slog.Warn("remember the theme", "error", err)
	}
}

// background is the page's canvas (index.html).
func background(t theme) *options.RGBA {
	if t == themeDark {
		return options.NewRGB(0x0f, 0x13, 0x18)
	}
	return options.NewRGB(0xf1, 0xf3, 0xf5)
}
