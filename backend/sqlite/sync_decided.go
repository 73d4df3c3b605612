package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Users, services, settings and rights are decided by the server alone, in the order in which wishes reach it. Each
// carries the version that the server gave it, which only a server restored from a backup needs: of two states of one
// record the greater version is the later.

const serviceColumns = ` s.id, s.name, s.mailbox, s.validated, s.hlc, s.device`

func scanService(row result) *replication.ServiceDefine {
	return &replication.ServiceDefine{
		ID: blobID(row[0]), Name: row[1].(string), Mailbox: row[2].(string), Validated: row[3].(int64) != 0, Version: stampAt(row, 4),
	}
}

// stampAt reads a version from two columns.
func stampAt(row result, i int) replication.Stamp {
	return replication.Stamp{HLC: replication.HLC(row[i].(int64)), Device: row[i+1].(int64)}
}

// decidedAlone is the version of such a record, nil for any other effect.
func decidedAlone(e *replication.Effect) *replication.Stamp {
	switch {
	case e.User != nil:
		return &e.User.Version
	case e.Service != nil:
		return &e.Service.Version
	case e.Setting != nil:
		return &e.Setting.Version
	case e.Permission != nil:
		return &e.Permission.Version
	}
	return nil
}

// forgotten tells whether what the server says of a record is older than what it has said before: it was restored from a
// backup, and this replica is about to offer it the later state.
func (tx *Tx) forgotten(e *replication.Effect) (bool, error) {
	version := decidedAlone(e)
	if version == nil {
		return false, nil
	}
	noun, id := recordOf(e)
	all := noun == replication.NounSetting || noun == replication.NounPermission // on offer as one
	if all {
		id = crm.NoID
	}
	offered, err := tx.c.integer(`SELECT EXISTS (SELECT 1 FROM offer WHERE noun = ? AND (id = ? OR ?))`, string(noun), id[:], flag(all))
	if err != nil || offered == 0 {
		return false, err
	}
	noun, id = recordOf(e)
	known, kept, err := tx.recordImage(noun, id)
	if err == nil && !kept {
		known, err = tx.recordNamed(noun, id)
	}
	if err != nil || known == nil {
		return false, err
	}
	return decidedAlone(known).Compare(*version) > 0, nil
}

func (tx *Tx) acceptSetting(x *replication.SettingSet) error {
	if err := tx.writeSetting(x.Name, x.Value); err != nil {
		return err
	}
	_, err := tx.c.exec(`UPDATE setting SET hlc = ?, device = ? WHERE name = ?`, int64(x.Version.HLC), x.Version.Device, string(x.Name))
	return err
}

func (tx *Tx) acceptPermission(x *replication.PermissionSet) error {
	if err := tx.writePermission(x.Profile, x.Permission, x.Allowed); err != nil {
		return err
	}
	_, err := tx.c.exec(`UPDATE permission SET hlc = ?, device = ? WHERE profile = ? AND permission = ?`,
		int64(x.Version.HLC), x.Version.Device, string(x.Profile), string(x.Permission))
	return err
}
