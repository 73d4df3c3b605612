package contacts

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

type office struct {
	*Service
	t   *testing.T
	db  *sqlite.DB
	ctx context.Context
}

func newOffice(t *testing.T) *office {
	t.Helper()
	noon := func() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{RefuseUntyped: true, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	ctx := crm.WithActor(context.WithoutCancel(t.Context()), crm.System)
	if err := db.Update(ctx, func(tx *sqlite.Tx) error { return tx.PutUser(admin, "x") }); err != nil {
		t.Fatal(err)
	}
	return &office{New(db), t, db, crm.WithActor(ctx, crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"})}
}

func (o *office) set(s crm.Setting, value string) {
	o.t.Helper()
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.SetSetting(s, value) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) created(in Input) *crm.Contact {
	o.t.Helper()
	c, err := o.Create(o.ctx, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) verdict(id crm.ID, in Input) Verdict {
	o.t.Helper()
	v, err := o.Check(o.ctx, id, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// legacy puts a contact in the replica as another program would have left it, past all checks (D1.3).
func (o *office) legacy(c *crm.Contact) {
	o.t.Helper()
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err }); err != nil {
		o.t.Fatal(err)
	}
}

func codes(problems []Problem) (out []string) {
	for _, p := range problems {
		out = append(out, p.Part+" "+p.Code)
	}
	return out
}

func one(f crm.Field, text string) map[crm.Field]string {
	return map[crm.Field]string{crm.FieldName: "Ana", f: text}
}

func face(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every rule of D1, both ways; what Check says of an input is what Create does with it.
func TestCheckAndCreateAgree(t *testing.T) {
	eleven := []string{}
	for i := range 11 {
		eleven = append(eleven, "55419987654"+string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	for _, c := range []struct {
		name string
		in   Input
		want []string
	}{
		{"D1.2 a name is enough", Input{Fields: map[crm.Field]string{crm.FieldName: "Ana"}}, nil},
		{"D1.2 no name", Input{Fields: map[crm.Field]string{crm.FieldCity: "Recife"}}, []string{"name name_required"}},
		{"D1.2 a blank name", Input{Fields: map[crm.Field]string{crm.FieldName: "  "}}, []string{"name name_required"}},
		{"D1.3 a CPF with its mask", Input{Fields: one(crm.FieldCPF, "529.982.247-25")}, nil},
		{"D1.3 a wrong check digit", Input{Fields: one(crm.FieldCPF, "529.982.247-26")}, []string{"cpf cpf_invalid"}},
		{"D1.3 a short CPF", Input{Fields: one(crm.FieldCPF, "5299822472")}, []string{"cpf cpf_length"}},
		{"D1.3 a CNPJ with letters", Input{Fields: one(crm.FieldCNPJ, "12.abc.345/01de-35")}, nil},
		{"D1.3 a wrong CNPJ", Input{Fields: one(crm.FieldCNPJ, "12.ABC.345/01DE-36")}, []string{"cnpj cnpj_invalid"}},
		{"D1.4 a gender", Input{Fields: one(crm.FieldGender, "Não Informado")}, nil},
		{"D1.4 another case", Input{Fields: one(crm.FieldGender, "masculino")}, []string{"gender gender_invalid"}},
		{"D1.1 a birth date", Input{Fields: one(crm.FieldBirthDate, "29/02/1988")}, nil},
		{"D1.1 no such day", Input{Fields: one(crm.FieldBirthDate, "31/02/1988")}, []string{"birth_date date_invalid"}},
		{"D1.1 today", Input{Fields: one(crm.FieldBirthDate, "27/11/2026")}, nil},
		{"D1.1 a day to come", Input{Fields: one(crm.FieldBirthDate, "29/11/2026")}, []string{"birth_date date_invalid"}},
		{"D1.7 an e-mail", Input{Fields: one(crm.FieldEmail, "ana@x.com.br")}, nil},
		{"D1.7 none", Input{Fields: one(crm.FieldEmail, "ana@")}, []string{"email email_invalid"}},
		{"a channel that is none", Input{Fields: one(crm.FieldChannel, "Pombo")}, []string{"channel invalid"}},
		{"D1.5 phones of two countries", Input{Fields: one(crm.FieldCity, ""), Phones: []string{"+55 41 99876-5432", "+351 912 345 678"}}, nil},
		{"D1.5 no such number", Input{Fields: one(crm.FieldCity, ""), Phones: []string{"5541998765432", "5500123"}}, []string{"phones.1 phone_invalid"}},
		{"D1.5 ten phones", Input{Fields: one(crm.FieldCity, ""), Phones: eleven[:10]}, nil},
		{"D1.5 eleven phones", Input{Fields: one(crm.FieldCity, ""), Phones: eleven}, []string{"phones phones_too_many"}},
		{"D1.5 one number twice is one", Input{Fields: one(crm.FieldCity, ""), Phones: append(slices.Clone(eleven[:10]), "+"+eleven[0])}, nil},
		{"D1.7 custom fields", Input{Fields: one(crm.FieldCity, ""), Custom: map[string]string{"Plano": "ouro", "Valor": "10,50"},
			NewFields: []crm.CustomField{{Name: "Valor", Type: crm.TypeNumber}}}, nil},
		{"D1.7 no number", Input{Fields: one(crm.FieldCity, ""), Custom: map[string]string{"Valor": "dez"},
			NewFields: []crm.CustomField{{Name: "Valor", Type: crm.TypeNumber}}}, []string{"custom_fields.Valor custom_invalid"}},
		{"D1.7 no choice of the field", Input{Fields: one(crm.FieldCity, ""), Custom: map[string]string{"Time": "Inter"},
			NewFields: []crm.CustomField{{Name: "Time", Type: crm.TypeChoice, Choices: []string{"Avaí"}}}}, []string{"custom_fields.Time custom_invalid"}},
		{"D1.7 a choice without choices", Input{Fields: one(crm.FieldCity, ""), NewFields: []crm.CustomField{{Name: "Time", Type: crm.TypeChoice}}},
			[]string{"custom_fields.Time invalid"}},
		{"D1.7 a label without a name", Input{Fields: one(crm.FieldCity, ""), Labels: []string{"VIP", " "}}, []string{"labels invalid"}},
		{"a picture", Input{Fields: one(crm.FieldCity, ""), Avatar: face(t, 256)}, nil},
		{"a picture too large", Input{Fields: one(crm.FieldCity, ""), Avatar: face(t, 300)}, []string{"avatar avatar_invalid"}},
		{"all that is wrong at once", Input{Fields: map[crm.Field]string{crm.FieldCPF: "1", crm.FieldEmail: "x"}, Phones: []string{"1"}},
			[]string{"email email_invalid", "cpf cpf_length", "name name_required", "phones.0 phone_invalid"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			got := codes(o.verdict(crm.NoID, c.in).Problems)
			if !slices.Equal(got, c.want) {
				t.Fatalf("Check says %v, want %v", got, c.want)
			}
			_, err := o.Create(o.ctx, c.in)
			if (err == nil) != (len(c.want) == 0) || err != nil && crm.CodeOf(err) == "" {
				t.Errorf("Create: %v", err)
			}
		})
	}
}

func TestRequireEmailOrPhone(t *testing.T) {
	o := newOffice(t)
	for _, value := range []string{"off", "on"} {
		o.set(crm.SettingRequireReachable, value)
		for name, in := range map[string]Input{
			"neither": {Fields: map[crm.Field]string{crm.FieldName: "Ana"}},
			"phone":   {Fields: map[crm.Field]string{crm.FieldName: "Ana"}, Phones: []string{"5541998765432"}},
			"email":   {Fields: one(crm.FieldEmail, "ana@x.com")},
		} {
			want := value == "on" && name == "neither"
			if got := slices.Contains(codes(o.verdict(crm.NoID, in).Problems), "email "+crm.CodeUnreachable); got != want {
				t.Errorf("%s, %s: refused %v", value, name, got)
			}
		}
	}
	o.set(crm.SettingNoDuplicates, "off")
	reached := o.created(Input{Fields: one(crm.FieldEmail, "ana@x.com")})
	if _, _, err := o.Update(o.ctx, reached.ID, Input{Fields: map[crm.Field]string{crm.FieldEmail: ""}}); crm.CodeOf(err) != crm.CodeUnreachable {
		t.Errorf("the last way to reach somebody is taken away: %v", err)
	}
	o.set(crm.SettingRequireReachable, "off")
	unreached := o.created(Input{Fields: one(crm.FieldCity, "Recife")})
	o.set(crm.SettingRequireReachable, "on")
	if _, _, err := o.Update(o.ctx, unreached.ID, Input{Fields: map[crm.Field]string{crm.FieldCity: "Natal"}}); err != nil {
		t.Errorf("somebody who never had one is held up: %v", err)
	}
}

// D1.9: who has the CPF, a phone by the ninth-digit rule or the e-mail is named; a new contact is refused when duplicates
// are not allowed.
func TestHolders(t *testing.T) {
	o := newOffice(t)
	ana := o.created(Input{Fields: map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCPF: "52998224725", crm.FieldEmail: "Ana@X.com",
		crm.FieldCNPJ: "11222333000181"}, Phones: []string{"5541998765432"}})
	for _, c := range []struct {
		name string
		in   Input
		want string
	}{
		{"CPF", Input{Fields: one(crm.FieldCPF, "529.982.247-25")}, "cpf"},
		{"e-mail in another case", Input{Fields: one(crm.FieldEmail, " ANA@x.com")}, "email"},
		{"phone", Input{Fields: one(crm.FieldCity, ""), Phones: []string{"5511987654321", "+55 (41) 99876-5432"}}, "phones.1"},
		{"phone without its ninth digit", Input{Fields: one(crm.FieldCity, ""), Phones: []string{"554198765432"}}, "phones.0"},
		{"CNPJ", Input{Fields: one(crm.FieldCNPJ, "11.222.333/0001-81")}, "cnpj"},
		{"nothing in common", Input{Fields: one(crm.FieldCPF, "11144477735"), Phones: []string{"5541998765433"}}, ""},
	} {
		for _, policy := range []string{"on", "off"} {
			o.set(crm.SettingNoDuplicates, policy)
			v := o.verdict(crm.NoID, c.in)
			if v.Refuse != (policy == "on") {
				t.Errorf("%s, %s: refuse %v", c.name, policy, v.Refuse)
			}
			if c.want == "" && len(v.Holders) > 0 || c.want != "" && (len(v.Holders) != 1 || v.Holders[0] != Holder{c.want, ana.ID, "Ana", true}) {
				t.Errorf("%s: holders %+v", c.name, v.Holders)
			}
		}
		if c.want == "" || c.want == "cnpj" {
			continue
		}
		o.set(crm.SettingNoDuplicates, "on")
		var d *DuplicateError
		if _, err := o.Create(o.ctx, c.in); !errors.As(err, &d) || d.Existing != ana.ID {
			t.Errorf("%s: created although Ana has it: %v", c.name, err)
		}
	}
	if v := o.verdict(ana.ID, Input{Fields: map[crm.Field]string{crm.FieldCPF: "52998224725"}, Phones: []string{"5541998765432"}}); len(v.Holders) > 0 || v.Refuse {
		t.Errorf("Ana is her own duplicate: %+v", v)
	}
	if got := codes(o.verdict(crm.NoID, Input{Fields: one(crm.FieldCNPJ, "11222333000181")}).Problems); !slices.Equal(got, []string{"cnpj cnpj_taken"}) {
		t.Errorf("D1.8: %v", got)
	}
}

func TestHoldersOfMergedAndErasedPeople(t *testing.T) {
	o := newOffice(t)
	o.set(crm.SettingNoDuplicates, "off")
	ana := o.created(Input{Fields: one(crm.FieldEmail, "ana@x.com")})
	second := o.created(Input{Fields: map[crm.Field]string{crm.FieldName: "Aninha", crm.FieldCPF: "52998224725"}})
	perform := func(kind replication.Kind, body any) {
		if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.Perform(kind, ana.ID, body); return err }); err != nil {
			t.Fatal(err)
		}
	}
	perform(replication.KindMerge, &replication.Merge{Primary: ana.ID, Secondaries: []crm.ID{second.ID}})
	if _, _, err := o.Update(o.ctx, second.ID, Input{Fields: one(crm.FieldCity, "Natal")}); crm.CodeOf(err) != crm.CodeConflict {
		t.Errorf("a merged contact was changed: %v", err)
	}
	in := Input{Fields: one(crm.FieldCPF, "52998224725")}
	if v := o.verdict(crm.NoID, in); len(v.Holders) != 1 || v.Holders[0].ID != ana.ID {
		t.Errorf("a merged contact stands for its primary: %+v", v.Holders)
	}
	if v := o.verdict(ana.ID, Input{Fields: map[crm.Field]string{crm.FieldCPF: "529.982.247-25"}}); len(v.Holders) != 0 {
		t.Errorf("a primary and its own secondary: %+v", v.Holders)
	}
	perform(replication.KindAnonymize, &replication.Erase{ID: ana.ID})
	if v := o.verdict(crm.NoID, in); len(v.Holders) != 0 {
		t.Errorf("an erased person has nothing: %+v", v.Holders)
	}
}

// D7.4: who opens a merged contact is led to the end of its merges.
func TestAMergedContactNamesItsPrimary(t *testing.T) {
	o := newOffice(t)
	o.set(crm.SettingNoDuplicates, "off")
	var ids []crm.ID
	for _, name := range []string{"Aninha", "Ana", "Ana Souza"} {
		c := o.created(Input{Fields: map[crm.Field]string{crm.FieldName: name, crm.FieldEmail: "ana@x.com"}})
		ids = append(ids, c.ID)
	}
	for i, id := range ids[:2] {
		merge := &replication.Merge{Primary: ids[i+1], Secondaries: []crm.ID{id}}
		if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.Perform(replication.KindMerge, ids[i+1], merge); return err }); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []crm.ID{ids[2], ids[2], crm.NoID} {
		d, err := o.Get(o.ctx, ids[i], false)
		if err != nil || d.ID != ids[i] || d.Primary != want {
			t.Errorf("%s: primary %s, %v; want %s", d.Name(), d.Primary, err, want)
		}
	}
}

// D1.3: legacy values are flagged and stay; another field can be saved beside them, and they can be mended.
func TestLegacyValuesAreFlaggedAndNeverInTheWay(t *testing.T) {
	o := newOffice(t)
	c := &crm.Contact{Phones: []crm.Phone{"99", "5541998765432"}}
	c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldGender], c.Fields[crm.FieldActive] = "Ana", "123", "M", "true"
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		id, _, err := tx.DefineField(crm.CustomField{Name: "Valor", Type: crm.TypeNumber})
		c.SetCustom(id, "dez")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.legacy(c)
	f, err := o.Open(o.ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"cpf cpf_length", "gender gender_invalid", "phones.0 phone_invalid", "custom_fields.Valor custom_invalid"}
	if got := codes(f.Flagged); !slices.Equal(got, want) {
		t.Errorf("flagged %v, want %v", got, want)
	}
	d, err := o.Get(o.ctx, c.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	if got := codes(d.Flagged); !slices.Equal(got, want) {
		t.Errorf("who only reads sees flagged %v, want %v", got, want)
	}
	in := Input{Fields: map[crm.Field]string{crm.FieldCity: "Natal", crm.FieldCPF: "123"}, Phones: []string{"5541998765432", "99", "5511987654321"},
		Custom: map[string]string{"Valor": "dez"}}
	if v := o.verdict(c.ID, in); len(v.Problems) > 0 {
		t.Errorf("held up: %v", codes(v.Problems))
	}
	got, changed, err := o.Update(o.ctx, c.ID, in)
	if err != nil || !changed || got.Fields[crm.FieldCPF] != "123" || got.Fields[crm.FieldCity] != "Natal" ||
		!slices.Equal(got.Phones, []crm.Phone{"5541998765432", "99", "5511987654321"}) {
		t.Errorf("saved %+v %v %v", got, changed, err)
	}
	if _, _, err := o.Update(o.ctx, c.ID, Input{Fields: map[crm.Field]string{crm.FieldCPF: "124"}}); crm.CodeOf(err) == "" {
		t.Errorf("a new wrong value is taken: %v", err)
	}
	if got, _, err := o.Update(o.ctx, c.ID, Input{Fields: map[crm.Field]string{crm.FieldCPF: "52998224725"}}); err != nil || got.Fields[crm.FieldCPF] != "52998224725" {
		t.Errorf("mended: %v", err)
	}
}

// What others changed since the form was opened is not overwritten.
func TestEditOfSomebodyWhoHasNotSeenTheLatest(t *testing.T) {
	o := newOffice(t)
	base := Input{Fields: map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCity: "Recife"}, Phones: []string{"5541998765432", "5511987654321"},
		Labels: []string{"VIP"}, Custom: map[string]string{"Plano": "prata"}, Avatar: face(t, 16)}
	seen := func() *Seen {
		return &Seen{Fields: map[crm.Field]string{crm.FieldCity: "Recife"}, Phones: base.Phones, Labels: base.Labels,
			Custom: map[string]string{"Plano": "prata"}, Avatar: AvatarVersion(mustParse(t, base.Avatar))}
	}
	for _, c := range []struct {
		name         string
		theirs, mine Input
		stale        []Stale
		check        func(c *crm.Contact) bool
	}{
		{"the same field", Input{Fields: map[crm.Field]string{crm.FieldCity: "Natal"}}, Input{Fields: map[crm.Field]string{crm.FieldCity: "Olinda"}},
			[]Stale{{"city", "Natal"}}, func(c *crm.Contact) bool { return c.Fields[crm.FieldCity] == "Natal" }},
		{"the same field, the same text", Input{Fields: map[crm.Field]string{crm.FieldCity: "Natal"}}, Input{Fields: map[crm.Field]string{crm.FieldCity: "Natal"}},
			nil, func(c *crm.Contact) bool { return c.Fields[crm.FieldCity] == "Natal" }},
		{"another field", Input{Fields: map[crm.Field]string{crm.FieldState: "PE"}}, Input{Fields: map[crm.Field]string{crm.FieldCity: "Olinda"}},
			nil, func(c *crm.Contact) bool {
				return c.Fields[crm.FieldCity] == "Olinda" && c.Fields[crm.FieldState] == "PE"
			}},
		{"a custom field", Input{Custom: map[string]string{"Plano": "ouro"}}, Input{Custom: map[string]string{"Plano": "bronze"}},
			[]Stale{{"custom_fields.Plano", "ouro"}}, nil},
		{"phones unite", Input{Phones: []string{"5511987654321", "5541998765439"}}, Input{Phones: []string{"5541998765432", "5511987654321", "5541998765438"}},
			nil, func(c *crm.Contact) bool {
				return slices.Equal(c.Phones, []crm.Phone{"5511987654321", "5541998765438", "5541998765439"})
			}},
		{"labels unite", Input{Labels: []string{"VIP", "Retorno"}}, Input{Labels: []string{"Novo"}}, nil, func(c *crm.Contact) bool { return len(c.Labels) == 2 }},
		{"a picture", Input{Avatar: face(t, 24)}, Input{Avatar: face(t, 32)}, []Stale{{"avatar", AvatarVersion(mustParse(t, face(t, 24)))}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o.t = t
			o.set(crm.SettingNoDuplicates, "off")
			x := o.created(base)
			if _, _, err := o.Update(o.ctx, x.ID, c.theirs); err != nil {
				t.Fatal(err)
			}
			_, changed, stale, err := o.Edit(o.ctx, x.ID, c.mine, seen())
			if err != nil || !slices.Equal(stale, c.stale) || changed && len(stale) > 0 {
				t.Fatalf("stale %+v, changed %v, %v", stale, changed, err)
			}
			d, err := o.Get(o.ctx, x.ID, false)
			if err != nil || c.check != nil && !c.check(&d.Contact) {
				t.Errorf("now %+v %v", d.Contact, err)
			}
		})
	}
}

func mustParse(t *testing.T, b []byte) []byte {
	t.Helper()
	out, err := crm.ParseAvatar(b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Opening a form shows whole documents: that leaves a trace, and needs the right to edit.
func TestOpeningAFormIsAudited(t *testing.T) {
	o := newOffice(t)
	c := o.created(Input{Fields: one(crm.FieldCPF, "52998224725"), Avatar: face(t, 64)})
	if err := o.SaveDraft(o.ctx, c.ID, `{"x":1}`); err != nil {
		t.Fatal(err)
	}
	f, err := o.Open(o.ctx, c.ID)
	if err != nil || f.Fields[crm.FieldCPF] != "52998224725" || len(f.Avatar) == 0 || f.Draft == nil || f.Draft.Body != `{"x":1}` {
		t.Fatalf("form %+v %v", f, err)
	}
	reveals := 0
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		entries, err := v.AuditEntries(crm.AuditFilter{}, 0, 100)
		for _, e := range entries {
			if e.Action == "contact.reveal" {
				reveals++
			}
		}
		return err
	}); err != nil || reveals != 1 {
		t.Errorf("%d reveals in the audit, want 1 (%v)", reveals, err)
	}
	reader := crm.WithActor(o.ctx, crm.Actor{Profile: "nobody"})
	if _, err := o.Open(reader, c.ID); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("without the right to edit: %v", err)
	}
	if _, err := o.Check(reader, c.ID, Input{}); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("without the right to edit: %v", err)
	}
	empty, err := o.Open(o.ctx, crm.NoID)
	if err != nil || empty.Name() != "" || empty.Draft != nil {
		t.Errorf("a new one: %+v %v", empty, err)
	}
}
