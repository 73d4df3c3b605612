package tabular

import (
	"fmt"

	"carteira/backend/crm"
)

// Codes of a line that could not be read. The line is rejected and counted; the file goes on (D3.6, D3.13).
const (
	CodeUnclosedQuote      = "csv_unclosed_quote"       // a quote is opened and never properly closed
	CodeAfterUnclosedQuote = "csv_after_unclosed_quote" // the rest of a broken cell: shorter than the file's lines
	CodeExtraCells         = "csv_extra_cells"          // filled cells beyond the last column
	CodeNUL                = "csv_nul"                  // a NUL byte
	CodeBadText            = "csv_bad_text"             // bytes that do not exist in the file's encoding
	CodeCellTooLarge       = "csv_cell_too_large"       // one cell is larger than 1 MiB
	CodeLineTooLarge       = "csv_line_too_large"       // the whole line is larger than 4 MiB
	CodeHeaderAgain        = "csv_header_again"         // the header once more: files put together, pages of a report
	CodeCustomFieldsBroken = "custom_fields_broken"     // the custom-field cell cannot be read
)

// Codes of a file that cannot be read at all: the result is red and nothing is saved (D3.14).
const (
	CodeFileEmpty          = "file_empty"
	CodeFileNotText        = "file_not_text"
	CodeFileMarkup         = "file_markup" // a page of the web, or XML, whatever its name says
	CodeFileCards          = "file_cards"  // vCard
	CodeFileWrongDelimiter = "file_wrong_delimiter"
	CodeTooManyColumns     = "csv_too_many_columns"
	CodeUnknownEncoding    = "file_unknown_encoding"
)

// DelimiterError says that the file is not separated by what was asked, and by what it probably is, so that
// the window can propose it and the command line can name it (D3.3). errors.As finds the *crm.Error in it too.
type DelimiterError struct {
	Err      *crm.Error
	Detected rune
}

func (e *DelimiterError) Error() string { return e.Err.Error() }

// Unwrap gives the *crm.Error with code file_wrong_delimiter.
func (e *DelimiterError) Unwrap() error { return e.Err }

func wrongDelimiter(asked, detected rune) *DelimiterError {
	return &DelimiterError{
		Err: crm.Errorf(CodeFileWrongDelimiter, "", "the columns are separated by %s, not by %s",
			delimiterName(detected), delimiterName(asked)),
		Detected: detected,
	}
}

func delimiterName(d rune) string {
	if d == '\t' {
		return "tab"
	}
	return fmt.Sprintf("%q", d)
}
