package sqlite

import (
	"database/sql/driver"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// ApplyBatch writes what a batch action makes of some contacts, as operations of the bulk lane (S1.3), and reports how many
// of them it changed. The history of each shows it as its author's own change (D2.6).
func (tx *Tx) ApplyBatch(job crm.ID, drafts []ImportDraft) (changed int, err error) {
	for len(drafts) > 0 {
		n := min(chunkSize, len(drafts))
		some, err := tx.chunkOfEdits(replication.KindContactBatch, replication.ImportChunk{Job: job}, drafts[:n], 0)
		if err != nil {
			return changed, err
		}
		changed += some
		drafts = drafts[n:]
	}
	if changed > 0 {
		tx.Announce(Event{"contact"})
	}
	return changed, nil
}

// memberPart is how many contacts one row of job_member names.
const memberPart = 20_000

// Reserve keeps the numbers of all contacts that there are from being given out again, for a job that is about to choose
// among them: between choosing and KeepMembers an undo may take some away. It returns the greatest; what is numbered beyond
// has no such promise.
func (tx *Tx) Reserve(job crm.ID) (greatest int64, err error) {
	n, err := tx.jobNumber(job)
	if err != nil {
		return 0, err
	}
	if greatest, err = tx.c.integer(`SELECT coalesce(max(n), 0) FROM contact`); err != nil {
		return 0, err
	}
	_, err = tx.c.exec(`
		INSERT INTO job_member (job, part, members) VALUES (?, 0, ?)
		ON CONFLICT (job, part) DO UPDATE SET members = excluded.members`, n, packNumbers([]int64{greatest}))
	return greatest, err
}

// KeepMembers remembers which contacts a job is about, by row number, ascending: it goes on with them after an
// interruption, whatever matches by then.
func (tx *Tx) KeepMembers(job crm.ID, members []int64) error {
	n, err := tx.jobNumber(job)
	if err != nil {
		return err
	}
	if _, err := tx.c.exec(`DELETE FROM job_member WHERE job = ?`, n); err != nil { // what was reserved
		return err
	}
	for part := 0; len(members) > 0; part++ {
		some := members[:min(memberPart, len(members))]
		members = members[len(some):]
		if _, err := tx.c.exec(`INSERT INTO job_member (job, part, members) VALUES (?, ?, ?)`, n, int64(part), packNumbers(some)); err != nil {
			return err
		}
	}
	return nil
}

// freeNumber is the number for the first new contact of a transaction, nil = the one after the greatest. SQLite gives
// numbers of contacts that are gone out again, as after the undo of an import: one that a batch has yet to come to would
// name somebody else.
func (tx *Tx) freeNumber() (driver.Value, error) {
	if tx.numbered {
		return nil, nil
	}
	tx.numbered = true
	var kept int64
	if err := tx.c.query(`
		SELECT members FROM job_member m WHERE part = (SELECT max(part) FROM job_member WHERE job = m.job)`, nil, func(row result) error {
		members, err := unpackNumbers(row[0].([]byte))
		if err == nil && len(members) > 0 {
			kept = max(kept, members[len(members)-1])
		}
		return err
	}); err != nil || kept == 0 {
		return nil, err
	}
	last, err := tx.c.integer(`SELECT coalesce(max(n), 0) FROM contact`)
	if err != nil || last >= kept {
		return nil, err
	}
	return kept + 1, nil
}

// nextNumber is the number that a new contact gets.
func (tx *Tx) nextNumber() (int64, error) {
	if number, err := tx.freeNumber(); err != nil || number != nil {
		n, _ := number.(int64)
		return n, err
	}
	return tx.c.integer(`SELECT coalesce(max(n), 0) + 1 FROM contact`)
}

// Members reads one part of the contacts that a job is about; none after the last.
func (v *View) Members(job crm.ID, part int) (out []int64, err error) {
	n, err := v.jobNumber(job)
	if err != nil {
		return nil, err
	}
	_, err = v.c.one(`SELECT members FROM job_member WHERE job = ? AND part = ?`, values(n, int64(part)), func(row result) (err error) {
		out, err = unpackNumbers(row[0].([]byte))
		return err
	})
	return out, err
}

// DropMembers forgets a part that is done.
func (tx *Tx) DropMembers(job crm.ID, part int) error {
	n, err := tx.jobNumber(job)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`DELETE FROM job_member WHERE job = ? AND part = ?`, n, int64(part))
	return err
}
