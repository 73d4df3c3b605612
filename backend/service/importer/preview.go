package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"carteira/backend/crm"
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
	HeaderKey         string
	Columns           []Column
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
	Cells             []string
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
	if err != nil {
		return err
	}
	if err := recall(v, &o, b); err != nil {
		return err
	}
	t, err := b.table(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	format := t.rows.Format()
	p.Encoding, p.Delimiter = format.Encoding, delimiterName(format.Delimiter)
	p.HeaderKey = tabular.HeaderSetKey(t.rows.Header())
	for _, m := range t.mapping {
		p.Columns = append(p.Columns, Column{Mapping: m})
	}
	r, err := readRules(v)
	if err != nil {
		return err
	}
	p.DuplicatesAllowed = !r.noDuplicates
	if err := p.plan(t, newPlanner(v, r), converter{fixPhones: o.FixPhones, today: v.Now().Local().Format(time.DateOnly)}); err != nil {
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
func (p *Preview) plan(t *table, planner *planner, c converter) error {
	mapping := make([]tabular.Mapping, len(t.mapping))
	for i, m := range t.mapping {
		if m.Field == tabular.Unmapped {
			m.Field = tabular.Ignore
		}
		mapping[i] = m
	}
	lines, err := tabular.NewLines(t.rows, mapping)
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
			Line: r.number, Outcome: d.outcome, Problems: d.problems, PossibleDuplicate: d.possibleDuplicate,
		})
	}); err != nil {
		return err
	}
	for i := range items {
		cells := items[i].Source.Cells()
		p.Lines[i].Cells = cells
		for j, cell := range cells {
			if j < len(p.Columns) && cell != "" && len(p.Columns[j].Samples) < 3 {
				p.Columns[j].Samples = append(p.Columns[j].Samples, cell)
			}
		}
	}
	return nil
}

// Columns are the columns of a file as they would be mapped, for a caller that wants to change some.
func (s *Service) Columns(ctx context.Context, o Options) (mapping []tabular.Mapping, err error) {
	b, err := s.look(ctx, &o)
	if err != nil {
		return nil, err
	}
	if err := s.db.View(ctx, func(v *sqlite.View) error { return recall(v, &o, b) }); err != nil {
		return nil, err
	}
	t, err := b.table(o)
	if err != nil {
		return nil, err
	}
	return t.mapping, t.close()
}

// recall uses the mapping remembered for the file's headers when the person gave none (D3.2).
func recall(v *sqlite.View, o *Options, b *beginning) error {
	if o.Mapping != nil {
		return nil
	}
	t, err := b.table(*o)
	if err != nil {
		return err
	}
	headers := t.rows.Header()
	if err := t.close(); err != nil {
		return err
	}
	text, err := v.ImportMapping(tabular.HeaderSetKey(headers))
	if err != nil || text == "" {
		return err
	}
	var remembered []tabular.Mapping
	if err := json.Unmarshal([]byte(text), &remembered); err != nil {
		return fmt.Errorf("remembered mapping: %w", err)
	}
	o.Mapping = tabular.RememberedMapping(headers, remembered)
	for i, m := range o.Mapping {
		if m.How == Chosen {
			o.Mapping[i].How = Remembered
		}
	}
	return nil
}
