// Package importer turns the lines of a file into contacts (D3): one plan for preview, dry run and import, a
// background job that survives being killed, and a report of every line it did not take.
package importer

import (
	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
)

// Options say how to read one file.
type Options struct {
	Path      string `json:"path"`
	Name      string `json:"name"`                 // shown instead of the path, e.g. of an uploaded copy; "" = the path's last part
	Format    string `json:"format,omitempty"`     // "csv", "xlsx", "json"; "auto" or "" = as it begins
	Sheet     string `json:"sheet,omitempty"`      // of a workbook; "" = the first that holds something
	Delimiter string `json:"delimiter"`            // ";" "," "|" "tab", "auto"; "" = ";" (D3.3)
	HeaderRow int    `json:"header_row,omitempty"` // the line that is the header, from 1; 0 = as remembered or as it looks
	Encoding  string `json:"encoding"`             // "auto" or "", "utf-8", "utf-16", "windows-1252", "macintosh", "cp850"
	// Mapping is where each column goes, by index, those of Derived behind those of the file; nil = as recognised or
	// remembered, Derived with it. Unmapped columns are refused: nobody chose (D3.2).
	Mapping []tabular.Mapping `json:"mapping,omitempty"`
	Derived []tabular.Derived `json:"derived,omitempty"`
	// Fixes are the corrections by rule; with FixesRemembered, those that were last chosen for the same headers.
	Fixes           []mend.Fix `json:"fixes,omitempty"`
	FixesRemembered bool       `json:"fixes_remembered,omitempty"`
	NewFields       []NewField `json:"new_fields,omitempty"`
	// AllKeys looks through the whole of a JSON file before it is shown: for who cannot be asked again.
	AllKeys bool `json:"-"`
	// knownHeader finds a header that a person has pointed out before (header_row.go).
	knownHeader func(top []tabular.Row) (line int, err error)
	// firstLine: the header is the first line that is not blank, whatever it looks like.
	firstLine bool
	// Corrections lie beside the private copy, not with the job: they are a person's data.
	Corrections Corrections `json:"-"`
}

// NewField says what kind of custom field a column becomes that is imported as one which is not there yet (D1.7); without,
// it is text. It is created with the first line that fills it.
type NewField struct {
	Name    string        `json:"name"`
	Type    crm.FieldType `json:"type"`
	Choices []string      `json:"choices,omitempty"`
}

// check refuses what no file can be read with.
func (o *Options) check() error {
	if _, err := o.delimiter(); err != nil {
		return err
	}
	if _, err := o.encoding(""); err != nil {
		return err
	}
	if err := tabular.CheckHeaderLine(o.HeaderRow); err != nil {
		return err
	}
	if err := checkFixes(o.Fixes, ""); err != nil {
		return err
	}
	if _, err := o.wanted(); err != nil {
		return err
	}
	return o.Corrections.check()
}

// wanted are the custom fields to be created, by folded name.
func (o *Options) wanted() (map[string]crm.CustomField, error) {
	if len(o.NewFields) == 0 {
		return nil, nil
	}
	out := make(map[string]crm.CustomField, len(o.NewFields))
	for _, f := range o.NewFields {
		name, err := crm.ParseDefinitionName("new_fields", f.Name)
		if err != nil {
			return nil, err
		}
		field := crm.CustomField{Name: name}
		if field.Type, err = crm.ParseFieldType(string(f.Type)); err != nil {
			return nil, err
		}
		if field.Type == crm.TypeChoice {
			if field.Choices, err = crm.ParseChoices(f.Choices); err != nil {
				return nil, err
			}
		}
		out[crm.Fold(name)] = field
	}
	return out, nil
}

// Codes of a file or a choice that cannot be imported at all; the result is red (D3.14).
const (
	CodeNoNameColumn      = "file_no_name_column"
	CodeMappingIncomplete = "mapping_incomplete"
	CodeUnreadable        = "file_unreadable"
	CodeDirectory         = "file_is_directory"
	CodeFileMissing       = "file_missing"
	CodeColumnsChanged    = "file_columns_changed"
	CodeLateKeys          = "file_late_keys"
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
	case tabular.Windows1252, tabular.Macintosh, tabular.CP850:
		return o.Encoding, nil
	case "utf-16":
		if detected == tabular.UTF16BE {
			return detected, nil
		}
		return tabular.UTF16LE, nil
	case tabular.UTF8BOM, tabular.UTF16LE, tabular.UTF16BE: // as detected before, in a stored job
		return o.Encoding, nil
	}
	return "", crm.Errorf(crm.CodeInvalid, "encoding", "the encoding is auto, utf-8, utf-16, windows-1252, macintosh or cp850")
}

// delimiterName is how the delimiter is written in options and results.
func delimiterName(d rune) string {
	if d == '\t' {
		return "tab"
	}
	return string(d)
}
