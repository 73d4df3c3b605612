package sqlite

import (
	"encoding/json"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// A definition from the server is shown with this office's pending changes on top, by the rule that the server has. Names
// are unique among what is here, so one of two steps aside where the server has not decided yet.

// States of a definition's row, see the schema.
const (
	ofOrganization = 0
	refusedRow     = 1
	foldedRow      = 2
)

const (
	fieldColumns = ` f.id, f.name, f.type, f.choices, f.position, f.archived, f.versions, f.state`
	labelColumns = ` l.id, l.name, l.color, l.position, l.archived, l.versions, l.state`
)

func scanField(row result) (f *replication.FieldDefine, err error) {
	f = &replication.FieldDefine{
		ID: blobID(row[0]), Name: row[1].(string), Type: crm.FieldType(row[2].(string)), Position: row[4].(int64), Archived: row[5].(int64) != 0,
	}
	if err := json.Unmarshal([]byte(row[3].(string)), &f.Choices); err != nil {
		return nil, fmt.Errorf("choices of a custom field: %w", err)
	}
	if len(f.Choices) == 0 {
		f.Choices = nil
	}
	f.Versions, err = scanVersions(row[6].([]byte))
	return f, err
}

func scanLabel(row result) (l *replication.LabelDefine, err error) {
	l = &replication.LabelDefine{
		ID: blobID(row[0]), Name: row[1].(string), Color: row[2].(string), Position: row[3].(int64), Archived: row[4].(int64) != 0,
	}
	l.Versions, err = scanVersions(row[5].([]byte))
	return l, err
}

func scanVersions(b []byte) (v replication.DefinitionVersions, err error) {
	if len(b) == 0 {
		return v, nil
	}
	if err := cbor.Unmarshal(b, &v); err != nil {
		return v, fmt.Errorf("versions of a definition: %w", err)
	}
	return v, nil
}

// fieldWhere and labelWhere read one definition of the organization, nil when there is none.
func (v *View) fieldWhere(where string, arg any) (f *replication.FieldDefine, err error) {
	_, err = v.c.one(`SELECT`+fieldColumns+` FROM field f WHERE f.state = 0 AND `+where, values(arg), func(row result) (err error) {
		f, err = scanField(row)
		return err
	})
	return f, err
}

func (v *View) labelWhere(where string, arg any) (l *replication.LabelDefine, err error) {
	_, err = v.c.one(`SELECT`+labelColumns+` FROM label l WHERE l.state = 0 AND `+where, values(arg), func(row result) (err error) {
		l, err = scanLabel(row)
		return err
	})
	return l, err
}

// definition is a custom field or a label.
type definition[D any] interface {
	*D
	Join(*D) *D
	Equal(*D) bool
	Changed(op *D, by replication.Stamp) *D
}

// standing is a definition that comes from the server: as it is to be kept, with what a restored server has forgotten of
// it, to be offered, and as it is shown, a copy with this office's pending changes on top. here reads the one that is there,
// nil for none; changes tells a change from a creation.
func standing[D any, P definition[D]](tx *Tx, noun replication.Noun, id crm.ID, from P, here func() (P, error), changes func(op P) bool) (kept, shown P, err error) {
	kept = from
	lost, err := tx.offered(noun, id)
	if err != nil {
		return nil, nil, err
	}
	if lost {
		known, err := here()
		if err != nil {
			return nil, nil, err
		}
		if known != nil {
			kept = from.Join(known)
		}
		if kept.Equal(from) {
			if err := tx.unoffer(noun, id); err != nil {
				return nil, nil, err
			}
		}
	}
	seen := *kept
	shown = &seen
	err = tx.pendingDefinitions(noun, id, func(body []byte, by replication.Stamp) error {
		op := P(new(D))
		if err := replication.Decode(body, op); err != nil {
			return err
		}
		if changes(op) {
			shown = shown.Changed(op, by)
		}
		return nil
	})
	return kept, shown, err
}

// acceptField takes over a custom field. One of this office's own with that name, not yet decided, is the same field
// when its type is the same, and is shown by another name when it is not: as the server will decide (S2).
func (tx *Tx) acceptField(f *replication.FieldDefine) error {
	same := func(kind string) bool { return kind == string(f.Type) }
	own, err := tx.foldOwn(replication.NounField, f.ID, f.Name, same)
	if err != nil {
		return err
	}
	f, shown, err := standing(tx, replication.NounField, f.ID, f,
		func() (*replication.FieldDefine, error) { return tx.fieldWhere(`f.id = ?`, f.ID[:]) },
		func(op *replication.FieldDefine) bool { return op.Change != nil })
	if err != nil {
		return err
	}
	if shown.Name, err = tx.makeRoom(replication.NounField, f.ID, shown.Name, shown.Name == f.Name); err != nil {
		return err
	}
	tx.defs = nil
	tx.Announce(Event{"field"})
	if err := tx.writeField(shown); err != nil {
		return err
	}
	return tx.foldRow(replication.NounField, own, f.ID)
}

func (tx *Tx) writeField(f *replication.FieldDefine) error {
	choices, err := json.Marshal(append([]string{}, f.Choices...))
	if err != nil {
		return err
	}
	versions, err := cbor.Marshal(f.Versions)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO field (id, name, name_key, type, choices, position, archived, versions) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
		  name = excluded.name, name_key = excluded.name_key, type = excluded.type, choices = excluded.choices, position = excluded.position,
		  archived = excluded.archived, versions = excluded.versions, state = 0`,
		f.ID[:], f.Name, crm.Fold(f.Name), string(f.Type), string(choices), f.Position, flag(f.Archived), versions)
	return err
}

func (tx *Tx) acceptLabel(l *replication.LabelDefine) error {
	own, err := tx.foldOwn(replication.NounLabel, l.ID, l.Name, func(string) bool { return true })
	if err != nil {
		return err
	}
	l, shown, err := standing(tx, replication.NounLabel, l.ID, l,
		func() (*replication.LabelDefine, error) { return tx.labelWhere(`l.id = ?`, l.ID[:]) },
		func(op *replication.LabelDefine) bool { return op.Change != nil })
	if err != nil {
		return err
	}
	if shown.Name, err = tx.makeRoom(replication.NounLabel, l.ID, shown.Name, shown.Name == l.Name); err != nil {
		return err
	}
	tx.defs = nil
	tx.Announce(Event{"label"})
	if err := tx.writeLabel(shown); err != nil {
		return err
	}
	return tx.foldRow(replication.NounLabel, own, l.ID)
}

func (tx *Tx) writeLabel(l *replication.LabelDefine) error {
	versions, err := cbor.Marshal(l.Versions)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO label (id, name, name_key, color, position, archived, versions) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
		  name = excluded.name, name_key = excluded.name_key, color = excluded.color, position = excluded.position,
		  archived = excluded.archived, versions = excluded.versions, state = 0`,
		l.ID[:], l.Name, crm.Fold(l.Name), l.Color, l.Position, flag(l.Archived), versions)
	return err
}

