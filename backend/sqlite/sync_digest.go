package sqlite

import (
	"fmt"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// SyncDigest sums up everything that replicas and server agree on; equal to the server's when nothing is pending and
// the same line of the log is reached (S5.1).
func (v *View) SyncDigest() (g replication.Digest, err error) {
	err = v.EachSynced(func(noun replication.Noun, _ crm.ID, x replication.Effect) error { return g.Add(noun, x) })
	return g, err
}

// EachSynced calls each with every record that replicas and server agree on, as the server has it. It reads everything:
// for digests, tests and support.
func (v *View) EachSynced(each func(noun replication.Noun, id crm.ID, x replication.Effect) error) error {
	e, err := v.Enrolment()
	if err != nil {
		return err
	}
	for _, r := range recordQueries {
		if r.noun == "alias" {
			continue
		}
		if err := v.each(r, "", func(id crm.ID, x replication.Effect) error {
			if e != nil {
				x.Renumber(thisDevice, e.Number)
			}
			return each(r.noun, id, x)
		}); err != nil {
			return err
		}
	}
	return nil
}

// records calls each with the records of a noun that are on offer: as the server had them, where this office wants them
// otherwise and the server has not decided.
func (v *View) records(noun replication.Noun, each func(id crm.ID, x replication.Effect) error) error {
	for _, r := range recordQueries {
		if r.noun == noun {
			return v.each(r, ` `+r.offered, func(id crm.ID, x replication.Effect) error {
				if decidedAlone(&x) == nil {
					return each(id, x)
				}
				known, kept, err := v.recordImage(noun, id)
				switch {
				case err != nil:
					return err
				case !kept:
					return each(id, x)
				case known == nil:
					return nil
				}
				return each(id, *known)
			})
		}
	}
	return nil
}

// recordQuery reads the records of one noun as the server keeps them. offered narrows it to those on offer.
type recordQuery struct {
	noun    replication.Noun
	sql     string
	offered string
	read    func(v *View, row result) (crm.ID, replication.Effect, error)
}

func onOffer(noun, id string) string {
	return `WHERE ` + id + ` IN (` + strings.Replace(nextOffers, "?", "'"+noun+"'", 1) + `)`
}

const anyOffer = `WHERE EXISTS (SELECT 1 FROM offer o WHERE o.noun = '%s')`

var recordQueries = []recordQuery{
	{replication.NounContact, `SELECT` + contactColumns + contactFrom, onOffer("contact", "c.id"), func(v *View, row result) (crm.ID, replication.Effect, error) {
		s, err := v.scanContact(row)
		if err != nil {
			return crm.NoID, replication.Effect{}, err
		}
		known, err := v.image(s.N)
		if known == nil {
			known = s.state()
		}
		return s.ID, replication.Effect{Put: known}, err
	}},
	{replication.NounNote, `
		SELECT n.id, c.id, a.id, n.at, n.text
		FROM note n JOIN contact c ON c.n = n.contact LEFT JOIN account a ON a.n = n.author`, onOffer("note", "n.id"),
		func(_ *View, row result) (crm.ID, replication.Effect, error) {
			n := &replication.Note{ID: blobID(row[0]), Contact: blobID(row[1]), Author: blobID(row[2]), At: row[3].(int64), Text: row[4].(string)}
			return n.ID, replication.Effect{Note: n}, nil
		}},
	interactionRecord.record(onOffer("interaction", "i.id")),
	surveyRecord.record(onOffer("survey", "s.id")),
	appointmentRecord.record(onOffer("appointment", "a.id")),
	{replication.NounUser, `SELECT` + accountColumns + ` FROM account a`, onOffer("user", "a.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		a := scanAccount(row)
		return a.ID, replication.Effect{User: &replication.UserPut{
			ID: a.ID, Name: a.Name, Email: a.Email, Profile: a.Profile, ExternalNumber: a.ExternalNumber,
			ConcurrencyLimit: a.ConcurrencyLimit, Active: a.Active, Password: a.Password, Version: a.version,
		}}, nil
	}},
	{replication.NounField, `SELECT` + fieldColumns + ` FROM (SELECT * FROM field WHERE state = 0) f`, onOffer("field", "f.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		f, err := scanField(row)
		if err != nil {
			return crm.NoID, replication.Effect{}, err
		}
		return f.ID, replication.Effect{Field: f}, nil
	}},
	{replication.NounLabel, `SELECT` + labelColumns + ` FROM (SELECT * FROM label WHERE state = 0) l`, onOffer("label", "l.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		l, err := scanLabel(row)
		if err != nil {
			return crm.NoID, replication.Effect{}, err
		}
		return l.ID, replication.Effect{Label: l}, nil
	}},
	{replication.NounService, `SELECT` + serviceColumns + ` FROM (SELECT * FROM service WHERE state = 0) s`, onOffer("service", "s.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		s := scanService(row)
		return s.ID, replication.Effect{Service: s}, nil
	}},
	{replication.NounSetting, `SELECT name, value, hlc, device FROM setting`, fmt.Sprintf(anyOffer, "setting"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		s := &replication.SettingSet{Name: crm.Setting(row[0].(string)), Value: row[1].(string), Version: stampAt(row, 2)}
		return s.ID(), replication.Effect{Setting: s}, nil
	}},
	{replication.NounPermission, `SELECT profile, permission, allowed, hlc, device FROM permission`, fmt.Sprintf(anyOffer, "permission"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		p := &replication.PermissionSet{Profile: crm.Profile(row[0].(string)), Permission: crm.Permission(row[1].(string)), Allowed: row[2].(int64) != 0, Version: stampAt(row, 3)}
		return p.ID(), replication.Effect{Permission: p}, nil
	}},
	{replication.NounBlacklist, `SELECT b.id, b.outbound, b.number FROM blacklist b`, onOffer("blacklist", "b.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		b := &replication.BlacklistAdd{ID: blobID(row[0]), Outbound: row[1].(int64) != 0, Number: row[2].(string)}
		return b.ID, replication.Effect{Blacklist: b}, nil
	}},
	{replication.NounTabulation, `SELECT` + tabulationColumns + ` FROM tabulation t`, onOffer("tabulation", "t.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		x := scanTabulation(row)
		return x.ID, replication.Effect{Tabulation: x}, nil
	}},
	{replication.NounConflict, `SELECT f.id, f.body, c.id FROM conflict f JOIN contact c ON c.n = f.contact`, onOffer("conflict", "f.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		c, err := scanConflict(row)
		return c.ID, replication.Effect{Conflict: c}, err
	}},
	{replication.NounSegment, `SELECT` + segmentColumns + ` FROM segment s`, onOffer("segment", "s.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		s := scanSegment(row)
		return s.ID, replication.Effect{Segment: s}, nil
	}},
	avatarRecords,
	{"alias", `SELECT l.noun, l.id, l.root FROM alias l`, onOffer("alias", "l.id"), func(_ *View, row result) (crm.ID, replication.Effect, error) {
		a := &replication.Alias{Noun: replication.Noun(row[0].(string)), From: blobID(row[1]), To: blobID(row[2])}
		return a.From, replication.Effect{Alias: a}, nil
	}},
}

func scanConflict(row result) (*replication.Conflict, error) {
	c := new(replication.Conflict)
	if err := cbor.Unmarshal(row[1].([]byte), c); err != nil {
		return c, fmt.Errorf("read conflict: %w", err)
	}
	c.ID, c.Contact = blobID(row[0]), blobID(row[2])
	return c, nil
}

func (v *View) each(r recordQuery, where string, each func(id crm.ID, x replication.Effect) error) error {
	return v.c.query(r.sql+where, nil, func(row result) error {
		id, x, err := r.read(v, row)
		if err != nil {
			return err
		}
		return each(id, x)
	})
}
