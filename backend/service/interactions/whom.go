package interactions

import (
	"context"
	"strings"
	"unicode"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Whom an interaction that a person enters is with. The rules are those of a file and of the server's interface (D10.1, D5.2, D3.8),
// and those of a contact entered by hand (D1.2, D1.9).

// Kind is what somebody typed to say whom they mean.
type Kind string

// What a text may be; Nothing is part of an address, or none.
const (
	Nothing Kind = ""
	Phone   Kind = "phone"
	Email   Kind = "email"
	User    Kind = "user"
	Name    Kind = "name"
)

// Reading is how a text is understood before anything is saved.
type Reading struct {
	Kind    Kind
	Address string        // as it would be kept, "" of a name
	Holders []crm.Contact // who has that very address
	Another bool          // one more contact may have it (D1.9)
}

// Read understands what somebody typed to say whom an interaction of a channel is with, and finds who has that address. Whose
// name it may be is a matter of the list's search.
func (s *Service) Read(ctx context.Context, channel, text string) (r Reading, err error) {
	if err := checkChannel(channel); err != nil {
		return r, err
	}
	a, kind := typed(channel, text)
	read := func(ctx context.Context) error {
		return s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
			if r.Kind = kind; kind == Nothing || kind == Name {
				return nil
			}
			r.Address = string(a.phone) + a.email + a.user
			found, err := holders(v, &a, walk(v))
			for _, c := range found {
				r.Holders = append(r.Holders, c.Contact)
			}
			if err != nil {
				return err
			}
			unique, err := v.Setting(crm.SettingNoDuplicates)
			r.Another = unique != "on" || kind == User
			return err
		})
	}
	if kind == User {
		err = s.asking.latest(ctx, read)
	} else {
		err = read(ctx)
	}
	return r, err
}

// typed tells addresses from names. A name on a chat channel has a space; a user name may be marked with @.
func typed(channel, text string) (address, Kind) {
	text = strings.TrimSpace(text)
	a, err := byHand(channel, text)
	switch {
	case text == "":
		return address{}, Nothing
	case err == nil && a.phone != "":
		return a, Phone
	case err == nil && a.email != "":
		return a, Email
	case err == nil && (text[0] == '@' || !strings.Contains(text, " ")):
		return a, User
	case !strings.Contains(text, "@") && strings.ContainsFunc(text, unicode.IsLetter):
		return address{}, Name
	}
	return address{}, Nothing
}

// byHand reads an address that a person typed. Unlike a channel's own, it is of whatever kind it looks like: who rang may
// have left an e-mail address.
func byHand(channel, text string) (address, error) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") && text[0] != '@' {
		email, err := crm.ParseEmail(text)
		return address{email: email}, from(err)
	}
	if p, ok := crm.GuessPhone(text); ok {
		return address{phone: p}, nil
	}
	return parseAddress(channel, text)
}

// walk finds a user name among all contacts; no table has them.
func walk(v *sqlite.View) func(*address) ([]int64, error) {
	return func(a *address) (out []int64, err error) {
		want := userKey(a.field, a.user)
		err = v.EachFilled([]crm.Field{a.field}, func(n int64, f crm.Field, value string) {
			if userKey(f, value) == want {
				out = append(out, n)
			}
		})
		return out, err
	}
}

// namedBefore looks for the user name of the input, if it is one, before anybody has to wait: a walk over a million contacts takes a
// second or two, in which others want to write. What it found holds in the transaction unless contacts changed in between.
func (s *Service) namedBefore(ctx context.Context, in *Input) (func(tx *sqlite.Tx) func(*address) ([]int64, error), error) {
	again := func(tx *sqlite.Tx) func(*address) ([]int64, error) { return walk(&tx.View) }
	a, err := byHand(in.Channel, in.From)
	if err != nil || a.user == "" || in.Contact != crm.NoID {
		return again, nil // which says so itself
	}
	var found []int64
	var version int64
	err = s.db.ViewAs(ctx, crm.PermEdit, func(v *sqlite.View) (err error) {
		if version, err = v.ListVersion(); err == nil {
			found, err = walk(v)(&a)
		}
		return err
	})
	return func(tx *sqlite.Tx) func(*address) ([]int64, error) {
		return func(a *address) ([]int64, error) {
			if now, err := tx.ListVersion(); err != nil || now == version {
				return found, err
			}
			return again(tx)(a)
		}
	}, err
}

// whom is the contact of the input, created when nobody has the address, or when only a name is given.
func (in *Input) whom(tx *sqlite.Tx, n *sqlite.NewInteraction, named func(*address) ([]int64, error)) (id crm.ID, created bool, err error) {
	given, name := strings.TrimSpace(in.From), strings.TrimSpace(in.Name)
	if in.Contact != crm.NoID {
		if given != "" || name != "" {
			return crm.NoID, false, crm.Errorf(crm.CodeInvalid, "contact", "say who it is with: a contact or an address, one of them")
		}
		c, err := alive(&tx.View, in.Contact)
		if err != nil {
			return crm.NoID, false, err
		}
		return c.ID, false, nil
	}
	if given == "" && name == "" {
		return crm.NoID, false, crm.Errorf(crm.CodeInvalid, "contact", "say who it is with: a contact, an address or a name")
	}
	var a address
	if given != "" {
		if a, err = byHand(n.Channel, given); err != nil {
			return crm.NoID, false, err
		}
		found, err := holders(&tx.View, &a, named)
		if err != nil {
			return crm.NoID, false, err
		}
		if len(found) > 0 && !in.Another {
			id, err := oneOf(found)
			return id, false, err
		}
		if err := unshared(tx, &a, found); err != nil {
			return crm.NoID, false, err
		}
	}
	if err := reachable(tx, &a); err != nil {
		return crm.NoID, false, err
	}
	id, _, err = createContact(tx, &a, name, n)
	return id, err == nil, err
}

// unshared refuses one more contact with a phone or an e-mail address, when duplicates are not allowed (D1.9).
func unshared(tx *sqlite.Tx, a *address, found []*sqlite.Stored) error {
	if len(found) == 0 || a.user != "" {
		return nil
	}
	value, err := tx.Setting(crm.SettingNoDuplicates)
	if err != nil || value != "on" {
		return err
	}
	return crm.Errorf(crm.CodeDuplicate, "from", "a contact with this address already exists: %s", found[0].ID)
}

// reachable refuses a contact without e-mail address and phone, where the organization asks for one (D1.2).
func reachable(tx *sqlite.Tx, a *address) error {
	if a.phone != "" || a.email != "" {
		return nil
	}
	value, err := tx.Setting(crm.SettingRequireReachable)
	if err != nil || value != "on" {
		return err
	}
	return crm.Errorf(crm.CodeUnreachable, "from", "a contact needs an e-mail address or a phone")
}
