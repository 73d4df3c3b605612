package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
)

// historyJobs is how many jobs are searched for imports: years of them.
const historyJobs = 100_000

func (p *program) importHistoryCommand() *cobra.Command {
	c := &cobra.Command{Use: "history", Short: p.text("help.import.history"), Args: p.between(0, 0)}
	limit := c.Flags().Int("limit", 50, p.text("flag.limit"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		all, err := s.jobs.List(ctx, historyJobs)
		if err != nil {
			return a, err
		}
		var imports []crm.Job
		for _, j := range all {
			if j.Kind == crm.JobImport && len(imports) < *limit {
				imports = append(imports, j)
			}
		}
		docs, err := s.jobDocs(ctx, imports...)
		if err != nil {
			return a, err
		}
		return answer{doc: map[string]any{"imports": docs}, people: func(w io.Writer) { p.historyTable(w, imports, docs) }}, nil
	}))
	return c
}

// historyTable says who imported what, when, and with which counts (D3.18).
func (p *program) historyTable(w io.Writer, imports []crm.Job, docs []jobDoc) {
	t := &table{head: strings.Split(p.text("history.head"), "|")}
	for i, d := range docs {
		result, err := importer.ResultOf(imports[i])
		if err != nil {
			result = importer.Result{} // its checkpoint is another version's: the rest of the line still holds
		}
		t.add(text(d.CreatedAt), d.Owner, d.Title, p.text("colour."+d.Colour), strconv.Itoa(result.Lines), strconv.Itoa(result.Created),
			strconv.Itoa(result.Updated), strconv.Itoa(result.Unchanged), strconv.Itoa(result.Rejected), fmt.Sprintf("%.1f s", result.Seconds), d.State)
	}
	t.write(w)
}

// importResumable tells a job that --resume can finish.
func importResumable(j crm.Job) bool { return jobs.Resumable(j) }

// decodeResult reads what a job has come to.
func decodeResult(j crm.Job, into any) error {
	if err := json.Unmarshal(j.Result, into); err != nil {
		return fmt.Errorf("result of job %s: %w", j.ID, err)
	}
	return nil
}
