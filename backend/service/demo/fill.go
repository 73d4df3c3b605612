package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Result counts what a demo has made.
type Result struct {
	Contacts     int `json:"contacts"`
	Interactions int `json:"interactions"`
	Users        int `json:"users"`
	Services     int `json:"services"`
}

// batchSize is how many contacts one transaction takes.
const batchSize = 10_000

// filler makes the contacts of one demo.
type filler struct {
	db       *sqlite.DB
	job      crm.ID
	n        int
	seed     uint64
	fields   map[string]crm.ID
	labels   map[string]crm.ID
	agents   []crm.ID
	services []crm.ID
	result   Result
}

// batch writes the contacts from the from-th on and returns how many there are now. commit runs in the transaction.
func (f *filler) batch(ctx context.Context, from int, commit func(tx *sqlite.Tx) error) (int, error) {
	to := min(from+batchSize, f.n)
	before := f.result
	err := f.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		b := &sqlite.ImportBatch{Job: f.job, FirstLine: from + 1, LastLine: to}
		var talks []sqlite.NewInteraction
		for i := from; i < to; i++ {
			// A stream of its own, so that the people stay those of a CSV of the same seed.
			r := rand.New(rand.NewPCG(f.seed^0x9e3779b97f4a7c15, uint64(i))) // invented, not secret
			c, note := f.contact(newPerson(f.seed, i), r, tx.Now())
			draft := sqlite.ImportDraft{Next: c}
			if note != "" {
				draft.Notes = []string{note}
			}
			b.Drafts = append(b.Drafts, draft)
			talks = f.interactions(talks, c, i, r, tx.Now())
		}
		if err := tx.ApplyImport(b); err != nil {
			return err
		}
		if err := tx.AddInteractions(talks); err != nil {
			return err
		}
		f.result.Contacts += len(b.Drafts)
		f.result.Interactions += len(talks)
		return commit(tx)
	})
	if err != nil {
		f.result = before
		return from, err
	}
	return to, nil
}

// contact makes a person a contact of this replica.
func (f *filler) contact(p *person, r *rand.Rand, now time.Time) (*crm.Contact, string) {
	c := &crm.Contact{ID: crm.NewID(), Fields: p.fields, Phones: p.phones}
	if r.IntN(3) > 0 {
		c.Fields[crm.FieldChannel] = crm.Channels[r.IntN(len(crm.Channels))]
	}
	for _, x := range p.custom {
		c.SetCustom(f.fields[x.name], x.value)
	}
	for _, name := range p.labels {
		c.Labels = append(c.Labels, f.labels[name])
	}
	c.CreatedAt = now.Add(-time.Duration(r.IntN(2*365*24*60)) * time.Minute).Truncate(time.Millisecond)
	if c.Active() && r.IntN(3) == 0 {
		c.Portfolio = f.portfolio(r)
	}
	return c, p.note
}

// portfolio holds a contact with one of the agents, the first of whom has the most (D5.1).
func (f *filler) portfolio(r *rand.Rand) *crm.Portfolio {
	owner := min(r.IntN(len(f.agents)), r.IntN(len(f.agents)))
	p := &crm.Portfolio{Type: crm.PortfolioType(1 + r.IntN(4)), Owner: f.agents[owner]}
	switch p.Type {
	case crm.FlowBackup:
		p.Reserve = f.agents[(owner+1)%len(f.agents)]
	case crm.FlowQueue:
		p.Service = f.services[r.IntN(len(f.services))]
	}
	return p
}
