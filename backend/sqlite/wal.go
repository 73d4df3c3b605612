package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// errNoSpace is the system's "no space left on device".
const errNoSpace = syscall.ENOSPC

// pageSize is set when the replica is created.
const pageSize = 8192

// walPages is the length of the write-ahead log in pages.
func walPages(dir string) (int64, error) {
	info, err := os.Stat(filepath.Join(dir, FileName+"-wal"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size() / pageSize, nil
}
