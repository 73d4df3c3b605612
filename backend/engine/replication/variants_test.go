package replication_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// The small universe of the exhaustive tests: contacts 1 to 3, 4 merged into 3; users 70 and 71, administrators 72 and 73; service 75; labels 50 and 51;
// custom field 60; contact 3 has an open interaction, 90.
const (
	cpfA, cpfB          = "52998224725", "11144477735"
	cnpjA, cnpjB        = "11222333000181", "11444777000161"
	phoneA, phoneB      = crm.Phone("5511987650001"), crm.Phone("5511987650002")
	phoneC, phoneBShort = crm.Phone("5511987650003"), crm.Phone("551187650002")
)

// pen is an author at work: what the device has seen, and numbers of its own for new records.
type pen struct {
	seen   *replicationtest.State
	device int64
	fresh  int
	at     int64 // Unix ms
}

// own writes stamps as a device does: its number stands for itself.
func (p pen) own(s r.Stamp) r.Stamp {
	if s.Device == p.device {
		s.Device = r.OwnDevice
	}
	return s
}

func (p pen) edit(contact int, sets ...any) *r.ContactEdit {
	e := edit(p.seen, id(contact), sets...)
	for i := range e.Fields {
		e.Fields[i].Base = p.own(e.Fields[i].Base)
	}
	return e
}

func (p pen) alone(contact int, sets ...any) *r.ContactEdit {
	e := p.edit(contact, sets...)
	e.Alone = true
	return e
}

func (p pen) contact(n int) *r.Contact {
	if c, _ := p.seen.Contact(id(n)); c != nil {
		return c
	}
	return &r.Contact{ID: id(n)}
}

// segment is the version of a segment that the author has seen.
func (p pen) segment(n int) r.Stamp {
	if s, _ := p.seen.Segment(id(n)); s != nil {
		return p.own(s.Stamp)
	}
	return r.Stamp{}
}

func (p pen) dropPhone(contact int, phone crm.Phone) r.PhoneRemoval {
	x := r.PhoneRemoval{Phone: phone}
	for _, s := range p.contact(contact).SeenPhone(phone) {
		x.Seen = append(x.Seen, p.own(s))
	}
	return x
}

func (p pen) dropLabel(contact, label int) r.LabelRemoval {
	x := r.LabelRemoval{Label: id(label)}
	for _, s := range p.contact(contact).SeenLabel(id(label)) {
		x.Seen = append(x.Seen, p.own(s))
	}
	return x
}

// field and label change parts of a definition, knowing how they stand.
func (p pen) field(n int, parts r.DefinitionPart, x r.FieldDefine) *r.FieldDefine {
	x.ID, x.Type, x.Change = id(n), crm.TypeText, &r.DefinitionChange{Parts: parts}
	if known, _ := p.seen.Field(x.ID); known != nil {
		x.Change.Seen = p.ownVersions(known.Versions)
	}
	return &x
}

func (p pen) label(n int, parts r.DefinitionPart, x r.LabelDefine) *r.LabelDefine {
	x.ID, x.Change = id(n), &r.DefinitionChange{Parts: parts}
	if known, _ := p.seen.Label(x.ID); known != nil {
		x.Change.Seen = p.ownVersions(known.Versions)
	}
	return &x
}

func (p pen) ownVersions(v r.DefinitionVersions) r.DefinitionVersions {
	return r.DefinitionVersions{Name: p.own(v.Name), Look: p.own(v.Look), Position: p.own(v.Position), Archived: p.own(v.Archived)}
}

// boss is one of the two administrators as the author wants them to be.
func (p pen) boss(n int, profile crm.Profile, active bool) *r.UserPut {
	return &r.UserPut{ID: id(n), Name: "b", Email: fmt.Sprintf("b%d@x.com", n), Profile: profile, Active: active}
}

