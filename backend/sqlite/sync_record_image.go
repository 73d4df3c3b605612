package sqlite

import (
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What the server decides alone (users, rights, settings, definitions, blacklists: S2) is shown as this office wants it
// until the server has decided. Beside it stands how the server has it, so that a refused wish is taken back.

// recordOf is what an effect is about, "" for what has no image of this kind.
func recordOf(e *replication.Effect) (noun replication.Noun, id crm.ID) {
	switch {
	case e.User != nil:
		return replication.NounUser, e.User.ID
	case e.Service != nil:
		return replication.NounService, e.Service.ID
	case e.Field != nil:
		return replication.NounField, e.Field.ID
	case e.Label != nil:
		return replication.NounLabel, e.Label.ID
	case e.Setting != nil:
		return replication.NounSetting, e.Setting.ID()
	case e.Permission != nil:
		return replication.NounPermission, e.Permission.ID()
	case e.Blacklist != nil:
		return replication.NounBlacklist, e.Blacklist.ID
	case e.Unlisted != nil:
		return replication.NounBlacklist, *e.Unlisted
	case e.Avatar != nil:
		return replication.NounAvatar, e.Avatar.Contact
	case e.Tabulation != nil:
		return replication.NounTabulation, e.Tabulation.ID
	case e.Segment != nil:
		return replication.NounSegment, e.Segment.ID
	}
	return "", crm.NoID
}

// keepRecord keeps how the server has what e is about, before it is changed here for the first time.
func (tx *Tx) keepRecord(e replication.Effect) error {
	if yes, err := tx.isEnrolled(); err != nil || !yes {
		return err
	}
	noun, id := recordOf(&e)
	kept, err := tx.c.integer(`SELECT count(*) FROM record_image WHERE noun = ? AND id = ?`, string(noun), id[:])
	if err != nil || kept > 0 {
		return err
	}
	now, err := tx.recordNamed(noun, id)
	if err != nil {
		return err
	}
	return tx.saveRecordImage(noun, id, now)
}

// recordNamed reads a record as it stands; nil when there is none.
func (v *View) recordNamed(noun replication.Noun, id crm.ID) (found *replication.Effect, err error) {
	for _, r := range recordQueries {
		if r.noun != noun {
			continue
		}
		where := ""
		if noun == replication.NounBlacklist { // the others are few, and some are known by name only
			where = fmt.Sprintf(` WHERE b.id = x'%x'`, id[:])
		}
		if noun == replication.NounAvatar {
			where = avatarNamed(id)
		}
		err = v.each(r, where, func(at crm.ID, e replication.Effect) error {
			if at != id {
				return nil
			}
			found = &e
			return errStop
		})
	}
	return found, err
}

func (tx *Tx) saveRecordImage(noun replication.Noun, id crm.ID, e *replication.Effect) error {
	return tx.keepEffect("record_image", noun, id, e)
}

// recordImage is how the server has a record that was changed here; nil when it has none.
func (v *View) recordImage(noun replication.Noun, id crm.ID) (e *replication.Effect, kept bool, err error) {
	return v.keptEffect("record_image", noun, id)
}

// keepEffect writes into a table of images how the server has a record, nil for not at all.
func (tx *Tx) keepEffect(table string, noun replication.Noun, id crm.ID, e *replication.Effect) error {
	var state any
	if e != nil {
		b, err := replication.Encode(e)
		if err != nil {
			return err
		}
		state = b
	}
	_, err := tx.c.exec(`
		INSERT INTO `+table+` (noun, id, state) VALUES (?, ?, ?)
		ON CONFLICT (noun, id) DO UPDATE SET state = excluded.state`, string(noun), id[:], state)
	return err
}

func (v *View) keptEffect(table string, noun replication.Noun, id crm.ID) (e *replication.Effect, kept bool, err error) {
	kept, err = v.c.one(`SELECT state FROM `+table+` WHERE noun = ? AND id = ?`, values(string(noun), id[:]), func(row result) error {
		b, ok := row[0].([]byte)
		if !ok {
			return nil
		}
		e = new(replication.Effect)
		return replication.Decode(b, e)
	})
	return e, kept, err
}

// heard notes what the server says of a record that has an image.
func (tx *Tx) heard(e *replication.Effect) error {
	noun, id := recordOf(e)
	if noun == "" || noun == replication.NounAvatar { // see acceptAvatar
		return nil
	}
	before, kept, err := tx.recordImage(noun, id)
	if err != nil || !kept {
		return err
	}
	if e.Unlisted != nil {
		return tx.saveRecordImage(noun, id, nil)
	}
	if u := e.User; u != nil && u.Password == "" && before != nil { // it comes only when it changes
		whole := *u
		whole.Password = before.User.Password
		e = &replication.Effect{User: &whole}
	}
	return tx.saveRecordImage(noun, id, e)
}

// forgetRecordImages drops the images when nothing of the kind waits any more.
func (tx *Tx) forgetRecordImages() error {
	if any, err := tx.c.integer(`SELECT EXISTS (SELECT 1 FROM record_image)`); err != nil || any == 0 {
		return err
	}
	if err := tx.settleAvatars(); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		DELETE FROM record_image
		WHERE noun <> 'avatar' AND NOT EXISTS (
		  SELECT 1 FROM pending_op
		  WHERE echoed = 0
		    AND kind IN ('user.put', 'field.define', 'label.define', 'service.define', 'setting.set', 'permission.set', 'blacklist.add', 'blacklist.remove',
		                 'tabulation.put',
		      'segment.put', 'segment.delete'))`)
	return err
}

// takeBack makes what a refused operation wanted of records what the server has.
func (tx *Tx) takeBack(o *outgoing) error {
	if err := tx.rebaseAvatars(o); err != nil {
		return err
	}
	for _, e := range o.wanted() {
		noun, id := recordOf(&e)
		if err := tx.showRecord(noun, id, &e); err != nil {
			return err
		}
	}
	return nil
}

// wanted is what an operation wanted to make of records; nothing when it cannot be read.
func (o *outgoing) wanted() []replication.Effect {
	var e replication.Effect
	var err error
	switch o.op.Kind {
	case replication.KindUserPut:
		e.User = new(replication.UserPut)
		err = replication.Decode(o.op.Body, e.User)
	case replication.KindServiceDefine:
		e.Service = new(replication.ServiceDefine)
		err = replication.Decode(o.op.Body, e.Service)
	case replication.KindFieldDefine:
		e.Field = new(replication.FieldDefine)
		err = replication.Decode(o.op.Body, e.Field)
	case replication.KindLabelDefine:
		e.Label = new(replication.LabelDefine)
		err = replication.Decode(o.op.Body, e.Label)
	case replication.KindSettingSet:
		e.Setting = new(replication.SettingSet)
		err = replication.Decode(o.op.Body, e.Setting)
	case replication.KindPermissionSet:
		e.Permission = new(replication.PermissionSet)
		err = replication.Decode(o.op.Body, e.Permission)
	case replication.KindSegmentPut:
		var x replication.SegmentPut
		err = replication.Decode(o.op.Body, &x)
		e.Segment = &replication.Segment{ID: x.ID}
	case replication.KindSegmentDelete:
		var x replication.SegmentDelete
		err = replication.Decode(o.op.Body, &x)
		e.Segment = &replication.Segment{ID: x.ID}
	case replication.KindTabulationPut:
		e.Tabulation = new(replication.TabulationPut)
		err = replication.Decode(o.op.Body, e.Tabulation)
	case replication.KindBlacklistAdd:
		e.Blacklist = new(replication.BlacklistAdd)
		err = replication.Decode(o.op.Body, e.Blacklist)
	case replication.KindBlacklistRemove:
		var x replication.BlacklistRemove
		if replication.Decode(o.op.Body, &x) != nil {
			return nil
		}
		var all []replication.Effect
		for i := range x.IDs {
			all = append(all, replication.Effect{Unlisted: &x.IDs[i]})
		}
		return all
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	return []replication.Effect{e}
}

// showRecord shows a record as the server has it. A user that it does not have stays, since others may name them already,
// and cannot sign in; a definition stays as long as others name it.
func (tx *Tx) showRecord(noun replication.Noun, id crm.ID, wanted *replication.Effect) error {
	e, kept, err := tx.recordImage(noun, id)
	if err != nil || !kept {
		return err
	}
	if e != nil {
		return (&applying{tx: tx}).effect(e)
	}
	switch noun {
	case replication.NounUser:
		_, err = tx.c.exec(`UPDATE account SET active = 0 WHERE id = ?`, id[:])
		tx.Announce(Event{"user"})
	case replication.NounField, replication.NounLabel, replication.NounService:
		err = tx.refusedDefinition(noun, id)
	case replication.NounSetting:
		_, err = tx.c.exec(`DELETE FROM setting WHERE name = ?`, string(wanted.Setting.Name))
		tx.Announce(Event{"setting"})
	case replication.NounPermission:
		_, err = tx.c.exec(`DELETE FROM permission WHERE profile = ? AND permission = ?`,
			string(wanted.Permission.Profile), string(wanted.Permission.Permission))
		tx.Announce(Event{"user"})
	case replication.NounTabulation:
		_, err = tx.c.exec(`DELETE FROM tabulation WHERE id = ?`, id[:])
		tx.Announce(Event{"tabulation"})
	case replication.NounBlacklist:
		_, err = tx.c.exec(`DELETE FROM blacklist WHERE id = ?`, id[:])
	case replication.NounSegment:
		_, err = tx.c.exec(`DELETE FROM segment WHERE id = ?`, id[:])
		tx.Announce(Event{"segment"})
	}
	return err
}
