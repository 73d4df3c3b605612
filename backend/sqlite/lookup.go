package sqlite

import (
	"slices"

	"carteira/backend/crm"
)

// The lookups return local row numbers, ascending. Merged secondaries are among them: the caller resolves
// them to their primary (D3.8).

// ByCPF finds the contacts with a CPF, given as its eleven digits.
func (v *View) ByCPF(cpf string) ([]int64, error) {
	return v.numbers(`SELECT contact FROM contact_cpf WHERE cpf = ?`, cpfNumber(cpf))
}

// ByPhone finds the contacts with a phone, by the ninth-digit rule (D1.6).
func (v *View) ByPhone(p crm.Phone) ([]int64, error) {
	return v.numbers(`SELECT contact FROM contact_phone WHERE phone = ?`, p.MatchKey())
}

// ByCNPJ finds the contact with a CNPJ; 0 when there is none.
func (v *View) ByCNPJ(cnpj string) (int64, error) {
	return v.c.integer(`SELECT contact FROM contact_cnpj WHERE cnpj = ?`, cnpj)
}

// ByEmail finds the contacts with an e-mail address, compared case-insensitively (D1.7).
func (v *View) ByEmail(email string) ([]int64, error) {
	key := crm.EmailKey(email)
	found, err := v.numbers(`SELECT contact FROM contact_email WHERE email = ?`, crm.EmailHash(key))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	for i := 0; i < len(found); { // two addresses may share a hash
		s, err := v.contactAt(found[i])
		if err != nil {
			return nil, err
		}
		if s == nil || crm.EmailKey(s.Fields[crm.FieldEmail]) != key {
			found = slices.Delete(found, i, i+1)
			continue
		}
		i++
	}
	return found, nil
}

func (v *View) numbers(sql string, key int64) (out []int64, err error) {
	err = v.c.query(sql, values(key), func(row result) error {
		out = append(out, row[0].(int64))
		return nil
	})
	return out, err
}
