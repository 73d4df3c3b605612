package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// address is whom an interaction is with: a phone, an e-mail address, or a name that the channel knows them by.
type address struct {
	phone crm.Phone
	email string
	user  string
}

// parseAddress reads an address as its channel writes them. The chat channels carry whatever the person gave; what
// looks like an e-mail address or a phone is one.
func parseAddress(channel, text string) (a address, err error) {
	text = strings.TrimSpace(text)
	switch channel {
	case "email":
		a.email, err = crm.ParseEmail(text)
		return a, from(err)
	case "voice", "sms", "whatsapp":
		// The network leaves country codes out and puts carrier codes in: what it most probably is.
		if p, ok := crm.GuessPhone(text); ok {
			a.phone = p
			return a, nil
		}
		_, err = crm.ParsePhone(text)
		if err == nil {
			err = crm.Errorf(crm.CodePhoneInvalid, "", "the phone number does not exist")
		}
		return a, from(err)
	}
	if email, err := crm.ParseEmail(text); err == nil {
		a.email = email
		return a, nil
	}
	if strings.HasPrefix(text, "+") {
		if p, err := crm.ParsePhone(text); err == nil {
			a.phone = p
			return a, nil
		}
	}
	if a.user, err = crm.ParseField(crm.FieldChannelUser, text); err == nil && a.user == "" {
		err = crm.Errorf(crm.CodeInvalid, "", "an address is needed")
	}
	return a, from(err)
}

// from names the request's member that an error is about.
func from(err error) error {
	if err == nil {
		return nil
	}
	return crm.Errorf(crm.CodeOf(err), "from", "%s", err.Error())
}

// contactOf finds the contact with the address, or creates it (D5.2).
func (s *Server) contactOf(ctx context.Context, org crm.ID, q *interaction, add *replication.InteractionAdd) (id crm.ID, created bool, err error) {
	a, err := parseAddress(q.Channel, q.From)
	if err != nil {
		return crm.NoID, false, err
	}
	name, err := crm.ParseField(crm.FieldName, q.Name)
	if err != nil {
		return crm.NoID, false, err
	}
	if key, ok := a.key(); ok {
		found, err := s.store.FindContacts(ctx, org, key)
		if err != nil {
			return crm.NoID, false, err
		}
		if len(found) > 0 {
			return a.best(found).ID, false, nil
		}
	}
	body := a.contact(q.Channel, name, add)
	r, err := s.store.Perform(ctx, org, replication.KindContactCreate, body.ID, body)
	switch {
	case err != nil:
		return crm.NoID, false, err
	case r.Outcome == replication.Already: // this very interaction has been sent before
		return body.ID, false, nil
	case r.Outcome != replication.Applied && r.Outcome != replication.Superseded:
		return crm.NoID, false, unexpected(replication.KindContactCreate, r)
	}
	return body.ID, r.Outcome == replication.Applied, nil
}

// key is what the address is looked up by; a channel's user name is not.
func (a *address) key() (replication.Key, bool) {
	switch {
	case a.phone != "":
		return replication.Key{Kind: replication.KeyPhone, Number: a.phone.MatchKey()}, true
	case a.email != "":
		return replication.Key{Kind: replication.KeyEmail, Number: crm.EmailHash(crm.EmailKey(a.email))}, true
	}
	return replication.Key{}, false
}

// best is whom the address most probably is of: who has exactly it, is active, and was last changed.
func (a *address) best(found []replication.Contact) *replication.Contact {
	rank := func(c *replication.Contact) int {
		n := 0
		if a.email != "" && crm.EmailKey(c.Field(crm.FieldEmail)) == crm.EmailKey(a.email) {
			n += 2
		}
		if c.Active() {
			n++
		}
		return n
	}
	i := slices.MinFunc(indices(found), func(i, j int) int {
		x, y := &found[i], &found[j]
		return cmp.Or(cmp.Compare(rank(y), rank(x)), cmp.Compare(y.Updated, x.Updated), strings.Compare(x.ID.String(), y.ID.String()))
	})
	return &found[i]
}

func indices[T any](s []T) []int {
	out := make([]int, len(s))
	for i := range out {
		out[i] = i
	}
	return out
}

// contact is the new contact: name or identifier, channel, time of the first message (D5.2).
func (a *address) contact(channel, name string, add *replication.InteractionAdd) *replication.ContactCreate {
	c := &replication.ContactCreate{ID: contactID(add.ID), At: add.Opened, Fields: map[crm.Field]string{
		crm.FieldActive: "true", crm.FieldChannel: channel,
	}}
	identifier := a.user
	switch {
	case a.phone != "":
		identifier = crm.FormatPhone(a.phone)
		c.Phones = []crm.Phone{a.phone}
	case a.email != "":
		identifier = a.email
		c.Fields[crm.FieldEmail] = a.email
	default:
		c.Fields[crm.FieldChannelUser] = a.user
		switch channel {
		case "instagram":
			c.Fields[crm.FieldInstagram] = a.user
		case "facebook":
			c.Fields[crm.FieldFacebook] = a.user
		}
	}
	c.Fields[crm.FieldName] = cmp.Or(name, identifier)
	return c
}

// contactID is the id of the contact that an interaction created: the same when the call is repeated, and derived from
// a random id, not from the person (S1.1). Its time is the interaction's, as in any UUIDv7.
func contactID(interaction crm.ID) crm.ID {
	sum := sha256.Sum256(append([]byte("contact of interaction "), interaction[:]...))
	id := crm.ID(sum[:16])
	copy(id[:6], interaction[:6])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}
