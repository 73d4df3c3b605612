package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

var tabulations = []string{"Dúvida resolvida", "Segunda via", "Reclamação", "Venda", "Sem interesse", "Retornar depois"}

// openEvery is of how many interactions one is still open.
const openEvery = 150

// interactions adds what a contact has had to do with the office: nothing for half of them, up to six protocols for the
// others, a few still open.
func (f *filler) interactions(all []sqlite.NewInteraction, c *crm.Contact, person int, r *rand.Rand, now time.Time) []sqlite.NewInteraction {
	if r.IntN(2) == 0 {
		return all
	}
	for k := range 1 + min(r.IntN(6), r.IntN(6)) {
		age := now.Sub(c.CreatedAt)
		x := sqlite.NewInteraction{
			ID: crm.NewID(), Contact: c.ID, Channel: crm.Channels[r.IntN(len(crm.Channels))], Outbound: r.IntN(4) == 0,
			Protocol: fmt.Sprintf("%08d-%d", person+1, k+1),
			Service:  f.services[r.IntN(len(f.services))], Agent: f.agents[r.IntN(len(f.agents))],
			Opened: c.CreatedAt.Add(time.Duration(r.Float64() * float64(age))).Truncate(time.Second),
		}
		if p := c.Portfolio; p != nil && r.IntN(4) > 0 {
			x.Agent = p.Owner
		}
		wait, handle := time.Duration(5+r.IntN(300))*time.Second, time.Duration(30+r.IntN(1200))*time.Second
		if r.IntN(openEvery) == 0 {
			x.Opened = now.Add(-wait).Truncate(time.Second)
		} else {
			x.Answered, x.Closed, x.Handle = x.Opened.Add(wait), x.Opened.Add(wait+handle), handle
			x.Tabulation = tabulations[r.IntN(len(tabulations))]
		}
		all = append(all, x)
	}
	return all
}
