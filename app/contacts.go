package app

import (
	"context"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Contacts is the contact list and the panel of one contact.
type Contacts struct{ app *App }

// Page reads limit rows from the offset-th on; limit is between 1 and 1000.
func (s *Contacts) Page(q ContactQuery, offset, limit int) (ContactPage, error) {
	a := s.app
	return signedIn(a, "Contacts.Page", func(ctx context.Context) (ContactPage, error) {
		filter, err := q.filter()
		if err != nil {
			return ContactPage{}, err
		}
		// Taken first: rows newer than their version make the window ask again, older ones would not.
		page := ContactPage{Offset: offset, Version: a.version()}
		found, err := a.contacts.List(ctx, filter, q.order(), offset, limit)
		if err != nil {
			return ContactPage{}, err
		}
		page.Total, page.Exact = int(found.Total), found.Exact
		var all []*crm.Contact
		for _, c := range found.Contacts {
			all = append(all, &c.Contact)
		}
		names, err := a.namesFor(ctx, all...)
		if err != nil {
			return ContactPage{}, err
		}
		unsent, err := a.unsent(ctx, all...)
		if err != nil {
			return ContactPage{}, err
		}
		for i, c := range all {
			row := names.row(c)
			row.Picture = found.Pictured[found.N[i]]
			row.Pending = unsent[c.ID]
			page.Rows = append(page.Rows, row)
		}
		return page, nil
	})
}

// Get reads one contact with notes and history.
func (s *Contacts) Get(id string) (ContactDetail, error) {
	a := s.app
	return signedIn(a, "Contacts.Get", func(ctx context.Context) (ContactDetail, error) {
		contact, err := crm.ParseID(id)
		if err != nil {
			return ContactDetail{}, err
		}
		d, err := a.contacts.Get(ctx, contact, true)
		if err != nil {
			return ContactDetail{}, err
		}
		names, err := a.namesFor(ctx, &d.Contact)
		if err != nil {
			return ContactDetail{}, err
		}
		unsent, err := a.unsent(ctx, &d.Contact)
		if err != nil {
			return ContactDetail{}, err
		}
		detail := names.detail(d)
		detail.Picture, detail.Pending = d.Pictured, unsent[d.ID]
		return detail, nil
	})
}

// unsent tells which contacts have changes that the server has not acknowledged.
func (a *App) unsent(ctx context.Context, contacts ...*crm.Contact) (out map[crm.ID]bool, err error) {
	ids := make([]crm.ID, len(contacts))
	for i, c := range contacts {
		ids[i] = c.ID
	}
	err = a.db.View(ctx, func(v *sqlite.View) (err error) { out, err = v.UnsentContacts(ids); return err })
	return out, err
}

// RevealDocument gives the whole CPF or CNPJ, formatted; it is audited.
func (s *Contacts) RevealDocument(id, document string) (string, error) {
	return signedIn(s.app, "Contacts.RevealDocument", func(ctx context.Context) (string, error) {
		contact, err := crm.ParseID(id)
		if err != nil {
			return "", err
		}
		field, ok := crm.FieldByName(document)
		if !ok {
			return "", crm.Errorf(crm.CodeInvalid, "field", "a document is cpf or cnpj")
		}
		value, err := s.app.contacts.Reveal(ctx, contact, field)
		if field == crm.FieldCPF {
			return crm.FormatCPF(value), err
		}
		return crm.FormatCNPJ(value), err
	})
}

// version names the state of the contacts: the program's start and the changes heard of since, other programs' too.
func (a *App) version() string { return fmt.Sprintf("%x-%d", a.began.UnixNano(), a.edition.Load()) }
