package replication_test

import (
	"strings"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

func TestMalformedOperationsChangeNothing(t *testing.T) {
	long := strings.Repeat("a", 1<<17)
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana"})
	before := describe(t, w.s)
	for name, op := range map[string]struct {
		kind r.Kind
		body any
	}{
		"contact without id":      {r.KindContactCreate, &r.ContactCreate{Fields: map[crm.Field]string{crm.FieldName: "Ana"}}},
		"name without end":        {r.KindContactCreate, &r.ContactCreate{ID: id(2), Fields: map[crm.Field]string{crm.FieldName: long}}},
		"phone without end":       {r.KindContactCreate, &r.ContactCreate{ID: id(2), Phones: []crm.Phone{crm.Phone(long)}}},
		"edit without end":        {r.KindContactEdit, &r.ContactEdit{ID: id(1), Fields: []r.FieldEdit{{Field: crm.FieldName, Value: long}}}},
		"blank phone":             {r.KindContactEdit, &r.ContactEdit{ID: id(1), AddPhones: []crm.Phone{""}}},
		"edit of nobody":          {r.KindContactEdit, &r.ContactEdit{Fields: []r.FieldEdit{{Field: crm.FieldName, Value: "x"}}}},
		"note without id":         {r.KindNoteAdd, &r.NoteAdd{Contact: id(1), Text: "x"}},
		"interaction without id":  {r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{{Contact: id(1)}}}},
		"line without id":         {r.KindImportChunk, &r.ImportChunk{Creates: []r.Imported{{ID: make([]byte, 16), Document: (&r.Document{}).AppendTo(nil)}}}},
		"field without name":      {r.KindFieldDefine, &r.FieldDefine{ID: id(9), Name: " \t", Type: crm.TypeText}},
		"field without id":        {r.KindFieldDefine, &r.FieldDefine{Name: "x", Type: crm.TypeText}},
		"label without end":       {r.KindLabelDefine, &r.LabelDefine{ID: id(9), Name: long}},
		"service without name":    {r.KindServiceDefine, &r.ServiceDefine{ID: id(9)}},
		"user without address":    {r.KindUserPut, &r.UserPut{ID: id(9), Name: "x"}},
		"user without id":         {r.KindUserPut, &r.UserPut{Email: "x@y.z"}},
		"blank number":            {r.KindBlacklistAdd, &r.BlacklistAdd{ID: id(9)}},
		"tabulation without name": {r.KindTabulationPut, &r.TabulationPut{ID: id(9)}},
		"tabulation without id":   {r.KindTabulationPut, &r.TabulationPut{Name: "x"}},
		"tabulation of nothing":   {r.KindTabulationPut, &r.TabulationPut{ID: id(9), Name: "x", Service: id(98)}},
		"unknown setting":         {r.KindSettingSet, &r.SettingSet{Name: "colour", Value: "red"}},
		"unknown choice":          {r.KindSettingSet, &r.SettingSet{Name: crm.SettingNoDuplicates, Value: "perhaps"}},
		"unknown profile":         {r.KindPermissionSet, &r.PermissionSet{Profile: "chief", Permission: crm.PermView}},
		"unknown permission":      {r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileAgent, Permission: "fly"}},
		"nobody manages users":    {r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermUsers}},
		"merge of nobody":         {r.KindMerge, &r.Merge{}},
		"merge with nobody":       {r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{{}}}},
		"erasure of nobody":       {r.KindAnonymize, &r.Erase{}},
		"unknown kind":            {"contact.paint", &r.Erase{ID: id(1)}},
		"another kind's body":     {r.KindContactCreate, "text"},
		"merge with oneself":      {r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(1), id(1)}}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			got := w.by(3, at(5), op.kind, op.body)
			if refused := got.Outcome == r.Rejected || len(got.Refused) > 0; refused == (name == "merge with oneself") {
				t.Errorf("result %+v", got)
			}
			sameState(t, "afterwards", describe(t, w.s), before)
		})
	}
}

func TestNewContactIsKeptTidy(t *testing.T) {
	w := newWorld(t)
	w.by(2, at(1), r.KindFieldDefine, &r.FieldDefine{ID: id(60), Name: "Plano", Type: crm.TypeText})
	w.by(2, at(2), r.KindContactCreate, &r.ContactCreate{ID: id(1), Fields: map[crm.Field]string{0: "lost", crm.FieldName: "Ana"},
		Phones: []crm.Phone{"5511999990001", "", "5511999990001"}, Custom: []r.Custom{{Field: id(60)}}})
	c := w.contact(id(1))
	expect(t, "phones", c.Phones, []crm.Phone{"5511999990001"})
	expect(t, "custom values", len(c.Custom), 0)
	expect(t, "fields", c.Fields, []string{"", "Ana"})
}

// Ten thousand contacts may share a switchboard's number: the list of conflicts stays readable.
func TestSharedNumberListsFewDuplicates(t *testing.T) {
	w := newWorld(t)
	for n := range 30 {
		w.person(2, at(n), id(n+1), map[crm.Field]string{crm.FieldName: "Ana"}, "551130000000")
	}
	if n := len(w.conflicts()); n < 30 || n > 300 {
		t.Errorf("%d conflicts are listed for 30 contacts", n)
	}
}

// A service is one by its name; the second office's does not take the mailbox from it.
func TestServicesOfOneNameFold(t *testing.T) {
	w := newWorld(t)
	w.by(2, at(1), r.KindServiceDefine, &r.ServiceDefine{ID: id(1), Name: "Suporte", Mailbox: "suporte@x.com", Validated: true})
	w.by(2, at(2), r.KindServiceDefine, &r.ServiceDefine{ID: id(2), Name: "Vendas"})
	w.by(3, at(3), r.KindServiceDefine, &r.ServiceDefine{ID: id(3), Name: "Suporte"})
	root, _ := w.s.Root(r.NounService, id(3))
	expect(t, "stands for", root, id(1))
	same, _ := w.s.ServiceNamed("Suporte")
	expect(t, "mailbox", same.Mailbox, "suporte@x.com")
	w.by(3, at(4), r.KindServiceDefine, &r.ServiceDefine{ID: id(3), Name: "Suporte", Mailbox: "novo@x.com"})
	same, _ = w.s.ServiceNamed("Suporte")
	expect(t, "mailbox", same.Mailbox, "novo@x.com")
	got := w.by(2, at(5), r.KindServiceDefine, &r.ServiceDefine{ID: id(2), Name: "Suporte"})
	expect(t, "renamed to a taken name", []any{got.Outcome, got.Code, got.Other}, []any{r.Rejected, crm.CodeConflict, id(1)})
}
