package app

import (
	"context"
	"path/filepath"
	"slices"
	"sync"

	"carteira/backend/crm"
)

// WaitingFile is a file that was double-clicked, dropped on the window, named on the command line or, in browser mode,
// uploaded (D3.19). It waits until somebody who may import opens it.
type WaitingFile struct {
	Path string `json:"path"`
	Name string `json:"name"`
}

// EventFilesWaiting is emitted, empty, when the queue of waiting files changed.
const EventFilesWaiting = "files:waiting"

// Waiting lists the files that wait, in the order in which they came.
func (s *Files) Waiting() ([]WaitingFile, error) {
	return watching(s.app, "Files.Waiting", func(context.Context) ([]WaitingFile, error) {
		return convert(s.app.waiting.list(), func(path string) WaitingFile {
			return WaitingFile{Path: path, Name: filepath.Base(path)}
		}), nil
	})
}

// Take gives a waiting file to whoever asks first: of several tabs of browser mode one opens it.
func (s *Files) Take(path string) (bool, error) {
	return signedIn(s.app, "Files.Take", func(context.Context) (bool, error) {
		taken := s.app.waiting.remove(path)
		if taken {
			s.app.tellWaiting()
		}
		return taken, nil
	})
}

// Discard takes a file out of the queue without opening it, "" all of them. The person's own file stays where it is;
// an uploaded copy is removed.
func (s *Files) Discard(path string) error {
	a := s.app
	return acting(a, "Files.Discard", func(context.Context) error {
		paths := []string{path}
		if path == "" {
			paths = a.waiting.list()
		}
		for _, p := range paths {
			if !a.waiting.remove(p) || a.shell.Desktop() {
				continue
			}
			// A file that came by the inbox was not uploaded, and is left alone.
			if err := a.shell.Forget(p); err != nil && crm.CodeOf(err) != crm.CodeNotFound {
				return err
			}
		}
		a.tellWaiting()
		return nil
	})
}

// Enqueue puts files that the page has uploaded behind those that wait. On the desktop dropped files come by themselves.
func (s *Files) Enqueue(paths []string) error {
	return acting(s.app, "Files.Enqueue", func(context.Context) error {
		s.app.WaitingFiles(paths)
		return nil
	})
}

// WaitingFiles puts files into the queue and tells the window.
func (a *App) WaitingFiles(paths []string) {
	a.waiting.add(paths)
	a.tellWaiting()
}

func (a *App) tellWaiting() {
	a.events.post(func() { a.shell.Emit(EventFilesWaiting, struct{}{}) })
}

// waitingFiles is the queue. A file that waits already keeps its place: a double-click too many opens nothing twice.
type waitingFiles struct {
	mu    sync.Mutex
	paths []string
}

func (w *waitingFiles) add(paths []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range paths {
		if !slices.Contains(w.paths, p) {
			w.paths = append(w.paths, p)
		}
	}
}

func (w *waitingFiles) list() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.paths)
}

func (w *waitingFiles) remove(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.Index(w.paths, path)
	if i >= 0 {
		w.paths = slices.Delete(w.paths, i, i+1)
	}
	return i >= 0
}
