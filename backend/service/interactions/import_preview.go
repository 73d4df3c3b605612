package interactions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// previewLines is how many lines are shown before an import starts (D3.17), previewRows how much of a workbook or JSON is
// converted for them: some rows may be blank.
const (
	previewLines = 100
	previewRows  = 10 * previewLines
	samples      = 3
)

// Outcome is what an import would make of a line.
type Outcome string

// What becomes of a line; Update closes an interaction that is open, or adds what it does not have yet.
const (
	Create    Outcome = "create"
	Update    Outcome = "update"
	Unchanged Outcome = "unchanged"
	Reject    Outcome = "reject"
)

// Preview is what an import is about to do.
type Preview struct {
	Name      string
	Format    string // "csv", "xlsx", "json"
	Encoding  string
	Delimiter string
	HeaderRow int           // the line of the header, 0 in JSON
	Top       []tabular.Row // the first lines, one of which is the header; none of JSON
	Columns   []Column
	Lines     []PreviewLine
	Whole     bool       // there are no more lines than these
	Contacts  int        // that the lines shown would create
	Problem   *crm.Error // of the whole file, nil when it can be imported
}

// Column is one column of the file and what of an interaction it holds, "" for nothing.
type Column struct {
	Header  string
	Holds   string
	Samples []string
}

// PreviewLine is one of the first lines. Code, Field and Reason are those of a line that is rejected.
type PreviewLine struct {
	Line    int
	Cells   []string
	Outcome Outcome
	Code    string
	Field   string
	Reason  string
}

// Preview reads the beginning of a file and says what an import would make of it, by importing it in a transaction that is
// rolled back.
func (s *Service) Preview(ctx context.Context, o Options) (*Preview, error) {
	p := &Preview{Name: o.title()}
	if err := s.db.ViewAs(ctx, crm.PermImport, func(*sqlite.View) error { return nil }); err != nil {
		return p, err
	}
	err := s.preview(ctx, o, p)
	var problem *crm.Error
	if errors.As(err, &problem) && problem.Code != crm.CodeNotAllowed && problem.Code != crm.CodeSignedOut {
		p.Problem = problem
		return p, nil
	}
	return p, err
}

func (s *Service) preview(ctx context.Context, o Options, p *Preview) (err error) {
	if err := tabular.CheckHeaderLine(o.HeaderRow); err != nil {
		return err
	}
	t, err := s.look(ctx, o, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	p.Encoding, p.Delimiter = t.rows.Format().Encoding, string(t.rows.Format().Delimiter)
	if p.Format != FormatJSON {
		p.HeaderRow, p.Top = t.rows.HeaderLine(), t.rows.Top()
	}
	holds := map[int]string{}
	for name, i := range t.columns {
		holds[i] = name
	}
	for i, h := range t.rows.Header() {
		p.Columns = append(p.Columns, Column{Header: h, Holds: holds[i]})
	}
	items, err := t.lines.Read(previewLines)
	if errors.Is(err, io.EOF) {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	_, err = t.lines.Read(1)
	if p.Whole = errors.Is(err, io.EOF); !p.Whole && err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	p.show(items)
	if err := t.columns.check(); err != nil {
		return err
	}
	return s.rehearse(ctx, p, items, t.columns)
}

// ColumnOf is the index of the column that holds something of an interaction, -1 when none does.
func (p *Preview) ColumnOf(name string) int {
	return slices.IndexFunc(p.Columns, func(c Column) bool { return name != "" && c.Holds == name })
}

// look opens a file at its first line. Of a workbook or JSON only the beginning is converted, in memory.
func (s *Service) look(ctx context.Context, o Options, p *Preview) (t *table, err error) {
	src, err := openFile(o.Path)
	if err != nil {
		return nil, err
	}
	info, err := src.Stat()
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	dir, release, err := s.db.PrivateFolder(sqlite.PreviewFolder)
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	defer func() { err = errors.Join(err, release()) }()
	var text bytes.Buffer
	p.Format, err = convert(ctx, &text, src, dir, previewRows)
	if err == nil {
		err = s.findHeader(ctx, &o, p.Format)
	}
	if err == nil && p.Format == FormatCSV {
		if t, err = readTable(src, info.Size(), o, tabular.Position{}); err == nil {
			t.close = src.Close
			return t, nil
		}
	}
	if err = errors.Join(err, src.Close()); err != nil {
		return nil, err
	}
	return readTable(&text, int64(text.Len()), o, tabular.Position{})
}

// show puts the lines and samples of the columns into the preview.
func (p *Preview) show(items []tabular.Item) {
	for i := range items {
		cells := items[i].Source.Cells()
		for j, c := range cells {
			cells[j] = strings.Clone(c)
			if j < len(p.Columns) && c != "" && len(p.Columns[j].Samples) < samples {
				p.Columns[j].Samples = append(p.Columns[j].Samples, cells[j])
			}
		}
		p.Lines = append(p.Lines, PreviewLine{Line: items[i].Number, Cells: cells})
	}
}

// errRehearsed rolls back what a preview has tried.
var errRehearsed = errors.New("only tried")

func (s *Service) rehearse(ctx context.Context, p *Preview, items []tabular.Item, c columns) error {
	err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		r := Result{Reasons: map[string]int{}, FirstLines: map[string]int{}}
		var names userNames
		b, err := newBatch(tx, &r, &names)
		if err != nil {
			return err
		}
		for i := range items {
			before, line := r, &p.Lines[i]
			if err := b.line(&items[i], c); err != nil {
				return err
			}
			switch {
			case r.Rejected > before.Rejected:
				why := b.rejected[len(b.rejected)-1]
				line.Outcome, line.Code, line.Field, line.Reason = Reject, why.Code, why.Field, why.Reason
			case r.Created > before.Created:
				line.Outcome = Create
			case r.Updated > before.Updated:
				line.Outcome = Update
			default:
				line.Outcome = Unchanged
			}
		}
		p.Contacts = r.ContactsCreated
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}
