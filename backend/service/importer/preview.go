package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// More ways of a mapping than the file itself knows.
const (
	Remembered tabular.How = "remembered"
	Chosen     tabular.How = "chosen"
)

// previewLines is how many lines the window shows before it starts (D3.17).
const previewLines = 100

// Preview is what an import is about to do.
type Preview struct {
	Name              string
	Size              int64
	Format            string   // "csv", "xlsx", "json"
	Sheets            []string // of a workbook
	Sheet             string   // the one that is read
	Encoding          string
	Delimiter         string
	Detected          string // the delimiter the file seems to have, when it is not the one asked for
	KeysOf            int    // of a large JSON file, in how many records its columns were looked for; 0 = in all of the file
	HeaderKey         string
	HeaderRow         int               // the line of the file that the header stands on
	Top               []tabular.Row     // its first lines, from which the header is chosen; none of JSON
	Columns           []Column          // of the file, then those made of them
	Derived           []tabular.Derived // how the latter are made
	Fixes             []mend.Fix        // the corrections by rule in force
	Lines             []PreviewLine
	DuplicatesAllowed bool
	Problem           *crm.Error // of the whole file, nil when it can be imported
}

// Column is one column of the file.
type Column struct {
	tabular.Mapping
	Samples []string // up to three that are filled
}

// PreviewLine is one of the first lines and what becomes of it.
type PreviewLine struct {
	Line              int
	Cells             []string // of the file as they stand in it, then those made of them
	Seen              string   // LineMark, for a correction
	Mended            []Mended
	Outcome           Outcome
	Problems          []Problem
	PossibleDuplicate bool
}

// Preview reads the beginning of a file and plans it against the replica, by the very function that imports.
func (s *Service) Preview(ctx context.Context, o Options) (*Preview, error) {
	p := &Preview{Name: o.title()}
	err := s.db.ViewAs(ctx, crm.PermImport, func(v *sqlite.View) error { return s.preview(ctx, v, o, p) })
	var problem *crm.Error
	if errors.As(err, &problem) && problem.Code != crm.CodeNotAllowed && problem.Code != crm.CodeSignedOut {
		p.Problem = problem
		var d *tabular.DelimiterError
		if errors.As(err, &d) {
			p.Detected = delimiterName(d.Detected)
		}
		return p, nil
	}
	return p, err
}

func (s *Service) preview(ctx context.Context, v *sqlite.View, o Options, p *Preview) (err error) {
	b, err := s.look(ctx, &o)
	p.Size, p.Encoding, p.Format, p.Sheets, p.Sheet = b.size, b.encoding, b.format, b.sheets.all, b.sheets.chosen
	p.KeysOf = b.keysOf
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	if _, err := recall(v, &o, b, b.format); err != nil {
		return err
	}
	if err := checkFixes(o.Fixes, b.format); err != nil {
		return err
	}
	p.Derived, p.Fixes, p.HeaderRow = o.Derived, o.Fixes, o.HeaderRow
	if b.format != FormatJSON {
		p.Top = b.top
	}
	t, err := b.table(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.checkColumns(&o); err != nil {
		return err
	}
	format := t.rows.Format()
	p.Encoding, p.Delimiter = format.Encoding, delimiterName(format.Delimiter)
	p.HeaderKey = tabular.HeaderSetKey(t.rows.Header())
	for _, m := range t.mapping {
		p.Columns = append(p.Columns, Column{Mapping: m})
	}
	r, err := readRules(v, &o)
	if err != nil {
		return err
	}
	today := v.Now().Local().Format(time.DateOnly)
	p.DuplicatesAllowed = !r.noDuplicates
	if err := p.plan(t, &o, newPlanner(v, r), converter{mend: newMender(o.Fixes, true, b.format, today, r), today: today}); err != nil {
		return err
	}
	if len(p.Lines) == 0 {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	if err := checkMapping(t.mapping); crm.CodeOf(err) != CodeMappingIncomplete {
		return err
	}
	return nil
}

// plan decides the first lines. Columns nobody has decided on yet are left out of it.
func (p *Preview) plan(t *table, o *Options, planner *planner, c converter) error {
	mapping := make([]tabular.Mapping, len(t.mapping))
	for i, m := range t.mapping {
		if m.Field == tabular.Unmapped {
			m.Field = tabular.Ignore
		}
		mapping[i] = m
	}
	lines, err := t.lines(mapping, o)
	if err != nil {
		return err
	}
	items, err := lines.Read(previewLines)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the file: %w", err)
	}
	rows := make([]row, len(items))
	for i := range items {
		c.convert(&items[i], &rows[i])
	}
	if err := planner.unit(rows, func(r *row, d decision) {
		p.Lines = append(p.Lines, PreviewLine{
			Line: r.number, Outcome: d.outcome, Problems: d.problems, PossibleDuplicate: d.possibleDuplicate, Mended: mendedIn(r),
		})
	}); err != nil {
		return err
	}
	for i := range items {
		cells := items[i].Source.Cells()
		p.Lines[i].Seen = LineMark(cells)
		if cells, err = t.withDerived(o, items[i].Number, cells); err != nil {
			return err
		}
		p.Lines[i].Cells = cells
		for j, cell := range cells {
			if j < len(p.Columns) && cell != "" && len(p.Columns[j].Samples) < 3 {
				p.Columns[j].Samples = append(p.Columns[j].Samples, cell)
			}
		}
	}
	return nil
}

// Columns are the columns of a file as they would be mapped, those made of others included, for a caller that wants to
// change some.
func (s *Service) Columns(ctx context.Context, o Options) (mapping []tabular.Mapping, derived []tabular.Derived, err error) {
	b, err := s.look(ctx, &o)
	if err != nil {
		return nil, nil, err
	}
	if err := s.db.View(ctx, func(v *sqlite.View) error { _, err := recall(v, &o, b, b.format); return err }); err != nil {
		return nil, nil, err
	}
	t, err := b.table(o)
	if err != nil {
		return nil, nil, err
	}
	return t.mapping, o.Derived, t.close()
}
