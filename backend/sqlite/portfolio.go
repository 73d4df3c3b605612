package sqlite

import "carteira/backend/crm"

// putPortfolio writes a contact's portfolio link and returns the owner's local number.
func (tx *Tx) putPortfolio(contact int64, p *crm.Portfolio) (owner int64, err error) {
	users, err := tx.userNumbers()
	if err != nil {
		return 0, err
	}
	owner, ok := users.n[p.Owner]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, "owner", "there is no such user")
	}
	var service, reserve int64
	if p.Reserve != crm.NoID {
		if reserve, ok = users.n[p.Reserve]; !ok {
			return 0, crm.Errorf(crm.CodeNotFound, "reserve", "there is no such user")
		}
	}
	if p.Service != crm.NoID {
		services, err := tx.serviceNumbers()
		if err != nil {
			return 0, err
		}
		if service, ok = services.n[p.Service]; !ok {
			return 0, crm.Errorf(crm.CodeNotFound, "service", "there is no such service")
		}
	}
	_, err = tx.c.exec(`
		INSERT INTO portfolio (contact, type, owner, service, reserve, since)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (contact) DO UPDATE SET
		  type = excluded.type, owner = excluded.owner, service = excluded.service,
		  reserve = excluded.reserve, since = excluded.since`,
		contact, int64(p.Type), owner, service, reserve, p.Since.UnixMilli())
	return owner, err
}

// replacePortfolio brings the link of a changed contact up to date and returns its part of the list attributes.
func (tx *Tx) replacePortfolio(n int64, next *crm.Contact) (attrs int64, err error) {
	if next.Portfolio == nil {
		_, err := tx.c.exec(`DELETE FROM portfolio WHERE contact = ?`, n)
		return 0, err
	}
	owner, err := tx.putPortfolio(n, next.Portfolio)
	if err != nil {
		return 0, err
	}
	return portfolioAttrs(next.Portfolio.Type, owner), nil
}
