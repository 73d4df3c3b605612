package replication_test

import (
	"fmt"
	"strings"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

func contains(all, text string) bool { return strings.Contains(all, text) }

func TestImportAndCreateOfOneCPF(t *testing.T) {
	line := func(n int, fields texts) *r.ImportChunk { return pen{fresh: n, at: 1}.lines(fields) }
	withLabel := func(t *testing.T) *world {
		w := newWorld(t)
		w.by(2, at(0), r.KindLabelDefine, &r.LabelDefine{ID: id(51), Name: "B"})
		return w
	}
	t.Run("import/import: the second folds", func(t *testing.T) {
		w := withLabel(t)
		w.by(2, at(1), r.KindImportChunk, line(1, texts{crm.FieldCPF: cpfA, crm.FieldCity: "Recife", crm.FieldCorporate: "true", crm.FieldActive: "false"}))
		got := w.by(3, at(2), r.KindImportChunk, line(10, texts{crm.FieldCPF: cpfA, crm.FieldState: "PE", crm.FieldCorporate: "false", crm.FieldActive: "true", crm.FieldWhatsApp: string(phoneB)}))
		expect(t, "as proposed", got.AsProposed, false)
		root, _ := w.s.Root(r.NounContact, id(10))
		expect(t, "alias", root, id(1))
		c := w.contact(id(1))
		expect(t, "filled cells", []string{c.Field(crm.FieldCity), c.Field(crm.FieldState), c.Field(crm.FieldCorporate)}, []string{"Recife", "PE", "true"})
		expect(t, "inactive stays inactive", c.Active(), false)
		expect(t, "phones are added", c.Phones, []crm.Phone{phoneB})
		w.by(3, at(3), r.KindContactEdit, &r.ContactEdit{ID: id(10), Fields: []r.FieldEdit{{Field: crm.FieldState, Value: "AL", Base: r.Stamp{HLC: at(2), Device: r.OwnDevice}}}})
		expect(t, "an edit of the proposed id", w.contact(id(1)).Field(crm.FieldState), "AL")
		w.by(3, at(4), r.KindImportChunk, &r.ImportChunk{Edits: []r.ContactEdit{{ID: id(10), Fields: []r.FieldEdit{{Field: crm.FieldState, Value: "SE",
			Base: r.Stamp{HLC: at(3), Device: r.OwnDevice}}}}}})
		expect(t, "a line about the proposed id", w.contact(id(1)).Field(crm.FieldState), "SE")
		for _, x := range w.conflicts() {
			if x.Part == "state" {
				t.Errorf("the author's own cell is listed: %+v", x)
			}
		}
	})
	t.Run("an edit of the proposed id has not seen what its office wrote on the other", func(t *testing.T) {
		w := withLabel(t)
		w.by(2, at(1), r.KindImportChunk, line(1, texts{crm.FieldCPF: cpfA}))
		w.by(3, at(2), r.KindContactEdit, &r.ContactEdit{ID: id(1), Fields: []r.FieldEdit{{Field: crm.FieldState, Value: "BA"}}})
		w.by(3, at(3), r.KindImportChunk, line(10, texts{crm.FieldCPF: cpfA}))
		w.by(3, at(4), r.KindContactEdit, &r.ContactEdit{ID: id(10), Fields: []r.FieldEdit{{Field: crm.FieldState, Value: "AL"}}})
		expect(t, "state", w.contact(id(1)).Field(crm.FieldState), "AL")
		if x := w.conflicts(); len(x) != 1 || x[0].Value != "BA" || x[0].Winner != "AL" {
			t.Errorf("conflicts %+v", x)
		}
	})
	t.Run("import: as proposed when nobody is there", func(t *testing.T) {
		w := withLabel(t)
		expect(t, "as proposed", w.by(2, at(1), r.KindImportChunk, line(1, texts{crm.FieldCPF: cpfA})).AsProposed, true)
	})
	t.Run("create, then import", func(t *testing.T) {
		w := withLabel(t)
		w.person(2, at(1), id(1), texts{crm.FieldName: "Ana", crm.FieldCPF: cpfA})
		w.by(3, at(0), r.KindImportChunk, line(10, texts{crm.FieldCPF: cpfA, crm.FieldState: "PE"}))
		expect(t, "an older import fills a blank", w.contact(id(1)).Field(crm.FieldState), "PE")
		expect(t, "name", w.contact(id(1)).Field(crm.FieldName), "Ana")
	})
	t.Run("create/create: both stay, the later is flagged", func(t *testing.T) {
		w := newWorld(t)
		w.person(2, at(9), id(1), texts{crm.FieldName: "Ana", crm.FieldCPF: cpfA})
		w.person(3, at(1), id(2), texts{crm.FieldName: "Ana", crm.FieldCPF: cpfA})
		if x := w.conflicts(); len(x) != 1 || x[0].Kind != r.ConflictDuplicate || x[0].Contact != id(2) || x[0].Other != id(1) {
			t.Errorf("conflicts %+v", x)
		}
		expect(t, "both", []crm.ID{w.contact(id(1)).MergedInto, w.contact(id(2)).MergedInto}, []crm.ID{{}, {}})
	})
	t.Run("several match: the only active one", func(t *testing.T) {
		for active, want := range map[string]crm.ID{"false": id(1), "true": id(10)} {
			w := withLabel(t)
			w.person(2, at(1), id(1), texts{crm.FieldName: "Ana", crm.FieldCPF: cpfA})
			w.person(2, at(2), id(2), texts{crm.FieldName: "Ana", crm.FieldCPF: cpfA, crm.FieldActive: active})
			w.by(3, at(3), r.KindImportChunk, line(10, texts{crm.FieldCPF: cpfA}))
			root, _ := w.s.Root(r.NounContact, id(10))
			expect(t, "with the other active="+active, root, want)
		}
	})
	t.Run("a line with CPF is matched by nothing else, one of an erased person by nobody", func(t *testing.T) {
		w := withLabel(t)
		w.person(2, at(1), id(1), texts{crm.FieldName: "Ana", crm.FieldEmail: "a@x.com"}, phoneB)
		w.by(3, at(3), r.KindImportChunk, line(10, texts{crm.FieldCPF: cpfA, crm.FieldEmail: "a@x.com", crm.FieldWhatsApp: string(phoneB)}))
		expect(t, "created", w.contact(id(10)).Field(crm.FieldCPF), cpfA)
		w.by(3, at(4), r.KindImportChunk, line(20, texts{crm.FieldEmail: "a@x.com", crm.FieldWhatsApp: string(phoneBShort)}))
		w.by(3, at(5), r.KindAnonymize, &r.Erase{ID: id(10)})
		w.by(3, at(6), r.KindImportChunk, line(30, texts{crm.FieldCPF: cpfA}))
		expect(t, "a new contact", w.contact(id(30)).Field(crm.FieldCPF), cpfA)
	})
}

func TestCNPJOfAnotherContact(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(9), id(1), texts{crm.FieldName: "Ana", crm.FieldCNPJ: cnpjA})
	w.person(3, at(1), id(2), texts{crm.FieldName: "Bia", crm.FieldCNPJ: cnpjA})
	w.person(3, at(2), id(3), texts{crm.FieldName: "Caio"})
	e := w.fields(id(3), crm.FieldCNPJ, cnpjA, crm.FieldCity, "Natal")
	w.by(3, at(99), r.KindContactEdit, e)
	expect(t, "CNPJs", []string{w.contact(id(1)).Field(crm.FieldCNPJ), w.contact(id(2)).Field(crm.FieldCNPJ), w.contact(id(3)).Field(crm.FieldCNPJ)}, []string{cnpjA, "", ""})
	expect(t, "the rest of the edit", w.contact(id(3)).Field(crm.FieldCity), "Natal")
	if x := w.conflicts(); len(x) != 2 || x[0].Kind != r.ConflictCNPJ || x[0].Value != cnpjA || x[0].Other != id(1) || x[1].Value != cnpjA {
		t.Errorf("conflicts %+v", x)
	}
}

