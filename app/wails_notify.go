package app

import (
	"errors"
	"fmt"
	"log/slog"
	goruntime "runtime"
	"strings"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// defaultAction is what a click on the notification itself is reported as. Linux reports a dismissal in the same way,
// so that only the buttons count there.
const defaultAction = "DEFAULT_ACTION"

// notifications is the connection to the system's notification service. Without one (no session bus, permission
// refused) the window goes on: the centre inside it is the source of truth.
type notifications struct {
	mu         sync.Mutex
	connected  bool
	allowed    bool
	asking     bool
	held       []Notification  // what came while the person was asked
	categories map[string]bool // registered sets of buttons
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
		if action := answered(goruntime.GOOS, r.Response.ActionIdentifier); action != "" && w.opened.Load() {
			w.program.Chosen(r.Response.ID, action)
		}
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	n.connected, n.allowed = true, goruntime.GOOS != "darwin" // which asks the person, when there is something to tell
}

// answered is the action that the person chose, "" when they only put the notification away.
func answered(goos, action string) string {
	switch action {
	case actionOpen, actionReport, actionFolder, actionWindow:
		return action
	case defaultAction:
		if goos != "linux" {
			return actionOpen
		}
	}
	return ""
}

func (n *notifications) stop(w *Window) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.connected {
		runtime.CleanupNotifications(w.context())
	}
	n.connected = false
}

// Notify shows a notification, or nothing where the system has none. The first one on macOS asks the person whether
// there may be any, and is shown once they agree.
func (w *Window) Notify(note Notification) error {
	n := &w.notifications
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case !n.connected:
		return nil
	case n.allowed:
		return n.show(w, note)
	}
	n.held = append(n.held, note)
	if !n.asking {
		n.asking = true
		go n.ask(w)
	}
	return nil
}

// ask waits for the person, for up to three minutes. After a refusal the system answers at once: whoever changes their
// mind in its settings is heard at the next notification.
func (n *notifications) ask(w *Window) {
	allowed, err := runtime.RequestNotificationAuthorization(w.context())
	if err != nil {
		slog.Info("no permission for native notifications", "error", err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	held := n.held
	n.asking, n.held, n.allowed = false, nil, allowed
	if !allowed || !n.connected {
		return
	}
	for _, note := range held {
		if err := n.show(w, note); err != nil {
			slog.Warn("native notification", "error", err)
		}
	}
}

// show must be called with mu held.
func (n *notifications) show(w *Window, note Notification) error {
	category, err := n.category(w, note.Actions)
	if err != nil {
		return err
	}
	for _, id := range []string{note.ID, note.Replaces} {
		if id != "" {
			err = errors.Join(err, runtime.RemoveNotification(w.context(), id))
		}
	}
	if err != nil {
		slog.Debug("take back a notification", "error", err) // it is out of date, no more
	}
	err = runtime.SendNotificationWithActions(w.context(), runtime.NotificationOptions{
		ID: note.ID, Title: note.Title, Body: note.Body, CategoryID: category,
	})
	if err != nil {
		return fmt.Errorf("send notification: %w", err)
	}
	return nil
}

// category names a set of buttons, which the library wants to know before their first use.
func (n *notifications) category(w *Window, actions []NotificationAction) (string, error) {
	var buttons []runtime.NotificationAction
	name := []string{"carteira"}
	for _, a := range actions {
		buttons = append(buttons, runtime.NotificationAction{ID: a.ID, Title: a.Title})
		name = append(name, a.ID, a.Title)
	}
	id := strings.Join(name, "-")
	if n.categories[id] {
		return id, nil
	}
	if err := runtime.RegisterNotificationCategory(w.context(), runtime.NotificationCategory{ID: id, Actions: buttons}); err != nil {
		return "", fmt.Errorf("register notification buttons: %w", err)
	}
	if n.categories == nil {
		n.categories = map[string]bool{}
	}
	n.categories[id] = true
	return id, nil
}
