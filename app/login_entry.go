package app

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// loginEntry is what makes the system start the program when a person logs in to it: an autostart file on Linux, a
// LaunchAgent on macOS, a value of the Run key on Windows. Each person has their own; nothing needs an administrator.
type loginEntry interface {
	// on tells whether the system would start this very program: what names another place, or was switched off in the
	// system's own settings, is off.
	on() (bool, error)
	set(on bool) error
}

// optionMinimised starts the window out of the way: at login nobody has asked for it.
const optionMinimised = "--minimised"

// executable is the program that a login is to start.
func executable() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	return path, nil
}

// fileEntry is an entry that is a file: its presence is the switch.
type fileEntry struct {
	path    string
	content string
	enabled func(text string) bool
}

func (e fileEntry) on() (bool, error) {
	text, err := os.ReadFile(e.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the login entry: %w", err)
	}
	return e.enabled(string(text)), nil
}

func (e fileEntry) set(on bool) error {
	if !on {
		if err := os.Remove(e.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the login entry: %w", err)
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(e.path), 0o755); err != nil {
		return fmt.Errorf("make the folder of login entries: %w", err)
	}
	if err := os.WriteFile(e.path, []byte(e.content), 0o644); err != nil {
		return fmt.Errorf("write the login entry: %w", err)
	}
	return nil
}

// autostartFile is the entry of Linux desktops (freedesktop.org, Desktop Application Autostart).
func autostartFile(configFolder, program string) fileEntry {
	command := desktopQuote(program) + " " + optionMinimised
	escaped := strings.ReplaceAll(program, `\`, `\\`) // once the program is gone the desktop passes the entry over
	return fileEntry{
		path: filepath.Join(configFolder, "autostart", "carteira.desktop"),
		content: "[Desktop Entry]\nType=Application\nName=Carteira\nTryExec=" + escaped + "\nExec=" + command + "\nIcon=carteira\nTerminal=false\n" +
			"X-GNOME-Autostart-enabled=true\n",
		enabled: func(text string) bool {
			values := map[string]string{}
			for line := range strings.Lines(text) {
				if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
					values[key] = value
				}
			}
			return values["Exec"] == command && values["Hidden"] != "true" && values["X-GNOME-Autostart-enabled"] != "false"
		},
	}
}

// desktopQuote writes an argument of Exec. A backslash is escaped for the argument and again for the file.
func desktopQuote(s string) string {
	quoted := strings.NewReplacer(`"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `\`, `\\\\`, `%`, `%%`).Replace(s)
	return `"` + quoted + `"`
}

// launchAgent is the entry of macOS.
func launchAgent(home, program string) fileEntry {
	var escaped strings.Builder
	if err := xml.EscapeText(&escaped, []byte(program)); err != nil {
		panic("bug: " + err.Error()) // a strings.Builder takes everything
	}
	argument := "<string>" + escaped.String() + "</string>"
	return fileEntry{
		path: filepath.Join(home, "Library", "LaunchAgents", "app.carteira.desktop.plist"),
		content: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>app.carteira.desktop</string>
	<key>ProgramArguments</key>
	<array>
		` + argument + `
		<string>` + optionMinimised + `</string>
	</array>
	<key>RunAtLoad</key>
	<true/>
</dict>
</plist>
`,
		enabled: func(text string) bool { return strings.Contains(text, argument) },
	}
}
