package interactions

import (
	"errors"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// contact is who a line is about: the contact of an id, or the one that an address belongs to. Of an unknown address a
// contact is created, with the name given or the address, the channel and the time of the first message (D10.1, D5.2).
func (b *batch) contact(cell func(string) string, n *sqlite.NewInteraction) (crm.ID, error) {
	if text := cell("contact_id"); text != "" {
		id, err := crm.ParseID(text)
		if err != nil {
			return crm.NoID, crm.Errorf(crm.CodeInvalid, "contact_id", "this is not the id of a contact")
		}
		c, err := alive(&b.tx.View, id)
		var problem *crm.Error
		if errors.As(err, &problem) {
			return crm.NoID, crm.Errorf(problem.Code, "contact_id", "%s", problem.Message)
		}
		if err != nil {
			return crm.NoID, err
		}
		return c.ID, nil
	}
	a, err := parseAddress(n.Channel, cell("from"))
	if err != nil {
		return crm.NoID, err
	}
	found, err := holders(&b.tx.View, &a, b.named)
	if err != nil {
		return crm.NoID, err
	}
	if len(found) > 0 {
		return oneOf(found)
	}
	id, row, err := createContact(b.tx, &a, cell("name"), n)
	if err != nil {
		return crm.NoID, err
	}
	if a.user != "" {
		b.fresh[userKey(a.field, a.user)] = row
	}
	b.result.ContactsCreated++
	return id, nil
}

// oneOf is whom an address is of that several may have: the only one, or the only active one (D3.8).
func oneOf(found []*sqlite.Stored) (crm.ID, error) {
	if len(found) == 1 {
		return found[0].ID, nil
	}
	var active []*sqlite.Stored
	for _, s := range found {
		if s.Active() {
			active = append(active, s)
		}
	}
	if len(active) == 1 {
		return active[0].ID, nil
	}
	return crm.NoID, crm.Errorf(CodeAmbiguous, "from", "%d contacts have this address; say which by contact_id", len(found))
}

// address is how somebody is reached: exactly one member is set.
type address struct {
	phone crm.Phone
	email string
	field crm.Field // of a user name
	user  string
}

// userFields are where a channel's user names are kept; of other channels it is the channel's own user name.
var userFields = map[string]crm.Field{"instagram": crm.FieldInstagram, "facebook": crm.FieldFacebook, "whatsapp": crm.FieldWhatsApp}

// parseAddress reads an address of a channel: a phone, as the network writes it too (without its country code), an e-mail
// address, or a user name.
func parseAddress(channel, text string) (a address, err error) {
	if text == "" {
		return a, crm.Errorf(crm.CodeInvalid, "from", "the line does not say whom it is about")
	}
	switch channel {
	case "email":
		a.email, err = crm.ParseEmail(text)
		return a, from(err)
	case "voice", "sms":
		var ok bool
		if a.phone, ok = crm.GuessPhone(text); !ok {
			return a, crm.Errorf(crm.CodePhoneInvalid, "from", "this is not a phone number")
		}
		return a, nil
	}
	if email, err := crm.ParseEmail(text); err == nil && email != "" {
		a.email = email
		return a, nil
	}
	if channel == "whatsapp" || strings.HasPrefix(text, "+") {
		if p, ok := crm.GuessPhone(text); ok {
			a.phone = p
			return a, nil
		}
	}
	field, named := userFields[channel]
	if !named {
		field = crm.FieldChannelUser
	}
	a.field = field
	a.user, err = crm.ParseField(field, strings.TrimPrefix(text, "@"))
	if err == nil && strings.Trim(a.user, "@") == "" { // it would name nobody, not even the contact it creates (D1.2)
		return address{}, crm.Errorf(crm.CodeInvalid, "from", "this is not a user name")
	}
	return a, from(err)
}

// from names the column that an error is about.
func from(err error) error {
	if err == nil {
		return nil
	}
	return crm.Errorf(crm.CodeOf(err), "from", "%s", err.Error())
}

// userKey is what user names are compared by.
func userKey(f crm.Field, name string) string {
	return f.String() + " " + crm.Fold(strings.TrimPrefix(name, "@"))
}

// holders are the living contacts with the address, merged ones resolved to their primary (D3.8). named are the rows that may
// have a user name.
func holders(v *sqlite.View, a *address, named func(*address) ([]int64, error)) (out []*sqlite.Stored, err error) {
	var numbers []int64
	same := func(*sqlite.Stored) bool { return true }
	switch {
	case a.phone != "":
		numbers, err = v.ByPhone(a.phone)
	case a.email != "":
		numbers, err = v.ByEmail(a.email)
		same = func(s *sqlite.Stored) bool { return crm.EmailKey(s.Fields[crm.FieldEmail]) == crm.EmailKey(a.email) }
	default:
		numbers, err = named(a)
		same = func(s *sqlite.Stored) bool { return userKey(a.field, s.Fields[a.field]) == userKey(a.field, a.user) }
	}
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	for _, n := range numbers {
		s, err := v.At(n)
		if err != nil {
			return nil, err
		}
		if s == nil || s.Anonymized || !same(s) {
			continue
		}
		for s.Root != s.N {
			if s, err = v.At(s.Root); err != nil {
				return nil, err
			}
			if s == nil {
				break
			}
		}
		if s != nil && !s.Anonymized && !seen[s.N] {
			seen[s.N] = true
			out = append(out, s)
		}
	}
	return out, nil
}

// createContact makes the contact of an unknown address, or of a name alone.
func createContact(tx *sqlite.Tx, a *address, name string, n *sqlite.NewInteraction) (id crm.ID, row int64, err error) {
	c := new(crm.Contact)
	c.Fields[crm.FieldActive], c.Fields[crm.FieldChannel] = "true", n.Channel
	c.CreatedAt = n.Opened // of the first message
	switch {
	case a.phone != "":
		c.Phones = []crm.Phone{a.phone}
	case a.email != "":
		c.Fields[crm.FieldEmail] = a.email
	case a.user != "":
		c.Fields[a.field] = a.user
	}
	if name == "" {
		name = a.email + a.user
		if a.phone != "" {
			name = crm.FormatPhone(a.phone) // as the server names them
		}
	}
	if c.Fields[crm.FieldName], err = crm.ParseField(crm.FieldName, name); err != nil {
		return crm.NoID, 0, err
	}
	row, err = tx.CreateContact(c, nil)
	return c.ID, row, err
}

// userNames are the rows of the contacts that have a channel's user name, by userKey. No table has them, and a file may
// ask for thousands: they are read once a job.
type userNames map[string][]int64

func (b *batch) named(a *address) ([]int64, error) {
	if *b.byName == nil {
		all := userNames{}
		fields := []crm.Field{crm.FieldInstagram, crm.FieldFacebook, crm.FieldWhatsApp, crm.FieldChannelUser}
		if err := b.tx.EachFilled(fields, func(n int64, f crm.Field, value string) {
			k := userKey(f, value)
			all[k] = append(all[k], n)
		}); err != nil {
			return nil, err
		}
		*b.byName = all
	}
	for k, n := range b.fresh {
		if !slices.Contains((*b.byName)[k], n) {
			(*b.byName)[k] = append((*b.byName)[k], n)
		}
	}
	return (*b.byName)[userKey(a.field, a.user)], nil
}
