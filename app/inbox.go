package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/sqlite"
)

// Inbox hands files from one process to another (D3.19). A double-click starts a second process; whether the window
// system then passes its arguments on depends on the platform and on a session bus, and two starts can race. So every
// process first leaves its files here, and the one that has the data open takes them: on its start, when told of a
// second start, and on a timer. One note per hand-over, a JSON list of absolute paths.
//
// Notes are taken under a lock, which the system frees however its holder ends. Neither removing nor renaming a note would say who
// owns it: Windows does both through a handle, and of two that were opened in time both succeed.
type Inbox struct{ dir, lock string }

// noteSuffix marks complete notes; a note being written has another ending, and staleAfter it is a killed program's.
const (
	noteSuffix = ".json"
	newSuffix  = ".new"
)

// NewInbox is the inbox of a data folder. Nothing is created until the first Put.
func NewInbox(dataFolder string) Inbox {
	dir := filepath.Join(dataFolder, sqlite.InboxFolder)
	return Inbox{dir: dir, lock: dir + ".lock"} // beside the folder, which may be emptied at any time
}

// Put leaves paths for the running window. No paths, no note.
func (in Inbox) Put(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	if err := os.MkdirAll(in.dir, 0o700); err != nil {
		return fmt.Errorf("create inbox: %w", err)
	}
	text, err := json.Marshal(paths)
	if err != nil {
		return fmt.Errorf("encode inbox note: %w", err)
	}
	// The name sorts by time, so that files open in the order in which they were chosen.
	f, err := os.CreateTemp(in.dir, fmt.Sprintf("%020d-*"+newSuffix, time.Now().UnixNano()))
	if err != nil {
		return fmt.Errorf("create inbox note: %w", err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), strings.TrimSuffix(f.Name(), newSuffix)+noteSuffix)
	}
	if err != nil {
		return fmt.Errorf("write inbox note: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// Drain takes all notes, oldest first, and returns their paths. Each note is delivered to one caller only, also
// between processes; while another one takes, there is nothing. A note that cannot be read is removed and reported without stopping the others.
func (in Inbox) Drain() (paths []string, problems error) {
	entries, err := os.ReadDir(in.dir)
	if errors.Is(err, fs.ErrNotExist) || len(entries) == 0 && err == nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	lock := flock.New(in.lock, flock.SetPermissions(0o600))
	mine, err := lock.TryLock()
	defer func() { problems = errors.Join(problems, lock.Close()) }()
	if err != nil {
		return nil, fmt.Errorf("lock inbox: %w", err)
	}
	if !mine {
		return nil, nil
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), newSuffix) {
			problems = errors.Join(problems, in.forgetStale(e))
		}
		if !strings.HasSuffix(e.Name(), noteSuffix) {
			continue
		}
		got, err := in.take(filepath.Join(in.dir, e.Name()))
		paths = append(paths, got...)
		problems = errors.Join(problems, err)
	}
	return paths, problems
}

// forgetStale removes what a killed program has written of a note: it may name a person's file.
func (in Inbox) forgetStale(e fs.DirEntry) error {
	info, err := e.Info()
	if err == nil && time.Since(info.ModTime()) > staleAfter {
		err = os.Remove(filepath.Join(in.dir, e.Name()))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an unfinished inbox note: %w", err)
	}
	return nil
}

// take reads a note and removes it, under the lock. What cannot be removed is not delivered: it would be again.
func (in Inbox) take(note string) ([]string, error) {
	text, err := os.ReadFile(note)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // taken, or erased, since the folder was read
	}
	if err != nil {
		return nil, fmt.Errorf("read inbox note: %w", err)
	}
	if err := os.Remove(note); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // erased meanwhile: it names somebody who is
	} else if err != nil {
		return nil, fmt.Errorf("take inbox note: %w", err)
	}
	var paths []string
	if err := json.Unmarshal(text, &paths); err != nil {
		return nil, fmt.Errorf("decode inbox note: %w", err)
	}
	return paths, nil
}

// Watch drains now, then whenever poke receives and every interval, until ctx ends. Problems are logged.
func (in Inbox) Watch(ctx context.Context, every time.Duration, poke <-chan struct{}, deliver func([]string)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		paths, err := in.Drain()
		if err != nil {
			slog.Warn("inbox", "error", err)
		}
		if len(paths) > 0 {
			deliver(paths)
		}
		select {
		case <-ctx.Done():
			return
		case <-poke:
		case <-tick.C:
		}
	}
}
