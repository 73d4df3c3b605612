package interactions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
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
	Name      string `json:"name"`      // shown instead of the path, "" = the path's last part
	Delimiter string `json:"delimiter"` // ";" "," "|" "tab" "auto"; "" = ";" (D3.3)
}

// Result counts what became of the lines. Added + Closed + Unchanged + Rejected = Lines.
type Result struct {
	Lines           int            `json:"lines"`
	Created         int            `json:"created"`
	Updated         int            `json:"updated"` // interactions that the file closed
	Unchanged       int            `json:"unchanged"`
	Rejected        int            `json:"rejected"`
	ContactsCreated int            `json:"contacts_created"`
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
	Spooled  bool             `json:"spooled"`
	Position tabular.Position `json:"position"`
	Result   Result           `json:"result"`
	Worked   time.Duration    `json:"worked"`
}

// Codes of a file or a line that only this import raises.
const (
	CodeNoColumn    = "interaction_columns" // the file tells neither whom nor by which channel
	CodeUnreadable  = "file_unreadable"
	CodeReportGone  = "report_gone"
	CodeRunning     = "import_running"
	CodeAmbiguous   = "ambiguous_match"
	copyName        = "source"
	batchLines      = 1000
	sharedLines     = 200 // while a person edits
	progressOfACopy = 1 << 20
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
	if o.Path, err = filepath.Abs(o.Path); err != nil {
		return crm.Job{}, err
	}
	if o.Name == "" {
		o.Name = filepath.Base(o.Path)
	}
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
	return o, at, nil
}

// ResultOf reads what an import has come to so far.
func ResultOf(j crm.Job) (Result, error) {
	_, at, err := decode(j)
	return at.Result, err
}

func (s *Service) importFile(ctx context.Context, run *jobs.Run) (err error) {
	began := s.db.Now()
	o, at, err := decode(run.Job())
	if err != nil {
		return err
	}
	path := filepath.Join(run.Folder(), copyName)
	if !at.Spooled {
		if err := spool(ctx, o.Path, path); err != nil {
			return err
		}
		at.Spooled = true
	}
	t, err := openTable(path, o, at.Position)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.file.Close()) }()
	if err := t.columns.check(); err != nil {
		return err
	}
	at.Result.Encoding, at.Result.Delimiter = t.rows.Format().Encoding, string(t.rows.Format().Delimiter)
	w := &writer{s: s, run: run, at: at, began: began, before: at.Worked, table: t}
	if err := w.all(ctx); err != nil {
		run.Finish(w.at.Result, w.at.Result.colour())
		return err
	}
	run.Finish(w.at.Result, w.at.Result.colour())
	if w.at.Result.Lines == 0 {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	if w.at.Result.Rejected == 0 {
		run.After(func() error { return os.Remove(path) })
	}
	return s.db.Settle()
}

// spool puts the private copy on disk, JSON as CSV.
func spool(ctx context.Context, from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return errors.Join(crm.Errorf(CodeUnreadable, "", "the file cannot be opened; close it in other programs and check that you may read it"), err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if info, err := src.Stat(); err != nil || info.IsDir() {
		return errors.Join(crm.Errorf(CodeUnreadable, "", "this is not a file that can be imported"), err)
	}
	part := to + ".part"
	dst, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return sqlite.DiskError(err)
	}
	err = copyOrConvert(ctx, dst, src)
	if err == nil {
		err = dst.Sync()
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return sqlite.DiskError(errors.Join(err, os.Remove(part)))
	}
	return os.Rename(part, to)
}

func copyOrConvert(ctx context.Context, dst io.Writer, src *os.File) error {
	head := make([]byte, 4096)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if tabular.IsJSON(head[:n]) {
		_, err := tabular.JSONToCSV(ctx, src, dst, 0, func(int) {})
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.CopyN(dst, src, progressOfACopy); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// table is the private copy being read.
type table struct {
	file    *os.File
	rows    *tabular.CSVRows
	lines   *tabular.Lines
	columns columns
	size    int64
}

func openTable(path string, o Options, at tabular.Position) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t := &table{file: f}
	if err := t.open(o, at); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

func (t *table) open(o Options, at tabular.Position) error {
	head := make([]byte, 1)
	if _, err := t.file.ReadAt(head, 0); errors.Is(err, io.EOF) {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file is empty")
	}
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	t.size = info.Size()
	delimiter, err := o.delimiter()
	if err != nil {
		return err
	}
	if t.rows, err = tabular.OpenCSV(t.file, tabular.CSVOptions{Delimiter: delimiter, ResumeAt: at}); err != nil {
		return err
	}
	header := t.rows.Header()
	mapping := make([]tabular.Mapping, len(header))
	for i, h := range header {
		mapping[i] = tabular.Mapping{Index: i, Header: h, Field: tabular.Ignore}
	}
	t.columns = columnsOf(header)
	t.lines, err = tabular.NewLines(t.rows, mapping)
	return err
}

// writer commits lines in batches, each with the checkpoint that stands for it.
type writer struct {
	s      *Service
	run    *jobs.Run
	at     checkpoint
	began  time.Time
	before time.Duration
	table  *table
	byName userNames
}

func (w *writer) all(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		limit := batchLines
		if w.s.db.Contended() {
			limit = sharedLines
		}
		items, err := w.table.lines.Read(limit)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the copy of the file: %w", err)
		}
		if err := w.commit(ctx, items); err != nil {
			return err
		}
	}
}

