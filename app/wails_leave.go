package app

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// linger is how long the program stays after work that it finished without a window: the notification that tells of it
// has buttons, which only a running program answers.
const linger = 2 * time.Minute

// onBeforeClose asks when work is under way (D3.15). Whoever closes the window a second time, or whose page does not
// answer, has answered: the work goes on at the next start. The window hides at once, because stopping may have to
// finish a transaction.
func (w *Window) onBeforeClose(ctx context.Context) (prevent bool) {
	w.rememberPlace()
	if w.opened.Load() && !w.leaving.Load() {
		if n := w.program.WorkUnderWay(); n > 0 && !w.asked.Swap(true) {
			w.Focus()
			w.Emit(EventClosing, map[string]int{"jobs": n})
			return true
		}
	}
	runtime.WindowHide(ctx)
	if w.dialog.TryLock() {
		w.dialog.Unlock()
	} else {
		go w.leaveDialog()
	}
	return false
}

// leaveDialog ends the program in order while one of the system's dialogs is open, which only a signal can do: the library would
// wait for its answer, behind a window that is gone.
func (w *Window) leaveDialog() {
	w.onShutdown(w.context())
	os.Exit(0)
}

// endOnSignal ends the program when the system asks for it, at the end of a session: nobody is there to answer questions.
func (w *Window) endOnSignal() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(asked)
	select {
	case <-w.running.Done():
	case <-asked:
		w.quit()
	}
}

// Leave carries out the answer.
func (w *Window) Leave(how Leaving) {
	switch how {
	case LeaveStay:
		w.asked.Store(false)
	case LeaveLater:
		w.quit()
	case LeaveBackground:
		w.asked.Store(false)
		w.away.Store(true)
		runtime.WindowHide(w.context())
		w.work.Go(w.endWithWork)
	}
}

func (w *Window) quit() {
	w.leaving.Store(true)
	runtime.Quit(w.context())
}

// endWithWork ends the program when its work is done, unless somebody has brought the window back.
func (w *Window) endWithWork() {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	var done time.Time
	for {
		select {
		case <-w.running.Done():
			return
		case <-tick.C:
		}
		switch {
		case !w.away.Load():
			return
		case w.program.WorkUnderWay() > 0:
			done = time.Time{}
		case done.IsZero():
			done = time.Now()
		case time.Since(done) >= w.linger:
			w.quit()
			return
		}
	}
}
