package crm

import (
	"encoding/json"
	"time"
)

// JobKind names what a job does.
type JobKind string

// The kinds of job.
const (
	JobImport            JobKind = "import"
	JobImportCheck       JobKind = "import_check"
	JobExport            JobKind = "export"
	JobInteractionImport JobKind = "interaction_import"
	JobDemo              JobKind = "demo"
	JobBatch             JobKind = "batch"       // one action on many contacts (D2.5)
	JobImportUndo        JobKind = "import_undo" // an import taken back (D3.18)
)

// JobState is where a job stands.
type JobState string

// The states. A running job whose process died is resumed by the next one (D3.15).
const (
	JobQueued    JobState = "queued"
	JobRunning   JobState = "running"
	JobEnded     JobState = "ended"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Over tells whether the state is final.
func (s JobState) Over() bool { return s == JobEnded || s == JobFailed || s == JobCancelled }

// Colour sums a job up (D3.14): green all done, yellow partly or still running, red nothing done.
type Colour string

// The colours.
const (
	Green  Colour = "green"
	Yellow Colour = "yellow"
	Red    Colour = "red"
)

// Reports tells whether jobs of the kind leave a report that the organization may keep (D3.16).
func (k JobKind) Reports() bool {
	return k == JobImport || k == JobInteractionImport || k == JobBatch || k == JobImportUndo
}

// Job is one piece of long work (D6.1).
type Job struct {
	ID          ID
	Kind        JobKind
	Owner       ID
	OwnerName   string
	Title       string // a file name or "", never a person's data
	State       JobState
	Colour      Colour // "" until it has one
	Done, Total int64  // in the unit of the job: bytes for an import, records for the rest; Total 0 = unknown
	Resumed     int    // how many times it was taken up again
	Closed      bool   // the person closed its notification; the organization keeps the report (D3.16)
	Dismissed   bool   // the report is gone
	Params      json.RawMessage
	Checkpoint  json.RawMessage // what resuming needs; written with the data it describes
	Result      json.RawMessage
	Error       *Error
	CreatedAt   time.Time
	StartedAt   time.Time
	EndedAt     time.Time
}

// Progress is how a service tells the job it works for how far it is.
type Progress interface {
	// Advance reports done of total units; total 0 means unknown.
	Advance(done, total int64)
}
