package syncer

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// turn lets one process at a time exchange with the server: a window and a command may have the replica open together.
// Within a process several exchanges share the turn.
type turn struct {
	gate    chan struct{} // held while holders changes
	file    *flock.Flock
	holders int
}

func newTurn(dir string) *turn {
	return &turn{gate: make(chan struct{}, 1), file: flock.New(filepath.Join(dir, "sync.lock"), flock.SetPermissions(0o600))}
}

// hold waits until no other process exchanges.
func (t *turn) hold(ctx context.Context) error {
	select {
	case t.gate <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-t.gate }()
	if t.holders == 0 {
		if _, err := t.file.TryLockContext(ctx, 20*time.Millisecond); err != nil {
			return fmt.Errorf("wait for another synchronization: %w", err)
		}
	}
	t.holders++
	return nil
}

func (t *turn) release() error {
	t.gate <- struct{}{}
	defer func() { <-t.gate }()
	if t.holders--; t.holders > 0 {
		return nil
	}
	return t.file.Unlock()
}
