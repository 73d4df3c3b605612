package app

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/service/interactions"
)

// InteractionImports is the screen that imports a file of interactions.
type InteractionImports struct{ app *App }

// InteractionSource is a file of interactions and how to read it.
type InteractionSource struct {
	Path      string `json:"path"`
	Delimiter string `json:"delimiter"` // "" is ";"; "auto"
	HeaderRow int    `json:"headerRow"` // the line that is the header, from 1; 0 = as remembered or found
}

// InteractionPreview is what an import of interactions is about to do (D3.17).
type InteractionPreview struct {
	Name      string              `json:"name"`
	Format    string              `json:"format"` // "csv", "xlsx", "json"
	Encoding  string              `json:"encoding"`
	Delimiter string              `json:"delimiter"`
	HeaderRow int                 `json:"headerRow"` // the line that is the header
	Top       []TopLine           `json:"top"`       // the first lines that are not blank, one of which is the header; none of JSON
	Columns   []InteractionColumn `json:"columns"`
	Rows      []PreviewRow        `json:"rows"`     // the first 100
	Whole     bool                `json:"whole"`    // the file has no more lines
	Contacts  int                 `json:"contacts"` // that these lines would create
	Problem   *Problem            `json:"problem"`  // of the whole file
}

// InteractionColumn is one column of the file; Holds is what of an interaction it is, "" for nothing.
type InteractionColumn struct {
	Header  string   `json:"header"`
	Holds   string   `json:"holds"`
	Samples []string `json:"samples"`
}

func (s InteractionSource) options() interactions.Options {
	return interactions.Options{Path: s.Path, Delimiter: s.Delimiter, HeaderRow: s.HeaderRow}
}

// Preview says what would become of the first lines of a file, by the function that imports.
func (s *InteractionImports) Preview(src InteractionSource) (InteractionPreview, error) {
	return signedIn(s.app, "InteractionImports.Preview", func(ctx context.Context) (InteractionPreview, error) {
		p, err := s.app.interactions.Preview(ctx, src.options())
		if err != nil {
			return InteractionPreview{}, err
		}
		return interactionPreview(p), nil
	})
}

// Start begins an import in the background and returns its job.
func (s *InteractionImports) Start(src InteractionSource) (string, error) {
	return signedIn(s.app, "InteractionImports.Start", func(ctx context.Context) (string, error) {
		j, err := s.app.interactions.Import(ctx, src.options())
		return j.ID.String(), err
	})
}

// SaveTemplate saves the template (D3.1); see App.save for the answer.
func (s *InteractionImports) SaveTemplate() (string, error) {
	a := s.app
	return signedIn(a, "InteractionImports.SaveTemplate", func(ctx context.Context) (string, error) {
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		return a.save(p.csvDialog(p.saveTemplate, p.interactionTemplate+".csv"), interactions.WriteTemplate)
	})
}

func interactionPreview(p *interactions.Preview) InteractionPreview {
	out := InteractionPreview{
		Name: p.Name, Format: p.Format, Encoding: p.Encoding, Delimiter: p.Delimiter, HeaderRow: p.HeaderRow, Top: convert(p.Top, topLine),
		Whole: p.Whole, Contacts: p.Contacts, Problem: problemOf(p.Problem),
	}
	for _, c := range p.Columns {
		out.Columns = append(out.Columns, InteractionColumn{Header: c.Header, Holds: c.Holds, Samples: c.Samples})
	}
	for _, l := range p.Lines {
		row := PreviewRow{Line: l.Line, Cells: l.Cells, Outcome: string(l.Outcome)}
		if l.Outcome == interactions.Reject {
			row.Problems = []CellProblem{{Index: p.ColumnOf(l.Field), Code: l.Code, Message: l.Reason, Level: levelError}}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// interactionSamples are the first rejected lines of a job, each with the cell that is at fault.
func (a *App) interactionSamples(ctx context.Context, job crm.ID) ([]SampleLine, error) {
	header, lines, err := a.interactions.Rejections(ctx, job, sampleLines)
	if err != nil {
		return nil, err
	}
	samples := make([]SampleLine, len(lines))
	for i, r := range lines {
		samples[i] = SampleLine{Line: r.Line, Cells: r.Cells, Problems: []CellProblem{{
			Index: interactions.ColumnOf(header, r.Field), Code: r.Code, Message: r.Reason, Level: levelError,
		}}}
	}
	return samples, nil
}
