package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"carteira/backend/crm"
)

// Desktop is how the program sits on this computer. Nothing of it is data of the organization: none of it syncs.
type Desktop struct{ app *App }

// DesktopState is what the preferences show, read from the system each time: people change it there too.
type DesktopState struct {
	Native          bool `json:"native"`          // false in browser mode
	Notifications   bool `json:"notifications"`   // the system's notifications, or the mark in a tab's title
	StartAtLogin    bool `json:"startAtLogin"`    //
	CanStartAtLogin bool `json:"canStartAtLogin"` // false where a login could not start this program on this data
}

// State tells how things stand.
func (s *Desktop) State() (DesktopState, error) {
	a := s.app
	return signedIn(a, "Desktop.State", func(context.Context) (DesktopState, error) {
		state := DesktopState{Native: a.shell.Desktop()}
		var err error
		if state.Notifications, err = readNotifications(a.options.DataFolder); err != nil || !state.Native {
			return state, err
		}
		if state.CanStartAtLogin = a.canStartAtLogin(); !state.CanStartAtLogin {
			return state, nil
		}
		entry, err := a.login()
		if err == nil {
			state.StartAtLogin, err = entry.on()
		}
		return state, err
	})
}

// SetNotifications switches notifications of this computer on or off. The centre in the window has them all anyway.
func (s *Desktop) SetNotifications(on bool) error {
	return acting(s.app, "Desktop.SetNotifications", func(context.Context) error {
		return writeNotifications(s.app.options.DataFolder, on)
	})
}

// CodeLoginEntry: the system did not take the entry that starts the program at login.
const CodeLoginEntry = "login_entry"

// SetStartAtLogin has the system start the program, out of the way, when the person logs in, or no longer.
func (s *Desktop) SetStartAtLogin(on bool) error {
	a := s.app
	return acting(a, "Desktop.SetStartAtLogin", func(context.Context) error {
		if !a.shell.Desktop() || !a.canStartAtLogin() {
			return crm.Errorf(crm.CodeInvalid, "startAtLogin", "a login cannot start this program on this data")
		}
		entry, err := a.login()
		if err == nil {
			err = entry.set(on)
		}
		if err != nil {
			return errors.Join(crm.Errorf(CodeLoginEntry, "",
				"the system did not accept the change; look for Carteira among the programs that start with it"), err)
		}
		return nil
	})
}

// canStartAtLogin: what starts at login opens the usual data folder, not the one of an environment that a terminal set.
func (a *App) canStartAtLogin() bool { return os.Getenv("CARTEIRA_DATA") == "" }

// Leave carries out an answer to EventClosing. It needs no session: a window at the sign-in can be closed as well.
func (s *Desktop) Leave(how string) error {
	return do(s.app.calls, "Desktop.Leave", func(ctx context.Context) error {
		choice := Leaving(how)
		switch choice {
		case LeaveStay, LeaveLater:
		case LeaveBackground:
			if s.app.WorkUnderWay() == 0 { // it ended while the person was reading
				choice = LeaveLater
				break
			}
			if p, err := s.app.phrases(ctx); err != nil {
				slog.Error("read the language", "error", err)
			} else {
				s.app.notify(Notification{ID: string(LeaveBackground), Title: p.background, Body: p.backgroundHint,
					Actions: []NotificationAction{{actionWindow, p.showWindow}}})
			}
		default:
			return crm.Errorf(crm.CodeInvalid, "how", "the answer is stay, later or background")
		}
		s.app.shell.Leave(choice)
		return nil
	})
}

// WorkUnderWay is how many jobs would be interrupted if the program ended now. A dry run is not missed.
func (a *App) WorkUnderWay() int { return a.jobs.Running(noticed) }

// The switch is kept beside the data, like the theme, and read each time: several windows may share a folder.
func notificationsFile(folder string) string { return filepath.Join(folder, "window-notifications") }

const switchedOff = "off"

func readNotifications(folder string) (on bool, err error) {
	text, err := os.ReadFile(notificationsFile(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("read whether notifications are on: %w", err)
	}
	return string(text) != switchedOff, nil
}

func writeNotifications(folder string, on bool) error {
	text := switchedOff
	if on {
		text = "on"
	}
	if err := os.WriteFile(notificationsFile(folder), []byte(text), 0o600); err != nil {
		return fmt.Errorf("remember whether notifications are on: %w", err)
	}
	return nil
}
