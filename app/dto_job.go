package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/service/importer"
)

// Job is one piece of long work as the window shows it.
type Job struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind"`   // "import", "import_check", "export", "demo", "batch"
	State       string     `json:"state"`  // "queued", "running", "ended", "failed", "cancelled"
	Colour      string     `json:"colour"` // "", "yellow", "green", "red"
	Title       string     `json:"title"`  // file name; of a batch the label, if it is about one
	Action      string     `json:"action"` // of a batch: "activate", "deactivate", "add_label", "remove_label"; else ""
	Owner       string     `json:"owner"`  // name
	Mine        bool       `json:"mine"`
	Done        int        `json:"done"` // bytes for an import, records for the rest
	Total       int        `json:"total"`
	Rate        float64    `json:"rate"`        // of done, a second
	SecondsLeft int        `json:"secondsLeft"` // -1 = unknown
	StartedAt   string     `json:"startedAt"`
	EndedAt     string     `json:"endedAt"`
	Resumed     int        `json:"resumed"` // times
	Cancellable bool       `json:"cancellable"`
	HasReport   bool       `json:"hasReport"`
	Error       *Problem   `json:"error"`
	Result      *JobResult `json:"result"`
}

// Problem is an error for people inside an answer.
type Problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field"`
}

// JobResult is what a job has come to, up to its last commit while it runs.
type JobResult struct {
	Lines              int          `json:"lines"`
	Created            int          `json:"created"`
	Updated            int          `json:"updated"`
	Unchanged          int          `json:"unchanged"`
	Rejected           int          `json:"rejected"` // of an undo, what it left as it is
	Removed            int          `json:"removed"`  // of an undo, as the next
	Restored           int          `json:"restored"`
	PossibleDuplicates int          `json:"possibleDuplicates"`
	FixedPhones        int          `json:"fixedPhones"`
	Written            int          `json:"written"` // contacts written: in the database, of an export in its file
	Encoding           string       `json:"encoding"`
	Delimiter          string       `json:"delimiter"`
	Reasons            []Reason     `json:"reasons"` // the most frequent first
	Samples            []SampleLine `json:"samples"` // only in the answer of Jobs.Get
	Fixes              []FixResult  `json:"fixes"`   // of an import or its dry run
}

// Reason is why lines were rejected. Message is that of the first one, and only in the answer of Jobs.Get.
type Reason struct {
	Code       string `json:"code"`
	Message    string `json:"message"`
	Count      int    `json:"count"`
	SampleLine int    `json:"sampleLine"`
}

// SampleLine is one rejected line.
type SampleLine struct {
	Line     int           `json:"line"`
	Cells    []string      `json:"cells"`
	Seen     string        `json:"seen"` // of an import, for a correction
	Problems []CellProblem `json:"problems"`
}

// ReportLine is one line of the error report.
type ReportLine struct {
	Line   int      `json:"line"`
	Reason string   `json:"reason"`
	Code   string   `json:"code"`
	Cells  []string `json:"cells"`
}

func problemOf(e *crm.Error) *Problem {
	if e == nil {
		return nil
	}
	return &Problem{Code: e.Code, Message: e.Message, Field: e.Field}
}

// jobOf shows a job to a user, without sample lines: events and lists stay small.
func (a *App) jobOf(j crm.Job, viewer crm.ID) (Job, error) {
	out := Job{
		ID: j.ID.String(), Kind: string(j.Kind), State: string(j.State), Colour: string(j.Colour), Title: j.Title,
		Owner: j.OwnerName, Mine: j.Owner == viewer, Done: int(j.Done), Total: int(j.Total), SecondsLeft: -1,
		StartedAt: timeText(j.StartedAt), EndedAt: timeText(j.EndedAt), Resumed: j.Resumed,
		Cancellable: !j.State.Over(), Error: problemOf(j.Error),
	}
	if !j.State.Over() {
		out.Rate, out.SecondsLeft = a.jobs.Rate(j.ID)
	}
	var err error
	if j.Kind == crm.JobBatch {
		if out.Action, err = actionOf(j); err != nil {
			return out, err
		}
	}
	if out.Result, err = resultOf(j); err != nil {
		return out, err
	}
	out.HasReport = out.Mine && reported(j) && out.Result != nil && out.Result.Rejected > 0
	return out, nil
}

// reported tells whether a job leaves a report of rejected lines that can still be read (D3.16).
func reported(j crm.Job) bool {
	return j.State.Over() && !j.Dismissed && (j.Kind == crm.JobImport || j.Kind == crm.JobImportCheck || j.Kind == crm.JobBatch ||
		j.Kind == crm.JobInteractionImport || j.Kind == crm.JobImportUndo)
}

func resultOf(j crm.Job) (*JobResult, error) {
	switch {
	case j.Kind == crm.JobImport || j.Kind == crm.JobImportCheck:
		if j.Checkpoint == nil {
			return nil, nil
		}
		r, err := importer.ResultOf(j)
		if err != nil {
			return nil, err
		}
		return importResult(j, r), nil
	case j.Kind == crm.JobInteractionImport:
		return interactionResult(j)
	case j.Kind == crm.JobImportUndo:
		return undoResult(j)
	case j.Kind == crm.JobBatch:
		return batchResult(j)
	case j.Result == nil:
		return nil, nil
	}
	var counts struct {
		Written  int `json:"written"`  // of an export
		Contacts int `json:"contacts"` // of a demo
	}
	if err := json.Unmarshal(j.Result, &counts); err != nil {
		return nil, fmt.Errorf("result of %s: %w", j.Kind, err)
	}
	return &JobResult{Written: counts.Written + counts.Contacts, Created: counts.Contacts}, nil
}

func importResult(j crm.Job, r importer.Result) *JobResult {
	out := &JobResult{
		Lines: r.Lines, Created: r.Created, Updated: r.Updated, Unchanged: r.Unchanged, Rejected: r.Rejected,
		PossibleDuplicates: r.PossibleDuplicates, FixedPhones: r.Fixed[mend.Phones], Fixes: fixResults(&r), Encoding: r.Encoding, Delimiter: r.Delimiter,
	}
	if j.Kind == crm.JobImport {
		out.Written = r.Created + r.Updated
	}
	for code, n := range r.Reasons {
		out.Reasons = append(out.Reasons, Reason{Code: code, Count: n, SampleLine: r.FirstLines[code]})
	}
	slices.SortFunc(out.Reasons, mostFrequent)
	return out
}

func mostFrequent(a, b Reason) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.SampleLine, b.SampleLine), cmp.Compare(a.Code, b.Code))
}
