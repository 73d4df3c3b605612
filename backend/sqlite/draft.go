package sqlite

import (
	"time"

	"carteira/backend/crm"
)

// Draft is what a person has typed into the contact form and not saved: of this replica alone, never sent.
type Draft struct {
	At   time.Time
	Body string // JSON, the window's own
}

// maxDraft is far above what a form holds, in bytes: a picture and ten long notes.
const maxDraft = 1 << 20

// Draft reads what the user has begun on a contact, or on a new one for crm.NoID; nil when there is nothing.
func (v *View) Draft(user, contact crm.ID) (d *Draft, err error) {
	u, n, err := v.draftKey(user, contact)
	if err != nil {
		return nil, err
	}
	_, err = v.c.one(`SELECT at, body FROM contact_draft WHERE user = ? AND contact = ?`, values(u, n), func(row result) error {
		d = &Draft{At: time.UnixMilli(row[0].(int64)).UTC(), Body: row[1].(string)}
		return nil
	})
	return d, err
}

// SaveDraft keeps what the actor has begun; "" discards it.
func (tx *Tx) SaveDraft(contact crm.ID, body string) error {
	if len(body) > maxDraft {
		return crm.Errorf(crm.CodeInvalid, "draft", "the draft is too long")
	}
	u, n, err := tx.draftKey(tx.actor.User, contact)
	if err != nil {
		return err
	}
	if body == "" {
		_, err = tx.c.exec(`DELETE FROM contact_draft WHERE user = ? AND contact = ?`, u, n)
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO contact_draft (user, contact, at, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (user, contact) DO UPDATE SET at = excluded.at, body = excluded.body`, u, n, tx.now.UnixMilli(), body)
	return err
}

func (v *View) draftKey(user, contact crm.ID) (u, n int64, err error) {
	users, err := v.userNumbers()
	if err != nil {
		return 0, 0, err
	}
	if contact == crm.NoID {
		return users.n[user], 0, nil
	}
	s, err := v.Contact(contact)
	if err != nil {
		return 0, 0, err
	}
	return users.n[user], s.N, nil
}

// scrubDrafts destroys what anybody has begun on an erased person (D8.4). A draft of a new contact may be about the
// same person, who knows; of it nothing is read, and it is gone with them when it holds one of their identifiers.
func (tx *Tx) scrubDrafts(s *Stored) error {
	if _, err := tx.c.exec(`DELETE FROM contact_draft WHERE contact = ?`, s.N); err != nil {
		return err
	}
	for _, value := range identifiers(&s.Contact) {
		if _, err := tx.c.exec(`DELETE FROM contact_draft WHERE contact = 0 AND instr(lower(body), ?) > 0`, value); err != nil {
			return err
		}
	}
	values := identifiers(&s.Contact)
	if name := nameKey(&s.Contact); len(name) > 8 { // a shorter one is somebody else's, too
		values = append(values, s.Contact.Name(), name)
	}
	if err := tx.scrubBegunImports(values...); err != nil {
		return err
	}
	return tx.scrubImportMappings(values...)
}

// identifiers are texts that hardly anybody else has, as a form holds them: with and without their masks.
func identifiers(c *crm.Contact) (out []string) {
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		out = append(out, cpf, crm.FormatCPF(cpf))
	}
	if email := crm.EmailKey(c.Fields[crm.FieldEmail]); email != "" {
		out = append(out, email)
	}
	for _, p := range allPhones(c) {
		out = append(out, string(p))
	}
	return out
}
