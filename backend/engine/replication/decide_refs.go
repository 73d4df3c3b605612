package replication

import (
	"slices"

	"carteira/backend/crm"
)

// resolveRefs replaces ids that stand for others in a new contact and drops, with a refusal, what there is none of.
// same: nothing was replaced.
func (d *decision) resolveRefs(c *Contact) (same bool, err error) {
	same = true
	custom := c.Custom[:0:0]
	for _, v := range c.Custom {
		id, ok, err := d.ref(NounField, v.Field)
		if err != nil {
			return false, err
		}
		same = same && ok && id == v.Field
		if ok && !slices.ContainsFunc(custom, func(o Custom) bool { return o.Field == id }) {
			custom = append(custom, Custom{Field: id, Value: v.Value})
		}
	}
	c.Custom = custom
	labels, unchanged, err := d.labels(c.Labels)
	if err != nil {
		return false, err
	}
	c.Labels = labels
	link, kept, err := d.link(c.Portfolio)
	if err != nil {
		return false, err
	}
	same = same && unchanged && kept
	if c.Portfolio = link; link == nil {
		c.Since = 0
	}
	return same, nil
}

func (d *decision) labels(ids []crm.ID) (out []crm.ID, same bool, err error) {
	same = true
	for _, l := range ids {
		id, ok, err := d.ref(NounLabel, l)
		if err != nil {
			return nil, false, err
		}
		same = same && ok && id == l
		if ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, same, nil
}

// ref resolves the id of a definition; not ok when there is none, which is refused.
func (d *decision) ref(noun Noun, id crm.ID) (root crm.ID, ok bool, err error) {
	if root, err = d.s.Root(noun, id); err != nil {
		return root, false, err
	}
	if ok, err = d.s.Known(noun, root); err == nil && !ok {
		d.refuse(Refusal{Part: string(noun), Code: CodeUnknown, Other: id})
	}
	return root, ok, err
}

// link resolves the users and the service of a portfolio; nil, with a refusal, when one does not exist.
func (d *decision) link(p *Portfolio) (out *Portfolio, same bool, err error) {
	if p == nil {
		return nil, true, nil
	}
	q := *p
	for _, r := range []struct {
		noun Noun
		id   *crm.ID
	}{{NounUser, &q.Owner}, {NounUser, &q.Reserve}, {NounService, &q.Service}} {
		if *r.id == crm.NoID {
			continue
		}
		id, ok, err := d.ref(r.noun, *r.id)
		if err != nil || !ok {
			return nil, false, err
		}
		*r.id = id
	}
	return &q, q == *p, nil
}

// resolveEdit does the same for an edit, and drops an assignment that may not be.
func (d *decision) resolveEdit(c *Contact, e *ContactEdit) error {
	custom := e.Custom[:0:0]
	for _, v := range e.Custom {
		id, ok, err := d.ref(NounField, v.Field)
		if err != nil {
			return err
		}
		if ok {
			v.Field = id
			custom = append(custom, v)
		}
	}
	e.Custom = custom
	var err error
	if e.AddLabels, _, err = d.labels(e.AddLabels); err != nil {
		return err
	}
	for i, r := range e.RemoveLabels {
		if e.RemoveLabels[i].Label, err = d.s.Root(NounLabel, r.Label); err != nil {
			return err
		}
	}
	if e.Portfolio != nil {
		return d.resolveAssign(c, e)
	}
	return nil
}

func (d *decision) resolveAssign(c *Contact, e *ContactEdit) error {
	a := *e.Portfolio
	e.Portfolio = nil
	may, err := d.may(crm.PermAssign)
	if err != nil {
		return err
	}
	if !may {
		d.refuse(Refusal{Part: PartPortfolio, Code: crm.CodeNotAllowed})
		return nil
	}
	open, err := d.s.Open(c.ID)
	if err != nil {
		return err
	}
	if open {
		d.refuse(Refusal{Part: PartPortfolio, Code: CodeOpenRequest})
		return nil
	}
	if a.Owner, err = d.s.Root(NounUser, a.Owner); err != nil {
		return err
	}
	wanted := a.Link != nil
	if a.Link, _, err = d.link(a.Link); err != nil {
		return err
	}
	if !wanted || a.Link != nil {
		e.Portfolio = &a
	}
	return nil
}