func (p pen) custom(contact int, value string) *r.ContactEdit {
	return &r.ContactEdit{ID: id(contact), Custom: []r.CustomEdit{{Field: id(60), Value: value, Base: p.own(p.contact(contact).Version(r.CustomPart(id(60))))}}}
}

// portray sets the picture of a contact, "" to remove it, by an author who has seen the one that was there.
func (p pen) portray(contact int, image string) *r.AvatarSet {
	x := &r.AvatarSet{Contact: id(contact)}
	if image != "" {
		x.Image = []byte(image)
	}
	if a, _ := p.seen.Avatar(id(contact)); a != nil {
		x.Base = p.own(a.Stamp)
	}
	return x
}

// assign sets the owner, 0 for none, and nothing else, knowing who it was on that very contact.
func (p pen) assign(contact, owner int) *r.ContactEdit {
	a := &r.Assign{}
	if c := p.contact(contact); c.Portfolio != nil {
		a.Owner = c.Portfolio.Owner
	}
	if owner != 0 {
		a.Link = &r.Portfolio{Type: crm.FlowMessage, Owner: id(owner)}
	}
	return &r.ContactEdit{ID: id(contact), Portfolio: a}
}

func (p pen) create(fields map[crm.Field]string, phones ...crm.Phone) *r.ContactCreate {
	fields = maps.Clone(fields)
	fields[crm.FieldName] = "Nova"
	return &r.ContactCreate{ID: id(p.fresh), At: p.at, Fields: fields, Phones: phones}
}

// lines is a chunk of an import, a line each of the texts by field.
func (p pen) lines(lines ...map[crm.Field]string) *r.ImportChunk {
	chunk := &r.ImportChunk{Job: id(p.fresh), FirstLine: 2, LastLine: 1 + len(lines), Labels: map[int64]crm.ID{1: id(51)}}
	for i, fields := range lines {
		doc := r.Document{Fields: make([]string, crm.NumFields)}
		for f, text := range fields {
			doc.Fields[f] = text
		}
		if doc.Fields[crm.FieldWhatsApp] != "" { // stands for the phone
			doc.Phones, doc.Fields[crm.FieldWhatsApp] = []crm.Phone{crm.Phone(doc.Fields[crm.FieldWhatsApp])}, ""
		}
		doc.Fields[crm.FieldName] = "Linha"
		doc.Trim()
		doc.Labels = []int64{1}
		contact := id(p.fresh + i)
		chunk.Creates = append(chunk.Creates, r.Imported{ID: contact[:], At: p.at, Document: doc.AppendTo(nil),
			Notes: []r.NoteAdd{{ID: id(p.fresh + 5 + i), Contact: contact, Text: "linha", At: p.at}}})
	}
	return chunk
}

type texts = map[crm.Field]string

// variant is one thing that somebody may do.
type variant struct {
	name string
	kind r.Kind
	body func(p pen) any
}

// scalars are the fields that nobody is found by: which text wins touches nothing else.
var scalars = []variant{
	{"name", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldName, "Ana "+string(rune('A'+p.device))) }},
	{"city", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldCity, "Natal") }},
	{"city cleared", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldCity, "") }},
	{"city and state", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldCity, "Belém", crm.FieldState, "PA") }},
	{"city of 2", r.KindContactEdit, func(p pen) any { return p.edit(2, crm.FieldCity, "Natal") }},
	{"city of the secondary", r.KindContactEdit, func(p pen) any { return p.edit(4, crm.FieldCity, "Manaus") }},
	{"custom", r.KindContactEdit, func(p pen) any { return p.custom(2, "ouro") }},
	{"custom cleared", r.KindContactEdit, func(p pen) any { return p.custom(2, "") }},
	{"note in an edit", r.KindContactEdit, func(p pen) any {
		e := p.edit(2, crm.FieldCity, "Bauru")
		e.Notes = []r.NoteAdd{{ID: id(p.fresh), Contact: id(2), Text: "t", At: p.at}}
		return e
	}},
}

