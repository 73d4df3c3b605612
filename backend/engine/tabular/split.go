package tabular

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// splitPlain appends the cells of a line in which only the delimiter means anything. Eight bytes at a time: cells are
// short, and a search per cell costs more than the cell.
func splitPlain(line []byte, delim byte, cells [][]byte) [][]byte {
	pattern := uint64(delim) * lowBytes
	start, i := 0, 0
	for ; i+8 <= len(line); i += 8 {
		x := binary.LittleEndian.Uint64(line[i:]) ^ pattern
		// A 0x80 wherever a byte of x is zero and nowhere else: the shorter (x-low)&^x&high marks neighbours too.
		for hits := ^((x&lowSeven + lowSeven) | x | lowSeven); hits != 0; hits &= hits - 1 {
			at := i + bits.TrailingZeros64(hits)/8
			cells = append(cells, line[start:at:at])
			start = at + 1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == delim {
			cells = append(cells, line[start:i:i])
			start = i + 1
		}
	}
	return append(cells, line[start:len(line):len(line)])
}

// splitResult is how splitting a line with quotes ended.
type splitResult int

const (
	splitWhole   splitResult = iota
	splitOpen                // a quoted cell goes on beyond the data
	splitList                // a bare custom-field list may go on beyond the data
	splitDamaged             // a closing quote is followed by other text
)

// maxListTries is how many cells of a record may look like a custom-field list and be none before no more is looked for.
const maxListTries = 16

// splitQuoted appends the cells of data from the one that begins at from: data is one record, or as much of it as has been
// read, without its last line ending. at is where the cell begins that could not be ended. lists false means that a `[` is a letter like any other.
func (r *reader) splitQuoted(data []byte, from int, cells [][]byte, lists bool) (_ [][]byte, at int, res splitResult) {
	i := from
	for {
		first := i
		for first < len(data) && data[first] == ' ' {
			first++
		}
		var cell []byte
		next := -1
		switch {
		case first < len(data) && data[first] == '"':
			cell, next, res = r.quotedCell(data, i, first, lists)
			if res != splitWhole {
				return cells, i, res
			}
		case lists && i < len(data) && data[i] == '[':
			end, res := r.list(data[i:])
			if res == listOpen {
				return cells, i, splitList
			}
			if res == listWhole {
				cell, next = data[i:i+end], i+end
			}
		}
		if next < 0 {
			next = endOfCell(data, i, r.delim)
			cell = data[i:next]
		}
		cells = append(cells, cell)
		if next >= len(data) {
			return cells, 0, splitWhole
		}
		i = next + 1
	}
}

func endOfCell(data []byte, from int, delim byte) int {
	if i := bytes.IndexByte(data[from:], delim); i >= 0 {
		return from + i
	}
	return len(data)
}

// quotedCell reads the cell whose opening quote is data[open]; the cell itself begins at from, blanks before the quote.
// next is the delimiter after it or the end of data.
func (r *reader) quotedCell(data []byte, from, open int, lists bool) (cell []byte, next int, res splitResult) {
	doubled := false
	for j := open + 1; ; {
		k := bytes.IndexByte(data[j:], '"')
		if k < 0 {
			return nil, 0, splitOpen
		}
		j += k
		if j+1 < len(data) && data[j+1] == '"' {
			doubled = true
			j += 2
			continue
		}
		if next, ok := r.cellEnds(data, j+1); ok {
			cell := data[open+1 : j]
			if doubled {
				cell = r.unescape(cell)
			}
			return cell, next, splitWhole
		}
		// "[“A”,…]" or "["A","1"]": a list somebody wrapped in quotes by hand, without doubling those inside.
		res := listBroken
		end := 0
		if lists {
			end, res = r.list(data[open+1:])
		}
		switch res {
		case listOpen:
			return nil, 0, splitList
		case listWhole:
			end += open + 1
			if end < len(data) && data[end] == '"' {
				if next, ok := r.cellEnds(data, end+1); ok {
					return data[open+1 : end], next, splitWhole
				}
			}
		}
		if bytes.IndexByte(data[open:j], r.delim) < 0 && bytes.IndexByte(data[open:j], r.eol) < 0 {
			next := endOfCell(data, j, r.delim)
			return data[from:next], next, splitWhole
		}
		return nil, 0, splitDamaged
	}
}

// list finds where the custom-field list at the beginning of data ends.
func (r *reader) list(data []byte) (end int, res listResult) {
	if len(data) == 0 || data[0] != '[' || r.listTries == 0 {
		return 0, listBroken
	}
	s := listScanner{b: data, alone: r.delim == '|'}
	if end, res = s.scan(); res == listBroken {
		r.listTries-- // each may have looked at the whole line
	}
	return end, res
}

// cellEnds says whether the cell ends at i, blanks apart, and where its delimiter (or the end of data) is.
func (r *reader) cellEnds(data []byte, i int) (next int, ok bool) {
	for i < len(data) && data[i] == ' ' {
		i++
	}
	return i, i >= len(data) || data[i] == r.delim
}

// unescape makes "" one quote, in the scratch space of the record.
func (r *reader) unescape(cell []byte) []byte {
	start := len(r.scratch)
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			r.scratch = append(r.scratch, cell...)
			return r.scratch[start:len(r.scratch):len(r.scratch)]
		}
		r.scratch = append(r.scratch, cell[:i+1]...)
		cell = cell[i+2:]
	}
}
