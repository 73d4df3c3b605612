package importer

import (
	"strings"

	"carteira/backend/engine/tabular"
)

// CodeCellError is the code of a cell that holds no value but what a spreadsheet writes in place of one: its formula failed, or its
// column was too narrow when the sheet was saved as text. It would go over what the contact has (D3.10), so the line is rejected, as
// with other damage by spreadsheets (D3.7).
const CodeCellError = "cell_error"

// cellErrors are those of Excel, LibreOffice and Google Sheets, in English and Portuguese. A workbook holds them in English always.
var cellErrors = map[string]bool{
	"#N/A": true, "#N/D": true, "#REF!": true, "#VALUE!": true, "#VALOR!": true, "#NAME?": true, "#NOME?": true, "#DIV/0!": true,
	"#NUM!": true, "#NÚM!": true, "#NULL!": true, "#NULO!": true, "#SPILL!": true, "#DESPEJAR!": true, "#CALC!": true,
	"#GETTING_DATA": true, "#OBTENDO_DADOS": true, "#ERROR!": true, "#ERRO!": true,
}

// failed refuses the cell of a column that holds an error of a spreadsheet.
func (r *row) failed(column tabular.Field, text string) bool {
	if text == "" || text[0] != '#' && text[0] != 'E' && text[0] != ' ' || !isCellError(strings.TrimSpace(text)) {
		return false
	}
	r.fail(column, CodeCellError, "the cell holds an error of a spreadsheet and no value; correct it there, or clear the cell to leave the field as it is")
	return true
}

func isCellError(text string) bool {
	if code, ok := strings.CutPrefix(text, "Err:"); ok { // LibreOffice: Err:502
		return len(code) == 3 && strings.Trim(code, "0123456789") == ""
	}
	return cellErrors[text] || len(text) > 2 && strings.Trim(text, "#") == ""
}
