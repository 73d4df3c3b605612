package app

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
)

// FormContact is a contact as its form shows it. Parts are named as in contacts.Problem.
type FormContact struct {
	ID            string            `json:"id"`
	Fields        map[string]string `json:"fields"` // by name, blank ones left out
	Phones        []string          `json:"phones"` // E.164 digits, the main one first
	Custom        map[string]string `json:"custom"` // by name
	Labels        []string          `json:"labels"` // by name
	Avatar        string            `json:"avatar"` // data URL, "" for none
	AvatarVersion string            `json:"avatarVersion"`
	UpdatedAt     string            `json:"updatedAt"`
	Flagged       []FormProblem     `json:"flagged"` // stored values that would not be accepted today (D1.3)
	Draft         string            `json:"draft"`   // JSON as SaveDraft was given it, "" for none
	DraftAt       string            `json:"draftAt"`
	Definitions   []FormField       `json:"definitions"` // the organization's custom fields
}

// FormField is a custom field with what it takes.
type FormField struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Type    string   `json:"type"` // "text", "number", "date", "choice"
	Choices []string `json:"choices"`
}

// FormInput is what a person changed; what is missing stays as it is.
type FormInput struct {
	Fields    map[string]string `json:"fields"`
	Phones    []string          `json:"phones"` // with HasPhones: all of them
	HasPhones bool              `json:"hasPhones"`
	Custom    map[string]string `json:"custom"`
	NewFields []FormField       `json:"newFields"`
	Labels    []string          `json:"labels"` // with HasLabels: all of them
	HasLabels bool              `json:"hasLabels"`
	Notes     []string          `json:"notes"`
	Avatar    string            `json:"avatar"` // with HasAvatar: a data URL, "" to remove it
	HasAvatar bool              `json:"hasAvatar"`
}

// FormSeen is what the person saw of the parts that they changed.
type FormSeen struct {
	Fields map[string]string `json:"fields"`
	Phones []string          `json:"phones"`
	Custom map[string]string `json:"custom"`
	Labels []string          `json:"labels"`
	Avatar string            `json:"avatar"` // its version
}

// FormProblem is one thing wrong with a part.
type FormProblem struct {
	Part    string `json:"part"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// FormHolder is somebody else who has a value of the input.
type FormHolder struct {
	Part   string `json:"part"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Active bool   `json:"active"`
}

// FormVerdict is what saving would be told. Refuse: with a holder of its CPF, phone or e-mail it is not saved (D1.9).
type FormVerdict struct {
	Problems []FormProblem `json:"problems"`
	Holders  []FormHolder  `json:"holders"`
	Refuse   bool          `json:"refuse"`
}

// FormStale is a part that somebody else has changed, with what stands there now.
type FormStale struct {
	Part   string `json:"part"`
	Theirs string `json:"theirs"`
}

// FormSaved is the answer to Save: the contact's id, or "" with the reasons.
type FormSaved struct {
	ID      string      `json:"id"`
	Verdict FormVerdict `json:"verdict"`
	Stale   []FormStale `json:"stale"`
}

// AvatarImage is the picture of a contact as a data URL.
type AvatarImage struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

func formProblem(p contacts.Problem) FormProblem {
	return FormProblem{Part: p.Part, Code: p.Code, Message: p.Message}
}

func (a *App) formContact(ctx context.Context, f *contacts.Form) (FormContact, error) {
	fields, err := a.settings.Fields(ctx)
	if err != nil {
		return FormContact{}, err
	}
	labels, err := a.settings.Labels(ctx)
	if err != nil {
		return FormContact{}, err
	}
	out := FormContact{
		ID: crm.IDText(f.ID), Fields: map[string]string{}, Custom: map[string]string{}, Phones: []string{}, Labels: []string{},
		Avatar: dataURL(f.Avatar), AvatarVersion: contacts.AvatarVersion(f.Avatar), UpdatedAt: timeText(f.UpdatedAt),
		Flagged: convert(f.Flagged, formProblem),
	}
	for i := crm.FieldName; int(i) < crm.NumFields; i++ {
		if text := f.Fields[i]; text != "" {
			out.Fields[i.String()] = text
		}
	}
	for _, p := range f.Phones {
		out.Phones = append(out.Phones, string(p))
	}
	for _, d := range fields {
		text := f.CustomOf(d.ID)
		if d.Archived && text == "" { // not offered any more (D1.7)
			continue
		}
		out.Definitions = append(out.Definitions, FormField{ID: d.ID.String(), Name: d.Name, Type: string(d.Type), Choices: d.Choices})
		if text != "" {
			out.Custom[d.Name] = text
		}
	}
	for _, l := range labels {
		if slices.Contains(f.Labels, l.ID) {
			out.Labels = append(out.Labels, l.Name)
		}
	}
	if f.Draft != nil {
		out.Draft, out.DraftAt = f.Draft.Body, timeText(f.Draft.At)
	}
	return out, nil
}

// read is the input as the service takes it.
func (in *FormInput) read(id string) (contact crm.ID, out contacts.Input, err error) {
	if contact, err = formID(id); err != nil {
		return contact, out, err
	}
	if out.Fields, err = fieldTexts(in.Fields); err != nil {
		return contact, out, err
	}
	out.Custom, out.Notes = in.Custom, in.Notes
	if in.HasPhones {
		out.Phones = append([]string{}, in.Phones...)
	}
	if in.HasLabels {
		out.Labels = append([]string{}, in.Labels...)
	}
	for _, f := range in.NewFields {
		out.NewFields = append(out.NewFields, crm.CustomField{Name: f.Name, Type: crm.FieldType(f.Type), Choices: f.Choices})
	}
	if in.HasAvatar {
		out.Avatar = []byte{}
		if in.Avatar != "" {
			text, ok := strings.CutPrefix(in.Avatar, dataURLHead)
			if ok {
				out.Avatar, err = base64.StdEncoding.DecodeString(text)
			}
			if !ok || err != nil {
				return contact, out, crm.Errorf(crm.CodeAvatarInvalid, "avatar", "the picture is not a JPEG")
			}
		}
	}
	return contact, out, nil
}

func (s *FormSeen) read() (*contacts.Seen, error) {
	fields, err := fieldTexts(s.Fields)
	return &contacts.Seen{Fields: fields, Phones: s.Phones, Custom: s.Custom, Labels: s.Labels, Avatar: s.Avatar}, err
}

func fieldTexts(in map[string]string) (map[crm.Field]string, error) {
	out := map[crm.Field]string{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		f, ok := crm.FieldByName(name)
		if !ok || f == crm.FieldChannelUser { // comes with an interaction, not by hand
			return nil, crm.Errorf(crm.CodeInvalid, name, "a contact has no field of this name")
		}
		out[f] = in[name]
	}
	return out, nil
}
