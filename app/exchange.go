package app

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"carteira/backend/crm"
)

// exchange is a folder through which files pass between a browser and the program: uploads come in, downloads go out.
// Every file gets a subfolder of its own, so that it keeps the name the person knows. Readable by the owner only.
type exchange struct{ dir string }

// staleAfter bounds how long a file that nobody fetched or forgot stays on the disk.
const staleAfter = 24 * time.Hour

// place makes an empty subfolder and returns the path at which a file of that name may be written.
func (x exchange) place(name string) (string, error) {
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return "", fmt.Errorf("create exchange folder: %w", err)
	}
	sub, err := os.MkdirTemp(x.dir, "")
	if err != nil {
		return "", fmt.Errorf("create exchange folder: %w", err)
	}
	return filepath.Join(sub, safeName(name)), nil
}

// save streams a file in; size is limited by the disk alone. What arrived of an interrupted upload is removed.
func (x exchange) save(name string, content io.Reader) (string, error) {
	path, err := x.place(name)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err == nil {
		_, err = io.Copy(f, content)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("save upload: %w", err), os.RemoveAll(filepath.Dir(path)))
	}
	return path, nil
}

// holds says whether path is a file of this exchange: exactly one subfolder deep, whatever the spelling.
func (x exchange) holds(path string) bool {
	rel, err := filepath.Rel(x.dir, path)
	return err == nil && filepath.IsLocal(rel) && strings.Count(filepath.ToSlash(rel), "/") == 1
}

// remove deletes one file and its subfolder; a path from elsewhere is refused.
func (x exchange) remove(path string) error {
	if !x.holds(path) {
		return crm.Errorf(crm.CodeNotFound, "path", "This file was not uploaded.")
	}
	return os.RemoveAll(filepath.Dir(path))
}

// sweep removes what earlier runs left behind. Failing to is no reason not to start.
func (x exchange) sweep(now time.Time) {
	entries, err := os.ReadDir(x.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		slog.Warn("sweep exchange folder", "error", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || now.Sub(info.ModTime()) < staleAfter {
			continue
		}
		if err := os.RemoveAll(filepath.Join(x.dir, e.Name())); err != nil {
			slog.Warn("sweep exchange folder", "error", err)
		}
	}
}

// safeName turns whatever a browser calls a file into a name that every file system takes and that stays in its folder.
func safeName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	const longest = 200 // bytes; file systems allow 255
	if len(name) > longest {
		ext := filepath.Ext(name)
		if len(ext) > 16 {
			ext = ""
		}
		cut := longest - len(ext)
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = name[:cut] + ext
	}
	stem, _, _ := strings.Cut(name, ".")
	if name == "" || windowsDevice(stem) {
		name = "_" + name
	}
	return name
}

// windowsDevice lists the names that Windows opens as a device, whatever their extension.
func windowsDevice(stem string) bool {
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) &&
		stem[3] >= '0' && stem[3] <= '9'
}
