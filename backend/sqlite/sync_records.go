package sqlite

import (
	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

func (tx *Tx) acceptNote(n *replication.Note) error {
	contact, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, n.Contact[:])
	if err != nil || contact == 0 {
		return err
	}
	if err := tx.settle(contact); err != nil {
		return err
	}
	users, err := tx.userNumbers()
	if err != nil {
		return err
	}
	at, err := tx.c.integer(`SELECT contact FROM note WHERE id = ?`, n.ID[:])
	if err != nil {
		return err
	}
	if at != 0 && at != contact {
		root, err := tx.c.integer(`SELECT merged_into FROM contact WHERE n = ?`, contact)
		if err != nil {
			return err
		}
		if at == root {
			contact = at // a merge that this office has made and the server has not decided yet
		}
		if _, err := tx.c.exec(`UPDATE note SET contact = ? WHERE id = ?`, contact, n.ID[:]); err != nil {
			return err
		}
	}
	if kept, err := tx.noteStaysBack(n); kept || err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO note (contact, id, author, at, text) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (contact, id) DO UPDATE SET author = excluded.author, at = excluded.at, text = excluded.text`,
		contact, n.ID[:], users.n[n.Author], n.At, n.Text)
	tx.Announce(Event{"contact"})
	return err
}

func (tx *Tx) acceptService(s *replication.ServiceDefine) error {
	if err := tx.renameNamed(replication.NounService, `SELECT id FROM service WHERE name = ? AND id <> ?`, s.Name, s.ID); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		INSERT INTO service (id, name, mailbox, validated, hlc, device) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, mailbox = excluded.mailbox, validated = excluded.validated,
		  hlc = excluded.hlc, device = excluded.device, state = 0`,
		s.ID[:], s.Name, s.Mailbox, flag(s.Validated), int64(s.Version.HLC), s.Version.Device)
	tx.defs = nil
	tx.Announce(Event{"service"})
	return err
}

func (tx *Tx) acceptUser(u *replication.UserPut) error {
	if err := tx.yieldEmail(u); err != nil {
		return err
	}
	if err := tx.renameNamed(replication.NounUser, `SELECT id FROM account WHERE email_key = ? AND id <> ?`, crm.EmailKey(u.Email), u.ID); err != nil {
		return err
	}
	err := tx.writeUser(crm.User{
		ID: u.ID, Name: u.Name, Email: u.Email, Profile: u.Profile, ExternalNumber: u.ExternalNumber,
		ConcurrencyLimit: u.ConcurrencyLimit, Active: u.Active,
	}, u.Password)
	if err != nil {
		return err
	}
	tx.defs = nil
	_, err = tx.c.exec(`UPDATE account SET hlc = ?, device = ? WHERE id = ?`, int64(u.Version.HLC), u.Version.Device, u.ID[:])
	return err
}

// yieldEmail takes back the address that this office wants to give to a user whom the server knows by another one:
// the server has given it to somebody else.
func (tx *Tx) yieldEmail(u *replication.UserPut) error {
	holder, err := tx.AccountByEmail(u.Email)
	if err != nil || holder == nil || holder.ID == u.ID {
		return err
	}
	before, _, err := tx.recordImage(replication.NounUser, holder.ID)
	if err != nil || before == nil || crm.EmailKey(before.User.Email) == crm.EmailKey(u.Email) {
		return err
	}
	return tx.acceptUser(before.User)
}

// renameNamed makes this office's own record of that name the server's record.
func (tx *Tx) renameNamed(noun replication.Noun, sql, key string, id crm.ID) error {
	var own crm.ID
	if _, err := tx.c.one(sql, values(key, id[:]), func(row result) error {
		own = blobID(row[0])
		return nil
	}); err != nil || own == crm.NoID {
		return err
	}
	return tx.rename(noun, own, id)
}

var nounTables = map[replication.Noun]string{
	replication.NounField: "field", replication.NounLabel: "label", replication.NounService: "service", replication.NounUser: "account",
}

// rename makes the record of one id that of another, which stands for it from now on.
func (tx *Tx) rename(noun replication.Noun, from, to crm.ID) error {
	if before, err := tx.Resolve(noun, from); err != nil {
		return err
	} else if before != from && before != to { // this office had taken it for another one, which has given its name up since
		if err := tx.part(noun, from, before); err != nil {
			return err
		}
	}
	table := nounTables[noun]
	have, err := tx.c.integer(`SELECT count(*) FROM `+table+` WHERE id = ?`, to[:])
	if err != nil {
		return err
	}
	if have == 0 {
		if _, err := tx.c.exec(`UPDATE `+table+` SET id = ? WHERE id = ?`, to[:], from[:]); err != nil {
			return err
		}
	}
	tx.defs = nil
	if err := tx.saveAlias(noun, from, to); err != nil || have == 0 {
		return err
	}
	if noun == replication.NounField || noun == replication.NounLabel {
		return tx.foldRow(noun, from, to)
	}
	return nil
}

func (tx *Tx) saveAlias(noun replication.Noun, from, to crm.ID) error {
	// What stood for from stands for to now, so that one look-up is enough.
	if _, err := tx.c.exec(`UPDATE alias SET root = ? WHERE noun = ? AND root = ?`, to[:], string(noun), from[:]); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		INSERT INTO alias (noun, id, root) VALUES (?, ?, ?)
		ON CONFLICT (noun, id) DO UPDATE SET root = excluded.root`, string(noun), from[:], to[:])
	return err
}

func (tx *Tx) acceptAlias(a *replication.Alias) error {
	if a.Noun == replication.NounTabulation {
		return tx.foldTabulation(a.From, a.To)
	}
	if a.Noun != replication.NounContact {
		return tx.rename(a.Noun, a.From, a.To)
	}
	if err := tx.saveAlias(a.Noun, a.From, a.To); err != nil {
		return err
	}
	return tx.fold(a.From, a.To)
}

// changeBy is what an operation changed on a contact; nil when nothing.
func (tx *Tx) changeBy(n int64, o *outgoing) (p *pendingChange, err error) {
	if err := tx.settle(n); err != nil {
		return nil, err
	}
	_, err = tx.c.one(`SELECT changes FROM contact_change WHERE contact = ? AND op = ?`, values(n, o.counter), func(row result) error {
		p = &pendingChange{counter: o.counter, by: replication.Author{Stamp: o.op.Stamp(), At: o.op.At}}
		return cbor.Unmarshal(row[0].([]byte), &p.doc)
	})
	return p, err
}

func (tx *Tx) acceptConflict(c *replication.Conflict) error {
	contact, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, c.Contact[:])
	if err != nil || contact == 0 {
		return err
	}
	b, err := cbor.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO conflict (id, contact, body) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, body = excluded.body`, c.ID[:], contact, b)
	tx.Announce(Event{"sync"})
	return err
}