func TestAssign(t *testing.T) {
	link := func(n int) *r.Portfolio { return &r.Portfolio{Type: crm.FlowMessage, Owner: id(n)} }
	staff := func(t *testing.T) *world {
		w := two(t)
		for _, n := range []int{70, 71} {
			w.by(2, at(1), r.KindUserPut, &r.UserPut{ID: id(n), Name: "u", Email: fmt.Sprintf("u%d@x.com", n), Profile: crm.ProfileAgent, Active: true})
		}
		return w
	}
	assign := func(w *world, contact, seen, to int) r.Result {
		a := &r.Assign{Link: link(to)}
		if seen != 0 {
			a.Owner = id(seen)
		}
		return w.by(3, at(5), r.KindContactEdit, &r.ContactEdit{ID: id(contact), Portfolio: a})
	}
	t.Run("assign/assign: the first to arrive", func(t *testing.T) {
		w := staff(t)
		expect(t, "first", len(assign(w, 1, 0, 70).Refused), 0)
		expect(t, "second", assign(w, 1, 0, 71).Refused, []r.Refusal{{Part: r.PartPortfolio, Code: r.CodeOwnerChanged, Other: id(70)}})
		expect(t, "holds", w.contact(id(1)).Portfolio.Owner, id(70))
		assign(w, 1, 70, 71)
		expect(t, "who has seen the owner", w.contact(id(1)).Portfolio.Owner, id(71))
	})
	t.Run("an open interaction", func(t *testing.T) {
		w := staff(t)
		w.by(3, at(4), r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(40), Contact: id(1), Open: true}}})
		expect(t, "refused", assign(w, 1, 0, 70).Refused, []r.Refusal{{Part: r.PartPortfolio, Code: r.CodeOpenRequest}})
		expect(t, "another contact", len(assign(w, 2, 0, 70).Refused), 0)
	})
	t.Run("assign/merge", func(t *testing.T) {
		w := staff(t)
		assign(w, 1, 0, 70)
		assign(w, 2, 0, 71)
		w.by(3, at(6), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
		expect(t, "the root's", w.contact(id(1)).Portfolio.Owner, id(70))
		expect(t, "the secondary's is undone", w.contact(id(2)).Portfolio, (*r.Portfolio)(nil))
		expect(t, "redirected, another owner seen", assign(w, 2, 71, 71).Refused[0].Code, r.CodeOwnerChanged)
		assign(w, 2, 70, 71)
		expect(t, "redirected", w.contact(id(1)).Portfolio.Owner, id(71))
	})
	t.Run("a user who stands for another", func(t *testing.T) {
		w := staff(t)
		w.by(4, at(2), r.KindUserPut, &r.UserPut{ID: id(75), Name: "u", Email: "u70@x.com", Profile: crm.ProfileAgent, Active: true})
		assign(w, 1, 0, 75)
		expect(t, "owner", w.contact(id(1)).Portfolio.Owner, id(70))
		assign(w, 1, 75, 71)
		expect(t, "seen by the other id", w.contact(id(1)).Portfolio.Owner, id(71))
	})
}

