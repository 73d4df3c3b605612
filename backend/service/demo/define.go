package demo

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// staff are the users of a demo.
var staff = []crm.User{
	{Name: "Sônia Prado", Email: "supervisora@example.com", Profile: crm.ProfileSupervisor, Presence: crm.PresenceAvailable},
	{Name: "Bruno Sá", Email: "bruno@example.com", Profile: crm.ProfileAgent, Presence: crm.PresenceAvailable, ExternalNumber: "5548991110001"},
	{Name: "Clara Nóbrega", Email: "clara@example.com", Profile: crm.ProfileAgent, Presence: crm.PresenceAvailable, ConcurrencyLimit: 3},
	{Name: "Danilo Assunção", Email: "danilo@example.com", Profile: crm.ProfileAgent, Presence: crm.PresencePaused, PresenceReason: "almoço"},
	{Name: "Érica Gonçalves", Email: "erica@example.com", Profile: crm.ProfileAgent, Presence: crm.PresenceOffline, ExternalNumber: "5511991110002"},
	{Name: "Fabrício Leão", Email: "fabricio@example.com", Profile: crm.ProfileAgent, Presence: crm.PresenceAvailable},
}

var queues = []crm.Service{
	{Name: "Atendimento", Mailbox: "atendimento@example.com", Validated: true},
	{Name: "Vendas", Mailbox: "vendas@example.com"},
	{Name: "Financeiro"},
}

// define makes users, services, custom fields and labels, or finds those of an interrupted demo.
func (f *filler) define(ctx context.Context) error {
	f.fields, f.labels, f.agents, f.services = map[string]crm.ID{}, map[string]crm.ID{}, nil, nil
	return f.db.Update(ctx, func(tx *sqlite.Tx) error {
		for _, u := range staff {
			id, err := putUser(tx, u)
			if err != nil {
				return err
			}
			if u.Profile == crm.ProfileAgent {
				f.agents = append(f.agents, id)
			}
		}
		for _, q := range queues {
			id, err := tx.DefineService(q)
			if err != nil {
				return err
			}
			f.services = append(f.services, id)
		}
		for _, name := range customNames {
			id, _, err := tx.DefineField(crm.CustomField{Name: name, Type: crm.TypeText})
			if err != nil {
				return err
			}
			f.fields[name] = id
		}
		for _, name := range labels {
			id, _, err := tx.DefineLabel(crm.Label{Name: name})
			if err != nil {
				return err
			}
			f.labels[name] = id
		}
		f.result.Users, f.result.Services = len(staff), len(queues)
		return nil
	})
}

// putUser adds a user, unless somebody has that e-mail already: then it is that one.
func putUser(tx *sqlite.Tx, u crm.User) (crm.ID, error) {
	known, err := tx.AccountByEmail(u.Email)
	if err != nil {
		return crm.NoID, err
	}
	if known != nil {
		return known.ID, nil
	}
	u.ID, u.Active = crm.NewID(), true
	if err := tx.PutUser(u, passwordHash); err != nil {
		return crm.NoID, err
	}
	return u.ID, tx.SetPresence(u.ID, u.Presence, u.PresenceReason)
}
