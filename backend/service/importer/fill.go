package importer

import (
	"fmt"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// added is what a line brings to a contact.
type added struct {
	changed bool // a field, label or portfolio
	phones  []crm.Phone
	notes   []string
	fields  []crm.CustomField // to be defined
	labels  []crm.Label
}

func (a *added) anything() bool { return a.changed || len(a.phones)+len(a.notes) > 0 }

// fill lays a line over a contact: filled cells change it, phones and labels are added (D3.10). next is the
// line's own contact when it creates one.
func (p *planner) fill(next *crm.Contact, r *row, target *draft) (a added, problem *Problem, err error) {
	if target != nil {
		if problem := a.fillKnown(next, r); problem != nil {
			return a, problem, nil
		}
	} else {
		a.phones = next.Phones
	}
	if problem := p.fillCustom(next, r, &a); problem != nil {
		return a, problem, nil
	}
	p.fillLabels(next, r, &a)
	if r.portfolio != nil {
		if problem, err := p.fillPortfolio(next, r, target, &a); err != nil || problem != nil {
			return a, problem, err
		}
	}
	if r.note != "" {
		if err := p.fillNote(r, target, &a); err != nil {
			return a, nil, err
		}
	}
	return a, nil, nil
}

func (a *added) fillKnown(next *crm.Contact, r *row) *Problem {
	for f, value := range r.contact.Fields {
		if value != "" && next.Fields[f] != value && !means(crm.Field(f), next.Fields[f], value) {
			next.Fields[f] = value
			a.changed = true
		}
	}
	for _, phone := range r.contact.Phones {
		if !hasNumber(next.Phones, phone) {
			next.Phones = append(next.Phones, phone)
			a.phones = append(a.phones, phone)
		}
	}
	if len(next.Phones) > crm.MaxPhones {
		return &Problem{Field: tabular.Phone, Code: crm.CodePhonesTooMany,
			Message: fmt.Sprintf("the contact would have %d phones; it can have %d", len(next.Phones), crm.MaxPhones)}
	}
	return nil
}

// means tells whether a blank switch already says what the cell says: an export writes both out (D4.1).
func means(f crm.Field, stored, cell string) bool {
	return stored == "" && (f == crm.FieldActive && cell == "true" || f == crm.FieldCorporate && cell == "false")
}

func (p *planner) fillCustom(next *crm.Contact, r *row, a *added) *Problem {
	for _, pair := range r.custom {
		key := crm.Fold(pair.Name)
		f, ok := p.rules.fields[key]
		if !ok {
			i := slices.IndexFunc(a.fields, func(f crm.CustomField) bool { return crm.Fold(f.Name) == key })
			if i < 0 {
				wanted, ok := p.rules.wanted[key]
				if !ok {
					wanted = crm.CustomField{Name: pair.Name, Type: crm.TypeText}
				}
				wanted.ID = crm.NewID()
				a.fields = append(a.fields, wanted)
				i = len(a.fields) - 1
			}
			f = a.fields[i]
		}
		value, err := f.Parse(pair.Value)
		if err != nil {
			return &Problem{Field: tabular.CustomFields, Code: crm.CodeCustomInvalid, Message: err.Error()}
		}
		if next.CustomOf(f.ID) != value {
			next.SetCustom(f.ID, value)
			a.changed = true
		}
	}
	return nil
}

func (p *planner) fillLabels(next *crm.Contact, r *row, a *added) {
	for _, name := range r.labels {
		key := crm.Fold(name)
		id, ok := p.rules.labels[key]
		if !ok {
			i := slices.IndexFunc(a.labels, func(l crm.Label) bool { return crm.Fold(l.Name) == key })
			if i < 0 {
				a.labels = append(a.labels, crm.Label{ID: crm.NewID(), Name: name})
				i = len(a.labels) - 1
			}
			id = a.labels[i].ID
		}
		if !slices.Contains(next.Labels, id) {
			next.Labels = append(next.Labels, id)
			a.changed = true
		}
	}
}

// fillPortfolio resolves the portfolio columns; anything wrong rejects the whole line (D3.12).
func (p *planner) fillPortfolio(next *crm.Contact, r *row, target *draft, a *added) (*Problem, error) {
	w := r.portfolio
	owner, ok := p.rules.users[crm.EmailKey(w.owner)]
	if !ok {
		return &Problem{Field: tabular.PortfolioUserEmail, Code: CodeUserUnknown,
			Message: "no active user has this e-mail address"}, nil
	}
	link := &crm.Portfolio{Type: w.kind, Owner: owner.ID}
	switch w.kind {
	case crm.FlowBackup:
		reserve, ok := p.rules.users[crm.EmailKey(w.reserve)]
		if !ok || reserve.ID == owner.ID {
			return &Problem{Field: tabular.PortfolioReserveEmail, Code: CodeReserveUnknown,
				Message: "flow 2 needs the e-mail address of another active user as backup agent"}, nil
		}
		link.Reserve = reserve.ID
	case crm.FlowQueue:
		service, ok := p.rules.services[w.service]
		if !ok {
			return &Problem{Field: tabular.PortfolioServiceName, Code: CodeServiceUnknown,
				Message: "flow 3 needs the exact name of an existing service"}, nil
		}
		link.Service = service
	}
	if target != nil && target.stored != nil {
		open, err := p.base.HasOpenInteraction(target.number)
		if err != nil {
			return nil, err
		}
		if open {
			return &Problem{Field: tabular.Portfolio, Code: CodeOpen,
				Message: "the contact has an open interaction; close it before changing its portfolio"}, nil
		}
	}
	if !next.Portfolio.Equal(link) {
		next.Portfolio = link
		a.changed = true
	}
	return nil, nil
}

// fillNote adds the note unless the contact has it already: importing a file twice changes nothing. An export
// writes several notes one a line.
func (p *planner) fillNote(r *row, target *draft, a *added) error {
	if target != nil {
		known, err := p.hasNote(target, r.note)
		if err != nil || known {
			return err
		}
		if lines := strings.Split(r.note, "\n"); len(lines) > 1 {
			known = true
			for _, line := range lines {
				has, err := p.hasNote(target, line)
				if err != nil {
					return err
				}
				known = known && has
			}
			if known {
				return nil
			}
		}
	}
	a.notes = append(a.notes, r.note)
	return nil
}

func (p *planner) hasNote(d *draft, text string) (bool, error) {
	if slices.Contains(d.notes, text) || d.stored == nil {
		return slices.Contains(d.notes, text), nil
	}
	return p.base.HasNote(d.number, text)
}
