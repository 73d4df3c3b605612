package replication

import "carteira/backend/crm"

// Users are decided in server order (S2). An organization that has an active administrator keeps one: two offices that
// do not hear of each other may each take the rights from all but one, and of the two only the first is carried out.

// CodeLastAdmin: nobody would be left who can manage users.
const CodeLastAdmin = "last_administrator"

// putUser creates or changes a user. Two offices' users of one e-mail address are one.
func (d *decision) putUser(u *UserPut) error {
	if d.nameless(u.ID, u.Email) {
		return nil
	}
	root, err := d.s.Root(NounUser, u.ID)
	if err != nil {
		return err
	}
	taken, err := d.s.UserByEmail(crm.EmailKey(u.Email))
	if err != nil {
		return err
	}
	known, err := d.s.User(root)
	if err != nil {
		return err
	}
	if known == nil {
		if taken != crm.NoID {
			return d.put(Effect{Alias: &Alias{Noun: NounUser, From: u.ID, To: taken}})
		}
		u.ID, u.Version = root, d.versionAfter(Stamp{})
		return d.put(Effect{User: u})
	}
	code, other, err := d.cannotChange(known, u, taken)
	if err != nil {
		return err
	}
	if code != "" {
		d.reject(code, other)
		return nil
	}
	u.ID = root
	if u.same(known) {
		return nil
	}
	u.Version = d.versionAfter(known.Version)
	return d.put(Effect{User: u})
}

// cannotChange says why a user cannot become what an operation wants, "" when they can. taken is who has the address.
func (d *decision) cannotChange(known, next *UserPut, taken crm.ID) (code string, other crm.ID, err error) {
	if taken != crm.NoID && taken != known.ID {
		return crm.CodeConflict, taken, nil
	}
	if !known.administers() || next.administers() {
		return "", crm.NoID, nil
	}
	if another, err := d.s.Administrator(known.ID); another || err != nil {
		return "", crm.NoID, err
	}
	return CodeLastAdmin, crm.NoID, nil
}

func (u *UserPut) administers() bool { return u.Active && u.Profile == crm.ProfileAdmin }

// same tells whether the user is so already; a password that does not change is left out.
func (u *UserPut) same(known *UserPut) bool {
	x := *u
	x.Version = known.Version
	if x.Password == "" {
		x.Password = known.Password
	}
	return x == *known
}

// restoreUser takes a user that a restored server lacks, or has an earlier state of.
func (d *decision) restoreUser(u *UserPut) error {
	if d.nameless(u.ID, u.Email) {
		return nil
	}
	root, err := d.s.Root(NounUser, u.ID)
	if err != nil || root != u.ID {
		return err
	}
	taken, err := d.s.UserByEmail(crm.EmailKey(u.Email))
	if err != nil {
		return err
	}
	known, err := d.s.User(u.ID)
	switch {
	case err != nil:
		return err
	case known == nil && taken != crm.NoID:
		return d.put(Effect{Alias: &Alias{Noun: NounUser, From: u.ID, To: taken}})
	case known == nil:
		return d.put(Effect{User: u})
	case u.Version.Compare(known.Version) <= 0:
		return nil
	}
	code, other, err := d.cannotChange(known, u, taken)
	if err != nil {
		return err
	}
	if code != "" {
		return d.restate(Effect{User: known}, code, other)
	}
	return d.put(Effect{User: u})
}
