package api

import (
	"net/http"
	"strconv"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

const (
	heartbeat    = 15 * time.Second
	longestWait  = 60               // seconds of a long poll
	eventSlowest = 20 * time.Second // a client that does not take one line in this time is gone
)

// events tells where the log ends whenever that changes: as server-sent events, or, with wait, once.
func (s *Server) events(c *call) error {
	q := c.r.URL.Query()
	wait, err := number(q, "wait")
	if err != nil {
		return err
	}
	after, err := number(q, "after")
	if err != nil {
		return err
	}
	x, leave := s.heads.listen(c.org)
	defer leave()
	s.metrics.listeners.Inc()
	defer s.metrics.listeners.Dec()
	if q.Has("wait") {
		return s.poll(c, x, after, time.Duration(min(wait, longestWait))*time.Second)
	}
	return s.sendEvents(c, x)
}

// poll answers once the head is another than the one known, or after the wait.
func (s *Server) poll(c *call, x *head, after int64, wait time.Duration) error {
	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	for {
		now, known, revoked, changed := x.view(c.device.ID)
		if revoked {
			return s.recheck(c)
		}
		if known && now.Head != after {
			return c.json(now)
		}
		select {
		case <-changed:
		case <-timeout.C:
			if !known {
				var err error
				if now, err = s.store.Head(c.r.Context(), c.org); err != nil {
					return err
				}
			}
			return c.json(now)
		case <-c.r.Context().Done():
			return c.r.Context().Err()
		case <-s.done:
			return refusal(http.StatusServiceUnavailable, crm.CodeBusy, "the server is stopping")
		}
	}
}

// recheck says why the device may not listen any longer.
func (s *Server) recheck(c *call) error {
	s.devices.forget(c.device.ID)
	d, err := s.devices.get(c.r.Context(), c.device.ID)
	if err != nil {
		return err
	}
	return revoked(d)
}

// sendEvents ends with the token, with the device's access, or when the server stops: the client comes back, and is
// told then.
func (s *Server) sendEvents(c *call, x *head) error {
	h := c.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // a proxy must not collect lines
	c.w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(c.w)
	send := func(line []byte) error {
		_ = control.SetWriteDeadline(time.Now().Add(eventSlowest))
		if _, err := c.w.Write(line); err != nil {
			return gone(err)
		}
		return gone(control.Flush())
	}
	beat := time.NewTimer(heartbeat)
	defer beat.Stop()
	var last wire.HeadEvent
	begun := false
	buf := make([]byte, 0, 80)
	for {
		now, known, revoked, changed := x.view(c.device.ID)
		if revoked || !s.now().Before(c.expires) {
			return nil
		}
		if known && (!begun || now != last) {
			if err := send(appendEvent(buf[:0], now)); err != nil {
				return err
			}
			last, begun = now, true
			beat.Reset(heartbeat)
		}
		select {
		case <-changed:
		case <-beat.C:
			if err := send([]byte(": still here\n\n")); err != nil {
				return err
			}
			beat.Reset(heartbeat)
		case <-c.r.Context().Done():
			return c.r.Context().Err()
		case <-s.done:
			return nil
		}
	}
}

// appendEvent writes a wire.HeadEvent without the encoder: ten thousand clients are told at once.
func appendEvent(b []byte, e wire.HeadEvent) []byte {
	b = append(b, `data: {"head":`...)
	b = strconv.AppendInt(b, e.Head, 10)
	b = append(b, `,"erasure_head":`...)
	b = strconv.AppendInt(b, e.ErasureHead, 10)
	return append(b, "}\n\n"...)
}
