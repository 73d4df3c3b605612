package app

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
)

// ContactQuery is a filter and an order of the contact list (D2.2, D2.3).
type ContactQuery struct {
	Search         string        `json:"search"`
	Status         string        `json:"status"` // "all", "active", "inactive"
	Owner          string        `json:"owner"`  // "", "none", "any"
	Owners         []string      `json:"owners"`
	PortfolioTypes []int         `json:"portfolioTypes"`
	Labels         []string      `json:"labels"`
	Fields         []FieldFilter `json:"fields"`
	CreatedFrom    string        `json:"createdFrom"` // "YYYY-MM-DD"
	CreatedTo      string        `json:"createdTo"`
	Channel        string        `json:"channel"`
	Sort           string        `json:"sort"` // of crm.Sorts: "name", "email", …
	Desc           bool          `json:"desc"`
}

// FieldFilter asks for a value of a custom field.
type FieldFilter struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// ContactPage is a window on the list.
type ContactPage struct {
	Rows    []ContactRow `json:"rows"`
	Offset  int          `json:"offset"`
	Total   int          `json:"total"`
	Exact   bool         `json:"exact"`   // false: there are at least Total
	Version string       `json:"version"` // another one when contacts have changed
}

// ContactRow is one contact in a list. Documents are masked.
type ContactRow struct {
	ID                string  `json:"id"`
	Name              string  `json:"name"`
	Email             string  `json:"email"`
	Phone             string  `json:"phone"` // E.164 digits
	PhoneCount        int     `json:"phoneCount"`
	CPF               string  `json:"cpf"`
	CNPJ              string  `json:"cnpj"`
	City              string  `json:"city"`
	State             string  `json:"state"`
	Channel           string  `json:"channel"`
	Owner             string  `json:"owner"`         // name
	PortfolioType     int     `json:"portfolioType"` // 0 = none
	Labels            []Label `json:"labels"`
	Active            bool    `json:"active"`
	Corporate         bool    `json:"corporate"`
	CreatedAt         string  `json:"createdAt"`
	LastInteractionAt string  `json:"lastInteractionAt"`
	Picture           bool    `json:"picture"` // it has one: ContactForm.Avatars
	Pending           bool    `json:"pending"` // the server has not acknowledged its last change
}

// ContactDetail is everything about one contact.
type ContactDetail struct {
	ContactRow
	Phones       []string      `json:"phones"`
	ZipCode      string        `json:"zipCode"`
	Address      string        `json:"address"`
	Number       string        `json:"number"`
	Complement   string        `json:"complement"`
	Country      string        `json:"country"`
	Instagram    string        `json:"instagram"`
	Facebook     string        `json:"facebook"`
	Twitter      string        `json:"twitter"`
	WhatsApp     string        `json:"whatsapp"`
	Gender       string        `json:"gender"`
	BirthDate    string        `json:"birthDate"`
	ExternalID   string        `json:"externalId"`
	Company      string        `json:"company"`
	CustomFields []CustomValue `json:"customFields"`
	Notes        []Note        `json:"notes"`
	Changes      []Change      `json:"changes"`
	Portfolio    *Portfolio    `json:"portfolio"`
	CreatedBy    string        `json:"createdBy"` // name
	UpdatedAt    string        `json:"updatedAt"`
	Interactions int           `json:"interactions"`
	MergedInto   string        `json:"mergedInto"` // the contact to show in its place (D7.4), "" for who was not merged
	Anonymized   bool          `json:"anonymized"`
	Flagged      []FormProblem `json:"flagged"` // stored values that would not be accepted today (D1.3)
}

// CustomValue is a custom field with its value.
type CustomValue struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

// Note is one remark.
type Note struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Author string `json:"author"`
	At     string `json:"at"`
}

