// Package replication is how replicas and the server describe and order what was done: hybrid clock, field
// versions and typed operations. Pure: no database, no network, the time is an argument.
package replication

import "time"

// HLC is a hybrid logical time: Unix milliseconds in the upper 48 bits, a tie-breaking count in the lower 16.
// It orders concurrent edits only; the order of operations is the server's (S2).
type HLC int64

const tieBits = 16

// Tick is the next hybrid time after last at wall-clock time now: never smaller than last, whatever the clock does.
func Tick(last HLC, now time.Time) HLC {
	wall := HLC(now.UnixMilli()) << tieBits
	if wall > last {
		return wall
	}
	return last + 1
}

// Time is the wall-clock part.
func (h HLC) Time() time.Time { return time.UnixMilli(int64(h >> tieBits)).UTC() }