// sets are what does not depend on any clock.
var sets = []variant{
	{"phone added", r.KindContactEdit, func(p pen) any { return &r.ContactEdit{ID: id(1), AddPhones: []crm.Phone{phoneC}} }},
	{"phone added again", r.KindContactEdit, func(p pen) any { return &r.ContactEdit{ID: id(1), AddPhones: []crm.Phone{phoneA}} }},
	{"phone removed", r.KindContactEdit, func(p pen) any {
		return &r.ContactEdit{ID: id(1), RemovePhones: []r.PhoneRemoval{p.dropPhone(1, phoneA)}}
	}},
	{"phone of 2 removed", r.KindContactEdit, func(p pen) any {
		return &r.ContactEdit{ID: id(2), RemovePhones: []r.PhoneRemoval{p.dropPhone(2, phoneB)}}
	}},
	{"phone exchanged", r.KindContactEdit, func(p pen) any {
		return &r.ContactEdit{ID: id(1), RemovePhones: []r.PhoneRemoval{p.dropPhone(1, phoneA)}, AddPhones: []crm.Phone{phoneC}}
	}},
	{"phones reordered", r.KindContactEdit, func(p pen) any {
		order := slices.Clone(p.contact(2).Phones)
		slices.Reverse(order)
		return &r.ContactEdit{ID: id(2), PhoneOrder: order}
	}},
	{"label added", r.KindContactEdit, func(p pen) any { return &r.ContactEdit{ID: id(1), AddLabels: []crm.ID{id(51)}} }},
	{"label added again", r.KindContactEdit, func(p pen) any { return &r.ContactEdit{ID: id(1), AddLabels: []crm.ID{id(50)}} }},
	{"label removed", r.KindContactEdit, func(p pen) any {
		return &r.ContactEdit{ID: id(1), RemoveLabels: []r.LabelRemoval{p.dropLabel(1, 50)}}
	}},
	{"unknown label", r.KindContactEdit, func(p pen) any { return &r.ContactEdit{ID: id(1), AddLabels: []crm.ID{id(59)}} }},
	{"assign 2", r.KindContactEdit, func(p pen) any { return p.assign(2, 71) }},
	{"unassign 2", r.KindContactEdit, func(p pen) any { return p.assign(2, 0) }},
	{"assign 1", r.KindContactEdit, func(p pen) any { return p.assign(1, 70) }},
	{"assign 1 to another", r.KindContactEdit, func(p pen) any { return p.assign(1, 71) }},
	{"assign the secondary", r.KindContactEdit, func(p pen) any { return p.assign(4, 70) }},
	{"picture", r.KindAvatarSet, func(p pen) any { return p.portray(2, "picture "+string(rune('A'+p.device))) }},
	{"picture of 1", r.KindAvatarSet, func(p pen) any { return p.portray(1, "first") }},
	{"picture removed", r.KindAvatarSet, func(p pen) any { return p.portray(2, "") }},
	{"picture of the secondary", r.KindAvatarSet, func(p pen) any { return p.portray(4, "secondary") }},
	{"note", r.KindNoteAdd, func(p pen) any { return &r.NoteAdd{ID: id(p.fresh), Contact: id(1), Text: "t", At: p.at} }},
	{"note on the secondary", r.KindNoteAdd, func(p pen) any { return &r.NoteAdd{ID: id(p.fresh), Contact: id(4), Text: "t", At: p.at} }},
	{"interaction opened", r.KindInteraction, func(p pen) any {
		return &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(p.fresh), Contact: id(1), Open: true, Agent: id(70), Opened: p.at}}}
	}},
	{"interaction of 2", r.KindInteraction, func(p pen) any {
		return &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(p.fresh), Contact: id(2), Closed: p.at}, {ID: id(p.fresh + 1), Contact: id(99)}}}
	}},
	{"interaction closed", r.KindInteraction, func(p pen) any {
		return &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(90), Contact: id(3), Closed: 77}}}
	}},
	{"interaction edited, closed", r.KindInteractionEdit, func(p pen) any { return p.editCall(90, true, "") }},
	{"interaction tabulated", r.KindInteractionEdit, func(p pen) any { return p.editCall(90, false, "Venda "+string(rune('A'+p.device))) }},
	{"interaction 94 closed again", r.KindInteractionEdit, func(p pen) any { return p.editCall(94, true, "Outra") }},
	{"contents", r.KindInteractionEdit, func(p pen) any {
		return &r.InteractionEdit{ID: id(94), Contents: []r.Content{{ID: id(p.fresh), Kind: r.ContentMessage, At: p.at, Text: "oi"}}}
	}},
	{"survey sent", r.KindSurveyPut, func(p pen) any { return p.survey(94, 0) }},
	{"survey answered", r.KindSurveyPut, func(p pen) any { return p.survey(94, 1+p.device) }},
	{"survey of nothing", r.KindSurveyPut, func(p pen) any { return p.survey(99, 1) }},
	{"appointment", r.KindAppointmentPut, func(p pen) any { return p.appointment(p.fresh, crm.AppointmentOpen) }},
	{"appointment kept", r.KindAppointmentPut, func(p pen) any { return p.appointment(97, crm.AppointmentDone) }},
	{"appointment cancelled", r.KindAppointmentPut, func(p pen) any { return p.appointment(97, crm.AppointmentCancelled) }},
	{"appointment opened again", r.KindAppointmentPut, func(p pen) any { return p.appointment(97, crm.AppointmentOpen) }},
	{"field text", r.KindFieldDefine, func(p pen) any { return &r.FieldDefine{ID: id(p.fresh), Name: "Cargo", Type: crm.TypeText} }},
	{"field number", r.KindFieldDefine, func(p pen) any { return &r.FieldDefine{ID: id(p.fresh), Name: "CÁRGO", Type: crm.TypeNumber} }},
	{"field (2)", r.KindFieldDefine, func(p pen) any { return &r.FieldDefine{ID: id(p.fresh), Name: "cargo (2)", Type: crm.TypeDate} }},
	{"label defined", r.KindLabelDefine, func(p pen) any { return &r.LabelDefine{ID: id(p.fresh), Name: "Vip", Color: "red"} }},
	{"user", r.KindUserPut, func(p pen) any {
		return &r.UserPut{ID: id(p.fresh), Name: "n", Email: "novo@x.com", Profile: crm.ProfileAgent, Password: "h"}
	}},
	{"user changed", r.KindUserPut, func(p pen) any {
		return &r.UserPut{ID: id(71), Name: "m", Email: "u71@x.com", Profile: crm.ProfileAdmin}
	}},
	{"user's address", r.KindUserPut, func(p pen) any {
		return &r.UserPut{ID: id(70), Name: "m", Email: "NOVO@x.com", Profile: crm.ProfileAgent}
	}},
	{"administrator demoted", r.KindUserPut, func(p pen) any { return p.boss(72, crm.ProfileSupervisor, true) }},
	{"administrator deactivated", r.KindUserPut, func(p pen) any { return p.boss(72, crm.ProfileAdmin, false) }},
	{"the other demoted", r.KindUserPut, func(p pen) any { return p.boss(73, crm.ProfileAgent, true) }},
	{"the other deactivated", r.KindUserPut, func(p pen) any { return p.boss(73, crm.ProfileAdmin, false) }},
	{"the other as they were", r.KindUserPut, func(p pen) any { return p.boss(73, crm.ProfileAdmin, true) }},
	{"service", r.KindServiceDefine, func(p pen) any { return &r.ServiceDefine{ID: id(p.fresh), Name: "Vendas", Mailbox: "v@x.com"} }},
	{"service changed", r.KindServiceDefine, func(p pen) any { return &r.ServiceDefine{ID: id(75), Name: "Suporte", Mailbox: "s@x.com"} }},
	{"service renamed", r.KindServiceDefine, func(p pen) any { return &r.ServiceDefine{ID: id(75), Name: "Vendas"} }},
	{"tabulation", r.KindTabulationPut, func(p pen) any { return &r.TabulationPut{ID: id(p.fresh), Name: "Venda"} }},
	{"tabulation archived", r.KindTabulationPut, func(p pen) any { return &r.TabulationPut{ID: id(95), Name: "Dúvida", Archived: true} }},
	{"tabulation renamed", r.KindTabulationPut, func(p pen) any { return &r.TabulationPut{ID: id(95), Name: "venda"} }},
	{"tabulation again", r.KindTabulationPut, func(p pen) any { return &r.TabulationPut{ID: id(p.fresh), Name: "DUVIDA"} }},
	{"permission", r.KindPermissionSet, func(p pen) any {
		return &r.PermissionSet{Profile: crm.ProfileAgent, Permission: crm.PermMerge, Allowed: p.device%2 == 0}
	}},
	{"listed", r.KindBlacklistAdd, func(p pen) any { return &r.BlacklistAdd{ID: id(p.fresh), Number: "11988888888"} }},
	{"unlisted", r.KindBlacklistRemove, func(p pen) any { return &r.BlacklistRemove{IDs: listed(p.seen)} }},
	{"segment", r.KindSegmentPut, func(p pen) any { return &r.SegmentPut{ID: id(p.fresh), Name: "Ativos", Filter: "{}"} }},
	{"segment that names 1", r.KindSegmentPut, func(p pen) any {
		return &r.SegmentPut{ID: id(p.fresh), Name: "a de CPF 529.982.247-25", Filter: "{}"}
	}},
	{"segment that names 2", r.KindSegmentPut, func(p pen) any {
		return &r.SegmentPut{ID: id(89), Name: "fone (11) 98765-0002", Filter: "{}", Base: p.segment(89)}
	}},
	{"segment renamed", r.KindSegmentPut, func(p pen) any {
		return &r.SegmentPut{ID: id(89), Name: fmt.Sprint("Norte ", p.device), Filter: "{}", Base: p.segment(89)}
	}},
	{"segment deleted", r.KindSegmentDelete, func(p pen) any { return &r.SegmentDelete{ID: id(89), Base: p.segment(89)} }},
	{"merge 1 ← 2", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}} }},
	{"merge 2 ← 1", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(2), Secondaries: []crm.ID{id(1)}} }},
	{"merge 2 ← 3", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(2), Secondaries: []crm.ID{id(3)}} }},
	{"merge 3 ← 1", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(3), Secondaries: []crm.ID{id(1)}} }},
	{"merge 1 ← 2, 3", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2), id(3)}} }},
	{"merge 1 ← 4", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(4)}} }},
	{"anonymize 1", r.KindAnonymize, func(p pen) any { return &r.Erase{ID: id(1)} }},
	{"anonymize 2", r.KindAnonymize, func(p pen) any { return &r.Erase{ID: id(2)} }},
	{"anonymize the secondary", r.KindAnonymize, func(p pen) any { return &r.Erase{ID: id(4)} }},
	{"delete 1", r.KindDelete, func(p pen) any { return &r.Erase{ID: id(1)} }},
	{"delete 2", r.KindDelete, func(p pen) any { return &r.Erase{ID: id(2)} }},
	{"delete 3", r.KindDelete, func(p pen) any { return &r.Erase{ID: id(3)} }},
}

