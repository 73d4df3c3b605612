package importer

import (
	"iter"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// prefetch finds what the lines of a unit may match, many keys at a time and in key order. After it, every key
// that line asks for has been looked up.
func (p *planner) prefetch(rows []row) error {
	var k sqlite.Keys
	for i := range rows {
		if r := &rows[i]; len(r.problems) == 0 {
			p.firstKeys(r, &k)
		}
	}
	var err error
	if p.found, err = p.base.Lookup(k); err != nil {
		return err
	}
	if err := p.load(p.found); err != nil {
		return err
	}
	if !p.rules.noDuplicates {
		return nil
	}
	k = sqlite.Keys{}
	for i := range rows {
		r := &rows[i]
		cpf := r.contact.Fields[crm.FieldCPF]
		if len(r.problems) > 0 || cpf == "" {
			continue
		}
		if found, err := p.byCPF(cpf); err != nil || len(found) > 0 {
			if err != nil {
				return err
			}
			continue
		}
		r.phoneKeys(&k) // it will create: is it known elsewhere?
		r.emailKey(&k)
	}
	more, err := p.base.Lookup(k)
	if err != nil {
		return err
	}
	merge(p.found.Phone, more.Phone)
	merge(p.found.Email, more.Email)
	return p.load(more)
}

// firstKeys are those by which the line is recognised (D3.8), and its CNPJ.
func (p *planner) firstKeys(r *row, k *sqlite.Keys) {
	c := &r.contact
	if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
		k.CNPJ = append(k.CNPJ, cnpj)
	}
	switch {
	case !p.rules.noDuplicates:
	case c.Fields[crm.FieldCPF] != "":
		k.CPF = append(k.CPF, crm.CPFKey(c.Fields[crm.FieldCPF]))
	case len(c.Phones) > 0:
		r.phoneKeys(k)
	default:
		r.emailKey(k)
	}
}

func (r *row) phoneKeys(k *sqlite.Keys) {
	for _, phone := range r.contact.Phones {
		k.Phone = append(k.Phone, phone.MatchKey())
	}
}

func (r *row) emailKey(k *sqlite.Keys) {
	if email := r.contact.Fields[crm.FieldEmail]; email != "" {
		k.Email = append(k.Email, crm.EmailHash(crm.EmailKey(email)))
	}
}

func merge(into, from map[int64][]int64) {
	for key, numbers := range from {
		into[key] = numbers
	}
}

// load reads the contacts found that the batch does not know yet.
func (p *planner) load(f sqlite.Found) error {
	var numbers []int64
	add := func(n int64) {
		if _, known := p.loaded[n]; !known {
			numbers = append(numbers, n)
		}
	}
	for _, found := range []map[int64][]int64{f.CPF, f.Phone, f.Email} {
		for _, holders := range found {
			for _, n := range holders {
				add(n)
			}
		}
	}
	for _, n := range f.CNPJ {
		add(n)
	}
	if len(numbers) == 0 {
		return nil
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	read, err := p.base.Many(numbers)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if _, err := p.keep(n, read[n]); err != nil {
			return err
		}
	}
	return nil
}

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
	return p.keep(n, s)
}

// keep makes the contact in row n, nil when there is none, known to the batch.
func (p *planner) keep(n int64, s *sqlite.Stored) (d *draft, err error) {
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
func (p *planner) known(numbers []int64, fresh iter.Seq[*draft], holds func(*crm.Contact) bool) ([]*draft, error) {
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
	for d := range fresh {
		if holds(d.contact()) {
			out = append(out, d)
		}
	}
	return out, nil
}

func (p *planner) byCPF(cpf string) ([]*draft, error) {
	key := crm.CPFKey(cpf)
	return p.known(p.found.CPF[key], p.cpf.of(key), func(c *crm.Contact) bool { return c.Fields[crm.FieldCPF] == cpf })
}

func (p *planner) byPhone(phone crm.Phone) ([]*draft, error) {
	key := phone.MatchKey()
	return p.known(p.found.Phone[key], p.phone.of(key), func(c *crm.Contact) bool { return hasNumber(c.Phones, phone) })
}

func (p *planner) byEmail(email string) ([]*draft, error) {
	key := crm.EmailKey(email)
	hash := crm.EmailHash(key)
	return p.known(p.found.Email[hash], p.email.of(hash), func(c *crm.Contact) bool { return crm.EmailKey(c.Fields[crm.FieldEmail]) == key })
}
