package app

import (
	"strings"
	"testing"

	"carteira/backend/crm"
)

func TestContactFormFromCheckToSave(t *testing.T) {
	o := openSignedIn(t)
	form := &ContactForm{o.app}
	save := func(id string, in FormInput, seen FormSeen) FormSaved {
		t.Helper()
		saved, err := form.Save(id, in, seen)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	if err := form.SaveDraft("", `{"v":1}`); err != nil {
		t.Fatal(err)
	}
	if f, err := form.Open(""); err != nil || f.ID != "" || f.Draft != `{"v":1}` || f.DraftAt == "" {
		t.Fatalf("a new one with its draft: %+v %v", f, err)
	}

	wrong := FormInput{Fields: map[string]string{"cpf": "1"}, Phones: []string{"1"}, HasPhones: true}
	refused := save("", wrong, FormSeen{})
	var parts []string
	for _, p := range refused.Verdict.Problems {
		parts = append(parts, p.Part+" "+p.Code)
	}
	if got := strings.Join(parts, ", "); refused.ID != "" || got != "cpf cpf_length, name name_required, phones.0 phone_invalid" {
		t.Errorf("refused with %q, id %q", got, refused.ID)
	}
	if f, _ := form.Open(""); f.Draft == "" {
		t.Error("a refused form has lost its draft")
	}

	in := FormInput{
		Fields: map[string]string{"name": "Ana", "cpf": "529.982.247-25", "city": "Recife"}, Phones: []string{"5541998765432"}, HasPhones: true,
		Custom: map[string]string{"Plano": "Ouro"}, NewFields: []FormField{{Name: "Plano", Type: "choice", Choices: []string{"Ouro"}}},
		Labels: []string{"VIP"}, HasLabels: true, Notes: []string{"à tarde"},
	}
	ana := save("", in, FormSeen{}).ID
	f, err := form.Open(ana)
	if err != nil || f.Fields["cpf"] != "52998224725" || f.Custom["Plano"] != "Ouro" || len(f.Labels) != 1 || len(f.Phones) != 1 ||
		len(f.Definitions) != 1 || f.Definitions[0].Choices[0] != "Ouro" || f.Draft != "" {
		t.Fatalf("saved as %+v %v", f, err)
	}
	if f, _ := form.Open(""); f.Draft != "" {
		t.Error("the draft outlives its contact")
	}

	again := save("", FormInput{Fields: map[string]string{"name": "Outra", "cpf": "52998224725"}}, FormSeen{})
	if again.ID != "" || !again.Verdict.Refuse || len(again.Verdict.Holders) != 1 || again.Verdict.Holders[0].ID != ana {
		t.Errorf("a duplicate: %+v", again)
	}

	seen := FormSeen{Fields: map[string]string{"city": "Natal"}}
	stale := save(ana, FormInput{Fields: map[string]string{"city": "Olinda"}}, seen)
	if stale.ID != "" || len(stale.Stale) != 1 || stale.Stale[0] != (FormStale{"city", "Recife"}) {
		t.Errorf("not seen: %+v", stale)
	}
	seen.Fields["city"] = "Recife"
	if save(ana, FormInput{Fields: map[string]string{"city": "Olinda"}}, seen).ID != ana {
		t.Error("seen, and refused")
	}
	if now, err := form.Current(ana); err != nil || now.Fields["city"] != "Olinda" {
		t.Errorf("now %+v %v", now.Fields, err)
	}
	if pictures, err := form.Avatars([]string{ana}); err != nil || len(pictures) != 0 {
		t.Errorf("pictures %v %v", pictures, err)
	}
	for name, in := range map[string]FormInput{
		crm.CodeInvalid:       {Fields: map[string]string{"channel_user": "x"}},
		crm.CodeAvatarInvalid: {HasAvatar: true, Avatar: "data:image/png;base64,AAAA"},
	} {
		if _, err := form.Check(ana, in); crm.CodeOf(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
