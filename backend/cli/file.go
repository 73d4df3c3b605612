package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"carteira/backend/service/exporter"
)

// target is a file being written: it takes its name only when it is whole.
type target struct {
	*os.File
	path string
}

// newTarget begins a file beside the place it will have, so that a place that cannot be written is known at once.
func newTarget(path string) (*target, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, exporter.Unwritable(err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, exporter.Unwritable(&os.PathError{Op: "write", Path: path, Err: syscall.EISDIR})
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".carteira-*.part")
	if err != nil {
		return nil, exporter.Unwritable(err)
	}
	return &target{f, path}, nil
}

// keep gives the file its name.
func (t *target) keep() error {
	if err := errors.Join(t.Sync(), t.Close()); err != nil {
		return errors.Join(exporter.Unwritable(err), os.Remove(t.Name()))
	}
	if err := os.Rename(t.Name(), t.path); err != nil {
		return errors.Join(exporter.Unwritable(err), os.Remove(t.Name()))
	}
	return nil
}

// drop forgets the file.
func (t *target) drop() error { return errors.Join(t.Close(), os.Remove(t.Name())) }

func writeWhole(path string, write func(io.Writer) error) (string, error) {
	t, err := newTarget(path)
	if err != nil {
		return "", err
	}
	if err := write(t); err != nil {
		return "", errors.Join(err, t.drop())
	}
	return t.path, t.keep()
}
