package tabular

import "carteira/backend/crm"

// Record is one record of a file. It and everything in it belong to the reader and are overwritten by the next call.
type Record struct {
	Line    int // physical line of the file where it starts, counted from 1, header and blank lines included
	EndLine int // physical line where it ends; not Line when a quoted cell holds line breaks

	// Offset and End delimit it in the decoded stream (UTF-8, without the byte order mark), line ending included:
	// reading resumes at End. They mean nothing in a format that is not text.
	Offset int64
	End    int64

	Cells [][]byte // NFC; missing cells at the end are blank, blank ones beyond the last column mean nothing
	Raw   []byte   // as decoded, without the line ending; its first 64 KiB when the line is too large

	// Err says why the record could not be read. Cells then is a guess for the error report: the line split at every
	// delimiter, quotes being plain text.
	Err *crm.Error

	// plain: Cells are Raw split at every delimiter, byte for byte.
	plain bool
}

// Position is where a record ends: all it takes to go on with the next one after an interruption (D3.15). Store it as
// it is. The zero Position is the beginning of the data.
type Position struct {
	Line   int   `json:"line"`   // last physical line read
	Offset int64 `json:"offset"` // in the decoded stream, or the number of records in a format that is not text
	Width  int   `json:"width"`  // cells of the last good record: what tells the rest of a broken cell from a line
	Resync bool  `json:"resync"` // the rest of a broken cell may follow
}

// bounds keep memory flat whatever the input.
type bounds struct {
	buffer    int // read ahead, at first
	cell      int // a cell larger than this costs its line
	line      int // so does a physical line larger than this; the buffer never grows far beyond it
	keep      int // how much of such a line is kept for the error report
	lookAhead int // bytes a record may span when a quoted cell holds line breaks…
	lines     int // …and how many physical lines: beyond either the quote counts as unclosed
	list      int // physical lines a bare custom-field list may span
}

var ordinary = bounds{buffer: 256 << 10, cell: 1 << 20, line: 4 << 20, keep: 64 << 10, lookAhead: 256 << 10, lines: 500, list: 20}
