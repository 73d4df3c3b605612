package tabular

import (
	"bytes"
	"slices"
)

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
func detectDelimiter(text []byte, header int, names Naming) rune {
	best, bestScore := rune(0), 0
	for _, d := range delimiters {
		if score := delimiterScore(text, d, header, names); score > bestScore {
			best, bestScore = rune(d), score
		}
	}
	return best
}

// headerIndex is where among rows the header stands, whose line is known, looked for or the first; -1 when it is not there.
func headerIndex(rows []Row, line int, names Naming) int {
	switch {
	case len(rows) == 0:
		return -1
	case line == FindHeader:
		return headerAmong(rows, names)
	case line > 0:
		return slices.IndexFunc(rows, func(r Row) bool { return r.Line == line })
	}
	return 0
}

func delimiterScore(text []byte, d byte, line int, names Naming) int {
	rows := topOf(text, d, false)
	at := headerIndex(rows, line, names)
	if at < 0 || rows[at].damaged {
		return 0
	}
	columns := len(rows[at].Cells)
	if columns < 2 || rows[at].filled() < 2 {
		return 0
	}
	lines, same := 0, 0
	for _, row := range rows[at+1 : min(len(rows), at+1+sniffLines)] {
		lines++
		if !row.damaged && len(row.Cells) == columns {
			same++
		}
	}
	// The share of agreeing lines counts most; among equals, the one that finds more columns.
	share := 100
	if lines > 0 {
		share = 100 * (same + 1) / (lines + 1)
	}
	if at > 0 && line == FindHeader {
		if known, _ := rows[at].known(names); known == 0 { // found by its look only: a delimiter that needs nothing passed over is likelier
			share /= 2
		}
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
