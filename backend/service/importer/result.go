package importer

import (
	"maps"
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
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
	Format             string         `json:"format"`
	Sheet              string         `json:"sheet,omitempty"`
	HeaderRow          int            `json:"header_row"`
	PassedOver         int            `json:"passed_over,omitempty"` // lines above the header that hold something
	Encoding           string         `json:"encoding"`              // of the private copy
	Delimiter          string         `json:"delimiter"`
	Seconds            float64        `json:"seconds"`
	Reasons            map[string]int `json:"reasons"`
	FirstLines         map[string]int `json:"first_lines"` // by reason, the first line rejected for it
	// By rule: values corrected in the lines that were saved, and lines that a rule which is not switched on would change.
	Fixed   map[mend.Fix]int `json:"fixed,omitempty"`
	Offered map[mend.Fix]int `json:"offered,omitempty"`
	// Places are some lines that show what a rule does: of a dry run.
	Places map[mend.Fix][]int `json:"places,omitempty"`
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
	for i := range line.mended {
		r.countMended(line, i, d.outcome != Reject)
	}
	if d.possibleDuplicate {
		r.PossibleDuplicates++
	}
}

// shownPlaces is how many lines show what a rule does.
const shownPlaces = 3

// countMended counts the i-th mending of a line: a correction where it is saved, an offer once a line.
func (r *Result) countMended(line *row, i int, saved bool) {
	m := &line.mended[i]
	switch {
	case m.applied && saved:
		if r.Fixed == nil {
			r.Fixed = map[mend.Fix]int{}
		}
		r.Fixed[m.fix]++
	case !m.applied && !slices.ContainsFunc(line.mended[:i], func(o mending) bool { return o.fix == m.fix && !o.applied }):
		if r.Offered == nil {
			r.Offered = map[mend.Fix]int{}
		}
		r.Offered[m.fix]++
	}
	if places := r.Places[m.fix]; m.shown() && len(places) < shownPlaces && !slices.Contains(places, line.number) {
		if r.Places == nil {
			r.Places = map[mend.Fix][]int{}
		}
		r.Places[m.fix] = append(slices.Clip(places), line.number)
	}
}

// checkpoint is what resuming needs: committed with the lines it stands for.
type checkpoint struct {
	Spooled   bool              `json:"spooled"` // the private copy is whole and on disk
	HeaderRow int               `json:"header_row"`
	Position  tabular.Position  `json:"position"`
	Mapping   []tabular.Mapping `json:"mapping"`
	Derived   []tabular.Derived `json:"derived,omitempty"`
	Fixes     []mend.Fix        `json:"fixes,omitempty"`
	Result    Result            `json:"result"`
	Worked    time.Duration     `json:"worked"`
}

// clone copies the maps too, so that a rolled-back batch leaves no counts.
func (c checkpoint) clone() checkpoint {
	reasons, first := map[string]int{}, map[string]int{}
	maps.Copy(reasons, c.Result.Reasons)
	maps.Copy(first, c.Result.FirstLines)
	c.Result.Reasons, c.Result.FirstLines = reasons, first
	c.Result.Fixed, c.Result.Offered, c.Result.Places = maps.Clone(c.Result.Fixed), maps.Clone(c.Result.Offered), maps.Clone(c.Result.Places)
	return c
}

func rejection(r *row, problems []Problem) sqlite.Rejection {
	reason := problems[0].Message
	for _, p := range problems[1:] {
		reason += "; " + p.Message
	}
	return sqlite.Rejection{Line: r.number, Code: problems[0].Code, Field: string(problems[0].Field), Reason: reason}
}
