package interactions

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// A file of interactions is imported as one of contacts is (D3): a private copy, batches with their checkpoint, rejected
// lines with their reason, green, yellow or red.

// Options say how to read one file.
type Options struct {
	Path      string `json:"path"`
	Name      string `json:"name"`                 // shown instead of the path, "" = the path's last part
	Delimiter string `json:"delimiter"`            // ";" "," "|" "tab" "auto"; "" = ";" (D3.3)
	HeaderRow int    `json:"header_row,omitempty"` // the line that is the header, from 1; 0 = as pointed out before, else found

	knownHeader func(top []tabular.Row) (line int, err error)
}

// Result counts what became of the lines. Created + Updated + Unchanged + Rejected = Lines.
type Result struct {
	Lines           int            `json:"lines"`
	Created         int            `json:"created"`
	Updated         int            `json:"updated"` // interactions that the file closed or told more of
	Unchanged       int            `json:"unchanged"`
	Rejected        int            `json:"rejected"`
	ContactsCreated int            `json:"contacts_created"`
	HeaderRow       int            `json:"header_row,omitempty"`
	PassedOver      int            `json:"passed_over,omitempty"` // lines above the header that hold something
	Encoding        string         `json:"encoding"`
	Delimiter       string         `json:"delimiter"`
	Seconds         float64        `json:"seconds"`
	Reasons         map[string]int `json:"reasons"`
	FirstLines      map[string]int `json:"first_lines"`
}

func (r *Result) colour() crm.Colour {
	switch {
	case r.Created+r.Updated+r.Unchanged == 0:
		return crm.Red
	case r.Rejected == 0:
		return crm.Green
	}
	return crm.Yellow
}

type checkpoint struct {
	Spooled  bool             `json:"spooled"` // Result.HeaderRow is settled; 0 = the job began before headers were looked for
	Position tabular.Position `json:"position"`
	Result   Result           `json:"result"`
	Worked   time.Duration    `json:"worked"`
}

// Codes of a file or a line that only this import raises.
const (
	CodeNoColumn   = "interaction_columns" // the file tells neither whom nor by which channel
	CodeUnreadable = "file_unreadable"
	CodeRunning    = "import_running"
	CodeAmbiguous  = "ambiguous_match"
)

// Import begins an import in the background. It is refused while another one of the same user runs (D3.15).
func (s *Service) Import(ctx context.Context, o Options) (crm.Job, error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return crm.Job{}, err
	}
	if _, err := o.delimiter(); err != nil {
		return crm.Job{}, err
	}
	if err := tabular.CheckHeaderLine(o.HeaderRow); err != nil {
		return crm.Job{}, err
	}
	if err := tabular.CheckAddress(o.Path); err != nil {
		return crm.Job{}, err
	}
	if o.Path, err = filepath.Abs(o.Path); err != nil {
		return crm.Job{}, err
	}
	o.Name = o.title()
	return s.jobs.Start(ctx, crm.Job{Kind: crm.JobInteractionImport, Title: o.Name, Params: jobs.Encode(o)}, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		live, err := tx.LiveJobs()
		if err != nil {
			return err
		}
		for _, j := range live {
			if j.Owner == actor.User && (j.Kind == crm.JobInteractionImport || j.Kind == crm.JobImport) {
				return crm.Errorf(CodeRunning, "", "your import of %q has not ended; wait for it, resume it or cancel it first", j.Title)
			}
		}
		return nil
	})
}

func (o *Options) title() string {
	if o.Name != "" {
		return o.Name
	}
	return filepath.Base(o.Path)
}

func (o *Options) delimiter() (rune, error) {
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

func decode(j crm.Job) (o Options, at checkpoint, err error) {
	if err := json.Unmarshal(j.Params, &o); err != nil {
		return o, at, fmt.Errorf("import options: %w", err)
	}
	if j.Checkpoint != nil {
		if err := json.Unmarshal(j.Checkpoint, &at); err != nil {
			return o, at, fmt.Errorf("import checkpoint: %w", err)
		}
	}
	if at.Spooled {
		o.HeaderRow = at.Result.HeaderRow
	}
	return o, at, nil
}

// ResultOf reads what an import has come to so far.
func ResultOf(j crm.Job) (Result, error) {
	_, at, err := decode(j)
	return at.Result, err
}
