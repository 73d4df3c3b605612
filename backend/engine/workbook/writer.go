package workbook

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// CodeTooManyRows is the code of a table that does not fit on a sheet.
const CodeTooManyRows = "sheet_full"

// Writer writes one sheet. Every cell is a text, so that no zero in front is lost and nothing is a formula, and formulas are
// neutralised as in CSV all the same (D4.3): whoever reads either reads the same.
type Writer struct {
	out   io.Writer
	file  *excelize.File
	sheet *excelize.StreamWriter
	row   int
	text  int // style of the cells
	head  int
}

// NewWriter writes to w a workbook with one sheet, whose first row is a header. tempDir takes what does not fit in memory.
func NewWriter(w io.Writer, sheet, tempDir string) (*Writer, error) {
	f := excelize.NewFile(excelize.Options{TmpDir: tempDir})
	x := &Writer{out: w, file: f}
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	var err error
	if x.text, err = f.NewStyle(&excelize.Style{NumFmt: 49}); err != nil { // "@": typed over, a cell stays a text
		return nil, err
	}
	if x.head, err = f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	if x.sheet, err = f.NewStreamWriter(sheet); err != nil {
		return nil, err
	}
	if err := x.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return x, x.sheet.SetColWidth(1, len(tabular.Fields), 22)
}

// Write writes one row.
func (x *Writer) Write(cells []string) error {
	if x.row++; x.row > excelize.TotalRows {
		return crm.Errorf(CodeTooManyRows, "format", "a sheet holds %d rows at most; export as CSV or fewer contacts", excelize.TotalRows)
	}
	style := x.text
	if x.row == 1 {
		style = x.head
	}
	row := make([]any, len(cells))
	for i, text := range cells {
		if text != "" {
			row[i] = excelize.Cell{StyleID: style, Value: tabular.Neutralise(text)}
		}
	}
	return x.sheet.SetRow(fmt.Sprintf("A%d", x.row), row)
}

// Flush writes the file. Nothing may follow.
func (x *Writer) Flush() error {
	if err := x.sheet.Flush(); err != nil {
		return err
	}
	return x.file.Write(x.out)
}

// Close removes the temporary files, also of a workbook that was not written to its end.
func (x *Writer) Close() error { return x.file.Close() }
