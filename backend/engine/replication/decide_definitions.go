package replication

import (
	"fmt"

	"carteira/backend/crm"
)

// Custom fields and labels are keyed by id. New ones of a name that is there fold: the same label, the same field when
// the type is the same; a field of another type, and whatever is renamed to a name that is taken, is shown "name (2)"
// (S2). Nothing that is in use goes away: what is not wanted any more is archived.

func (d *decision) defineField(x *FieldDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounField, x.ID)
	if err != nil {
		return err
	}
	known, err := d.s.Field(root)
	switch {
	case err != nil:
		return err
	case known == nil && root == x.ID:
		x.Versions, x.Change = NewVersions(d.author.Stamp), nil
		return d.newField(x)
	case known == nil || x.Change == nil:
		return nil
	}
	if may, err := d.mayDefine(); err != nil || !may {
		return err
	}
	return d.changeField(known, known.Changed(x, d.author.Stamp))
}

// restoreField joins what a replica offers with what a restored server has.
func (d *decision) restoreField(x *FieldDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounField, x.ID)
	if err != nil || root != x.ID {
		return err
	}
	x.Change = nil
	known, err := d.s.Field(root)
	if err != nil {
		return err
	}
	if known == nil {
		return d.newField(x)
	}
	return d.changeField(known, known.Join(x))
}

func (d *decision) newField(x *FieldDefine) error {
	for n := 2; ; n++ {
		same, err := d.s.FieldNamed(crm.Fold(x.Name))
		switch {
		case err != nil:
			return err
		case same == nil:
			return d.put(Effect{Field: x})
		case same.Type == x.Type:
			return d.put(Effect{Alias: &Alias{Noun: NounField, From: x.ID, To: same.ID}})
		}
		x.Name = numbered(x.Name, n)
	}
}

func (d *decision) changeField(known, next *FieldDefine) error {
	name, err := freeName(next.Name, func(key string) (bool, error) {
		other, err := d.s.FieldNamed(key)
		return other != nil && other.ID != known.ID, err
	})
	if err != nil {
		return err
	}
	if next.Name = name; next.Equal(known) {
		return nil
	}
	return d.put(Effect{Field: next})
}

func (d *decision) defineLabel(x *LabelDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounLabel, x.ID)
	if err != nil {
		return err
	}
	known, err := d.s.Label(root)
	switch {
	case err != nil:
		return err
	case known == nil && root == x.ID:
		x.Versions, x.Change = NewVersions(d.author.Stamp), nil
		return d.newLabel(x)
	case known == nil || x.Change == nil:
		return nil
	}
	if may, err := d.mayDefine(); err != nil || !may {
		return err
	}
	return d.changeLabel(known, known.Changed(x, d.author.Stamp))
}

func (d *decision) restoreLabel(x *LabelDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounLabel, x.ID)
	if err != nil || root != x.ID {
		return err
	}
	x.Change = nil
	known, err := d.s.Label(root)
	if err != nil {
		return err
	}
	if known == nil {
		return d.newLabel(x)
	}
	return d.changeLabel(known, known.Join(x))
}

func (d *decision) newLabel(x *LabelDefine) error {
	same, err := d.s.LabelNamed(crm.Fold(x.Name))
	if err != nil {
		return err
	}
	if same != nil {
		return d.put(Effect{Alias: &Alias{Noun: NounLabel, From: x.ID, To: same.ID}})
	}
	return d.put(Effect{Label: x})
}

func (d *decision) changeLabel(known, next *LabelDefine) error {
	name, err := freeName(next.Name, func(key string) (bool, error) {
		other, err := d.s.LabelNamed(key)
		return other != nil && other.ID != known.ID, err
	})
	if err != nil {
		return err
	}
	if next.Name = name; next.Equal(known) {
		return nil
	}
	return d.put(Effect{Label: next})
}

// mayDefine: whoever edits or imports may add a definition on the way, only settings are the right to change one.
func (d *decision) mayDefine() (bool, error) {
	may, err := d.may(crm.PermSettings)
	if err == nil && !may {
		d.reject(crm.CodeNotAllowed, crm.NoID)
	}
	return may, err
}

// freeName is the name, or the first "name (2)", "name (3)" … that nobody else has.
func freeName(name string, taken func(key string) (bool, error)) (string, error) {
	for n := 2; ; n++ {
		if yes, err := taken(crm.Fold(name)); err != nil || !yes {
			return name, err
		}
		name = numbered(name, n)
	}
}

// numbered is a name with a number behind it, in place of the one before.
func numbered(name string, n int) string {
	if n > 2 {
		name = name[:len(name)-len(fmt.Sprintf(" (%d)", n-1))]
	}
	return fmt.Sprintf("%s (%d)", name, n)
}