func (w *writer) commit(ctx context.Context, items []tabular.Item) error {
	next, job := w.at, w.run.Job()
	next.Result.Reasons, next.Result.FirstLines = clone(w.at.Result.Reasons), clone(w.at.Result.FirstLines)
	err := w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		b, err := newBatch(tx, &next.Result, &w.byName)
		if err != nil {
			return err
		}
		for i := range items {
			if err := b.line(&items[i], w.table.columns); err != nil {
				return err
			}
		}
		if err := b.write(job.ID); err != nil {
			return err
		}
		next.Position = items[len(items)-1].After
		next.Worked = w.before + w.s.db.Now().Sub(w.began)
		next.Result.Seconds = next.Worked.Seconds()
		job.Done, job.Total = w.table.rows.BytesRead(), w.table.size
		job.Checkpoint, job.Result = jobs.Encode(next), jobs.Encode(next.Result)
		return w.run.Commit(tx, job)
	})
	if err != nil {
		return err
	}
	w.at = next
	w.run.Committed(job)
	w.run.Advance(job.Done, job.Total)
	return nil
}

func clone(m map[string]int) map[string]int {
	out := map[string]int{}
	for k, n := range m {
		out[k] = n
	}
	return out
}

// Rejected is one line of the error report.
type Rejected struct {
	Line   int
	Cells  []string
	Code   string
	Field  string
	Reason string
	item   *tabular.Item
}

// WriteReport writes every rejected line of a job to w, its columns untouched, with the reason (D3.16).
func (s *Service) WriteReport(ctx context.Context, id crm.ID, w io.Writer) (n int, err error) {
	var out *tabular.ErrorReportWriter
	err = s.eachRejected(ctx, id, func(t *table) (err error) {
		out, err = tabular.NewErrorReportWriter(w, t.rows.Header(), t.rows.Format().Delimiter)
		return err
	}, func(r Rejected) error {
		n++
		return out.Write(r.item.Source, r.Line, r.item.Err, r.Reason)
	})
	if err != nil {
		return n, sqlite.DiskError(err)
	}
	return n, sqlite.DiskError(out.Flush())
}

var errEnough = errors.New("enough")

// Rejections are the first rejected lines of a job with their header.
func (s *Service) Rejections(ctx context.Context, id crm.ID, limit int) (header []string, out []Rejected, err error) {
	err = s.eachRejected(ctx, id, func(t *table) error {
		header = t.rows.Header()
		return nil
	}, func(r Rejected) error {
		r.Cells = r.item.Source.Cells()
		for i, c := range r.Cells {
			r.Cells[i] = strings.Clone(c)
		}
		r.item = nil
		if out = append(out, r); len(out) >= limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return header, out, err
}

func (s *Service) eachRejected(ctx context.Context, id crm.ID, begin func(*table) error, each func(Rejected) error) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	return s.db.View(ctx, func(v *sqlite.View) (err error) {
		j, err := v.Job(id)
		if err != nil {
			return err
		}
		if j.Owner != actor.User {
			return crm.Errorf(crm.CodeNotAllowed, "job", "this report is another user's")
		}
		o, at, err := decode(j)
		if err != nil {
			return err
		}
		if j.Dismissed || !at.Spooled {
			return crm.Errorf(CodeReportGone, "job", "there is no report: its notification was closed, or no line was read")
		}
		t, err := openTable(filepath.Join(s.jobs.Folder(id), copyName), o, tabular.Position{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, t.file.Close()) }()
		if err := begin(t); err != nil {
			return err
		}
		var items []tabular.Item
		return v.EachRejection(id, func(r sqlite.Rejection) error {
			for {
				for i := range items {
					if items[i].Number == r.Line {
						item := items[i]
						items = items[i+1:]
						return each(Rejected{Line: r.Line, Code: r.Code, Field: r.Field, Reason: r.Reason, item: &item})
					}
				}
				var err error
				if items, err = t.lines.Read(batchLines); err != nil {
					return fmt.Errorf("line %d of the private copy: %w", r.Line, err)
				}
			}
		})
	})
}
