package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"net/http"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// lane is what has been decided of what one copy of a device sends in one lane.
type lane struct {
	device      int64
	incarnation int64
	name        replication.Lane
	known       bool
	last        int64
	lastHLC     replication.HLC
	nonce       []byte
	previous    []byte
}

func (t *tx) lane(org, device, incarnation int64, name replication.Lane) (*lane, error) {
	l := &lane{device: device, incarnation: incarnation, name: name}
	var err error
	l.known, err = t.one(`
		SELECT last, last_hlc, nonce, previous_nonce
		FROM lane
		WHERE org_id = $1 AND device = $2 AND incarnation = $3 AND lane = $4`,
		[]any{org, device, incarnation, string(name)}, &l.last, &l.lastHLC, &l.nonce, &l.previous)
	return l, err
}

func (t *tx) saveLane(org int64, l *lane) error {
	return t.exec(`
		INSERT INTO lane (org_id, device, incarnation, lane, last, last_hlc, nonce, previous_nonce)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (org_id, device, incarnation, lane) DO UPDATE
		SET last = excluded.last, last_hlc = excluded.last_hlc, nonce = excluded.nonce, previous_nonce = excluded.previous_nonce`,
		org, l.device, l.incarnation, string(l.name), l.last, int64(l.lastHLC), l.nonce, l.previous)
}

// advance gives out a new nonce. The one just named stays good for a repetition: the answer may be lost.
func (l *lane) advance(named []byte) {
	l.previous = append([]byte{}, named...)
	l.nonce = make([]byte, 16)
	_, _ = rand.Read(l.nonce)
}

// stored is the result of an operation decided before.
type stored struct {
	hash   []byte
	result wire.OpResult
}

func (t *tx) results(org int64, l *lane, from, to int64) (map[int64]stored, error) {
	out := map[int64]stored{}
	return out, t.each(`
		SELECT number, op_hash, log_seq, body
		FROM result
		WHERE org_id = $1 AND device = $2 AND incarnation = $3 AND lane = $4 AND number BETWEEN $5 AND $6`,
		[]any{org, l.device, l.incarnation, string(l.name), from, to}, func(row *sql.Rows) error {
			var r stored
			var body []byte
			if err := row.Scan(&r.result.Number, &r.hash, &r.result.Seq, &body); err != nil {
				return err
			}
			if err := replication.Decode(body, &r.result.Result); err != nil {
				return err
			}
			out[r.result.Number] = r
			return nil
		})
}

// pruneResults drops those that the author is known to have: it has gone on to later ones with the latest nonce.
func (t *tx) pruneResults(org int64, l *lane, before int64) error {
	return t.exec(`
		DELETE FROM result
		WHERE org_id = $1 AND device = $2 AND incarnation = $3 AND lane = $4 AND number < $5`,
		org, l.device, l.incarnation, string(l.name), before)
}

// opHash tells whether an operation is the one that was decided under its number.
func opHash(op *wire.Op) []byte {
	b, err := replication.Encode(op)
	if err != nil {
		panic("bug: what was read cannot be written: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

// copies are the incarnations of a device.
type copies struct {
	highest int64 // given out or used
	cloned  bool
}

func (t *tx) copies(device crm.ID) (c copies, err error) {
	_, err = t.one(`SELECT incarnation, cloned FROM device WHERE id = $1`, []any{device[:]}, &c.highest, flag{&c.cloned})
	return c, err
}

// refuseClone tells a copy of a disk to go on under an incarnation of its own, which is taken note of (S3).
func (t *tx) refuseClone(device crm.ID, highest int64) (*Refusal, error) {
	r := refuse(http.StatusConflict, wire.CodeCloned, "another copy of this device has pushed meanwhile")
	r.Incarnation = highest + 1
	return r, t.exec(`UPDATE device SET incarnation = $1, cloned = 1 WHERE id = $2`, r.Incarnation, device[:])
}

// repetition tells whether all that has been decided of a push is what it says it is. What is pruned was acknowledged
// under a nonce that its author named: only the latest nonce may speak of it.
func repetition(before map[int64]stored, hashes [][]byte, first, last int64, latest bool) bool {
	for i, hash := range hashes {
		n := first + int64(i)
		if n > last {
			break
		}
		known, ok := before[n]
		if ok && !bytes.Equal(known.hash, hash) || !ok && !latest {
			return false
		}
	}
	return true
}
