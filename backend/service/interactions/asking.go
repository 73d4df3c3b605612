package interactions

import (
	"context"
	"errors"
	"sync"

	"carteira/backend/crm"
)

// asking lets one question about everybody be answered at a time, the latest: each letter of a user name asks anew, and four
// walks over a million contacts would keep all who read waiting for a connection.
type asking struct {
	mu   sync.Mutex
	stop context.CancelFunc // of the latest question
	turn sync.Mutex         // its walk is under way
}

// latest answers a question once those before it have been given up. Error: crm.CodeBusy when a later one took its place.
func (a *asking) latest(ctx context.Context, answer func(context.Context) error) error {
	asked, stop := context.WithCancel(ctx)
	defer stop()
	a.mu.Lock()
	if a.stop != nil {
		a.stop()
	}
	a.stop = stop
	a.mu.Unlock()
	a.turn.Lock()
	defer a.turn.Unlock()
	err := asked.Err()
	if err == nil {
		err = answer(asked)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return crm.Errorf(crm.CodeBusy, "", "another address was asked for meanwhile")
	}
	return err
}
