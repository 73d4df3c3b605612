package sqlite

import (
	"database/sql/driver"

	"carteira/backend/crm"
)

// The lookups return local row numbers, ascending. Merged secondaries are among them: the caller resolves
// them to their primary (D3.8).

// ByCPF finds the contacts with a CPF, given as its eleven digits.
func (v *View) ByCPF(cpf string) ([]int64, error) {
	return v.numbers(`SELECT contact FROM contact_cpf WHERE cpf = ?`, crm.CPFKey(cpf))
}

// ByPhone finds the contacts with a phone, by the ninth-digit rule (D1.6).
func (v *View) ByPhone(p crm.Phone) ([]int64, error) {
	return v.numbers(`SELECT contact FROM contact_phone WHERE phone = ?`, p.MatchKey())
}

// ByCNPJ finds the contact with a CNPJ; 0 when there is none.
func (v *View) ByCNPJ(cnpj string) (int64, error) {
	return v.c.integer(`SELECT contact FROM contact_cnpj WHERE cnpj = ?`, cnpj)
}

// ByEmail finds the contacts whose e-mail address may be the given one (D1.7): the caller compares, for two
// addresses may share a hash.
func (v *View) ByEmail(email string) ([]int64, error) {
	return v.numbers(`SELECT contact FROM contact_email WHERE email = ?`, crm.EmailHash(crm.EmailKey(email)))
}

// At reads the contact in row n; nil when there is none.
func (v *View) At(n int64) (*Stored, error) { return v.contactAt(n) }

// HasOpenInteraction tells whether the contact in row n has an interaction under way.
func (v *View) HasOpenInteraction(n int64) (bool, error) {
	open, err := v.c.integer(`SELECT count(*) FROM interaction WHERE contact = ? AND status = 'open'`, n)
	return open > 0, err
}

// HasNote tells whether the contact in row n already has a note with exactly this text.
func (v *View) HasNote(n int64, text string) (bool, error) {
	same, err := v.c.integer(`SELECT count(*) FROM note WHERE contact = ? AND text = ?`, n, text)
	return same > 0, err
}

func (v *View) numbers(sql string, keys ...driver.Value) (out []int64, err error) {
	err = v.c.query(sql, values(keys...), func(row result) error {
		out = append(out, row[0].(int64))
		return nil
	})
	return out, err
}
