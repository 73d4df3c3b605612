package store

import (
	"context"
	"database/sql"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// Device is an office's replica as the server knows it.
type Device struct {
	Org       crm.ID
	ID        crm.ID
	Number    int64 // see replication.Stamp
	Office    string
	PublicKey []byte // Ed25519
	Revoked   bool
	Wipe      bool  // it is to destroy its data
	Seq       int64 // of the log, acknowledged
	Erasure   int64 // erasures certified up to this line
}

// seenEvery is how often the time a device was last seen is written down, in ms.
const seenEvery = 60_000

// Device finds a device by its id. Refused with CodeUnknown.
func (s *Store) Device(ctx context.Context, id crm.ID) (Device, error) {
	d := Device{ID: id}
	err := s.view(ctx, func(t *tx) error {
		var org []byte
		found, err := t.one(`
			SELECT o.id, d.number, d.office, d.public_key, d.revoked, d.wipe, d.seq, d.erasure
			FROM device d
			JOIN organization o ON o.org_id = d.org_id
			WHERE d.id = $1`, []any{id[:]},
			&org, &d.Number, &d.Office, &d.PublicKey, flag{&d.Revoked}, flag{&d.Wipe}, &d.Seq, &d.Erasure)
		if err != nil {
			return err
		}
		if !found {
			return refuseUnknownDevice()
		}
		d.Org = crm.ID(org)
		return nil
	})
	if err != nil {
		return Device{}, err
	}
	return d, nil
}

// Devices lists an organization's devices by number.
func (s *Store) Devices(ctx context.Context, org crm.ID) (all []wire.Device, err error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(t *tx) error {
		all = []wire.Device{}
		h, err := t.head(o.number)
		if err != nil {
			return err
		}
		return t.each(`
			SELECT id, number, office, enrolled_at, last_seen_at, seq, erasure, revoked
			FROM device
			WHERE org_id = $1
			ORDER BY number`, []any{o.number}, func(row *sql.Rows) error {
			var d wire.Device
			var id []byte
			var seq, erasure int64
			if err := row.Scan(&id, &d.Number, &d.Office, &d.EnrolledAt, &d.LastSeenAt, &seq, &erasure, flag{&d.Revoked}); err != nil {
				return err
			}
			d.ID = crm.ID(id)
			d.Behind = max(0, h.seq-seq)
			d.ErasureOwed = erasure < h.erasureSeq
			all = append(all, d)
			return nil
		})
	})
	return all, err
}

// Revoke withdraws a device's access; wipe orders it to destroy its data. Refused with CodeUnknown.
func (s *Store) Revoke(ctx context.Context, device crm.ID, wipe bool) error {
	return s.update(ctx, func(t *tx) error {
		n, err := t.count(`UPDATE device SET revoked = 1, wipe = $1 WHERE id = $2`, number(wipe), device[:])
		if err == nil && n == 0 {
			err = refuseUnknownDevice()
		}
		return err
	})
}

// Seen notes that a device is alive, at most every minute.
func (s *Store) Seen(ctx context.Context, d Device) error {
	now := s.millis()
	var last int64
	if err := s.view(ctx, func(t *tx) (err error) {
		last, err = t.integer(`SELECT last_seen_at FROM device WHERE id = $1`, d.ID[:])
		return err
	}); err != nil || now-last < seenEvery {
		return err
	}
	return s.update(ctx, func(t *tx) error {
		return t.exec(`UPDATE device SET last_seen_at = $1 WHERE id = $2`, now, d.ID[:])
	})
}

// Ack notes how far a device is. It never goes back, and not past the head: a confused device must not look certified.
func (s *Store) Ack(ctx context.Context, d Device, a wire.Ack) error {
	o, err := s.org(ctx, d.Org)
	if err != nil {
		return err
	}
	return s.update(ctx, func(t *tx) error {
		h, err := t.head(o.number)
		if err != nil {
			return err
		}
		seq, erasure := min(a.Seq, h.seq), min(a.Erasure, h.seq)
		return t.exec(`
			UPDATE device
			SET seq = CASE WHEN seq < $1 THEN $1 ELSE seq END,
			  erasure = CASE WHEN erasure < $2 THEN $2 ELSE erasure END
			WHERE id = $3`, seq, erasure, d.ID[:])
	})
}

// Hello is where the device's organization stands.
func (s *Store) Hello(ctx context.Context, d Device) (wire.Hello, error) {
	o, err := s.org(ctx, d.Org)
	if err != nil {
		return wire.Hello{}, err
	}
	var h head
	if err := s.view(ctx, func(t *tx) (err error) {
		h, err = t.head(o.number)
		return err
	}); err != nil {
		return wire.Hello{}, err
	}
	return wire.Hello{
		ServerTime: s.millis(), Organization: o.Name, Epoch: h.epoch, Head: h.seq, ErasureHead: h.erasureSeq,
		Oldest: wire.Oldest, Version: wire.Version, MaxOps: MaxOps, MaxBytes: MaxBytes,
	}, nil
}

// flag reads 0 or 1.
type flag struct{ dst *bool }

// Scan implements sql.Scanner.
func (f flag) Scan(v any) error {
	n, _ := v.(int64)
	*f.dst = n != 0
	return nil
}

// number writes a flag.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
