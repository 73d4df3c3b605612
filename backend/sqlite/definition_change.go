package sqlite

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// FieldUpdate is what to change of a custom field, nil = as it is.
type FieldUpdate struct {
	Name     *string
	Choices  []string // what is on offer from now on
	Archived *bool
}

// LabelUpdate is what to change of a label.
type LabelUpdate struct {
	Name     *string
	Color    *string
	Archived *bool
}

// UpdateField changes a custom field; the caller has checked the texts. crm.CodeNotFound when there is none,
// crm.CodeConflict when the name is taken.
func (tx *Tx) UpdateField(id crm.ID, u FieldUpdate) error {
	x, err := tx.fieldWhere(`f.id = ?`, id[:])
	if err != nil {
		return err
	}
	if x == nil {
		return crm.Errorf(crm.CodeNotFound, "id", "there is no such custom field")
	}
	c := &replication.DefinitionChange{Seen: x.Versions}
	if u.Name != nil && *u.Name != x.Name {
		if err := tx.freeOf(replication.NounField, *u.Name, id); err != nil {
			return err
		}
		x.Name, c.Parts = *u.Name, c.Parts|replication.PartName
	}
	if u.Choices != nil && !slices.Equal(u.Choices, x.Choices) {
		x.Choices, c.Parts = u.Choices, c.Parts|replication.PartLook
	}
	if u.Archived != nil && *u.Archived != x.Archived {
		x.Archived, c.Parts = *u.Archived, c.Parts|replication.PartArchived
	}
	return tx.changeField(x, c)
}

func (tx *Tx) changeField(x *replication.FieldDefine, c *replication.DefinitionChange) error {
	if c.Parts == 0 {
		return nil
	}
	x.Versions, x.Change = replication.DefinitionVersions{}, c
	_, err := tx.Perform(replication.KindFieldDefine, x.ID, x)
	return err
}

// UpdateLabel changes a label, likewise.
func (tx *Tx) UpdateLabel(id crm.ID, u LabelUpdate) error {
	x, err := tx.labelWhere(`l.id = ?`, id[:])
	if err != nil {
		return err
	}
	if x == nil {
		return crm.Errorf(crm.CodeNotFound, "id", "there is no such label")
	}
	c := &replication.DefinitionChange{Seen: x.Versions}
	if u.Name != nil && *u.Name != x.Name {
		if err := tx.freeOf(replication.NounLabel, *u.Name, id); err != nil {
			return err
		}
		x.Name, c.Parts = *u.Name, c.Parts|replication.PartName
	}
	if u.Color != nil && *u.Color != x.Color {
		x.Color, c.Parts = *u.Color, c.Parts|replication.PartLook
	}
	if u.Archived != nil && *u.Archived != x.Archived {
		x.Archived, c.Parts = *u.Archived, c.Parts|replication.PartArchived
	}
	return tx.changeLabel(x, c)
}

func (tx *Tx) changeLabel(x *replication.LabelDefine, c *replication.DefinitionChange) error {
	if c.Parts == 0 {
		return nil
	}
	x.Versions, x.Change = replication.DefinitionVersions{}, c
	_, err := tx.Perform(replication.KindLabelDefine, x.ID, x)
	return err
}

func (tx *Tx) freeOf(noun replication.Noun, name string, id crm.ID) error {
	other, taken, err := tx.definitionNamed(noun, name, id)
	if err != nil || !taken {
		return err
	}
	if other.state == refusedRow {
		return crm.Errorf(crm.CodeConflict, "name", "this name was refused by the server and is still in use here")
	}
	return crm.Errorf(crm.CodeConflict, "name", "there is already one of that name")
}

// MoveField puts a custom field at a place among all of them, 0 = first; beyond the end is last.
func (tx *Tx) MoveField(id crm.ID, to int) error {
	return tx.move("field", id, to, func(id crm.ID, position int64) error {
		x, err := tx.fieldWhere(`f.id = ?`, id[:])
		if err != nil || x == nil || x.Position == position {
			return err
		}
		c := &replication.DefinitionChange{Parts: replication.PartPosition, Seen: x.Versions}
		x.Position = position
		return tx.changeField(x, c)
	})
}

// MoveLabel puts a label at a place among all of them.
func (tx *Tx) MoveLabel(id crm.ID, to int) error {
	return tx.move("label", id, to, func(id crm.ID, position int64) error {
		x, err := tx.labelWhere(`l.id = ?`, id[:])
		if err != nil || x == nil || x.Position == position {
			return err
		}
		c := &replication.DefinitionChange{Parts: replication.PartPosition, Seen: x.Versions}
		x.Position = position
		return tx.changeLabel(x, c)
	})
}

type placed struct {
	id       crm.ID
	position int64
}

// move changes one definition when there is room between its new neighbours, else gives all of them new positions.
func (tx *Tx) move(table string, id crm.ID, to int, set func(id crm.ID, position int64) error) error {
	var others []placed
	found := false
	if err := tx.c.query(`SELECT id, position FROM `+table+` WHERE state = 0 ORDER BY position, name_key`, nil, func(row result) error {
		p := placed{blobID(row[0]), row[1].(int64)}
		if p.id == id {
			found = true
			return nil
		}
		others = append(others, p)
		return nil
	}); err != nil {
		return err
	}
	if !found {
		return crm.Errorf(crm.CodeNotFound, "id", "there is no such %s", table)
	}
	to = max(0, min(to, len(others)))
	if position, ok := between(others, to); ok {
		return set(id, position)
	}
	all := slices.Insert(others, to, placed{id: id})
	for i, p := range all {
		if err := set(p.id, int64(i+1)*positionStep); err != nil {
			return err
		}
	}
	return nil
}

// between is a position in front of others[to] and behind the one before it; not ok when there is no room.
func between(others []placed, to int) (position int64, ok bool) {
	switch {
	case len(others) == 0:
		return positionStep, true
	case to == len(others):
		return others[to-1].position + positionStep, true
	case to == 0:
		return others[0].position - positionStep, true
	}
	low, high := others[to-1].position, others[to].position
	position = low + (high-low)/2
	return position, low < position && position < high
}
