package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/service/interactions"
)

// interactionImportDoc is the result of an import of interactions: that of an import of contacts, and how many contacts
// unknown addresses made.
type interactionImportDoc struct {
	Job             *string `json:"job"`
	Status          string  `json:"status"`
	Lines           int     `json:"lines"`
	Created         int     `json:"created"`
	Updated         int     `json:"updated"`
	Unchanged       int     `json:"unchanged"`
	Rejected        int     `json:"rejected"`
	ContactsCreated int     `json:"contacts_created"`
	// HeaderRow is the line of the header, where lines above it were passed over.
	HeaderRow  int            `json:"header_row,omitempty"`
	Encoding   string         `json:"encoding"`
	Delimiter  string         `json:"delimiter"`
	ErrorsFile *string        `json:"errors_file"`
	Seconds    float64        `json:"seconds"`
	Reasons    map[string]int `json:"reasons"`
	Error      *errorDoc      `json:"error,omitempty"`
}

func (p *program) interactionImportCommand() *cobra.Command {
	c := &cobra.Command{Use: "import FILE", Short: p.text("help.interaction.import"), Args: p.between(1, 1)}
	delimiter := c.Flags().String("delimiter", ";", p.text("flag.delimiter"))
	headerRow := c.Flags().Int("header-row", 0, p.text("flag.header-row"))
	errorsFile := c.Flags().String("errors", "", p.text("flag.errors"))
	c.RunE = p.run(func(ctx context.Context, args []string) (answer, error) {
		if err := checkHeaderRow(c, *headerRow); err != nil {
			return answer{}, err
		}
		return p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
			o := interactions.Options{Path: args[0], Delimiter: *delimiter, HeaderRow: *headerRow}
			return p.importInteractions(ctx, s, o, *errorsFile)
		})(ctx, args)
	})
	return c
}

func (p *program) importInteractions(ctx context.Context, s *session, o interactions.Options, errorsFile string) (a answer, err error) {
	var report *target
	if errorsFile != "" {
		if sameFile(o.Path, errorsFile) {
			return a, wrong("usage.errors-file")
		}
		if report, err = s.newTarget(errorsFile); err != nil {
			return a, err
		}
	}
	j, err := s.interactions.Import(ctx, o)
	if err != nil {
		return a, errors.Join(err, dropped(report))
	}
	j, interrupted, err := s.wait(ctx, j.ID)
	if err != nil {
		return a, errors.Join(err, dropped(report))
	}
	ctx = context.WithoutCancel(ctx)
	result, err := interactions.ResultOf(j)
	if err != nil {
		return a, errors.Join(err, dropped(report))
	}
	colour, problem := outcome(j, interrupted)
	doc := interactionImportDoc{
		Job: idText(j.ID), Status: string(colour), Lines: result.Lines, Created: result.Created, Updated: result.Updated,
		Unchanged: result.Unchanged, Rejected: result.Rejected, ContactsCreated: result.ContactsCreated, Encoding: result.Encoding,
		Delimiter: result.Delimiter, Seconds: result.Seconds, Reasons: result.Reasons,
	}
	if result.PassedOver > 0 {
		doc.HeaderRow = result.HeaderRow
	}
	if doc.Reasons == nil {
		doc.Reasons = map[string]int{}
	}
	if problem != nil {
		e := describe(problem)
		doc.Error = &e
	}
	if report != nil {
		if result.Rejected == 0 || !j.State.Over() {
			err = report.Drop()
		} else if _, err = s.interactions.WriteReport(ctx, j.ID, report); err == nil {
			if err = report.keep(); err == nil {
				doc.ErrorsFile = &report.path
			}
		}
		if err != nil {
			return a, err
		}
	}
	return answer{doc: doc, status: statusOf(colour), people: func(w io.Writer) {
		fmt.Fprintln(w, p.text("interaction.done", p.text("colour."+string(colour)), doc.Lines, doc.Created, doc.Updated, doc.Unchanged,
			doc.Rejected, doc.ContactsCreated))
		if doc.HeaderRow > 0 {
			p.note("import.header", doc.HeaderRow)
		}
		if doc.Error != nil {
			fmt.Fprintln(w, doc.Error.Message)
		}
	}}, nil
}

func dropped(report *target) error {
	if report == nil {
		return nil
	}
	return report.Drop()
}
