package sqlite

import (
	"fmt"

	"carteira/backend/crm"
)

// CheckLookups derives every lookup row anew from the contacts' documents and reports the first that differs
// from what is stored, or one too many. It reads everything: for tests and for support.
func (v *View) CheckLookups() error {
	want := map[string]int64{}
	expect := func(table string, contact int64, key any) {
		want[fmt.Sprint(table, "|", contact, "|", key)]++
	}
	err := v.c.query(`SELECT`+contactColumns+contactFrom, nil, func(row result) error {
		s, err := v.scanContact(row)
		if err != nil {
			return err
		}
		return v.expectLookups(s, expect)
	})
	if err != nil {
		return err
	}
	for _, t := range []struct{ name, sql string }{
		{"cpf", `SELECT contact, cpf FROM contact_cpf`},
		{"cnpj", `SELECT contact, cnpj FROM contact_cnpj`},
		{"email", `SELECT contact, email FROM contact_email`},
		{"phone", `SELECT contact, phone FROM contact_phone`},
		{"label", `SELECT contact, label FROM contact_label`},
		{"custom", `SELECT contact, field || ':' || value FROM contact_custom`},
		{"roster", `SELECT contact, name_key || '|' || attrs || '|' || rest FROM roster`},
	} {
		if err := v.c.query(t.sql, nil, func(row result) error {
			key := fmt.Sprint(t.name, "|", row[0], "|", row[1])
			if want[key] != 1 {
				return fmt.Errorf("lookup %s of contact %v is not in its document", t.name, row[0])
			}
			delete(want, key)
			return nil
		}); err != nil {
			return err
		}
	}
	for key := range want {
		return fmt.Errorf("lookup missing: %s", key)
	}
	return nil
}

func (v *View) expectLookups(s *Stored, expect func(table string, contact int64, key any)) error {
	if s.Deleted {
		return nil
	}
	c := identified(&s.Contact)
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		expect("cpf", s.N, crm.CPFKey(cpf))
	}
	if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
		expect("cnpj", s.N, cnpj)
	}
	if email := c.Fields[crm.FieldEmail]; email != "" {
		expect("email", s.N, crm.EmailHash(crm.EmailKey(email)))
	}
	for _, k := range phoneKeys(c.Phones) {
		expect("phone", s.N, k)
	}
	labels, err := v.labelNumbers()
	if err != nil {
		return err
	}
	for _, id := range c.Labels {
		expect("label", s.N, labels.n[id])
	}
	fields, err := v.fieldNumbers()
	if err != nil {
		return err
	}
	for _, cv := range c.Custom {
		expect("custom", s.N, fmt.Sprint(fields.n[cv.Field], ":", customValueKey(cv.Value)))
	}
	attrs := contactAttrs(&s.Contact)
	if p := s.Portfolio; p != nil {
		users, err := v.userNumbers()
		if err != nil {
			return err
		}
		attrs |= portfolioAttrs(p.Type, users.n[p.Owner])
	}
	expect("roster", s.N, fmt.Sprint(nameKey(c), "|", attrs, "|", searchRest(&s.Contact)))
	return nil
}
