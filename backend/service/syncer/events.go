package syncer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"carteira/backend/engine/wire"
)

const (
	// silence is how long a stream of events may be silent: the server says something every 15 seconds.
	silence = 45 * time.Second
	// pollWait is how long the server holds a poll, in seconds.
	pollWait = 25
)

// poke is where the server tells that there is something new.
type poke interface {
	// next blocks until the server says where it stands.
	next(ctx context.Context) (wire.HeadEvent, error)
	close()
}

// events opens the stream of events, or falls back to polls where something between here and the server does not let
// streams pass. after is the line up to which the log is known.
func (c *client) events(ctx context.Context, after int64) (poke, error) {
	a, err := c.call(ctx, request{
		method: http.MethodGet, path: "/v1/events", header: http.Header{"Accept": {"text/event-stream"}}, patient: silence,
	})
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/event-stream") {
		a.Close()
		return &poll{client: c, after: after}, nil
	}
	return &stream{a, bufio.NewReader(a.body)}, nil
}

type stream struct {
	answer *answer
	lines  *bufio.Reader
}

func (s *stream) close() { s.answer.Close() }

func (s *stream) next(context.Context) (e wire.HeadEvent, err error) {
	for {
		line, err := s.lines.ReadSlice('\n')
		if err != nil {
			return e, unreachable(fmt.Errorf("events: %w", err))
		}
		data, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("data:"))
		if !ok {
			continue // a sign of life
		}
		if err := json.Unmarshal(data, &e); err != nil {
			return e, unreachable(fmt.Errorf("events: %w", err))
		}
		return e, nil
	}
}

type poll struct {
	client *client
	after  int64
}

func (p *poll) close() {}

func (p *poll) next(ctx context.Context) (e wire.HeadEvent, err error) {
	began := time.Now()
	if err := p.client.get(ctx, fmt.Sprintf("/v1/events?after=%d&wait=%d", p.after, pollWait), &e); err != nil {
		return e, err
	}
	if e.Head == p.after && time.Since(began) < time.Second { // it does not hold polls: do not run in circles
		select {
		case <-time.After(pollWait * time.Second / 5):
		case <-ctx.Done():
			return e, ctx.Err()
		}
	}
	p.after = e.Head
	return e, nil
}