func TestObservedRemove(t *testing.T) {
	removal := func(w *world, phone crm.Phone) r.PhoneRemoval {
		return r.PhoneRemoval{Phone: phone, Seen: w.contact(id(1)).SeenPhone(phone)}
	}
	t.Run("phones", func(t *testing.T) {
		w := two(t)
		stale := &r.ContactEdit{ID: id(1), RemovePhones: []r.PhoneRemoval{removal(w, phoneA)}}
		w.by(3, at(5), r.KindContactEdit, &r.ContactEdit{ID: id(1), AddPhones: []crm.Phone{phoneA}})
		w.by(4, at(900), r.KindContactEdit, stale)
		expect(t, "an unseen addition survives", w.contact(id(1)).Phones, []crm.Phone{phoneA})
		w.by(4, at(1), r.KindContactEdit, &r.ContactEdit{ID: id(1), RemovePhones: []r.PhoneRemoval{removal(w, phoneA)}})
		expect(t, "a seen one goes, whatever the clock", len(w.contact(id(1)).Phones), 0)
	})
	t.Run("labels", func(t *testing.T) {
		w := two(t)
		w.by(2, at(2), r.KindLabelDefine, &r.LabelDefine{ID: id(51), Name: "B"})
		w.by(2, at(3), r.KindContactEdit, &r.ContactEdit{ID: id(1), AddLabels: []crm.ID{id(51)}})
		stale := &r.ContactEdit{ID: id(1), RemoveLabels: []r.LabelRemoval{{Label: id(51), Seen: w.contact(id(1)).SeenLabel(id(51))}}}
		w.by(3, at(5), r.KindContactEdit, &r.ContactEdit{ID: id(1), AddLabels: []crm.ID{id(51)}})
		w.by(4, at(900), r.KindContactEdit, stale)
		expect(t, "an unseen addition survives", w.contact(id(1)).Labels, []crm.ID{id(51)})
		w.by(4, at(901), r.KindContactEdit, &r.ContactEdit{ID: id(1), RemoveLabels: []r.LabelRemoval{{Label: id(51), Seen: w.contact(id(1)).SeenLabel(id(51))}}})
		expect(t, "a seen one goes", len(w.contact(id(1)).Labels), 0)
	})
	t.Run("blacklist", func(t *testing.T) {
		w := newWorld(t)
		add := func(n int) r.Result {
			return w.by(2, at(1), r.KindBlacklistAdd, &r.BlacklistAdd{ID: id(n), Number: "11988888888"})
		}
		add(1)
		seen := listed(w.s)
		add(2)
		w.by(3, at(9), r.KindBlacklistRemove, &r.BlacklistRemove{IDs: seen})
		expect(t, "an unseen addition survives", listed(w.s), []crm.ID{id(2)})
		w.by(3, at(1), r.KindBlacklistRemove, &r.BlacklistRemove{IDs: listed(w.s)})
		expect(t, "a seen one goes", len(listed(w.s)), 0)
		expect(t, "gone already", w.by(3, at(9), r.KindBlacklistRemove, &r.BlacklistRemove{IDs: seen}).Outcome, r.Already)
	})
	t.Run("the eleventh phone", func(t *testing.T) {
		w := two(t)
		for n := range 11 { // two offices, not knowing of one another
			w.by(int64(3+n%2), at(5+n), r.KindContactEdit, &r.ContactEdit{ID: id(1), AddPhones: []crm.Phone{crm.Phone(fmt.Sprintf("55119800000%02d", n))}})
		}
		c := w.contact(id(1))
		expect(t, "none is dropped", len(c.Phones), 12)
		keys := 0
		for _, k := range c.Keys() {
			if k.Kind == r.KeyPhone {
				keys++
			}
		}
		expect(t, "ten are matched", keys, crm.MaxPhones)
		e := &r.ContactEdit{ID: id(1), RemovePhones: []r.PhoneRemoval{removal(w, phoneA)}}
		w.by(5, at(50), r.KindContactEdit, e)
		expect(t, "the eleventh moves up", w.contact(id(1)).Phones[9], crm.Phone("5511980000009"))
	})
}