// keyed are what changes, or depends on, whom an identifier finds.
var keyed = []variant{
	{"batch", r.KindContactBatch, func(p pen) any {
		label := &r.ContactEdit{ID: id(2), AddLabels: []crm.ID{id(50)}, RemoveLabels: []r.LabelRemoval{p.dropLabel(2, 51)}}
		return &r.ImportChunk{Job: id(p.fresh), Edits: []r.ContactEdit{*p.edit(1, crm.FieldActive, "false"), *p.edit(4, crm.FieldActive, "false"), *label, *p.edit(99)}}
	}},
	{"inactive", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldActive, "false") }},
	{"reactivated alone", r.KindContactEdit, func(p pen) any { return p.alone(4, crm.FieldActive, "true") }},
	{"secondary alone", r.KindContactEdit, func(p pen) any { return p.alone(4, crm.FieldCity, "Santos") }},
	{"1 alone", r.KindContactEdit, func(p pen) any { return p.alone(1, crm.FieldActive, "true", crm.FieldCity, "Santos") }},
	{"CNPJ of 1 on 2", r.KindContactEdit, func(p pen) any { return p.edit(2, crm.FieldCNPJ, cnpjA) }},
	{"free CNPJ on 2", r.KindContactEdit, func(p pen) any { return p.edit(2, crm.FieldCNPJ, cnpjB, crm.FieldCity, "Itu") }},
	{"free CNPJ on 1", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldCNPJ, cnpjB) }},
	{"CNPJ cleared", r.KindContactEdit, func(p pen) any { return p.edit(1, crm.FieldCNPJ, "") }},
	{"CPF of 1 on 2", r.KindContactEdit, func(p pen) any { return p.edit(2, crm.FieldCPF, cpfA) }},
	{"create, CPF of 1", r.KindContactCreate, func(p pen) any { return p.create(texts{crm.FieldCPF: cpfA}) }},
	{"create, new CPF", r.KindContactCreate, func(p pen) any { return p.create(texts{crm.FieldCPF: cpfB, crm.FieldEmail: "ANA@x.com"}) }},
	{"create, free CNPJ", r.KindContactCreate, func(p pen) any { return p.create(texts{crm.FieldCNPJ: cnpjB}, phoneC) }},
	{"create, everything", r.KindContactCreate, func(p pen) any {
		c := p.create(texts{crm.FieldCity: "Itu"}, phoneBShort)
		c.Custom, c.Labels = []r.Custom{{Field: id(60), Value: "v"}, {Field: id(69), Value: "v"}}, []crm.ID{id(50)}
		c.Portfolio = &r.Portfolio{Type: crm.FlowMessage, Owner: id(70)}
		c.Notes = []r.NoteAdd{{ID: id(p.fresh + 1), Contact: c.ID, Text: "t", At: p.at}}
		return c
	}},
	{"import, CPF of 1", r.KindImportChunk, func(p pen) any {
		return p.lines(texts{crm.FieldCPF: cpfA, crm.FieldCity: "Import", crm.FieldState: "SP", crm.FieldActive: "true"})
	}},
	{"import, new CPF twice", r.KindImportChunk, func(p pen) any {
		return p.lines(texts{crm.FieldCPF: cpfB, crm.FieldCity: "Um"}, texts{crm.FieldCPF: cpfB, crm.FieldCity: "Dois", crm.FieldWhatsApp: string(phoneB)})
	}},
	{"import, phone of 2", r.KindImportChunk, func(p pen) any {
		return p.lines(texts{crm.FieldWhatsApp: string(phoneBShort), crm.FieldState: "RJ"})
	}},
	{"import, address of 1", r.KindImportChunk, func(p pen) any { return p.lines(texts{crm.FieldEmail: "ana@X.com", crm.FieldCorporate: "true"}) }},
	{"import, free CNPJ", r.KindImportChunk, func(p pen) any { return p.lines(texts{crm.FieldCNPJ: cnpjB, crm.FieldCorporate: "false"}) }},
	{"import, assigned", r.KindImportChunk, func(p pen) any {
		c := p.lines(texts{crm.FieldCPF: cpfA})
		c.Creates[0].Portfolio = &r.Portfolio{Type: crm.FlowMessage, Owner: id(71)}
		return c
	}},
	{"import, edits", r.KindImportChunk, func(p pen) any {
		return &r.ImportChunk{Job: id(p.fresh), Edits: []r.ContactEdit{*p.edit(1, crm.FieldCity, "Lote"), *p.edit(4, crm.FieldState, "AM"), *p.edit(99)}}
	}},
	{"field renamed", r.KindFieldDefine, func(p pen) any { return p.field(60, r.PartName, r.FieldDefine{Name: "cargo"}) }},
	{"field renamed and archived", r.KindFieldDefine, func(p pen) any {
		return p.field(60, r.PartName|r.PartArchived|r.PartLook, r.FieldDefine{Name: "Ramo", Archived: true, Choices: []string{"a"}})
	}},
	{"label renamed as another", r.KindLabelDefine, func(p pen) any { return p.label(50, r.PartName, r.LabelDefine{Name: "b"}) }},
	{"label coloured and moved", r.KindLabelDefine, func(p pen) any {
		return p.label(50, r.PartLook|r.PartPosition, r.LabelDefine{Name: "A", Color: "red", Position: p.at})
	}},
	{"label renamed", r.KindLabelDefine, func(p pen) any { return p.label(51, r.PartName, r.LabelDefine{Name: "VIP"}) }},
	{"duplicates allowed", r.KindSettingSet, func(p pen) any { return &r.SettingSet{Name: crm.SettingNoDuplicates, Value: "off"} }},
	{"settle", r.KindConflictSettle, func(p pen) any {
		x := &r.ConflictSettle{ID: id(99)}
		if c := conflictsOf(p.seen); len(c) > 0 {
			x.ID = c[0].ID
		}
		return x
	}},
}

