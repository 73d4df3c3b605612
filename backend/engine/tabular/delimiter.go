package tabular

import "bytes"

// delimiters are tried in this order; the earlier wins a tie, `;` being the prescribed one (D3.3).
var delimiters = []byte{';', ',', '\t', '|'}

// sniffLines is how many records vote on the delimiter.
const sniffLines = 20

// sepLine recognises a leading "sep=;" line: the delimiter it names and its length with the line ending, 0 when there
// is none. The comparison ignores case and a quote is not accepted: `"sep=;"` is a header.
func sepLine(text []byte) (delim byte, size int) {
	if len(text) < 5 || !bytes.EqualFold(text[:4], []byte("sep=")) || bytes.IndexByte(delimiters, text[4]) < 0 {
		return 0, 0
	}
	rest := text[5:]
	switch {
	case len(rest) == 0:
		return text[4], 5
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return text[4], 7
	case rest[0] == '\n' || rest[0] == '\r':
		return text[4], 6
	}
	return 0, 0
}

// detectDelimiter reads the first records with each candidate (quote-aware, by the very reader that will read the
// file) and prefers the one that splits the header and gives most other lines the same number of cells. 0 when none does.
func detectDelimiter(text []byte) rune {
	best, bestScore := rune(0), 0
	for _, d := range delimiters {
		if score := delimiterScore(text, d); score > bestScore {
			best, bestScore = rune(d), score
		}
	}
	return best
}

func delimiterScore(text []byte, d byte) int {
	r := newReader(bytes.NewReader(text), d, lineEnding(text), ordinary)
	header, err := r.next()
	if err != nil || header.Err != nil || len(header.Cells) < 2 {
		return 0
	}
	columns, filled := len(header.Cells), 0
	for _, c := range header.Cells {
		if !blank(c) {
			filled++
		}
	}
	if filled < 2 {
		return 0
	}
	lines, same := 0, 0
	for lines < sniffLines {
		rec, err := r.next()
		if err != nil {
			break
		}
		lines++
		if rec.Err == nil && len(rec.Cells) == columns {
			same++
		}
	}
	// The share of agreeing lines counts most; among equals, the one that finds more columns.
	share := 100
	if lines > 0 {
		share = 100 * (same + 1) / (lines + 1)
	}
	return share*1000 + min(columns, 999)
}

// lineEnding is the byte that ends a line: '\r' when the first ending in text is a lone one (old spreadsheets on a Mac,
// which keep '\n' for breaks inside a cell), else '\n', before which '\r' is dropped.
func lineEnding(text []byte) byte {
	i := bytes.IndexAny(text, "\r\n")
	if i >= 0 && text[i] == '\r' && (i+1 >= len(text) || text[i+1] != '\n') {
		return '\r'
	}
	return '\n'
}
