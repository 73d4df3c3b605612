// Package importer turns the lines of a file into contacts (D3): one plan for preview, dry run and import, a
// background job that survives being killed, and a report of every line it did not take.
package importer

import (
	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// Options say how to read one file.
type Options struct {
	Path      string `json:"path"`
	Name      string `json:"name"`             // shown instead of the path, e.g. of an uploaded copy; "" = the path's last part
	Format    string `json:"format,omitempty"` // "csv", "xlsx", "json"; "auto" or "" = as it begins
	Sheet     string `json:"sheet,omitempty"`  // of a workbook; "" = the first that holds something
	Delimiter string `json:"delimiter"`        // ";" "," "|" "tab", "auto"; "" = ";" (D3.3)
	Encoding  string `json:"encoding"`         // "auto" or "", "utf-8", "utf-16", "windows-1252"
	FixPhones bool   `json:"fix_phones"`
	// Mapping is where each column goes, by index; nil = as recognised or remembered. Unmapped columns are refused:
	// nobody chose (D3.2).
	Mapping []tabular.Mapping `json:"mapping,omitempty"`
}

// Codes of a file or a choice that cannot be imported at all; the result is red (D3.14).
const (
	CodeNoNameColumn      = "file_no_name_column"
	CodeMappingIncomplete = "mapping_incomplete"
	CodeUnreadable        = "file_unreadable"
	CodeDirectory         = "file_is_directory"
	CodeFileMissing       = "file_missing"
	CodeRunning           = "import_running" // the user's other import has not ended (D3.15)
)

// Codes of a rejected line that only an import raises. Those of a value are crm's, of the text tabular's.
const (
	CodeAmbiguous      = "ambiguous_match"
	CodePortfolioType  = "portfolio_type_invalid"
	CodeUserUnknown    = "portfolio_user_unknown"
	CodeReserveUnknown = "portfolio_reserve_unknown"
	CodeServiceUnknown = "portfolio_service_unknown"
	CodeOpen           = "open_interaction"
)

func (o Options) delimiter() (rune, error) {
	switch o.Delimiter {
	case "", ";":
		return ';', nil
	case ",", "|":
		return rune(o.Delimiter[0]), nil
	case "tab", "\t":
		return '\t', nil
	case "auto":
		return 0, nil
	}
	return 0, crm.Errorf(crm.CodeInvalid, "delimiter", `the delimiter is ";", ",", "|", "tab" or "auto"`)
}

// encoding is tabular's name; utf-16 is told apart by the file itself.
func (o Options) encoding(detected string) (string, error) {
	switch o.Encoding {
	case "", "auto":
		return detected, nil
	case tabular.UTF8:
		if detected == tabular.UTF8BOM {
			return detected, nil
		}
		return tabular.UTF8, nil
	case tabular.Windows1252:
		return tabular.Windows1252, nil
	case "utf-16":
		if detected == tabular.UTF16BE {
			return detected, nil
		}
		return tabular.UTF16LE, nil
	case tabular.UTF8BOM, tabular.UTF16LE, tabular.UTF16BE: // as detected before, in a stored job
		return o.Encoding, nil
	}
	return "", crm.Errorf(crm.CodeInvalid, "encoding", "the encoding is auto, utf-8, utf-16 or windows-1252")
}

// delimiterName is how the delimiter is written in options and results.
func delimiterName(d rune) string {
	if d == '\t' {
		return "tab"
	}
	return string(d)
}
