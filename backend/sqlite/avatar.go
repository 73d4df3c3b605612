package sqlite

import (
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Avatars are the pictures of contacts, by id; contacts without one are left out.
func (v *View) Avatars(ids []crm.ID) (map[crm.ID][]byte, error) {
	out := map[crm.ID][]byte{}
	for _, id := range ids {
		a, err := v.avatar(id)
		if err != nil {
			return nil, err
		}
		if !a.Blank() {
			out[id] = a.Image
		}
	}
	return out, nil
}

// Pictured tells which of these contacts, by local row number, have a picture, without reading any.
func (v *View) Pictured(numbers []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := v.c.query(`
		SELECT a.contact FROM json_each(?) j CROSS JOIN avatar a ON a.contact = j.value
		WHERE a.image IS NOT NULL`, values(list(numbers)), func(row result) error {
		out[row[0].(int64)] = true
		return nil
	})
	return out, err
}

const avatarColumns = `c.id, a.hlc, a.device, a.image FROM avatar a JOIN contact c ON c.n = a.contact`

// avatar is the picture of exactly this contact as it is shown, nil when it never had one.
func (v *View) avatar(id crm.ID) (a *replication.Avatar, err error) {
	_, err = v.c.one(`SELECT `+avatarColumns+` WHERE c.id = ?`, values(id[:]), func(row result) error {
		a = scanAvatar(row)
		return nil
	})
	return a, err
}

func scanAvatar(row result) *replication.Avatar {
	a := &replication.Avatar{
		Contact: blobID(row[0]), Stamp: replication.Stamp{HLC: replication.HLC(row[1].(int64)), Device: row[2].(int64)},
	}
	a.Image, _ = row[3].([]byte)
	return a
}

// SetAvatar gives a contact a picture, or takes it away with none; that of a merged contact is its primary's. changed
// is false when it already was so. The caller has validated the image.
func (tx *Tx) SetAvatar(id crm.ID, image []byte) (changed bool, err error) {
	root, err := (&local{tx: tx}).Root(replication.NounContact, id)
	if err != nil {
		return false, err
	}
	old, err := tx.avatar(root)
	if err != nil {
		return false, err
	}
	if old.Blank() && len(image) == 0 || !old.Blank() && string(old.Image) == string(image) {
		return false, nil
	}
	x := &replication.AvatarSet{Contact: root, Image: image}
	if old != nil {
		x.Base = old.Stamp
	}
	r, err := tx.Perform(replication.KindAvatarSet, root, x)
	if err != nil {
		return false, err
	}
	if r.Outcome != replication.Applied {
		return false, crm.Errorf(crm.CodeConflict, "avatar", "the picture of this contact cannot be changed")
	}
	return true, nil
}

// putAvatar writes what is shown; nothing for nil or a contact that is not here.
func (tx *Tx) putAvatar(id crm.ID, a *replication.Avatar) error {
	n, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, id[:])
	if err != nil || n == 0 {
		return err
	}
	tx.Announce(Event{"contact"})
	if a == nil {
		_, err = tx.c.exec(`DELETE FROM avatar WHERE contact = ?`, n)
		return err
	}
	var image any
	if !a.Blank() {
		image = a.Image
	}
	_, err = tx.c.exec(`
		INSERT INTO avatar (contact, hlc, device, image) VALUES (?, ?, ?, ?)
		ON CONFLICT (contact) DO UPDATE SET hlc = excluded.hlc, device = excluded.device, image = excluded.image`,
		n, int64(a.Stamp.HLC), a.Stamp.Device, image)
	return err
}

// acceptAvatar takes over a picture from the server. What a restored server has forgotten is kept, to be offered.
func (tx *Tx) acceptAvatar(a *replication.Avatar) error {
	known, kept, err := tx.recordImage(replication.NounAvatar, a.Contact)
	if err != nil {
		return err
	}
	offered, err := tx.offered(replication.NounAvatar, a.Contact)
	if err != nil {
		return err
	}
	if offered {
		mine, err := tx.avatar(a.Contact)
		if err != nil {
			return err
		}
		if kept && known != nil {
			mine = known.Avatar
		}
		if mine != nil && mine.Stamp.Compare(a.Stamp) > 0 {
			return nil
		}
		if err := tx.unoffer(replication.NounAvatar, a.Contact); err != nil {
			return err
		}
	}
	if !kept {
		return tx.putAvatar(a.Contact, a)
	}
	if err := tx.saveRecordImage(replication.NounAvatar, a.Contact, &replication.Effect{Avatar: a}); err != nil {
		return err
	}
	return tx.showAvatar(a.Contact)
}

const waitingAvatarsSQL = `SELECT ` + outgoingColumns + `
	FROM pending_op WHERE entity = ? AND kind = 'avatar.set' AND echoed = 0 ORDER BY counter`

