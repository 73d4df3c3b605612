package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// ImportDraft is what an import makes of one contact in one batch, however many lines are about it.
type ImportDraft struct {
	Stored *Stored // as it was before the batch; nil for a new contact
	Next   *crm.Contact
	Notes  []string // to add
}

// ImportBatch is one committed batch of an import.
type ImportBatch struct {
	Job                 crm.ID
	FirstLine, LastLine int // of the file
	Drafts              []ImportDraft
	// The definitions it needs that do not exist yet, with the ids the drafts use.
	Fields []crm.CustomField
	Labels []crm.Label
}

// chunkSize is how many contacts one operation of an import carries (S3).
const chunkSize = 10_000

// ApplyImport writes a batch: every contact once, its lookups sorted, and what was done as chunk operations,
// which are encoded on another core while SQLite works.
func (tx *Tx) ApplyImport(b *ImportBatch) error {
	job, err := tx.jobNumber(b.Job)
	if err != nil {
		return err
	}
	if err := tx.Define(b.Fields, b.Labels); err != nil {
		return err
	}
	var creates, edits []ImportDraft
	for _, d := range b.Drafts {
		if d.Stored == nil {
			creates = append(creates, d)
		} else {
			edits = append(edits, d)
		}
	}
	chunk := replication.ImportChunk{Job: b.Job, FirstLine: b.FirstLine, LastLine: b.LastLine}
	for len(creates) > 0 {
		n := min(chunkSize, len(creates))
		if err := tx.importCreates(chunk, creates[:n]); err != nil {
			return err
		}
		creates = creates[n:]
	}
	for len(edits) > 0 {
		n := min(chunkSize, len(edits))
		if err := tx.importEdits(chunk, edits[:n], job); err != nil {
			return err
		}
		edits = edits[n:]
	}
	if len(b.Drafts) > 0 {
		tx.Announce(Event{"contact"})
	}
	return nil
}

func (tx *Tx) importCreates(chunk replication.ImportChunk, drafts []ImportDraft) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	docs := make([][]byte, len(drafts))
	notes := make([][]replication.NoteAdd, len(drafts))
	for i, d := range drafts {
		tx.complete(d.Next)
		if docs[i], err = tx.encodeDoc(d.Next); err != nil {
			return err
		}
		notes[i] = newNotes(d.Next.ID, d.Notes, tx.now)
	}
	type encoded struct {
		body []byte
		err  error
	}
	done := make(chan encoded, 1)
	go func() { // reads the contacts, which nobody changes from here on
		chunk.Creates = make([]replication.ContactCreate, len(drafts))
		for i, d := range drafts {
			chunk.Creates[i] = *createBody(d.Next, notes[i])
		}
		body, err := replication.EncodeChunk(&chunk)
		done <- encoded{body, err}
	}()
	var failed error
	for i, d := range drafts {
		if _, failed = tx.insertContact(d.Next, docs[i], notes[i], s); failed != nil {
			break
		}
	}
	e := <-done
	if failed != nil {
		return failed
	}
	if e.err != nil {
		return e.err
	}
	return tx.record(s, replication.LaneBulk, replication.KindImportChunk, crm.NoID, e.body)
}

func (tx *Tx) importEdits(chunk replication.ImportChunk, drafts []ImportDraft, job int64) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	for _, d := range drafts {
		edit, err := tx.replaceContact(d.Stored, d.Next, d.Notes, s, job)
		if err != nil {
			return err
		}
		if edit != nil {
			chunk.Edits = append(chunk.Edits, *edit)
		}
	}
	if len(chunk.Edits) == 0 {
		tx.clock.counter-- // the number was not used: they stay contiguous (S1.1)
		return nil
	}
	body, err := replication.EncodeChunk(&chunk)
	if err != nil {
		return err
	}
	return tx.record(s, replication.LaneBulk, replication.KindImportChunk, crm.NoID, body)
}