func TestDefinitions(t *testing.T) {
	w := newWorld(t)
	define := func(n int, name string, kind crm.FieldType) {
		w.by(int64(2+n%2), at(n), r.KindFieldDefine, &r.FieldDefine{ID: id(n), Name: name, Type: kind})
	}
	define(60, "Plano", crm.TypeText)
	define(61, "PLANO", crm.TypeText)
	define(62, "Plano", crm.TypeNumber)
	define(63, "Plano", crm.TypeNumber)
	define(64, "plano", crm.TypeDate)
	define(60, "Outro", crm.TypeDate)
	for n, want := range map[int]int{60: 60, 61: 60, 62: 62, 63: 62, 64: 64} {
		root, _ := w.s.Root(r.NounField, id(n))
		expect(t, fmt.Sprint("field ", n), root, id(want))
	}
	for name, want := range map[string]crm.FieldType{"plano": crm.TypeText, "plano (2)": crm.TypeNumber, "plano (3)": crm.TypeDate} {
		x, _ := w.s.FieldNamed(name)
		if x == nil || x.Type != want {
			t.Errorf("%s: %+v", name, x)
		}
	}
	w.person(2, at(90), id(1), texts{crm.FieldName: "Ana"})
	w.by(2, at(91), r.KindContactEdit, &r.ContactEdit{ID: id(1), Custom: []r.CustomEdit{{Field: id(61), Value: "ouro"}}})
	expect(t, "a value under a folded field", w.contact(id(1)).CustomOf(id(60)), "ouro")
}

// An interaction is closed once, keeps its contact, and is not opened again.
func TestInteractions(t *testing.T) {
	w := two(t)
	add := func(x r.InteractionAdd) r.Result {
		return w.by(3, at(5), r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{x}})
	}
	add(r.InteractionAdd{ID: id(40), Contact: id(1), Open: true})
	add(r.InteractionAdd{ID: id(40), Contact: id(2), Closed: 9})
	x, _ := w.s.Interaction(id(40))
	expect(t, "closed, of the same contact", []any{x.Open, x.Contact, x.Closed}, []any{false, id(1), 9})
	expect(t, "opened again", add(r.InteractionAdd{ID: id(40), Contact: id(1), Open: true}).Outcome, r.Already)
	expect(t, "of nobody", add(r.InteractionAdd{ID: id(41), Contact: id(9)}).Refused[0].Code, r.CodeUnknown)

	// The agent and the service may have been refused themselves: a replica could not keep what names them.
	refused := add(r.InteractionAdd{ID: id(42), Contact: id(1), Agent: id(98), Service: id(99), Closed: 9}).Refused
	x, _ = w.s.Interaction(id(42))
	expect(t, "without them", []any{x.Agent, x.Service, len(refused)}, []any{crm.NoID, crm.NoID, 2})
}

