package sqlite

import (
	"bytes"
	"slices"

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

// chunkSize is how many contacts one operation of an import carries: the server decides it whole, and an edit waits for
// it (S3).
const chunkSize = 5_000

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
		if err := tx.importCreates(chunk, creates[:n], job); err != nil {
			return err
		}
		creates = creates[n:]
	}
	for len(edits) > 0 {
		n := min(chunkSize, len(edits))
		if _, err := tx.chunkOfEdits(replication.KindImportChunk, chunk, edits[:n], job); err != nil {
			return err
		}
		edits = edits[n:]
	}
	if len(b.Drafts) > 0 {
		tx.Announce(Event{"contact"})
	}
	return nil
}

// importCreates writes new contacts. Documents, keys and the operation are computed on another core, ahead of
// SQLite.
func (tx *Tx) importCreates(chunk replication.ImportChunk, drafts []ImportDraft, job int64) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	if err := tx.loadDefinitions(); err != nil {
		return err
	}
	p := &preparation{tx: tx, drafts: drafts, chunk: chunk, blocks: make(chan []preparedContact, 4)}
	go p.run()
	var failed error
	at := 0
	part := importPart{job: job, op: s.op}
	for block := range p.blocks { // to its end, so that the other side is done with the drafts
		for i := range block {
			if failed == nil {
				part.last, failed = tx.insertContact(drafts[at+i].Next, block[i].readied, block[i].notes, s)
			}
		}
		at += len(block)
	}
	if failed == nil {
		failed = p.err
	}
	if failed != nil {
		return failed
	}
	part.first, part.low, part.high = part.last-int64(len(drafts))+1, p.low, p.high
	if err := tx.keepPart(&part); err != nil {
		return err
	}
	return tx.record(s, replication.LaneBulk, replication.KindImportChunk, crm.NoID, p.body)
}

// preparation computes what importCreates stores.
type preparation struct {
	tx     *Tx
	drafts []ImportDraft
	chunk  replication.ImportChunk
	blocks chan []preparedContact // closed when body and err are set
	body   []byte
	err    error

	low, high crm.ID // of the contacts and their notes
}

// span widens low and high to an id.
func (p *preparation) span(id crm.ID) {
	if p.low == crm.NoID || bytes.Compare(id[:], p.low[:]) < 0 {
		p.low = id
	}
	if bytes.Compare(id[:], p.high[:]) > 0 {
		p.high = id
	}
}

type preparedContact struct {
	readied
	notes []replication.NoteAdd
}

const preparedBlock = 500

func (p *preparation) run() {
	defer close(p.blocks)
	p.chunk.Creates = make([]replication.Imported, 0, len(p.drafts))
	for drafts := p.drafts; len(drafts) > 0; {
		n := min(preparedBlock, len(drafts))
		block := make([]preparedContact, n)
		for i, d := range drafts[:n] {
			p.tx.complete(d.Next)
			if block[i].readied, p.err = p.tx.ready(d.Next); p.err != nil {
				return
			}
			block[i].notes = newNotes(d.Next.ID, d.Notes, p.tx.now)
			p.span(d.Next.ID)
			for _, n := range block[i].notes {
				p.span(n.ID)
			}
			p.chunk.Creates = append(p.chunk.Creates, replication.Imported{
				ID: d.Next.ID[:], At: d.Next.CreatedAt.UnixMilli(), Document: block[i].bytes,
				Portfolio: wirePortfolio(d.Next.Portfolio), Notes: block[i].notes,
			})
		}
		p.blocks <- block
		drafts = drafts[n:]
	}
	p.chunk.Fields, p.chunk.Labels = p.tx.defs.fields.id, p.tx.defs.labels.id
	p.body, p.err = replication.EncodeChunk(&p.chunk)
}

// loadDefinitions reads the numberings that ready uses.
func (v *View) loadDefinitions() error {
	if _, err := v.fieldNumbers(); err != nil {
		return err
	}
	_, err := v.labelNumbers()
	return err
}

// chunkOfEdits writes changed contacts and records the changes as one operation. It reports how many there were.
func (tx *Tx) chunkOfEdits(kind replication.Kind, chunk replication.ImportChunk, drafts []ImportDraft, job int64) (changed int, err error) {
	s, err := tx.nextStamp()
	if err != nil {
		return 0, err
	}
	part := importPart{job: job, op: s.op}
	for _, d := range drafts {
		edit, err := tx.replaceContact(d.Stored, d.Next, d.Notes, s, job)
		if err != nil {
			return 0, err
		}
		if edit != nil {
			chunk.Edits = append(chunk.Edits, *edit)
			part.edited = append(part.edited, d.Stored.N)
		}
	}
	if len(chunk.Edits)+len(chunk.Unnoted) == 0 {
		tx.clock.counter-- // the number was not used: they stay contiguous (S1.1)
		return 0, nil
	}
	if kind == replication.KindImportChunk {
		slices.Sort(part.edited)
		if err := tx.keepPart(&part); err != nil {
			return 0, err
		}
	}
	body, err := replication.EncodeChunk(&chunk)
	if err != nil {
		return 0, err
	}
	return len(chunk.Edits), tx.record(s, replication.LaneBulk, kind, crm.NoID, body)
}
