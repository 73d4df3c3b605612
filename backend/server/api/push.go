package api

import (
	"net/http"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Bounds of one push, expanded. Hello tells clients the smaller ones that they keep to.
const (
	maxPushOps  = 1000
	maxPushEdit = 8 << 20
	maxPushBulk = 64 << 20
)

// push takes operations and answers what became of each. A body is decided whole or not at all.
func (s *Server) push(c *call) error {
	ctx := c.r.Context()
	places, leave, err := s.gate.enter(c.org, c.device.ID)
	if err != nil {
		return err
	}
	defer leave()

	body := c.body(maxPushBulk)
	defer body.Close()
	var h wire.PushHeader
	frames, err := wire.NewReader(body, &h)
	if err != nil {
		return spoilt(err)
	}
	if h.Lane != replication.LaneEdit && h.Lane != replication.LaneBulk {
		return crm.Errorf(crm.CodeInvalid, "lane", "a lane is edit or bulk")
	}
	free, err := s.gate.take(ctx, places, h.Lane)
	if err != nil {
		return err
	}
	defer free()
	ops, err := readOps(frames, h.Lane)
	if err != nil {
		return spoilt(err)
	}
	if err := body.Close(); err != nil {
		return spoilt(err)
	}
	answer, results, err := s.decide(c, places, h, ops)
	if err != nil {
		return err
	}
	s.metrics.pushed(h.Lane, ops, results)
	return c.stream(answer, nil, func(w *wire.Writer) error { return items(w, results) })
}

// decide lets the store decide. The place is free again before the answer is written: a client may read it slowly.
func (s *Server) decide(c *call, p *places, h wire.PushHeader, ops []wire.Op) (wire.PushAnswer, []wire.OpResult, error) {
	leave, err := p.decide(c.r.Context(), h.Lane)
	if err != nil {
		return wire.PushAnswer{}, nil, err
	}
	defer leave()
	return s.store.Push(c.r.Context(), c.device, h, ops)
}

func readOps(frames *wire.Reader, lane replication.Lane) ([]wire.Op, error) {
	var ops []wire.Op
	size := 0
	for {
		var op wire.Op
		more, err := frames.Next(&op, nil)
		if err != nil {
			return nil, err
		}
		if !more {
			return ops, nil
		}
		size += len(op.Body)
		if len(ops) == maxPushOps || lane == replication.LaneEdit && size > maxPushEdit {
			return nil, errTooLarge
		}
		ops = append(ops, op)
	}
}

// stream answers with frames.
func (c *call) stream(header, end any, body func(*wire.Writer) error) error {
	p := c.reply(wire.MediaType)
	defer p.release()
	w, err := wire.NewWriter(p, header)
	if err == nil {
		err = body(w)
	}
	if err == nil {
		err = w.Close(end)
	}
	if err == nil {
		err = p.Close()
	}
	return gone(err)
}

func items[T any](w *wire.Writer, all []T) error {
	for i := range all {
		if err := w.Item(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// spoilt is what is wrong with a body that was not read to its end. The reader of frames calls everything that ends a
// stream early truncated; what was too large or of another encoding is that first.
func spoilt(err error) error {
	if r := refusalOf(err); r.Status < http.StatusInternalServerError {
		return err
	}
	return refusal(http.StatusBadRequest, codeDamaged, "the request arrived damaged")
}
