package app

import (
	"context"
	"encoding/base64"
	"errors"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
)

// ContactForm creates and edits one contact (D1). An id of "" is a contact that does not exist yet.
type ContactForm struct{ app *App }

// Open reads a contact for its form, with whole documents, which leaves a trace; and what this user has begun on it.
func (s *ContactForm) Open(id string) (FormContact, error) {
	a := s.app
	return signedIn(a, "ContactForm.Open", func(ctx context.Context) (FormContact, error) {
		contact, err := formID(id)
		if err != nil {
			return FormContact{}, err
		}
		f, err := a.contacts.Open(ctx, contact)
		if err != nil {
			return FormContact{}, err
		}
		return a.formContact(ctx, f)
	})
}

// Current reads a contact again while its form is open: what others have changed meanwhile.
func (s *ContactForm) Current(id string) (FormContact, error) {
	a := s.app
	return signedIn(a, "ContactForm.Current", func(ctx context.Context) (FormContact, error) {
		contact, err := crm.ParseID(id)
		if err != nil {
			return FormContact{}, err
		}
		f, err := a.contacts.Current(ctx, contact)
		if err != nil {
			return FormContact{}, err
		}
		return a.formContact(ctx, f)
	})
}

// Check says what saving the input would be told now: problems by part and code, and who has its values (D1.8, D1.9).
func (s *ContactForm) Check(id string, in FormInput) (FormVerdict, error) {
	return signedIn(s.app, "ContactForm.Check", func(ctx context.Context) (FormVerdict, error) {
		contact, input, err := in.read(id)
		if err != nil {
			return FormVerdict{}, err
		}
		return s.check(ctx, contact, input)
	})
}

func (s *ContactForm) check(ctx context.Context, id crm.ID, in contacts.Input) (FormVerdict, error) {
	v, err := s.app.contacts.Check(ctx, id, in)
	return FormVerdict{
		Problems: convert(v.Problems, formProblem), Refuse: v.Refuse,
		Holders: convert(v.Holders, func(h contacts.Holder) FormHolder {
			return FormHolder{Part: h.Part, ID: h.ID.String(), Name: h.Name, Active: h.Active}
		}),
	}, err
}

// Save writes the input, and drops the draft. Nothing is saved when the answer has a verdict with problems, or parts that
// others have changed since they were seen.
func (s *ContactForm) Save(id string, in FormInput, seen FormSeen) (FormSaved, error) {
	a := s.app
	return signedIn(a, "ContactForm.Save", func(ctx context.Context) (FormSaved, error) {
		contact, input, err := in.read(id)
		if err != nil {
			return FormSaved{}, err
		}
		verdict, err := s.check(ctx, contact, input)
		if err != nil {
			return FormSaved{}, err
		}
		out := FormSaved{Verdict: verdict}
		if len(verdict.Problems) > 0 {
			return out, nil
		}
		var saved *crm.Contact
		if contact == crm.NoID {
			saved, err = a.contacts.Create(ctx, input)
		} else {
			var stale []contacts.Stale
			known, seenErr := seen.read()
			if seenErr != nil {
				return FormSaved{}, seenErr
			}
			saved, _, stale, err = a.contacts.Edit(ctx, contact, input, known)
			out.Stale = convert(stale, func(x contacts.Stale) FormStale { return FormStale{Part: x.Part, Theirs: x.Theirs} })
		}
		var duplicate *contacts.DuplicateError
		if errors.As(err, &duplicate) { // the verdict names who it is
			return out, nil
		}
		if err != nil || len(out.Stale) > 0 {
			return out, err
		}
		out.ID = saved.ID.String()
		return out, a.contacts.SaveDraft(ctx, contact, "")
	})
}

// SaveDraft keeps what was typed, as JSON, in this replica: it survives a crash. "" discards it.
func (s *ContactForm) SaveDraft(id, body string) error {
	return acting(s.app, "ContactForm.SaveDraft", func(ctx context.Context) error {
		contact, err := formID(id)
		if err != nil {
			return err
		}
		return s.app.contacts.SaveDraft(ctx, contact, body)
	})
}

// Avatars gives the pictures of contacts as data URLs; contacts without one are left out.
func (s *ContactForm) Avatars(ids []string) ([]AvatarImage, error) {
	return signedIn(s.app, "ContactForm.Avatars", func(ctx context.Context) ([]AvatarImage, error) {
		contacts, err := parseIDs(ids)
		if err != nil {
			return nil, err
		}
		all, err := s.app.contacts.Avatars(ctx, contacts)
		var out []AvatarImage
		for id, image := range all {
			out = append(out, AvatarImage{ID: id.String(), URL: dataURL(image)})
		}
		return out, err
	})
}

func formID(id string) (crm.ID, error) {
	if id == "" {
		return crm.NoID, nil
	}
	return crm.ParseID(id)
}

const dataURLHead = "data:image/jpeg;base64,"

func dataURL(image []byte) string {
	if len(image) == 0 {
		return ""
	}
	return dataURLHead + base64.StdEncoding.EncodeToString(image)
}
