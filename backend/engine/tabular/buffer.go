package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// The reader's window on the decoded stream: lines are found in it, and it moves on and grows within bounds.

// physicalLine finds the line that begins from bytes after pos: n is its end and after the beginning of the next, both
// counted from pos. Beyond the bound of a line it stops looking: n is then larger than the bound. io.EOF at the end.
func (r *reader) physicalLine(from int) (n, after int, err error) {
	seen := from
	for {
		data := r.buf[r.pos:r.end]
		if i := bytes.IndexByte(data[seen:], r.eol); i >= 0 {
			n, after = seen+i, seen+i+1
			if r.eol == '\n' {
				for n > from && data[n-1] == '\r' {
					n--
				}
				return n, after, nil
			}
			if after < len(data) || r.atEOF {
				if after < len(data) && data[after] == '\n' {
					after++
				}
				return n, after, nil
			}
			seen += i // the byte after '\r' has not been read yet
		} else {
			seen = len(data)
		}
		switch {
		case seen-from > r.bound.line:
			return seen, seen, nil
		case !r.atEOF:
			if err := r.fill(); err != nil {
				return 0, 0, err
			}
		case seen == from:
			return 0, 0, io.EOF
		default:
			n = len(data)
			for r.eol == '\n' && n > from && data[n-1] == '\r' {
				n--
			}
			return n, len(data), nil
		}
	}
}

// fill reads more. It moves the unread part to the front and doubles the buffer when that part already fills it, so
// slices of buf taken before it are void; counts from pos stay right.
func (r *reader) fill() error {
	if r.srcErr != nil {
		return r.srcErr
	}
	r.moves++
	if r.pos > 0 {
		copy(r.buf, r.buf[r.pos:r.end])
		r.base += int64(r.pos)
		r.end -= r.pos
		r.pos = 0
	}
	if r.end == len(r.buf) {
		grown := make([]byte, max(r.bound.buffer, 2*len(r.buf)))
		copy(grown, r.buf[:r.end])
		r.buf = grown
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.end:])
		r.end += n
		switch {
		case errors.Is(err, io.EOF):
			r.atEOF = true
			return nil
		case err != nil:
			r.srcErr = fmt.Errorf("read line %d: %w", r.line, err)
			return r.srcErr
		case n > 0:
			return nil
		}
	}
	r.srcErr = fmt.Errorf("read line %d: %w", r.line, io.ErrNoProgress)
	return r.srcErr
}

// mark remembers where a byte occurs next, so that one quick sweep of the buffer answers for all lines before it.
type mark struct {
	b   byte
	at  int64 // nothing of b from the last asked offset up to here
	hit bool  // and here is one; else here the buffer ended
}

// occurs says whether m.b is among the n bytes from pos.
func (r *reader) occurs(m *mark, n int) bool {
	from := r.base + int64(r.pos)
	to := from + int64(n)
	for {
		if m.at >= to {
			return false
		}
		if m.hit && m.at >= from {
			return true
		}
		start := max(m.at, from)
		i := bytes.IndexByte(r.buf[start-r.base:r.end], m.b)
		if m.hit = i >= 0; m.hit {
			m.at = start + int64(i)
		} else {
			m.at = r.base + int64(r.end)
		}
	}
}