// showAvatar shows the picture as the server has it with what waits here on top, by the rule that the server will
// apply and under the number that it knows this device by.
func (tx *Tx) showAvatar(id crm.ID) error {
	known, kept, err := tx.recordImage(replication.NounAvatar, id)
	if err != nil || !kept {
		return err
	}
	e, err := tx.Enrolment()
	if err != nil {
		return err
	}
	number := int64(thisDevice)
	if e != nil {
		number = e.Number
	}
	var shown *replication.Avatar
	if known != nil {
		known.Renumber(thisDevice, number)
		shown = known.Avatar
	}
	ids, err := tx.everyID(id)
	if err != nil {
		return err
	}
	for _, own := range ids {
		waiting, err := tx.outgoings(waitingAvatarsSQL, own[:])
		if err != nil {
			return err
		}
		for _, o := range waiting {
			x := new(replication.AvatarSet)
			if err := replication.Decode(o.op.Body, x); err != nil {
				return err
			}
			if next := shown.Next(id, x, replication.Stamp{HLC: o.op.HLC, Device: number}, false); next != nil {
				shown = next
			}
		}
	}
	if shown != nil {
		(&replication.Effect{Avatar: shown}).Renumber(number, thisDevice)
	}
	return tx.putAvatar(id, shown)
}

// rebaseAvatars shows the pictures that an operation was about as they are without it.
func (tx *Tx) rebaseAvatars(o *outgoing) error {
	if o.op.Kind != replication.KindAvatarSet && o.op.Kind != replication.KindMerge {
		return nil
	}
	for _, id := range o.contacts() {
		root, err := tx.Resolve(replication.NounContact, id)
		if err != nil {
			return err
		}
		if err := tx.showAvatar(root); err != nil {
			return err
		}
	}
	return nil
}

// settleAvatars drops the server's pictures once nothing waits that may change one: they are what is shown.
func (tx *Tx) settleAvatars() error {
	waits, err := tx.c.integer(`
		SELECT EXISTS (SELECT 1 FROM pending_op WHERE echoed = 0 AND kind IN ('avatar.set', 'contact.merge'))`)
	if err != nil || waits != 0 {
		return err
	}
	var ids []crm.ID
	if err := tx.c.query(`SELECT id FROM record_image WHERE noun = 'avatar'`, nil, func(row result) error {
		ids = append(ids, blobID(row[0]))
		return nil
	}); err != nil {
		return err
	}
	for _, id := range ids {
		if err := tx.showAvatar(id); err != nil {
			return err
		}
	}
	_, err = tx.c.exec(`DELETE FROM record_image WHERE noun = 'avatar'`)
	return err
}

// foldAvatar makes the picture that waits for a folded contact one of the contact it is part of.
func (tx *Tx) foldAvatar(own *Stored, to crm.ID) error {
	a, err := tx.avatar(own.ID)
	if err != nil || a == nil {
		return err
	}
	if err := tx.keepRecord(replication.Effect{Avatar: &replication.Avatar{Contact: to}}); err != nil {
		return err
	}
	if err := tx.forgetAvatar(own.N, own.ID); err != nil {
		return err
	}
	return tx.showAvatar(to)
}

// forgetAvatar destroys the picture of a contact, and how the server had it.
func (tx *Tx) forgetAvatar(n int64, id crm.ID) error {
	if _, err := tx.c.exec(`DELETE FROM avatar WHERE contact = ?`, n); err != nil {
		return err
	}
	_, err := tx.c.exec(`DELETE FROM record_image WHERE noun = 'avatar' AND id = ?`, id[:])
	return err
}

func (l *local) Avatar(contact crm.ID) (*replication.Avatar, error) { return l.tx.avatar(contact) }

// putAvatar shows a picture that the rules gave here, and keeps how the server has it.
func (l *local) putAvatar(a *replication.Avatar) error {
	if err := l.tx.keepRecord(replication.Effect{Avatar: a}); err != nil {
		return err
	}
	return l.tx.putAvatar(a.Contact, a)
}

// avatarRecords reads the pictures as the server keeps them.
var avatarRecords = recordQuery{replication.NounAvatar, `SELECT ` + avatarColumns, onOffer("avatar", "c.id"),
	func(v *View, row result) (crm.ID, replication.Effect, error) {
		a := scanAvatar(row)
		known, kept, err := v.recordImage(replication.NounAvatar, a.Contact)
		if err != nil {
			return crm.NoID, replication.Effect{}, err
		}
		if kept && known != nil {
			a = known.Avatar
		}
		return a.Contact, replication.Effect{Avatar: a}, nil
	}}

// avatarNamed narrows avatarRecords to one contact.
func avatarNamed(id crm.ID) string { return fmt.Sprintf(` WHERE c.id = x'%x'`, id[:]) }