// undoing takes back an import of the second office, from there and from elsewhere.
var undoing = []variant{
	{"undo of what was created", r.KindImportUndo, func(p pen) any {
		return &r.ImportChunk{Job: id(p.fresh), Removes: []r.ContactRemoval{{ID: id(5), Notes: []crm.ID{id(93)}}, {ID: id(1)}, {ID: id(98)}}}
	}},
	{"undo of what was changed", r.KindImportUndo, func(p pen) any {
		e := p.edit(1, crm.FieldCity, "Olinda", crm.FieldEmail, "")
		e.RemoveLabels = []r.LabelRemoval{p.dropLabel(1, 50)}
		return &r.ImportChunk{Job: id(p.fresh), Edits: []r.ContactEdit{*e, *p.edit(4, crm.FieldCity, "Itu"), *p.edit(99)}, Unnoted: []crm.ID{id(92), id(98)}}
	}},
	{"note on 5", r.KindNoteAdd, func(p pen) any { return &r.NoteAdd{ID: id(p.fresh), Contact: id(5), Text: "t", At: p.at} }},
	{"5 edited", r.KindContactEdit, func(p pen) any { return p.edit(5, crm.FieldCity, "Natal") }},
	{"merge 1 ← 5", r.KindMerge, func(p pen) any { return &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(5)}} }},
	{"anonymize 5", r.KindAnonymize, func(p pen) any { return &r.Erase{ID: id(5)} }},
	{"call of 5", r.KindInteraction, func(p pen) any {
		return &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(p.fresh), Contact: id(5), Closed: 5}}}
	}},
	{"appointment with 5, kept", r.KindAppointmentPut, func(p pen) any {
		x := p.appointment(p.fresh, crm.AppointmentDone)
		x.Appointment.Contact = id(5)
		return x
	}},
}