// Change is one field of one edit, newest first (D2.6).
type Change struct {
	At     string `json:"at"`
	Author string `json:"author"`
	Field  string `json:"field"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Source string `json:"source"`
}

// Portfolio is who holds the contact, by name.
type Portfolio struct {
	Type    int    `json:"type"`
	Owner   string `json:"owner"`
	Service string `json:"service"`
	Reserve string `json:"reserve"`
}

// Selection is a set of contacts without its members (D2.4).
type Selection struct {
	Kind   string       `json:"kind"` // "some", "all"
	IDs    []string     `json:"ids"`
	Query  ContactQuery `json:"query"`
	Except []string     `json:"except"`
}

// timeText is RFC 3339 in UTC, "" for no time.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func parseIDs(texts []string) ([]crm.ID, error) {
	ids := make([]crm.ID, len(texts))
	for i, text := range texts {
		id, err := crm.ParseID(text)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}

func (q *ContactQuery) order() crm.ContactOrder {
	return crm.ContactOrder{By: crm.Sort(q.Sort), Desc: q.Desc}
}

func (q *ContactQuery) filter() (f crm.ContactFilter, err error) {
	f = crm.ContactFilter{
		Search: q.Search, Status: crm.StatusFilter(q.Status), Owner: crm.OwnerFilter(q.Owner), Channel: q.Channel,
		CreatedFrom: q.CreatedFrom, CreatedTo: q.CreatedTo,
	}
	if f.Owners, err = parseIDs(q.Owners); err != nil {
		return f, err
	}
	if f.Labels, err = parseIDs(q.Labels); err != nil {
		return f, err
	}
	for _, t := range q.PortfolioTypes {
		f.PortfolioTypes = append(f.PortfolioTypes, crm.PortfolioType(t))
	}
	for _, c := range q.Fields {
		id, err := crm.ParseID(c.Field)
		if err != nil {
			return f, err
		}
		f.Custom = append(f.Custom, crm.CustomValue{Field: id, Value: c.Value})
	}
	return f, nil
}

func (s *Selection) selection() (sel crm.Selection, err error) {
	switch s.Kind {
	case "some":
		sel.IDs, err = parseIDs(s.IDs)
		return sel, err
	case "all":
		sel.All = true
		if sel.Filter, err = s.Query.filter(); err != nil {
			return sel, err
		}
		sel.Except, err = parseIDs(s.Except)
		return sel, err
	}
	return sel, crm.Errorf(crm.CodeInvalid, "kind", "a selection is of kind some or all")
}

// maskCNPJ hides what tells one CNPJ from its neighbours, as crm.MaskCPF does: ••.222.333/0001-••. A legacy value of
// another length is hidden whole.
func maskCNPJ(cnpj string) string {
	if cnpj == "" {
		return ""
	}
	const length = 14
	if len(cnpj) != length {
		return "•••"
	}
	return "••." + cnpj[2:5] + "." + cnpj[5:8] + "/" + cnpj[8:12] + "-••"
}

// row shows a contact; n says names for what it refers to.
func (n *nameTable) row(c *crm.Contact) ContactRow {
	r := ContactRow{
		ID: c.ID.String(), Name: c.Name(), Email: c.Fields[crm.FieldEmail], PhoneCount: len(c.Phones),
		CPF: crm.MaskCPF(c.Fields[crm.FieldCPF]), CNPJ: maskCNPJ(c.Fields[crm.FieldCNPJ]),
		City: c.Fields[crm.FieldCity], State: c.Fields[crm.FieldState], Channel: c.Fields[crm.FieldChannel],
		Active: c.Active(), Corporate: c.Corporate(),
		CreatedAt: timeText(c.CreatedAt), LastInteractionAt: timeText(c.LastInteractionAt),
	}
	if len(c.Phones) > 0 {
		r.Phone = string(c.Phones[0])
	}
	if p := c.Portfolio; p != nil {
		r.Owner, r.PortfolioType = n.users[p.Owner], int(p.Type)
	}
	for _, id := range c.Labels {
		if l, ok := n.labels[id]; ok {
			r.Labels = append(r.Labels, l)
		}
	}
	return r
}

func (n *nameTable) detail(d *contacts.Detail) ContactDetail {
	c := &d.Contact
	out := ContactDetail{
		ContactRow: n.row(c),
		ZipCode:    c.Fields[crm.FieldZipCode], Address: c.Fields[crm.FieldAddress], Number: c.Fields[crm.FieldNumber],
		Complement: c.Fields[crm.FieldComplement], Country: c.Fields[crm.FieldCountry],
		Instagram: c.Fields[crm.FieldInstagram], Facebook: c.Fields[crm.FieldFacebook],
		Twitter: c.Fields[crm.FieldTwitter], WhatsApp: c.Fields[crm.FieldWhatsApp],
		Gender: c.Fields[crm.FieldGender], BirthDate: c.Fields[crm.FieldBirthDate],
		ExternalID: c.Fields[crm.FieldExternalID], Company: c.Fields[crm.FieldCompany],
		CreatedBy: n.users[c.CreatedBy], UpdatedAt: timeText(c.UpdatedAt),
		Interactions: c.Interactions, MergedInto: crm.IDText(d.Primary), Anonymized: c.Anonymized,
		Flagged: convert(d.Flagged, formProblem),
	}
	for _, p := range c.Phones {
		out.Phones = append(out.Phones, string(p))
	}
	for _, v := range c.Custom {
		f := n.fields[v.Field]
		out.CustomFields = append(out.CustomFields, CustomValue{ID: v.Field.String(), Name: f.Name, Type: f.Type, Value: v.Value})
	}
	for _, note := range d.Notes {
		out.Notes = append(out.Notes, Note{ID: note.ID.String(), Text: note.Text, Author: note.Author, At: timeText(note.At)})
	}
	for _, change := range d.Changes {
		for _, f := range change.Fields {
			out.Changes = append(out.Changes, Change{
				At: timeText(change.At), Author: change.Author, Source: change.Source,
				Field: f.Field, Old: maskChange(f.Field, f.Old), New: maskChange(f.Field, f.New),
			})
		}
	}
	if p := c.Portfolio; p != nil {
		out.Portfolio = &Portfolio{
			Type: int(p.Type), Owner: n.users[p.Owner], Service: n.services[p.Service], Reserve: n.users[p.Reserve],
		}
	}
	return out
}

// maskChange hides documents in the history too: seeing them whole is asked for and leaves a trace.
func maskChange(field, value string) string {
	switch field {
	case crm.FieldCPF.String():
		return crm.MaskCPF(value)
	case crm.FieldCNPJ.String():
		return maskCNPJ(value)
	}
	return value
}