var definitionKinds = map[replication.Noun]replication.Kind{
	replication.NounField: replication.KindFieldDefine, replication.NounLabel: replication.KindLabelDefine,
}

// pendingDefinitions calls f with what this office wants of a definition and the server has not decided.
func (tx *Tx) pendingDefinitions(noun replication.Noun, id crm.ID, f func(body []byte, by replication.Stamp) error) error {
	ops, err := tx.outgoings(`SELECT `+outgoingColumns+`
		FROM pending_op
		WHERE entity IN (SELECT ?1 UNION ALL SELECT id FROM alias WHERE noun = ?2 AND root = ?1) AND kind = ?3 AND echoed = 0
		ORDER BY counter`, id[:], string(noun), string(definitionKinds[noun]))
	if err != nil {
		return err
	}
	for _, o := range ops {
		if err := f(o.op.Body, o.op.Stamp()); err != nil {
			return err
		}
	}
	return nil
}

// definitionRow is one that stands in the way of a name.
type definitionRow struct {
	id    crm.ID
	name  string
	kind  string
	state int64
}

func (tx *Tx) definitionNamed(noun replication.Noun, name string, but crm.ID) (r definitionRow, found bool, err error) {
	kind := `''`
	if noun == replication.NounField {
		kind = `type`
	}
	found, err = tx.c.one(`SELECT id, name, `+kind+`, state FROM `+nounTables[noun]+` WHERE name_key = ? AND id <> ?`,
		values(crm.Fold(name), but[:]), func(row result) error {
			r = definitionRow{blobID(row[0]), row[1].(string), row[2].(string), row[3].(int64)}
			return nil
		})
	return r, found, err
}

// foldOwn makes what this office calls by the name of the server's new definition one with it, when the server will do
// the same: it does not have this office's yet, or not any more. It gives the name up, and its id; the caller writes the
// server's, then foldRow moves what names it.
func (tx *Tx) foldOwn(noun replication.Noun, id crm.ID, name string, same func(kind string) bool) (crm.ID, error) {
	own, found, err := tx.definitionNamed(noun, name, id)
	if err != nil || !found || !same(own.kind) {
		return crm.NoID, err
	}
	known, kept, err := tx.recordImage(noun, own.id)
	if err != nil {
		return crm.NoID, err
	}
	lost, err := tx.offered(noun, own.id)
	if err != nil {
		return crm.NoID, err
	}
	if own.state != refusedRow && !lost && (!kept || known != nil) {
		return crm.NoID, nil
	}
	if err := tx.stepAside(noun, own.id); err != nil {
		return crm.NoID, err
	}
	return own.id, tx.saveAlias(noun, own.id, id)
}

// makeRoom gives the name that the definition is shown by. What the server says has its name, and another one here steps
// aside; what this office wants is numbered, as the server will do.
func (tx *Tx) makeRoom(noun replication.Noun, id crm.ID, name string, decided bool) (string, error) {
	other, found, err := tx.definitionNamed(noun, name, id)
	if err != nil || !found {
		return name, err
	}
	if !decided {
		return tx.freeDefinitionName(noun, name)
	}
	free, err := tx.freeDefinitionName(noun, other.name)
	if err != nil {
		return name, err
	}
	_, err = tx.c.exec(`UPDATE `+nounTables[noun]+` SET name = ?, name_key = ? WHERE id = ?`, free, crm.Fold(free), other.id[:])
	return name, err
}

func (tx *Tx) freeDefinitionName(noun replication.Noun, name string) (string, error) {
	for n := 2; ; n++ {
		next := fmt.Sprintf("%s (%d)", name, n)
		if _, taken, err := tx.definitionNamed(noun, next, crm.NoID); err != nil || !taken {
			return next, err
		}
	}
}
