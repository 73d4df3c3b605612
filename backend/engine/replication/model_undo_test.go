package replication_test

import (
	"slices"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// undo: of a person whom the import made nothing may be anybody else's; of a change only what nobody else has written.
func (t *turn) undo(x *r.ImportChunk) {
	for _, m := range x.Removes {
		p := t.contacts[m.ID]
		_, folded := t.folded[m.ID]
		switch {
		case p == nil && folded:
			t.refuse("folded")
		case p == nil:
			t.refuse("not_found")
		case p.mark == r.Removed:
		case p.mark != r.Live:
			t.refuse(gone(p))
		case t.whyKept(p, m.Notes) != "":
			t.refuse(t.whyKept(p, m.Notes))
			t.effect = true // its author gets it back
		default:
			t.remove(p)
		}
	}
	for i := range x.Edits {
		t.undoEdit(&x.Edits[i])
	}
	for _, id := range x.Unnoted {
		t.takeBack(id)
	}
}

func (t *turn) takeBack(id crm.ID) {
	if n, known := t.notes[id]; known && n.Text != "" {
		n.Text = ""
		t.notes[id], t.effect = n, true
	}
}

func (t *turn) remove(p *person) {
	for id, n := range t.notes {
		if n.Contact == p.id {
			t.takeBack(id)
		}
	}
	for key, c := range t.conflicts {
		if c.Contact == p.id {
			delete(t.conflicts, key)
		}
	}
	p.vanish(r.Removed, t)
	t.effect = true
}

func (t *turn) whyKept(p *person, own []crm.ID) string {
	if p.into != crm.NoID || len(t.tree(p.id)) > 1 {
		return "merged"
	}
	for _, c := range t.calls {
		if c.Contact == p.id {
			return "has_interactions"
		}
	}
	for _, c := range t.surveys {
		if c.Contact == p.id {
			return "has_interactions"
		}
	}
	for _, c := range t.dates {
		if c.Contact == p.id {
			return "has_interactions"
		}
	}
	mine := func(s r.Stamp) bool { return s.Device == t.op.Device }
	all := mine(p.born)
	for _, c := range p.cells {
		all = all && mine(c.at)
	}
	for _, tags := range p.phoneTags {
		for s := range tags {
			all = all && mine(s)
		}
	}
	for _, tags := range p.labelTags {
		for s := range tags {
			all = all && mine(s)
		}
	}
	for id, n := range t.notes {
		all = all && (n.Contact != p.id || n.Text == "" || slices.Contains(own, id))
	}
	if !all || t.avatars[p.id].image != "" {
		return "changed_since"
	}
	return ""
}

func (t *turn) undoEdit(e *r.ContactEdit) {
	p := t.contacts[t.unfold(e.ID)]
	switch {
	case p == nil:
		t.refuse("not_found")
		return
	case p.mark != r.Live:
		t.refuse(gone(p))
		return
	case p.into != crm.NoID:
		t.refuse("merged")
		return
	}
	saw := func(part string, base r.Stamp) bool {
		now := p.get(part).at
		if now == base || now.Device == t.op.Device {
			return true
		}
		t.refuse("changed_since")
		return false
	}
	next := *e
	next.Fields, next.Custom = nil, nil
	for _, f := range e.Fields {
		if saw(f.Field.String(), f.Base) {
			next.Fields = append(next.Fields, f)
		}
	}
	for _, f := range e.Custom {
		if saw("custom:"+f.Field.String(), f.Base) {
			next.Custom = append(next.Custom, f)
		}
	}
	if e.Portfolio != nil && p.get("portfolio").at.Device != t.op.Device {
		t.refuse("changed_since")
		next.Portfolio = nil
	}
	t.change(p, &next, false)
}
