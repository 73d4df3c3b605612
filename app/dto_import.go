package app

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
)

// ImportSource is a file and how to read it.
type ImportSource struct {
	Path      string          `json:"path"`
	HeaderRow int             `json:"headerRow"` // the line that is the header, from 1; 0 = as remembered or found
	Sheet     string          `json:"sheet"`     // of a workbook, "" = the first that holds something
	Encoding  string          `json:"encoding"`  // "auto", "utf-8", "utf-16", "windows-1252", "macintosh", "cp850"
	Delimiter string          `json:"delimiter"` // "" is ";"; "auto"
	Mapping   []ColumnMapping `json:"mapping"`   // null = as recognised or remembered, and Derived with it
	Derived   []MadeColumns   `json:"derived"`   // their columns follow those of the file in Mapping
	Fixes     []string        `json:"fixes"`     // corrections by rule; null = those remembered for these headers
	NewFields []NewField      `json:"newFields"`
	// What the person has changed by hand; the file itself is never touched.
	Corrections []CellCorrection `json:"corrections"`
	LeftOut     []LineLeftOut    `json:"leftOut"`
}

// ColumnMapping is where a column goes. Target is a canonical header, "custom:NAME", "ignore", or "" as long as nobody
// has chosen.
type ColumnMapping struct {
	Header string `json:"header"`
	Index  int    `json:"index"`
	Target string `json:"target"`
}

// ImportPreview is what an import is about to do (D3.17).
type ImportPreview struct {
	Name              string         `json:"name"`
	Size              int            `json:"size"`   // bytes
	Format            string         `json:"format"` // "csv", "xlsx", "json"
	Sheets            []string       `json:"sheets"` // of a workbook
	Sheet             string         `json:"sheet"`
	Encoding          string         `json:"encoding"`
	Delimiter         string         `json:"delimiter"`
	DetectedDelimiter string         `json:"detectedDelimiter"`
	HeaderKey         string         `json:"headerKey"`
	HeaderRow         int            `json:"headerRow"` // the line that is the header
	Top               []TopLine      `json:"top"`       // the first lines that are not blank, one of which is the header; none of JSON
	Columns           []ImportColumn `json:"columns"`   // of the file, then those made of them
	Derived           []MadeColumns  `json:"derived"`
	Fixes             []string       `json:"fixes"`    // in force
	AllKnown          bool           `json:"allKnown"` // no column waits for a choice
	Rows              []PreviewRow   `json:"rows"`     // the first 100
	KeysOf            int            `json:"keysOf"`   // of a large JSON file, in how many records its columns were looked for; 0 = in all of it
	TotalLines        int            `json:"totalLines"`
	DuplicatesAllowed bool           `json:"duplicatesAllowed"`
	Problem           *Problem       `json:"problem"` // of the whole file
}

// TopLine is a line at the top of a file, as far as it takes to know it again.
type TopLine struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// ImportColumn is one column of the file.
type ImportColumn struct {
	Index   int      `json:"index"`
	Header  string   `json:"header"`
	Samples []string `json:"samples"`
	Target  string   `json:"target"`
	How     string   `json:"how"`  // "exact", "alias", "remembered", "chosen", "unmapped"
	Made    int      `json:"made"` // which of Derived has made it, -1 = a column of the file
}

// PreviewRow is one of the first lines and what becomes of it.
type PreviewRow struct {
	Line     int           `json:"line"`
	Cells    []string      `json:"cells"` // as they stand in the file, then those made of them
	Seen     string        `json:"seen"`  // for a correction
	Problems []CellProblem `json:"problems"`
	Mended   []MendedCell  `json:"mended"`
	Outcome  string        `json:"outcome"` // "create", "update", "unchanged", "reject"
}

