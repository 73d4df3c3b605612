package sqlite

import (
	"database/sql/driver"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// DefineField returns the custom field of that name, creating it when there is none; an existing one keeps its type and,
// archived, stays archived (D1.7): a value that names it is meant for it. created tells which.
func (tx *Tx) DefineField(f crm.CustomField) (id crm.ID, created bool, err error) {
	own, found, err := tx.definitionNamed(replication.NounField, f.Name, crm.NoID)
	if err != nil || found && own.state == ofOrganization {
		return own.id, false, err
	}
	if found { // refused once: the wish is new, the row and the numbers of it are there
		f.ID = own.id
	} else if f.ID == crm.NoID {
		f.ID = crm.NewID()
	}
	s, err := tx.nextStamp()
	if err != nil {
		return crm.NoID, false, err
	}
	x := replication.FieldDefine{ID: f.ID, Name: f.Name, Type: f.Type, Choices: f.Choices, Archived: f.Archived, Versions: replication.NewVersions(s.version())}
	if x.Position, err = tx.lastPosition("field"); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.keepRecord(replication.Effect{Field: &x}); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.writeField(&x); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.enterNumber("field", f.ID, tx.fieldNumbers); err != nil {
		return crm.NoID, false, err
	}
	tx.Announce(Event{"field"})
	return f.ID, true, tx.recordEdit(s, replication.KindFieldDefine, f.ID, x)
}

// DefineLabel returns the label of that name, creating it when there is none; an archived one stays archived.
func (tx *Tx) DefineLabel(l crm.Label) (id crm.ID, created bool, err error) {
	own, found, err := tx.definitionNamed(replication.NounLabel, l.Name, crm.NoID)
	if err != nil || found && own.state == ofOrganization {
		return own.id, false, err
	}
	if found {
		l.ID = own.id
	} else if l.ID == crm.NoID {
		l.ID = crm.NewID()
	}
	if l.Color == "" {
		count, err := tx.c.integer(`SELECT count(*) FROM label`)
		if err != nil {
			return crm.NoID, false, err
		}
		l.Color = colorsInTurn[int(count)%len(colorsInTurn)]
	}
	s, err := tx.nextStamp()
	if err != nil {
		return crm.NoID, false, err
	}
	x := replication.LabelDefine{ID: l.ID, Name: l.Name, Color: l.Color, Archived: l.Archived, Versions: replication.NewVersions(s.version())}
	if x.Position, err = tx.lastPosition("label"); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.keepRecord(replication.Effect{Label: &x}); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.writeLabel(&x); err != nil {
		return crm.NoID, false, err
	}
	if err := tx.enterNumber("label", l.ID, tx.labelNumbers); err != nil {
		return crm.NoID, false, err
	}
	tx.Announce(Event{"label"})
	return l.ID, true, tx.recordEdit(s, replication.KindLabelDefine, l.ID, x)
}

// colorsInTurn are given to labels created on the fly.
var colorsInTurn = []string{"petrol", "green", "amber", "gray", "red"}

// positionStep leaves room between two definitions, so that moving one between them changes that one alone.
const positionStep = 1 << 20

// lastPosition is the place of a new definition: behind the others.
func (tx *Tx) lastPosition(table string) (int64, error) {
	last, err := tx.c.integer(`SELECT max(position) FROM ` + table)
	return last + positionStep, err
}

// enterNumber makes a new row known to those who read numbers in this transaction already.
func (tx *Tx) enterNumber(table string, id crm.ID, numbers func() (*numbering, error)) error {
	n, err := tx.c.integer(`SELECT n FROM `+table+` WHERE id = ?`, id[:])
	if err != nil {
		return err
	}
	m, err := numbers()
	if err != nil {
		return err
	}
	m.add(n, id)
	return nil
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
	switch {
	case existing != crm.NoID:
		s.ID = existing
	case s.ID == crm.NoID:
		s.ID = crm.NewID()
	}
	if err := tx.keepRecord(replication.Effect{Service: &replication.ServiceDefine{ID: s.ID}}); err != nil {
		return crm.NoID, err
	}
	if existing != crm.NoID {
		if _, err := tx.c.exec(`UPDATE service SET mailbox = ?, validated = ?, state = 0 WHERE id = ?`,
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

// PutService creates a service or changes the one with its id, name included, by the rules that the server has.
func (tx *Tx) PutService(s crm.Service) error {
	result, err := tx.Perform(replication.KindServiceDefine, s.ID, &replication.ServiceDefine{
		ID: s.ID, Name: s.Name, Mailbox: s.Mailbox, Validated: s.Validated,
	})
	if err == nil && result.Outcome == replication.Rejected {
		err = crm.Errorf(result.Code, "name", "there is already a service of that name")
	}
	return err
}

func (tx *Tx) insertService(s *crm.Service) error {
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
