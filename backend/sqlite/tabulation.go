package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

const tabulationColumns = ` t.id, t.name, t.service, t.archived, t.hlc, t.device`

func scanTabulation(row result) *replication.TabulationPut {
	return &replication.TabulationPut{
		ID: blobID(row[0]), Name: row[1].(string), Service: blobID(row[2]), Archived: row[3].(int64) != 0,
		Stamp: replication.Stamp{HLC: replication.HLC(row[4].(int64)), Device: row[5].(int64)},
	}
}

// Tabulations lists all tabulations by name, archived ones too.
func (v *View) Tabulations() (out []crm.Tabulation, err error) {
	err = v.c.query(`SELECT`+tabulationColumns+` FROM tabulation t ORDER BY t.name_key, t.id`, nil, func(row result) error {
		x := scanTabulation(row)
		out = append(out, crm.Tabulation{ID: x.ID, Name: x.Name, Service: x.Service, Archived: x.Archived})
		return nil
	})
	return out, err
}

// TabulationNamed finds a tabulation of a service (NoID = of all) by its name, case and accents aside; nil when there is none.
func (v *View) TabulationNamed(name string, service crm.ID) (*crm.Tabulation, error) {
	x, err := v.tabulationNamed(crm.Fold(name), service)
	if err != nil || x == nil {
		return nil, err
	}
	return &crm.Tabulation{ID: x.ID, Name: x.Name, Service: x.Service, Archived: x.Archived}, nil
}

// Tabulation reads one tabulation; crm.CodeNotFound when there is none.
func (v *View) Tabulation(id crm.ID) (crm.Tabulation, error) {
	id, err := v.Resolve(replication.NounTabulation, id)
	if err != nil {
		return crm.Tabulation{}, err
	}
	x, err := v.tabulation(id)
	if err == nil && x == nil {
		err = crm.Errorf(crm.CodeNotFound, "tabulation", "there is no such tabulation")
	}
	if err != nil {
		return crm.Tabulation{}, err
	}
	return crm.Tabulation{ID: x.ID, Name: x.Name, Service: x.Service, Archived: x.Archived}, nil
}

// PutTabulation creates or changes a tabulation by the rules that the server has; crm.CodeConflict when its name is taken.
func (tx *Tx) PutTabulation(t crm.Tabulation) error {
	result, err := tx.Perform(replication.KindTabulationPut, t.ID, &replication.TabulationPut{
		ID: t.ID, Name: t.Name, Service: t.Service, Archived: t.Archived,
	})
	if err == nil && result.Outcome == replication.Rejected {
		err = crm.Errorf(result.Code, "name", "there is already a tabulation of that name")
	}
	return err
}

func (v *View) tabulation(id crm.ID) (x *replication.TabulationPut, err error) {
	_, err = v.c.one(`SELECT`+tabulationColumns+` FROM tabulation t WHERE t.id = ?`, values(id[:]), func(row result) error {
		x = scanTabulation(row)
		return nil
	})
	return x, err
}

func (v *View) tabulationNamed(key string, service crm.ID) (x *replication.TabulationPut, err error) {
	_, err = v.c.one(`SELECT`+tabulationColumns+` FROM tabulation t WHERE t.name_key = ? AND t.service = ? ORDER BY t.id`,
		values(key, service[:]), func(row result) error {
			x = scanTabulation(row)
			return nil
		})
	return x, err
}

// acceptTabulation takes over how the server has a tabulation. What a restored server has forgotten of it is kept, to
// be offered. Until the server has made one of two of the same name, both are here.
func (tx *Tx) acceptTabulation(x *replication.TabulationPut) error {
	forgotten, err := tx.forgottenTabulation(x)
	if err != nil || forgotten {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO tabulation (id, name, name_key, service, archived, hlc, device) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
		  name = excluded.name, name_key = excluded.name_key, service = excluded.service, archived = excluded.archived,
		  hlc = excluded.hlc, device = excluded.device`,
		x.ID[:], x.Name, crm.Fold(x.Name), x.Service[:], flag(x.Archived), int64(x.Stamp.HLC), x.Stamp.Device)
	tx.Announce(Event{"tabulation"})
	return err
}

// forgottenTabulation tells whether a later version than the server's is here and on offer to it.
func (tx *Tx) forgottenTabulation(x *replication.TabulationPut) (bool, error) {
	offered, err := tx.offered(replication.NounTabulation, x.ID)
	if err != nil || !offered {
		return false, err
	}
	here, err := tx.tabulation(x.ID)
	return here != nil && here.Stamp.Compare(x.Stamp) > 0, err
}

func (tx *Tx) toldTabulation(x *replication.TabulationPut) error {
	if forgotten, err := tx.forgottenTabulation(x); err != nil || forgotten {
		return err
	}
	return tx.unoffer(replication.NounTabulation, x.ID)
}

// foldTabulation makes this office's own tabulation the one of the same name that the organization had already.
func (tx *Tx) foldTabulation(from, to crm.ID) error {
	if _, err := tx.c.exec(`DELETE FROM tabulation WHERE id = ?`, from[:]); err != nil {
		return err
	}
	tx.Announce(Event{"tabulation"})
	return tx.saveAlias(replication.NounTabulation, from, to)
}
