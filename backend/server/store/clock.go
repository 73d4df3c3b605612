package store

import "carteira/backend/engine/replication"

// What a device's clock is corrected by (S2).
const (
	toleratedOffset = 2000    // ms: within it the clocks count as equal, so that a device's own stamps stand
	aheadOfServer   = 1000    // ms: no stamp is later than the server's time plus this
	greatestOffset  = 1 << 42 // ms, over a century
	tieBits         = 16      // of replication.HLC
)

// correct makes the times of an operation the server's; last is the greatest stamp in its lane. changed: the stamp is
// not the one that the author has.
func correct(op *replication.Op, offset, now int64, last *replication.HLC) (changed bool) {
	if offset > -toleratedOffset && offset < toleratedOffset {
		offset = 0
	}
	offset = max(-greatestOffset, min(offset, greatestOffset))
	limit := replication.HLC(now+aheadOfServer) << tieBits
	// The bounds of what comes in keep the sum from overflowing.
	hlc := max(0, min(op.HLC, 1<<61)) + replication.HLC(offset)<<tieBits
	hlc = max(1, min(hlc, limit))
	at := max(-greatestOffset, min(op.At, 2*greatestOffset)) + offset
	// A device's own writes must not lose to its earlier ones, whatever became of its clock in between.
	hlc = max(hlc, *last+1)
	if changed = hlc != op.HLC; changed {
		at = min(at, now+aheadOfServer)
	}
	op.HLC, op.At = hlc, at
	*last = max(*last, hlc)
	return changed
}
