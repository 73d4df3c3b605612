package app

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
)

// Jobs is the history of long work and what is under way.
type Jobs struct{ app *App }

// listedJobs is how many jobs the history shows.
const listedJobs = 50

// sampleLines is how many rejected lines a job shows.
const sampleLines = 200

// List gives the newest jobs first, without sample lines.
func (s *Jobs) List() ([]Job, error) {
	a := s.app
	return watching(a, "Jobs.List", func(ctx context.Context) ([]Job, error) {
		all, err := a.jobs.List(ctx, listedJobs)
		if err != nil {
			return nil, err
		}
		out := make([]Job, len(all))
		for i, j := range all {
			if out[i], err = a.jobOf(j, a.session.user()); err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

// Get gives one job, with its first rejected lines when it is over.
func (s *Jobs) Get(id string) (Job, error) {
	a := s.app
	return watching(a, "Jobs.Get", func(ctx context.Context) (Job, error) {
		jobID, err := crm.ParseID(id)
		if err != nil {
			return Job{}, err
		}
		j, err := a.jobs.Get(ctx, jobID)
		if err != nil {
			return Job{}, err
		}
		out, err := a.jobOf(j, a.session.user())
		if err == nil && out.Mine && j.Kind == crm.JobImportCheck && reported(j) && out.Result != nil {
			err = a.addMended(ctx, j, out.Result)
		}
		if err != nil || !out.HasReport || j.Kind == crm.JobBatch || j.Kind == crm.JobImportUndo { // shown without sample lines
			return out, err
		}
		return out, a.addSamples(ctx, j, out.Result)
	})
}

// Cancel asks a job to stop; what it has committed stays.
func (s *Jobs) Cancel(id string) error {
	return acting(s.app, "Jobs.Cancel", func(ctx context.Context) error {
		jobID, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		return s.app.jobs.Cancel(ctx, jobID)
	})
}

// SaveReport saves every rejected line with its reason (D3.16); see App.save for the answer.
func (s *Jobs) SaveReport(id string) (string, error) {
	a := s.app
	return signedIn(a, "Jobs.SaveReport", func(ctx context.Context) (string, error) {
		jobID, err := crm.ParseID(id)
		if err != nil {
			return "", err
		}
		j, err := a.jobs.Get(ctx, jobID)
		if err != nil {
			return "", err
		}
		if j.Kind == crm.JobBatch {
			return a.saveRefused(ctx, j)
		}
		if j.Kind == crm.JobImportUndo {
			return a.saveKept(ctx, j)
		}
		if j.Kind == crm.JobInteractionImport {
			return a.saveInteractionReport(ctx, j)
		}
		if _, _, err := a.importer.Rejections(ctx, jobID, 1); err != nil {
			return "", err // nobody is asked where to save what is gone
		}
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		name := strings.TrimSuffix(j.Title, filepath.Ext(j.Title)) + "-" + p.rejected + ".csv"
		return a.save(p.csvDialog(p.saveReport, name), func(w io.Writer) error {
			_, err := a.importer.WriteReport(ctx, jobID, w)
			return err
		})
	})
}

// Report gives the first rejected lines.
func (s *Jobs) Report(id string, limit int) ([]ReportLine, error) {
	return signedIn(s.app, "Jobs.Report", func(ctx context.Context) ([]ReportLine, error) {
		jobID, err := crm.ParseID(id)
		if err != nil {
			return nil, err
		}
		if limit < 1 || limit > 10_000 {
			return nil, crm.Errorf(crm.CodeInvalid, "limit", "a report is read between 1 and 10000 lines at a time")
		}
		j, err := s.app.jobs.Get(ctx, jobID)
		if err != nil {
			return nil, err
		}
		if j.Kind == crm.JobBatch {
			return s.app.refusedLines(ctx, jobID, limit)
		}
		if j.Kind == crm.JobImportUndo {
			return s.app.keptLines(ctx, jobID, limit)
		}
		if j.Kind == crm.JobInteractionImport {
			return s.app.interactionRejections(ctx, jobID, limit)
		}
		_, lines, err := s.app.importer.Rejections(ctx, jobID, limit)
		return convert(lines, func(r jobs.Rejected) ReportLine {
			return ReportLine{Line: r.Line, Reason: r.Reason, Code: r.Code, Cells: r.Cells}
		}), err
	})
}

// addSamples puts the first rejected lines into a result, and the messages of the reasons among them. A report that
// is gone leaves the counts alone.
func (a *App) addSamples(ctx context.Context, j crm.Job, r *JobResult) error {
	samples, err := a.samplesOf(ctx, j)
	if crm.CodeOf(err) != "" {
		return nil
	}
	if err != nil {
		return err
	}
	r.Samples = samples
	for i := range r.Reasons {
		for _, s := range samples {
			if s.Line == r.Reasons[i].SampleLine {
				r.Reasons[i].Message = s.Problems[0].Message
			}
		}
	}
	return nil
}

// addMended shows by some values what each rule does, or would do.
func (a *App) addMended(ctx context.Context, j crm.Job, r *JobResult) error {
	mended, ok := a.mended.get(j.ID)
	if !ok {
		found, err := a.importer.Mendings(ctx, j)
		if err != nil {
			return err
		}
		mapping, err := importer.MappingOf(j)
		if err != nil {
			return err
		}
		mended = mendedCells(mapping, found)
		a.mended.put(j.ID, mended)
	}
	for i := range r.Fixes {
		for _, m := range mended {
			if m.Fix == r.Fixes[i].Fix {
				r.Fixes[i].Samples = append(r.Fixes[i].Samples, m)
			}
		}
	}
	return nil
}

// sampleCache keeps what shows a few jobs' lines: finding them may mean reading a whole file again, and a job that
// is over does not change.
type sampleCache[T any] struct {
	mu   sync.Mutex
	jobs []crm.ID // oldest first
	of   map[crm.ID][]T
}

const sampledJobs = 4

func (c *sampleCache[T]) get(id crm.ID) ([]T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	samples, ok := c.of[id]
	return samples, ok
}

func (c *sampleCache[T]) put(id crm.ID, samples []T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[crm.ID][]T{}
	}
	if _, known := c.of[id]; !known {
		c.jobs = append(c.jobs, id)
	}
	c.of[id] = samples
	if len(c.jobs) > sampledJobs {
		delete(c.of, c.jobs[0])
		c.jobs = slices.Delete(c.jobs, 0, 1)
	}
}

func (c *sampleCache[T]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jobs, c.of = nil, nil
}

// forgetSamples when somebody else may look.
func (a *App) forgetSamples() {
	a.samples.clear()
	a.mended.clear()
}

func (a *App) samplesOf(ctx context.Context, j crm.Job) ([]SampleLine, error) {
	if samples, ok := a.samples.get(j.ID); ok {
		return samples, nil
	}
	if j.Kind == crm.JobInteractionImport {
		samples, err := a.interactionSamples(ctx, j.ID)
		if err == nil {
			a.samples.put(j.ID, samples)
		}
		return samples, err
	}
	_, lines, err := a.importer.RejectionSamples(ctx, j.ID, sampleLines)
	if err != nil {
		return nil, err
	}
	mapping, err := importer.MappingOf(j)
	if err != nil {
		return nil, err
	}
	samples := convert(lines, func(r jobs.Rejected) SampleLine {
		return SampleLine{Line: r.Line, Cells: r.Cells, Seen: importer.LineMark(r.Cells), Problems: []CellProblem{{
			Index: columnOf(mapping, tabular.Field(r.Field)), Code: r.Code, Message: r.Reason, Level: levelError,
		}}}
	})
	a.samples.put(j.ID, samples)
	return samples, nil
}

// tellJob passes a change of a job that this process runs on to the window. It runs on the outbox's goroutine.
func (a *App) tellJob(j crm.Job, c jobs.Change) {
	if c == jobs.Ended && !j.State.Over() {
		return // the program is closing; the job is resumed by the next one
	}
	user := a.session.user()
	if user != crm.NoID { // titles are nobody's business before signing in
		job, err := a.jobOf(j, user)
		if err != nil {
			slog.Error("tell the window of a job", "job", j.ID, "error", err)
		} else {
			a.shell.Emit("job:changed", job)
		}
	}
	a.tellMilestone(j, c, user)
	if c == jobs.Resumed {
		a.board.resumed(j.ID, a.db.Now())
	}
	if c == jobs.Ended || c == jobs.Resumed {
		a.tellNotice(j, user)
		// After job:changed, which has no sample lines: the window asks for the whole job again.
		a.events.touch("job")
		a.events.touch("notice")
	}
}
