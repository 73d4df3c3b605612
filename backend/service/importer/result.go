package importer

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// Result counts what became of the lines. Created + Updated + Unchanged + Rejected = Lines (D3.13).
type Result struct {
	Lines              int            `json:"lines"`
	Created            int            `json:"created"`
	Updated            int            `json:"updated"`
	Unchanged          int            `json:"unchanged"`
	Rejected           int            `json:"rejected"`
	PossibleDuplicates int            `json:"possible_duplicates"`
	FixedPhones        int            `json:"fixed_phones"`
	Format             string         `json:"format"`
	Sheet              string         `json:"sheet,omitempty"`
	Encoding           string         `json:"encoding"` // of the private copy
	Delimiter          string         `json:"delimiter"`
	Seconds            float64        `json:"seconds"`
	Reasons            map[string]int `json:"reasons"`
	FirstLines         map[string]int `json:"first_lines"` // by reason, the first line rejected for it
	// Growing: the file was still being written when it was copied; what was whole by then was imported.
	Growing bool `json:"growing,omitempty"`
}

// saved is how many lines are in the replica.
func (r *Result) saved() int { return r.Created + r.Updated + r.Unchanged }

// colour sums the result up (D3.14).
func (r *Result) colour() crm.Colour {
	switch {
	case r.saved() == 0:
		return crm.Red
	case r.Rejected == 0:
		return crm.Green
	}
	return crm.Yellow
}

// count adds one line's decision.
func (r *Result) count(line *row, d decision) {
	r.Lines++
	switch d.outcome {
	case Create:
		r.Created++
	case Update:
		r.Updated++
	case Unchanged:
		r.Unchanged++
	case Reject:
		r.Rejected++
		code := d.problems[0].Code
		r.Reasons[code]++
		if _, seen := r.FirstLines[code]; !seen {
			r.FirstLines[code] = line.number
		}
	}
	if d.outcome != Reject {
		r.FixedPhones += line.fixed
	}
	if d.possibleDuplicate {
		r.PossibleDuplicates++
	}
}

// checkpoint is what resuming needs: committed with the lines it stands for.
type checkpoint struct {
	Spooled  bool              `json:"spooled"` // the private copy is whole and on disk
	Position tabular.Position  `json:"position"`
	Mapping  []tabular.Mapping `json:"mapping"`
	Result   Result            `json:"result"`
	Worked   time.Duration     `json:"worked"`
}

// clone copies the maps too, so that a rolled-back batch leaves no counts.
func (c checkpoint) clone() checkpoint {
	reasons, first := map[string]int{}, map[string]int{}
	for k, n := range c.Result.Reasons {
		reasons[k] = n
	}
	for k, n := range c.Result.FirstLines {
		first[k] = n
	}
	c.Result.Reasons, c.Result.FirstLines = reasons, first
	return c
}

func rejection(r *row, problems []Problem) sqlite.Rejection {
	reason := problems[0].Message
	for _, p := range problems[1:] {
		reason += "; " + p.Message
	}
	return sqlite.Rejection{Line: r.number, Code: problems[0].Code, Field: string(problems[0].Field), Reason: reason}
}
