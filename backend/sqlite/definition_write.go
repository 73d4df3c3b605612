package sqlite

import (
	"database/sql/driver"
	"encoding/json"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// DefineField returns the custom field of that name, creating it when there is none; an existing one keeps
// its type (D1.7). created tells which.
func (tx *Tx) DefineField(f crm.CustomField) (id crm.ID, created bool, err error) {
	key := crm.Fold(f.Name)
	if found, err := tx.c.one(`SELECT id FROM field WHERE name_key = ?`, values(key), func(row result) error {
		id = blobID(row[0])
		return nil
	}); err != nil || found {
		return id, false, err
	}
	if f.ID == crm.NoID {
		f.ID = crm.NewID()
	}
	choices, err := json.Marshal(append([]string{}, f.Choices...))
	if err != nil {
		return crm.NoID, false, err
	}
	n, err := tx.insert(`INSERT INTO field (id, name, name_key, type, choices) VALUES (?, ?, ?, ?, ?)`,
		f.ID[:], f.Name, key, string(f.Type), string(choices))
	if err != nil {
		return crm.NoID, false, err
	}
	if m, err := tx.fieldNumbers(); err != nil {
		return crm.NoID, false, err
	} else {
		m.add(n, f.ID)
	}
	tx.Announce(Event{"field"})
	return f.ID, true, tx.recordNow(replication.KindFieldDefine, f.ID, replication.FieldDefine{
		ID: f.ID, Name: f.Name, Type: f.Type, Choices: f.Choices,
	})
}

// labelColors are given to labels created on the fly, in turn.
var labelColors = []string{"petrol", "green", "amber", "gray", "red"}

// DefineLabel returns the label of that name, creating it when there is none.
func (tx *Tx) DefineLabel(l crm.Label) (id crm.ID, created bool, err error) {
	key := crm.Fold(l.Name)
	if found, err := tx.c.one(`SELECT id FROM label WHERE name_key = ?`, values(key), func(row result) error {
		id = blobID(row[0])
		return nil
	}); err != nil || found {
		return id, false, err
	}
	if l.ID == crm.NoID {
		l.ID = crm.NewID()
	}
	if l.Color == "" {
		count, err := tx.c.integer(`SELECT count(*) FROM label`)
		if err != nil {
			return crm.NoID, false, err
		}
		l.Color = labelColors[int(count)%len(labelColors)]
	}
	n, err := tx.insert(`INSERT INTO label (id, name, name_key, color) VALUES (?, ?, ?, ?)`, l.ID[:], l.Name, key, l.Color)
	if err != nil {
		return crm.NoID, false, err
	}
	if m, err := tx.labelNumbers(); err != nil {
		return crm.NoID, false, err
	} else {
		m.add(n, l.ID)
	}
	tx.Announce(Event{"label"})
	return l.ID, true, tx.recordNow(replication.KindLabelDefine, l.ID, replication.LabelDefine{ID: l.ID, Name: l.Name, Color: l.Color})
}

// DefineService creates a service, or changes the mailbox of the one with that name.
func (tx *Tx) DefineService(s crm.Service) (crm.ID, error) {
	var existing crm.ID
	if _, err := tx.c.one(`SELECT id FROM service WHERE name = ?`, values(s.Name), func(row result) error {
		existing = blobID(row[0])
		return nil
	}); err != nil {
		return crm.NoID, err
	}
	if existing != crm.NoID {
		s.ID = existing
		if err := tx.keepRecord(replication.Effect{Service: &replication.ServiceDefine{ID: s.ID}}); err != nil {
			return crm.NoID, err
		}
		if _, err := tx.c.exec(`UPDATE service SET mailbox = ?, validated = ? WHERE id = ?`,
			s.Mailbox, flag(s.Validated), s.ID[:]); err != nil {
			return crm.NoID, err
		}
	} else if err := tx.insertService(&s); err != nil {
		return crm.NoID, err
	}
	tx.Announce(Event{"service"})
	return s.ID, tx.recordNow(replication.KindServiceDefine, s.ID, replication.ServiceDefine{
		ID: s.ID, Name: s.Name, Mailbox: s.Mailbox, Validated: s.Validated,
	})
}

func (tx *Tx) insertService(s *crm.Service) error {
	if s.ID == crm.NoID {
		s.ID = crm.NewID()
	}
	n, err := tx.insert(`INSERT INTO service (id, name, mailbox, validated) VALUES (?, ?, ?, ?)`,
		s.ID[:], s.Name, s.Mailbox, flag(s.Validated))
	if err != nil {
		return err
	}
	m, err := tx.serviceNumbers()
	if err != nil {
		return err
	}
	m.add(n, s.ID)
	return nil
}

// insert runs an INSERT and returns the new row number.
func (tx *Tx) insert(sql string, args ...driver.Value) (int64, error) {
	res, err := tx.c.exec(sql, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// recordNow draws a stamp and records an operation in the lane of people's edits.
func (tx *Tx) recordNow(kind replication.Kind, entity crm.ID, body any) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	return tx.recordEdit(s, kind, entity, body)
}
