package app

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
)

// MadeColumns are columns made of others before they are mapped.
type MadeColumns struct {
	How       string `json:"how"`       // "split_at", "split_any", "split_first", "split_last", "join"
	From      []int  `json:"from"`      // columns of the file
	Separator string `json:"separator"` // of "split_any" every character is one
	Parts     int    `json:"parts"`     // of a split
}

// NewField is what a column becomes that is imported as a custom field which is not there yet.
type NewField struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"` // "text", "number", "date", "choice"
	Choices []string `json:"choices"`
}

// CellCorrection is a cell that the person has changed before the import. Seen is that of its line.
type CellCorrection struct {
	Line  int    `json:"line"`
	Index int    `json:"index"` // of a column of the file
	Value string `json:"value"`
	Was   string `json:"was"` // for the person to see
	Seen  string `json:"seen"`
}

// LineLeftOut is a line that the person does not want.
type LineLeftOut struct {
	Line int    `json:"line"`
	Seen string `json:"seen"`
}

// MendedCell is what a rule makes of a value or, where it is not in force, would make of it.
type MendedCell struct {
	Line    int    `json:"line"`
	Index   int    `json:"index"`
	Fix     string `json:"fix"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Applied bool   `json:"applied"`
}

// FixResult is what a rule has come to over the whole file.
type FixResult struct {
	Fix     string       `json:"fix"`
	Applied int          `json:"applied"` // values corrected, in lines that were saved
	Offered int          `json:"offered"` // lines it would change
	Samples []MendedCell `json:"samples"` // only in the answer of Jobs.Get
}

// BegunImport is a file that the user has begun to work on and not imported.
type BegunImport struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	At      string `json:"at"`
	Missing bool   `json:"missing"` // the file is not there any more
	Body    string `json:"body"`    // the window's own
}

func (s *ImportSource) fixes() []mend.Fix {
	return convert(s.Fixes, func(f string) mend.Fix { return mend.Fix(f) })
}

func (s *ImportSource) newFields() []importer.NewField {
	return convert(s.NewFields, func(f NewField) importer.NewField {
		return importer.NewField{Name: f.Name, Type: crm.FieldType(f.Type), Choices: f.Choices}
	})
}

func (s *ImportSource) corrections() importer.Corrections {
	return importer.Corrections{
		Cells: convert(s.Corrections, func(c CellCorrection) importer.Correction {
			return importer.Correction{Line: c.Line, Column: c.Index, Value: c.Value, Seen: c.Seen}
		}),
		LeftOut: convert(s.LeftOut, func(l LineLeftOut) importer.LeftOut { return importer.LeftOut{Line: l.Line, Seen: l.Seen} }),
	}
}

// derived are the columns to be made, and how many there will be.
func (s *ImportSource) derived() (list []tabular.Derived, columns int) {
	for _, m := range s.Derived {
		d := tabular.Derived{How: tabular.Derivation(m.How), From: m.From, Separator: m.Separator, Parts: m.Parts}
		columns += d.Columns()
		list = append(list, d)
	}
	return list, columns
}

func madeColumns(list []tabular.Derived) []MadeColumns {
	return convert(list, func(d tabular.Derived) MadeColumns {
		return MadeColumns{How: string(d.How), From: d.From, Separator: d.Separator, Parts: d.Parts}
	})
}

// makers tell for each column which derivation has made it, -1 for those of the file.
func makers(columns int, list []tabular.Derived) []int {
	var made []int
	for i := range list {
		made = append(made, slices.Repeat([]int{i}, list[i].Columns())...)
	}
	return append(slices.Repeat([]int{-1}, max(columns-len(made), 0)), made...)
}

func mendedCells(mapping []tabular.Mapping, list []importer.Mended) []MendedCell {
	return convert(list, func(m importer.Mended) MendedCell {
		return MendedCell{Line: m.Line, Index: columnOf(mapping, m.Column), Fix: string(m.Fix), Before: m.Before, After: m.After, Applied: m.Applied}
	})
}

// fixResults are those rules that have done, or would do, anything.
func fixResults(r *importer.Result) (out []FixResult) {
	for _, f := range mend.All {
		if r.Fixed[f]+r.Offered[f] > 0 {
			out = append(out, FixResult{Fix: string(f), Applied: r.Fixed[f], Offered: r.Offered[f]})
		}
	}
	return out
}
