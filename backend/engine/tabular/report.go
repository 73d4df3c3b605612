package tabular

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"

	"carteira/backend/crm"
)

// ErrorReportWriter writes the rejected lines of an import: the original columns untouched, then the line's number in the
// file and the reason (D3.16). The report has the source's delimiter and header and is UTF-8 with a byte order mark; it is
// imported again as it is, its two columns being recognised and ignored. Only the reason is neutralised: the rest is the
// person's own file.
type ErrorReportWriter struct {
	csv   *CSVWriter
	width int    // columns of the source
	old   []bool // columns that an earlier report had added; nil when there are none
}

// NewErrorReportWriter writes the header. A delimiter of 0, for a source that is no CSV, is `;`.
func NewErrorReportWriter(w io.Writer, header []string, delimiter rune) (*ErrorReportWriter, error) {
	c, err := NewCSVWriter(w, CSVWriterOptions{Delimiter: delimiter, BOM: true})
	if err != nil {
		return nil, err
	}
	e := &ErrorReportWriter{csv: c, width: len(header)}
	if slices.ContainsFunc(header, isReportColumn) {
		for _, h := range header {
			e.old = append(e.old, isReportColumn(h))
		}
	}
	return e, c.Write(append(e.withoutOld(header), ReportLine, ReportReason))
}

// Write adds one rejected line: number is Item.Number, failed what was wrong with reading the line (Item.Err) or nil.
func (e *ErrorReportWriter) Write(src Source, number int, failed *crm.Error, reason string) error {
	cells := src.Cells()
	ours := []string{strconv.Itoa(number), Neutralise(reason)}
	if failed == nil && e.old == nil && e.writeRaw(src.Raw(), cells, ours) {
		return e.csv.endLine()
	}
	var extra []string
	if len(cells) > e.width {
		// They have no place before the two columns of ours; behind them nothing is lost or out of line.
		cells, extra = cells[:e.width], cells[e.width:]
	}
	for len(cells) < e.width {
		cells = append(cells, "")
	}
	row := append(append(e.withoutOld(cells), ours...), extra...)
	for i, cell := range row {
		row[i] = strings.ToValidUTF8(cell, "\uFFFD")
	}
	return e.csv.Write(row)
}

// writeRaw writes the line byte for byte as it was, quotes and all, with our columns behind it, provided that this
// reads back to the same cells. It does not when a line break or a broken list would run into what follows.
func (e *ErrorReportWriter) writeRaw(raw string, cells, ours []string) bool {
	if raw == "" || len(cells) > e.width || strings.ContainsAny(raw, "\r\n") {
		return false
	}
	var line bytes.Buffer
	c := CSVWriter{w: bufio.NewWriter(&line), opts: e.csv.opts}
	c.w.WriteString(raw)
	c.w.WriteString(strings.Repeat(string(c.opts.Delimiter), e.width-len(cells)))
	for _, cell := range ours {
		c.w.WriteByte(byte(c.opts.Delimiter))
		c.cell(cell)
	}
	c.w.Flush() // into memory
	probe := newReader(nil, byte(c.opts.Delimiter), '\n', ordinary)
	probe.listTries = maxListTries
	back, _, res := probe.splitQuoted(line.Bytes(), 0, nil, true)
	if res != splitWhole || len(back) != e.width+len(ours) {
		return false
	}
	normalise(back)
	for i, cell := range cells {
		if string(back[i]) != cell {
			return false
		}
	}
	e.csv.w.Write(line.Bytes())
	return true
}

// Flush writes what is buffered.
func (e *ErrorReportWriter) Flush() error { return e.csv.Flush() }

func (e *ErrorReportWriter) withoutOld(cells []string) []string {
	if e.old == nil {
		return slices.Clone(cells)
	}
	kept := make([]string, 0, len(cells)+2)
	for i, c := range cells {
		if !e.old[i] {
			kept = append(kept, c)
		}
	}
	return kept
}

func isReportColumn(header string) bool {
	h := strings.ToLower(strings.TrimSpace(header))
	return h == ReportLine || h == ReportReason
}
