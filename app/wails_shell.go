package app

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"unicode"

	"carteira/backend/crm"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Desktop is true.
func (w *Window) Desktop() bool { return true }

// OpenFile shows the system's dialog.
func (w *Window) OpenFile(d FileDialog) (string, error) {
	w.dialog.Lock()
	defer w.dialog.Unlock()
	path, err := runtime.OpenFileDialog(w.context(), runtime.OpenDialogOptions{Title: d.Title, Filters: filters(d)})
	if err != nil {
		return "", fmt.Errorf("open dialog: %w", err)
	}
	return path, nil
}

// SaveFile shows the system's dialog, which asks before it replaces a file.
func (w *Window) SaveFile(d FileDialog) (string, error) {
	w.dialog.Lock()
	defer w.dialog.Unlock()
	path, err := runtime.SaveFileDialog(w.context(), runtime.SaveDialogOptions{
		Title: d.Title, DefaultFilename: d.Name, Filters: filters(d), CanCreateDirectories: true,
	})
	if err != nil {
		return "", fmt.Errorf("save dialog: %w", err)
	}
	if path != "" && filepath.Ext(path) == "" { // GTK does not add the ending that the person left out
		path = addExtension(path, filepath.Ext(d.Name))
	}
	return path, nil
}

// addExtension completes a name unless that would replace a file the person was not asked about.
func addExtension(path, ext string) string {
	if _, err := os.Stat(path + ext); err == nil {
		return path
	}
	return path + ext
}

func filters(d FileDialog) []runtime.FileFilter {
	out := make([]runtime.FileFilter, len(d.Filters))
	for i, f := range d.Filters {
		out[i] = runtime.FileFilter{DisplayName: f.Name, Pattern: filterPattern(goruntime.GOOS, f.Pattern)}
	}
	return out
}

// filterPattern has GTK, alone in telling capitals from small letters, show CLIENTES.CSV as well.
func filterPattern(goos, pattern string) string {
	if goos != "linux" {
		return pattern
	}
	var any strings.Builder
	for _, r := range pattern {
		if small, large := unicode.ToLower(r), unicode.ToUpper(r); small != large {
			any.WriteString("[" + string(small) + string(large) + "]")
		} else {
			any.WriteRune(r)
		}
	}
	return any.String()
}

// Deliver has nothing to do: the file is where the person wanted it.
func (w *Window) Deliver(path string) (string, error) { return path, nil }

// Forget has nothing to do: no copy was made.
func (w *Window) Forget(string) error { return nil }

// Emit sends an event to the page.
func (w *Window) Emit(event string, payload any) { runtime.EventsEmit(w.context(), event, payload) }

// Focus restores, shows and raises the window.
func (w *Window) Focus() {
	if w.wails.Load() == nil {
		return // still starting: it will come up by itself
	}
	w.away.Store(false)
	runtime.WindowUnminimise(w.context()) // on Linux this is what raises it
	runtime.WindowShow(w.context())
}

// InFront is what the page said last.
func (w *Window) InFront() bool { return w.front.Load() && !w.away.Load() }

// Print opens the system's dialog; the page's own window.print does nothing in some web views.
func (w *Window) Print() { runtime.WindowPrint(w.context()) }

// Reveal opens the folder that holds a written file, with the file selected where the system can.
func (w *Window) Reveal(path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", crm.Errorf(crm.CodeNotFound, "path", "This file is no longer there.")
	}
	command := revealCommand(goruntime.GOOS, path)
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("open folder: %w", err)
	}
	go cmd.Wait() // reaps it; Windows' Explorer answers 1 even when it worked
	return "", nil
}

// revealCommand never opens the file itself, only its folder.
func revealCommand(goos, path string) []string {
	switch goos {
	case "windows":
		return []string{"explorer.exe", "/select,", path}
	case "darwin":
		return []string{"open", "-R", "--", path}
	}
	return []string{"xdg-open", filepath.Dir(path)}
}