var variants = slices.Concat(scalars, sets, keyed, undoing)

func listed(s *replicationtest.State) (out []crm.ID) {
	_ = s.Each(func(_ r.Noun, e r.Effect) error {
		if e.Blacklist != nil {
			out = append(out, e.Blacklist.ID)
		}
		return nil
	})
	return out
}

// universe is the records that everybody has seen before an exhaustive test begins.
func universe(t testing.TB) *twin {
	w := newTwin()
	do := func(device int64, n int, kind r.Kind, body any) {
		w.decide(t, r.Op{Device: device, HLC: at(n), At: at(n).Time().UnixMilli(), Kind: kind}, body)
	}
	for _, n := range []int{70, 71} {
		do(2, 1, r.KindUserPut, &r.UserPut{ID: id(n), Name: "u", Email: "u" + string(rune('0'+n/10)) + string(rune('0'+n%10)) + "@x.com", Profile: crm.ProfileAgent, Active: true})
	}
	for _, n := range []int{72, 73} {
		do(3, 1, r.KindUserPut, pen{}.boss(n, crm.ProfileAdmin, true))
	}
	do(3, 1, r.KindServiceDefine, &r.ServiceDefine{ID: id(75), Name: "Suporte"})
	do(2, 2, r.KindLabelDefine, &r.LabelDefine{ID: id(50), Name: "A"})
	do(2, 3, r.KindLabelDefine, &r.LabelDefine{ID: id(51), Name: "B"})
	do(2, 4, r.KindFieldDefine, &r.FieldDefine{ID: id(60), Name: "Plano", Type: crm.TypeText})
	do(2, 5, r.KindContactCreate, &r.ContactCreate{ID: id(1), At: 5, Fields: texts{crm.FieldName: "Ana", crm.FieldCity: "Recife", crm.FieldCPF: cpfA,
		crm.FieldCNPJ: cnpjA, crm.FieldEmail: "ana@x.com"}, Phones: []crm.Phone{phoneA}, Labels: []crm.ID{id(50)}})
	do(3, 6, r.KindContactCreate, &r.ContactCreate{ID: id(2), At: 6, Fields: texts{crm.FieldName: "Bia", crm.FieldState: "PE"},
		Phones: []crm.Phone{phoneB, "5511987650009"}, Custom: []r.Custom{{Field: id(60), Value: "prata"}}, Portfolio: &r.Portfolio{Type: crm.FlowMessage, Owner: id(70)}})
	do(4, 7, r.KindContactCreate, &r.ContactCreate{ID: id(3), At: 7, Fields: texts{crm.FieldName: "Caio", crm.FieldActive: "false"}})
	do(4, 8, r.KindContactCreate, &r.ContactCreate{ID: id(4), At: 8, Fields: texts{crm.FieldName: "Caio", crm.FieldCity: "Olinda"}, Labels: []crm.ID{id(51)}})
	do(4, 9, r.KindMerge, &r.Merge{Primary: id(3), Secondaries: []crm.ID{id(4)}})
	do(2, 10, r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(90), Contact: id(3), Open: true}}})
	do(2, 10, r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{{ID: id(94), Contact: id(2), Closed: 5, Tabulation: "Dúvida",
		Contents: []r.Content{{ID: id(96), Kind: r.ContentSubject, Text: "conta"}}}}})
	do(3, 10, r.KindAppointmentPut, &r.AppointmentPut{Appointment: r.Appointment{ID: id(97), Contact: id(1), At: 8, Status: crm.AppointmentDone, Text: "visita"}})
	do(3, 10, r.KindSegmentPut, &r.SegmentPut{ID: id(89), Name: "Norte", Filter: "{}"})
	do(2, 11, r.KindBlacklistAdd, &r.BlacklistAdd{ID: id(91), Number: "11988888888"})
	do(3, 12, r.KindAvatarSet, &r.AvatarSet{Contact: id(2), Image: []byte("seen")})
	do(2, 12, r.KindNoteAdd, &r.NoteAdd{ID: id(92), Contact: id(1), Text: "nota", At: 1})
	do(2, 12, r.KindContactCreate, &r.ContactCreate{ID: id(5), At: 12, Fields: texts{crm.FieldName: "Dora", crm.FieldState: "PB"},
		Notes: []r.NoteAdd{{ID: id(93), Contact: id(5), Text: "do arquivo", At: 12}}})
	do(2, 13, r.KindTabulationPut, &r.TabulationPut{ID: id(95), Name: "Dúvida"})
	return w
}
