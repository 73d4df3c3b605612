package exporter

import (
	"time"

	"carteira/backend/crm"
)

// Document is a contact in JSON, key by key as the command line promises: blank values are "", missing ids and times
// null, documents and phones bare digits, the first phone the main one.
type Document struct {
	ID                string            `json:"id"`
	Name              string            `json:"name"`
	Email             string            `json:"email"`
	CPF               string            `json:"cpf"`
	CNPJ              string            `json:"cnpj"`
	Gender            string            `json:"gender"`
	BirthDate         string            `json:"birth_date"`
	ExternalID        string            `json:"external_id"`
	Company           string            `json:"company"`
	ZipCode           string            `json:"zip_code"`
	Address           string            `json:"address"`
	Number            string            `json:"number"`
	Complement        string            `json:"complement"`
	City              string            `json:"city"`
	State             string            `json:"state"`
	Country           string            `json:"country"`
	Instagram         string            `json:"instagram"`
	Facebook          string            `json:"facebook"`
	Twitter           string            `json:"twitter"`
	WhatsApp          string            `json:"whatsapp"`
	Active            bool              `json:"active"`
	Corporate         bool              `json:"corporate"`
	Phones            []string          `json:"phones"`
	CustomFields      map[string]string `json:"custom_fields"`
	Labels            []string          `json:"labels"`
	Notes             []NoteDocument    `json:"notes"`
	Channel           string            `json:"channel"`
	Portfolio         *LinkDocument     `json:"portfolio"`
	Interactions      int               `json:"interactions"`
	LastInteractionAt *string           `json:"last_interaction_at"`
	CreatedAt         *string           `json:"created_at"`
	UpdatedAt         *string           `json:"updated_at"`
	Anonymized        bool              `json:"anonymized"`
	MergedInto        *string           `json:"merged_into"`
}

// NoteDocument is a note in JSON.
type NoteDocument struct {
	Text   string  `json:"text"`
	Author string  `json:"author"`
	At     *string `json:"at"`
}

// LinkDocument is a portfolio link in JSON.
type LinkDocument struct {
	Type    int    `json:"type"`
	Owner   string `json:"owner"`   // e-mail
	Service string `json:"service"` // name
	Reserve string `json:"reserve"` // e-mail
}

// Document is the contact in JSON.
func (n *Names) Document(c *crm.Contact, notes []crm.Note) Document {
	f := &c.Fields
	d := Document{
		ID: c.ID.String(), Name: f[crm.FieldName], Email: f[crm.FieldEmail], CPF: f[crm.FieldCPF], CNPJ: f[crm.FieldCNPJ],
		Gender: f[crm.FieldGender], BirthDate: f[crm.FieldBirthDate], ExternalID: f[crm.FieldExternalID],
		Company: f[crm.FieldCompany], ZipCode: f[crm.FieldZipCode], Address: f[crm.FieldAddress], Number: f[crm.FieldNumber],
		Complement: f[crm.FieldComplement], City: f[crm.FieldCity], State: f[crm.FieldState], Country: f[crm.FieldCountry],
		Instagram: f[crm.FieldInstagram], Facebook: f[crm.FieldFacebook], Twitter: f[crm.FieldTwitter],
		WhatsApp: f[crm.FieldWhatsApp], Channel: f[crm.FieldChannel], Active: c.Active(), Corporate: c.Corporate(),
		Phones: []string{}, CustomFields: map[string]string{}, Labels: []string{}, Notes: []NoteDocument{},
		Interactions: c.Interactions, LastInteractionAt: timeText(c.LastInteractionAt), CreatedAt: timeText(c.CreatedAt),
		UpdatedAt: timeText(c.UpdatedAt), Anonymized: c.Anonymized,
	}
	if c.MergedInto != crm.NoID {
		id := c.MergedInto.String()
		d.MergedInto = &id
	}
	for _, phone := range c.Phones {
		d.Phones = append(d.Phones, string(phone))
	}
	for _, v := range c.Custom {
		d.CustomFields[n.Fields[v.Field]] = v.Value
	}
	for _, id := range c.Labels {
		d.Labels = append(d.Labels, n.Labels[id])
	}
	for _, note := range notes {
		d.Notes = append(d.Notes, NoteDocument{note.Text, note.Author, timeText(note.At)})
	}
	if link := c.Portfolio; link != nil {
		d.Portfolio = &LinkDocument{
			Type: int(link.Type), Owner: n.Users[link.Owner].Email, Service: n.Services[link.Service], Reserve: n.Users[link.Reserve].Email,
		}
	}
	return d
}

// timeText is RFC 3339 in UTC, to the millisecond that is stored; null for no time.
func timeText(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
	return &s
}
