package store

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Perform decides an operation of the server's own device, with the server's clock and as nobody in particular: what
// the platform asks for. body is what the kind names, not yet encoded.
func (s *Store) Perform(ctx context.Context, org crm.ID, kind replication.Kind, entity crm.ID, body any) (replication.Result, error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return replication.Result{}, err
	}
	encoded, err := encodeBody(body)
	if err != nil {
		return replication.Result{}, err
	}
	s.calm.edited(s.now())
	wanted := wantedBy([]replication.Op{{Kind: kind, Entity: entity, Body: encoded}})
	var result replication.Result
	err = s.decide(ctx, o, func(t *tx, h *head) (*state, error) {
		m, err := s.remember(t, h)
		if err != nil {
			return nil, err
		}
		l, err := t.lane(o.number, h.device, 1, replication.LaneEdit)
		if err != nil {
			return nil, err
		}
		l.last++
		l.lastHLC = replication.Tick(l.lastHLC, s.now())
		l.advance(l.nonce)
		if err := t.saveLane(o.number, l); err != nil {
			return nil, err
		}
		w := &work{store: s, state: newState(t, h, m)}
		results, err := w.all([]replication.Op{{
			Device: h.device, Incarnation: 1, Counter: l.last, Kind: kind, Entity: entity,
			HLC: l.lastHLC, At: s.millis(), Body: encoded,
		}}, []bool{true}, wanted) // there is nobody who has made the effects already
		if err != nil {
			return nil, err
		}
		result = results[0].Result
		return w.state, nil
	})
	return result, err
}

// encodeBody writes a body in the form that its kind has: chunks are compressed.
func encodeBody(body any) ([]byte, error) {
	switch b := body.(type) {
	case []byte:
		return b, nil
	case replication.InteractionChunk:
		return replication.EncodeInteractions(&b)
	case *replication.InteractionChunk:
		return replication.EncodeInteractions(b)
	case replication.ImportChunk:
		return replication.EncodeChunk(&b)
	case *replication.ImportChunk:
		return replication.EncodeChunk(b)
	case replication.RestoreChunk:
		return replication.EncodeRestore(&b)
	case *replication.RestoreChunk:
		return replication.EncodeRestore(b)
	}
	return replication.Encode(body)
}
