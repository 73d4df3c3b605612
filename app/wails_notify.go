package app

import (
	"fmt"
	"log/slog"
	goruntime "runtime"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// actionOpen is the one button of our notifications.
const actionOpen = "open"

// defaultAction is what a click on the notification itself is reported as. Linux reports a dismissal in the same way,
// so that only the button counts there.
const defaultAction = "DEFAULT_ACTION"

// notifications is the connection to the system's notification service. Without one (no session bus, permission
// refused) the window goes on: the centre inside it is the source of truth.
type notifications struct {
	mu         sync.Mutex
	ready      bool
	categories map[string]bool // registered button texts
}

func (n *notifications) start(w *Window) {
	if err := runtime.InitializeNotifications(w.context()); err != nil {
		slog.Info("no native notifications", "error", err)
		return
	}
	runtime.OnNotificationResponse(w.context(), func(r runtime.NotificationResult) {
		if r.Error != nil {
			slog.Warn("notification response", "error", r.Error)
			return
		}
		if opens(goruntime.GOOS, r.Response.ActionIdentifier) {
			w.Focus()
			w.Emit(EventNoticeOpen, map[string]string{"id": r.Response.ID})
		}
	})
	if goruntime.GOOS != "darwin" {
		n.allow()
		return
	}
	go func() { // macOS asks the person and waits up to three minutes for the answer
		allowed, err := runtime.RequestNotificationAuthorization(w.context())
		if err != nil {
			slog.Info("no permission for native notifications", "error", err)
		}
		if allowed {
			n.allow()
		}
	}()
}

// opens says whether an answer means that the person wants to see the notification's subject.
func opens(goos, action string) bool {
	return action == actionOpen || action == defaultAction && goos != "linux"
}

func (n *notifications) allow() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ready = true
}

func (n *notifications) stop(w *Window) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ready {
		runtime.CleanupNotifications(w.context())
	}
	n.ready = false
}

// Notify shows a notification, or nothing where the system has none.
func (w *Window) Notify(note Notification) error {
	n := &w.notifications
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.ready {
		return nil
	}
	category := "carteira-" + note.Action
	if !n.categories[category] {
		err := runtime.RegisterNotificationCategory(w.context(), runtime.NotificationCategory{
			ID:      category,
			Actions: []runtime.NotificationAction{{ID: actionOpen, Title: note.Action}},
		})
		if err != nil {
			return fmt.Errorf("register notification button: %w", err)
		}
		if n.categories == nil {
			n.categories = map[string]bool{}
		}
		n.categories[category] = true
	}
	err := runtime.SendNotificationWithActions(w.context(), runtime.NotificationOptions{
		ID: note.ID, Title: note.Title, Body: note.Body, CategoryID: category,
	})
	if err != nil {
		return fmt.Errorf("send notification: %w", err)
	}
	return nil
}