// CellProblem is what is wrong with a cell. Index is that of its column, -1 for the whole line.
type CellProblem struct {
	Index   int    `json:"index"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Level   string `json:"level"` // "error", "warning"
}

// ImportLock is the user's import that has not ended (D3.15).
type ImportLock struct {
	Locked bool   `json:"locked"`
	JobID  string `json:"jobId"`
}

const (
	levelError   = "error"
	levelWarning = "warning"

	// CodePossibleDuplicate marks a line that creates while its phone or e-mail is known elsewhere (D3.8).
	CodePossibleDuplicate = "possible_duplicate"
)

// options are those of the importer. A column counts as chosen by the person when it goes elsewhere than its header
// says, so that the choice is remembered (D3.2).
func (s *ImportSource) options() (importer.Options, error) {
	o := importer.Options{
		Path: s.Path, HeaderRow: s.HeaderRow, Sheet: s.Sheet, Delimiter: s.Delimiter, Encoding: s.Encoding, Fixes: s.fixes(), FixesRemembered: s.Fixes == nil,
		NewFields: s.newFields(), Corrections: s.corrections(),
	}
	if s.Mapping == nil {
		return o, nil
	}
	var made int
	o.Derived, made = s.derived()
	columns := slices.SortedFunc(slices.Values(s.Mapping), func(a, b ColumnMapping) int { return a.Index - b.Index })
	headers := make([]string, len(columns))
	for i, c := range columns {
		if c.Index != i {
			return o, crm.Errorf(crm.CodeInvalid, "mapping", "the mapping names every column of the file once")
		}
		headers[i] = c.Header
	}
	width := len(columns) - made
	if width < 1 {
		return o, crm.Errorf(crm.CodeInvalid, "mapping", "the mapping names the columns made of others behind those of the file")
	}
	o.Mapping = tabular.MapHeaders(headers[:width])
	for i := width; i < len(columns); i++ {
		o.Mapping = append(o.Mapping, tabular.Mapping{Index: i, Header: headers[i], How: importer.Chosen})
	}
	for i, c := range columns {
		target := tabular.Field(c.Target)
		if err := checkTarget(target); err != nil {
			return o, err
		}
		m := &o.Mapping[i]
		switch {
		case target == tabular.Unmapped:
			m.How = tabular.None
		case target != m.Field:
			m.How = importer.Chosen
		}
		m.Field = target
	}
	return o, nil
}

// What is shown of a line at the top.
const (
	topCells  = 30
	topLength = 120 // letters of a cell
)

func topLine(r tabular.Row) TopLine {
	return TopLine{Line: r.Line, Cells: convert(r.Cells[:min(len(r.Cells), topCells)], func(cell string) string {
		if letters := []rune(cell[:min(len(cell), 4*topLength)]); len(letters) >= topLength {
			return string(letters[:topLength])
		}
		return cell
	})}
}

func checkTarget(f tabular.Field) error {
	name, custom := f.CustomName()
	switch {
	case f == tabular.Unmapped, f == tabular.Ignore, f.Canonical():
		return nil
	case custom:
		_, err := crm.ParseDefinitionName("mapping", name)
		return err
	}
	return crm.Errorf(crm.CodeInvalid, "mapping", "a column goes into a column of the template, a custom field or nothing")
}

// decided is options for a mapping in which every column has been decided on.
func (s *ImportSource) decided() (importer.Options, error) {
	if slices.ContainsFunc(s.Mapping, func(c ColumnMapping) bool { return c.Target == string(tabular.Unmapped) }) {
		return importer.Options{}, crm.Errorf(importer.CodeMappingIncomplete, "mapping",
			"choose what becomes of every column: a custom field or nothing")
	}
	return s.options()
}

func (s *ImportSource) preview(p *importer.Preview) ImportPreview {
	out := ImportPreview{
		Name: p.Name, Size: int(p.Size), Format: p.Format, Sheets: p.Sheets, Sheet: p.Sheet, Encoding: p.Encoding, Delimiter: p.Delimiter, DetectedDelimiter: p.Detected,
		Derived: madeColumns(p.Derived), Fixes: convert(p.Fixes, func(f mend.Fix) string { return string(f) }),
		HeaderKey: p.HeaderKey, HeaderRow: p.HeaderRow, Top: convert(p.Top, topLine), TotalLines: -1, DuplicatesAllowed: p.DuplicatesAllowed, Problem: problemOf(p.Problem),
		AllKnown: len(p.Columns) > 0, KeysOf: p.KeysOf,
	}
	if out.Delimiter == "" && s.Delimiter != "auto" { // the file could not be opened with it
		out.Delimiter = askedDelimiter(s.Delimiter)
	}
	if out.DetectedDelimiter == "" && p.Problem == nil {
		out.DetectedDelimiter = out.Delimiter
	}
	mapping := make([]tabular.Mapping, len(p.Columns))
	makers := makers(len(p.Columns), p.Derived)
	for i, c := range p.Columns {
		mapping[i] = c.Mapping
		how := c.How
		if how == tabular.Report { // a column of our own reports: as well known as those of the template
			how = tabular.Exact
		}
		out.AllKnown = out.AllKnown && c.Field != tabular.Unmapped
		out.Columns = append(out.Columns, ImportColumn{
			Index: c.Index, Header: c.Header, Samples: c.Samples, Target: string(c.Field), How: string(how), Made: makers[i],
		})
	}
	for _, l := range p.Lines {
		row := PreviewRow{Line: l.Line, Cells: l.Cells, Seen: l.Seen, Mended: mendedCells(mapping, l.Mended), Outcome: string(l.Outcome)}
		for _, problem := range l.Problems {
			row.Problems = append(row.Problems, CellProblem{
				Index: columnOf(mapping, problem.Field), Code: problem.Code, Message: problem.Message, Level: levelError,
			})
		}
		if l.PossibleDuplicate {
			row.Problems = append(row.Problems, CellProblem{
				Index: -1, Code: CodePossibleDuplicate, Level: levelWarning,
				Message: "a contact with another CPF has this phone or e-mail",
			})
		}
		out.Rows = append(out.Rows, row)
	}
	if len(p.Lines) < previewLines && p.Problem == nil {
		out.TotalLines = len(p.Lines)
	}
	return out
}

// previewLines is how many lines a preview has at most.
const previewLines = 100

func askedDelimiter(asked string) string {
	if asked == "" {
		return ";"
	}
	return asked
}

// columnOf is the index of the column that goes into a field, -1 when there is none.
func columnOf(mapping []tabular.Mapping, field tabular.Field) int {
	if field == tabular.Unmapped {
		return -1
	}
	i := slices.IndexFunc(mapping, func(m tabular.Mapping) bool { return m.Field == field })
	if i < 0 {
		return -1
	}
	return mapping[i].Index
}
