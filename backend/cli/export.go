package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
)

func (p *program) exportCommand() *cobra.Command {
	c := &cobra.Command{Use: "export", Short: p.text("help.export"), Args: p.between(0, 0)}
	format := c.Flags().String("format", "", p.text("flag.format-export"))
	output := c.Flags().String("output", "", p.text("flag.output"))
	o := p.filterFlags(c)
	c.RunE = p.run(func(ctx context.Context, args []string) (a answer, err error) {
		if err := exporter.CheckFormat(*format); err != nil {
			return a, err
		}
		if *format == "" {
			*format = exporter.FormatOf(*output)
		}
		if p.json && *output == "" {
			return a, wrong("usage.json-output")
		}
		if _, err := o.order(); err != nil {
			return a, err
		}
		return p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			filter, order, err := p.choose(ctx, s, o)
			if err != nil {
				return a, err
			}
			what := exporter.Options{Selection: crm.Selection{All: true, Filter: filter}, Order: order, Format: *format, Path: *output}
			if *output == "" {
				defer s.progress.end()
				_, err = s.exporter.Write(ctx, p.Stdout, what, s.progress)
				return answer{}, err
			}
			return p.exportFile(ctx, s, what)
		})(ctx, args)
	})
	return c
}

// exportDoc is the answer of an export to a file.
type exportDoc struct {
	Job     string  `json:"job"`
	Status  string  `json:"status"`
	Written int     `json:"written"`
	Path    string  `json:"path"`
	Seconds float64 `json:"seconds"`
}

func (p *program) exportFile(ctx context.Context, s *session, what exporter.Options) (a answer, err error) {
	j, err := s.exporter.Start(ctx, what)
	if err != nil {
		return a, err
	}
	j, interrupted, err := s.wait(ctx, j.ID)
	if err != nil {
		return a, err
	}
	colour, problem := outcome(j, interrupted)
	if interrupted { // a half-written file is of no use, and beginning again costs little
		cancel := s.jobs.Cancel(context.WithoutCancel(ctx), j.ID)
		return a, errors.Join(crm.Errorf(codeInterrupted, "", "interrupted; no file was written"), cancel)
	}
	if problem != nil {
		return a, problem
	}
	var result exporter.Result
	if err := decodeResult(j, &result); err != nil {
		return a, err
	}
	doc := exportDoc{j.ID.String(), string(colour), result.Written, result.Path, j.EndedAt.Sub(j.StartedAt).Seconds()}
	return answer{doc: doc, status: statusOf(colour), people: func(w io.Writer) {
		fmt.Fprintln(w, p.text("export.done", doc.Written, doc.Path))
	}}, nil
}
