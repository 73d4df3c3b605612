package importer

import "carteira/backend/crm"

// at loads a contact of the base once a batch, resolved to the primary it was merged into; nil when it is gone
// or anonymized, which never match (D3.8).
func (p *planner) at(n int64) (*draft, error) {
	if d, ok := p.loaded[n]; ok {
		return d, nil
	}
	s, err := p.base.At(n)
	if err != nil {
		return nil, err
	}
	var d *draft
	switch {
	case s == nil || s.Anonymized:
	case s.Root != n:
		if d, err = p.at(s.Root); err != nil {
			return nil, err
		}
	default:
		d = &draft{number: n, stored: s}
	}
	p.loaded[n] = d
	return d, nil
}

// known joins the contacts that the base finds with those of the batch. A contact of the base that the batch
// has changed may not hold the key any longer; one that was found through a merged secondary need not hold it.
func (p *planner) known(numbers []int64, fresh []*draft, holds func(*crm.Contact) bool) ([]*draft, error) {
	var out []*draft
	for _, n := range numbers {
		d, err := p.at(n)
		if err != nil {
			return nil, err
		}
		if d != nil && (d.number != n || holds(d.contact())) {
			out = append(out, d)
		}
	}
	for _, d := range fresh {
		if holds(d.contact()) {
			out = append(out, d)
		}
	}
	return out, nil
}

func (p *planner) byCPF(cpf string) ([]*draft, error) {
	numbers, err := p.base.ByCPF(cpf)
	fresh := p.cpf[crm.CPFKey(cpf)]
	if err != nil || len(numbers)+len(fresh) == 0 {
		return nil, err
	}
	return p.known(numbers, fresh, func(c *crm.Contact) bool { return c.Fields[crm.FieldCPF] == cpf })
}

func (p *planner) byPhone(phone crm.Phone) ([]*draft, error) {
	numbers, err := p.base.ByPhone(phone)
	fresh := p.phone[phone.MatchKey()]
	if err != nil || len(numbers)+len(fresh) == 0 {
		return nil, err
	}
	return p.known(numbers, fresh, func(c *crm.Contact) bool { return hasNumber(c.Phones, phone) })
}

func (p *planner) byEmail(email string) ([]*draft, error) {
	key := crm.EmailKey(email)
	numbers, err := p.base.ByEmail(email)
	fresh := p.email[key]
	if err != nil || len(numbers)+len(fresh) == 0 {
		return nil, err
	}
	return p.known(numbers, fresh, func(c *crm.Contact) bool { return crm.EmailKey(c.Fields[crm.FieldEmail]) == key })
}
