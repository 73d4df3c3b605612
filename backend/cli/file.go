package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"carteira/backend/service/exporter"
	"carteira/backend/sqlite"
)

// target is a file being written: it takes its name only when it is whole.
type target struct {
	*sqlite.Unfinished
	path string
}

// newTarget begins a file beside the place it will have, so that a place that cannot be written is known at once.
func (s *session) newTarget(path string) (*target, error) { return newTarget(path, s.db.Begin) }

func newTarget(path string, begin func(string) (*sqlite.Unfinished, error)) (*target, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, exporter.Unwritable(err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, exporter.Unwritable(&os.PathError{Op: "write", Path: path, Err: syscall.EISDIR})
	}
	f, err := begin(path)
	if err != nil {
		return nil, exporter.Unwritable(err)
	}
	return &target{f, path}, nil
}

// keep gives the file its name.
func (t *target) keep() error { return exporter.Unwritable(t.Keep()) }

func (s *session) writeWhole(path string, write func(io.Writer) error) (string, error) {
	return writeWhole(path, s.db.Begin, write)
}

func writeWhole(path string, begin func(string) (*sqlite.Unfinished, error), write func(io.Writer) error) (string, error) {
	t, err := newTarget(path, begin)
	if err != nil {
		return "", err
	}
	if err := write(t); err != nil {
		return "", errors.Join(err, t.Drop())
	}
	return t.path, t.keep()
}
