package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"carteira/backend/engine/replication"
)

// The effects of a line of the log are a CBOR array behind one byte that says whether it is compressed.
const (
	plainEffects  = 0
	packedEffects = 1
	packFrom      = 512 // bytes
)

// lineOverhead is about what a line takes beside its effects.
const lineOverhead = 64

// maxLine bounds what a damaged line can make us build.
const maxLine = 512 << 20

var (
	linePacker, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2), zstd.WithWindowSize(1<<20))
	lineUnpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxMemory(maxLine))
)

// packEffects joins effects that are encoded already.
func packEffects(effects [][]byte) []byte {
	b := replication.JoinEffects(effects)
	if len(b) < packFrom {
		return append([]byte{plainEffects}, b...)
	}
	return linePacker.EncodeAll(b, []byte{packedEffects})
}

// lineDecoding takes lines of any length that Decide can have made.
var lineDecoding = func() cbor.DecMode {
	m, err := cbor.DecOptions{MaxArrayElements: 1 << 24, MaxMapPairs: 1 << 20}.DecMode()
	if err != nil {
		panic("bug: CBOR limits: " + err.Error())
	}
	return m
}()

// unpackEffects is the inverse of packEffects; size is the number of bytes before compression.
func unpackEffects(b []byte) (effects []replication.Effect, size int, err error) {
	if len(b) == 0 {
		return nil, 0, errors.New("read log line: it is empty")
	}
	raw := b[1:]
	if b[0] == packedEffects {
		if raw, err = lineUnpacker.DecodeAll(raw, nil); err != nil {
			return nil, 0, fmt.Errorf("expand log line: %w", err)
		}
	}
	if err := lineDecoding.Unmarshal(raw, &effects); err != nil {
		return nil, 0, fmt.Errorf("read log line: %w", err)
	}
	return effects, len(raw), nil
}

// line is a row of the log to be written.
type line struct {
	seq        int64
	op         *replication.Op
	actor      int64
	asProposed bool
	effects    [][]byte // encoded
	body       []byte   // the effects, packed
}

func (s *state) writeLines(lines []line) error {
	rows := make([][]any, len(lines))
	for i, l := range lines {
		rows[i] = []any{s.h.org, l.seq, l.op.Device, l.op.Incarnation, l.op.Counter, l.actor, int64(l.op.Sent), number(l.asProposed), l.body}
		s.h.logBytes += int64(len(l.body)) + lineOverhead
	}
	return s.t.insert(`INSERT INTO log (org_id, seq, device, incarnation, counter, actor, hlc, as_proposed, body)`, nil, rows, "")
}

// trimLog keeps the log within its bound: whoever needs older lines is served from the state.
func (s *state) trimLog(bound int64) error {
	if s.h.logBytes <= bound {
		return nil
	}
	floor, bytes := s.h.logFloor, s.h.logBytes
	if err := s.t.each(`SELECT seq, length(body) FROM log WHERE org_id = $1 AND seq < $2 ORDER BY seq`,
		[]any{s.h.org, s.h.seq}, func(row *sql.Rows) error {
			var size int64
			if bytes <= bound/4*3 {
				return errStop
			}
			if err := row.Scan(&floor, &size); err != nil {
				return err
			}
			bytes -= size + lineOverhead
			return nil
		}); err != nil {
		return err
	}
	s.h.logFloor, s.h.logBytes = floor, bytes
	return s.t.exec(`DELETE FROM log WHERE org_id = $1 AND seq <= $2`, s.h.org, floor)
}