// Words about a contact whose import another office has undone meanwhile: the fact stays, and whoever wrote them is told, so that they
// stay a draft. About somebody who was erased they stay nowhere, and about a living contact with it.
func TestWordsAboutARemovedContact(t *testing.T) {
	const said = "palavras"
	kept, gone := pen{seen: newTwin().s}.appointment(46, crm.AppointmentDone), pen{seen: newTwin().s}.appointment(47, crm.AppointmentOpen)
	for _, x := range []*r.AppointmentPut{kept, gone} {
		x.Appointment.Text, x.Appointment.Agent = said, crm.NoID
	}
	answer := int64(9)
	for name, x := range map[string]struct {
		kind    r.Kind
		body    any
		silent  func() any // the same without words
		refused r.Noun
	}{
		"an answer": {r.KindSurveyPut, &r.SurveyPut{Survey: r.Survey{ID: id(45), Answered: 9, Score: &answer, Comment: said}},
			func() any { return &r.SurveyPut{Survey: r.Survey{ID: id(45), Answered: 9, Score: &answer}} }, r.NounSurvey},
		"an appointment": {r.KindAppointmentPut, kept, func() any {
			x := *kept
			x.Appointment.Text = ""
			return &x
		}, r.NounAppointment},
	} {
		for after, end := range map[string]func(w *twin){
			"removed": func(w *twin) {
				w.decide(t, r.Op{Device: 2, HLC: at(6), Kind: r.KindImportUndo}, &r.ImportChunk{Job: id(7), Removes: []r.ContactRemoval{{ID: id(1)}}})
			},
			"erased": func(w *twin) { w.decide(t, r.Op{Device: 2, HLC: at(6), Kind: r.KindAnonymize}, &r.Erase{ID: id(1)}) },
			"living": func(*twin) {},
		} {
			w := newTwin()
			w.decide(t, r.Op{Device: 2, HLC: at(5), Kind: r.KindContactCreate}, &r.ContactCreate{ID: id(1), At: 5, Fields: texts{crm.FieldName: "Ana"}})
			end(w)
			w.decide(t, r.Op{Device: 3, HLC: at(7), Kind: r.KindInteraction}, &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(45), Contact: id(1), Closed: 5}}})
			var results []r.Result
			for i, body := range []any{x.body, x.silent()} {
				s := w.clone()
				s.decide(t, r.Op{Device: 3, HLC: at(8), Kind: x.kind}, body)
				op := r.Op{Device: 3, HLC: at(8), Kind: x.kind, Body: encode(t, body)}
				got, err := r.Decide(w.s.Clone(), &op, r.Env{Server: true, Mask: mask})
				if err != nil || got.Outcome != r.Applied {
					t.Fatalf("%s, %s: %+v %v", name, after, got, err)
				}
				results = append(results, got)
				stored := ""
				if survey, _ := s.s.Survey(id(45)); survey != nil {
					stored = survey.Comment
				} else if date, _ := s.s.Appointment(id(46)); date != nil {
					stored = date.Text
				}
				if (stored == said) != (after == "living" && i == 0) {
					t.Errorf("%s, %s: %q is stored", name, after, stored)
				}
			}
			want := []r.Refusal{{Part: string(x.refused), Code: r.CodeDeleted, Other: id(1)}}
			if after != "removed" {
				want = nil
			}
			expect(t, name+", "+after, results[0].Refused, want)
			expect(t, name+" without words, "+after, results[1].Refused, []r.Refusal(nil))
		}
	}
	w := newTwin()
	w.decide(t, r.Op{Device: 2, HLC: at(5), Kind: r.KindContactCreate}, &r.ContactCreate{ID: id(1), At: 5, Fields: texts{crm.FieldName: "Ana"}})
	w.decide(t, r.Op{Device: 2, HLC: at(6), Kind: r.KindImportUndo}, &r.ImportChunk{Job: id(7), Removes: []r.ContactRemoval{{ID: id(1)}}})
	op := r.Op{Device: 3, HLC: at(8), Kind: r.KindAppointmentPut, Body: encode(t, gone)}
	got, err := r.Decide(w.s, &op, r.Env{Server: true, Mask: mask})
	expect(t, "one that is open", []any{got.Outcome, got.Code, err}, []any{r.Rejected, r.CodeDeleted, nil})
}
