package sqlite

import (
	"encoding/json"
	"fmt"

	"carteira/backend/crm"
)

const jobColumns = `
	j.id, j.kind, j.title, j.state, j.colour, j.done, j.total, j.resumed, j.dismissed,
	j.params, j.checkpoint, j.result, j.error, j.created_at, j.started_at, j.ended_at,
	a.id, coalesce(a.name, ''), j.closed`

const jobFrom = ` FROM job j LEFT JOIN account a ON a.n = j.owner`

func scanJob(row result) (crm.Job, error) {
	j := crm.Job{
		ID: blobID(row[0]), Kind: crm.JobKind(row[1].(string)), Title: row[2].(string), State: crm.JobState(row[3].(string)),
		Colour: crm.Colour(row[4].(string)), Done: row[5].(int64), Total: row[6].(int64), Resumed: int(row[7].(int64)),
		Dismissed: row[8].(int64) != 0, Params: rawJSON(row[9]), Checkpoint: rawJSON(row[10]), Result: rawJSON(row[11]),
		CreatedAt: timeOf(row[13]), StartedAt: timeOf(row[14]), EndedAt: timeOf(row[15]),
		Owner: blobID(row[16]), OwnerName: row[17].(string), Closed: row[18].(int64) != 0,
	}
	if text := rawJSON(row[12]); text != nil {
		j.Error = new(crm.Error)
		if err := json.Unmarshal(text, j.Error); err != nil {
			return j, fmt.Errorf("job %s: %w", j.ID, err)
		}
	}
	return j, nil
}

func rawJSON(v any) json.RawMessage {
	s, _ := v.(string)
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

// Jobs lists the newest jobs first.
func (v *View) Jobs(limit int) (out []crm.Job, err error) {
	err = v.c.query(`SELECT`+jobColumns+jobFrom+` ORDER BY j.n DESC LIMIT ?`, values(int64(limit)), func(row result) error {
		j, err := scanJob(row)
		out = append(out, j)
		return err
	})
	return out, err
}

// Job reads one job; crm.CodeNotFound when there is none.
func (v *View) Job(id crm.ID) (j crm.Job, err error) {
	found, err := v.c.one(`SELECT`+jobColumns+jobFrom+` WHERE j.id = ?`, values(id[:]), func(row result) error {
		j, err = scanJob(row)
		return err
	})
	if err == nil && !found {
		err = crm.Errorf(crm.CodeNotFound, "job", "there is no job with that id")
	}
	return j, err
}

// LiveJobs are the jobs that have not ended, oldest first.
func (v *View) LiveJobs() (out []crm.Job, err error) {
	err = v.c.query(`SELECT`+jobColumns+jobFrom+` WHERE j.state IN ('queued', 'running') ORDER BY j.n`, nil, func(row result) error {
		j, err := scanJob(row)
		out = append(out, j)
		return err
	})
	return out, err
}

// EachJobOver calls f with every job that has ended.
func (v *View) EachJobOver(f func(crm.Job) error) error {
	return v.c.query(`SELECT`+jobColumns+jobFrom+` WHERE j.state NOT IN ('queued', 'running')`, nil, func(row result) error {
		j, err := scanJob(row)
		if err != nil {
			return err
		}
		return f(j)
	})
}

// CreateJob stores a new job.
func (tx *Tx) CreateJob(j *crm.Job) error {
	user, err := tx.userNumber()
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO job (id, kind, owner, title, state, colour, total, params, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		j.ID[:], string(j.Kind), user, j.Title, string(j.State), string(j.Colour), j.Total, string(j.Params), tx.now.UnixMilli())
	tx.Announce(Event{"job"})
	return err
}

// SaveJob writes what changes while a job runs: state, colour, progress, checkpoint, result, error, times.
func (tx *Tx) SaveJob(j *crm.Job) error {
	text := ""
	if j.Error != nil {
		b, err := json.Marshal(j.Error)
		if err != nil {
			return err
		}
		text = string(b)
	}
	_, err := tx.c.exec(`
		UPDATE job SET state = ?, colour = ?, done = ?, total = ?, resumed = ?, closed = ?, dismissed = ?, checkpoint = ?,
		  result = ?, error = ?, started_at = ?, ended_at = ?
		WHERE id = ?`,
		string(j.State), string(j.Colour), j.Done, j.Total, int64(j.Resumed), flag(j.Closed), flag(j.Dismissed), string(j.Checkpoint),
		string(j.Result), text, msOf(j.StartedAt), msOf(j.EndedAt), j.ID[:])
	tx.Announce(Event{"job"})
	return err
}

// RequestCancel asks whoever runs the job to stop; CancelRequested is how it learns.
func (tx *Tx) RequestCancel(id crm.ID) error {
	_, err := tx.c.exec(`UPDATE job SET cancel = 1 WHERE id = ?`, id[:])
	return err
}

// CancelRequested tells whether somebody asked the job to stop.
func (v *View) CancelRequested(id crm.ID) (bool, error) {
	n, err := v.c.integer(`SELECT cancel FROM job WHERE id = ?`, id[:])
	return n != 0, err
}

// Rejection is one line that an import did not take (D3.16). Reason is for the person whose file it is: it may
// quote their own line.
type Rejection struct {
	Line   int // of the file, its first is 1
	Code   string
	Field  string // the column at fault, or ""
	Reason string
}

// AddRejections keeps rejected lines, in line order, with the batch they belong to.
func (tx *Tx) AddRejections(job crm.ID, list []Rejection) error {
	if len(list) == 0 {
		return nil
	}
	n, err := tx.jobNumber(job)
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := tx.c.exec(`
			INSERT INTO job_rejection (job, line, code, field, reason)
			VALUES (?, ?, ?, ?, ?)`,
			n, int64(r.Line), r.Code, r.Field, r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// EachRejection calls f with the rejected lines of a job in line order.
func (v *View) EachRejection(job crm.ID, f func(Rejection) error) error {
	return v.c.query(`
		SELECT r.line, r.code, r.field, r.reason
		FROM job_rejection r JOIN job j ON j.n = r.job
		WHERE j.id = ? ORDER BY r.line`, values(job[:]), func(row result) error {
		return f(Rejection{
			Line: int(row[0].(int64)), Code: row[1].(string), Field: row[2].(string), Reason: row[3].(string),
		})
	})
}

// DropRejections forgets the rejected lines of a job, whose report is gone (D3.16), and what it would have gone on with.
func (tx *Tx) DropRejections(job crm.ID) error {
	n, err := tx.jobNumber(job)
	if err != nil {
		return err
	}
	for _, sql := range []string{`DELETE FROM job_rejection WHERE job = ?`, `DELETE FROM job_member WHERE job = ?`} {
		if _, err := tx.c.exec(sql, n); err != nil {
			return err
		}
	}
	return nil
}

func (v *View) jobNumber(id crm.ID) (int64, error) {
	n, err := v.c.integer(`SELECT n FROM job WHERE id = ?`, id[:])
	if err == nil && n == 0 {
		err = crm.Errorf(crm.CodeNotFound, "job", "there is no job with that id")
	}
	return n, err
}

func flag(on bool) int64 {
	if on {
		return 1
	}
	return 0
}
