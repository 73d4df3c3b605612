package app

import (
	"log/slog"
	goruntime "runtime"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// The library counts positions in three ways: macOS from the screen the window is on, both ways; the others read from
// the origin of all screens, but set from the window's own.

// screens are those connected now.
func (w *Window) screens() []screenSize {
	all, err := runtime.ScreenGetAll(w.context())
	if err != nil {
		slog.Warn("list the screens", "error", err)
	}
	sizes := make([]screenSize, len(all))
	for i, s := range all {
		sizes[i] = screenSize{s.Size.Width, s.Size.Height, s.PhysicalSize.Width, s.PhysicalSize.Height}
	}
	return sizes
}

// restorePlace puts the window where it was with these screens, at the size and place of a first start otherwise.
func (w *Window) restorePlace() {
	ctx, screens := w.context(), w.screens()
	p, known := readPlaces(w.folder)[setOf(screens)]
	if !known {
		return
	}
	p, onScreen := p.fits(screens, goruntime.GOOS == "linux")
	runtime.WindowSetSize(ctx, p.Width, p.Height)
	if onScreen && inSight(p) {
		w.moveTo(p.X, p.Y)
	} else {
		runtime.WindowCenter(ctx)
	}
	if p.Maximised {
		runtime.WindowMaximise(ctx)
	}
	w.normal.Store(&p)
}

func (w *Window) moveTo(x, y int) {
	ctx := w.context()
	if goruntime.GOOS == "darwin" {
		runtime.WindowSetPosition(ctx, x, y)
		return
	}
	// Where the window's own screen begins is not told: moving it there is.
	runtime.WindowSetPosition(ctx, 0, 0)
	settle()
	left, top := runtime.WindowGetPosition(ctx)
	runtime.WindowSetPosition(ctx, x-left, y-top)
	settle()
}

// settle gives a window manager of Linux, which moves windows in its own time, some of it.
func settle() {
	if goruntime.GOOS == "linux" {
		time.Sleep(100 * time.Millisecond)
	}
}

// rememberPlace notes where the window is. What it would be without being maximised is what it was before.
func (w *Window) rememberPlace() {
	ctx := w.context()
	var p place
	switch {
	case runtime.WindowIsMinimised(ctx), runtime.WindowIsFullscreen(ctx), w.away.Load():
		return
	case runtime.WindowIsMaximised(ctx):
		p = place{Width: windowWidth, Height: windowHeight}
		if before := w.normal.Load(); before != nil {
			p = *before
		}
		p.Maximised = true
	default:
		p.X, p.Y = runtime.WindowGetPosition(ctx)
		p.Width, p.Height = runtime.WindowGetSize(ctx)
		w.normal.Store(&p)
	}
	if err := writePlace(w.folder, setOf(w.screens()), p); err != nil {
		slog.Warn("remember the window's place", "error", err)
	}
}
