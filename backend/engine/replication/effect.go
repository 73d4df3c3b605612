package replication

import "carteira/backend/crm"

// Noun is a kind of record that may be known by more than one id.
type Noun string

// The nouns. Those with aliases are contacts (folded by an import), users, custom fields, labels and services.
const (
	NounContact     Noun = "contact"
	NounNote        Noun = "note"
	NounInteraction Noun = "interaction"
	NounUser        Noun = "user"
	NounField       Noun = "field"
	NounLabel       Noun = "label"
	NounService     Noun = "service"
	NounSetting     Noun = "setting"
	NounPermission  Noun = "permission"
	NounBlacklist   Noun = "blacklist"
	NounConflict    Noun = "conflict"
	NounAvatar      Noun = "avatar"
	NounTabulation  Noun = "tabulation"
	NounSegment     Noun = "segment"
	NounSurvey      Noun = "survey"
	NounAppointment Noun = "appointment"
)

// Effect is one resolved change: what replicas apply without deciding anything. Exactly one member is set. Applying
// an effect twice changes nothing.
type Effect struct {
	Put         *Contact        `cbor:"1,keyasint,omitempty"` // the whole contact: new, restored or erased
	Change      *Delta          `cbor:"2,keyasint,omitempty"`
	Alias       *Alias          `cbor:"3,keyasint,omitempty"`
	Note        *Note           `cbor:"4,keyasint,omitempty"`
	Interaction *InteractionAdd `cbor:"5,keyasint,omitempty"`
	Field       *FieldDefine    `cbor:"6,keyasint,omitempty"`
	Label       *LabelDefine    `cbor:"7,keyasint,omitempty"`
	Service     *ServiceDefine  `cbor:"8,keyasint,omitempty"`
	User        *UserPut        `cbor:"9,keyasint,omitempty"` // with the password's hash
	Setting     *SettingSet     `cbor:"10,keyasint,omitempty"`
	Permission  *PermissionSet  `cbor:"11,keyasint,omitempty"`
	Blacklist   *BlacklistAdd   `cbor:"12,keyasint,omitempty"`
	Unlisted    *crm.ID         `cbor:"13,keyasint,omitempty"` // a blacklist entry is gone
	Conflict    *Conflict       `cbor:"14,keyasint,omitempty"`
	Settled     *crm.ID         `cbor:"15,keyasint,omitempty"` // a conflict is gone
	Erased      *crm.ID         `cbor:"16,keyasint,omitempty"` // follows the Put of every contact of a person: their notes, conflicts and pictures are gone
	Avatar      *Avatar         `cbor:"17,keyasint,omitempty"`
	Tabulation  *TabulationPut  `cbor:"18,keyasint,omitempty"`
	Segment     *Segment        `cbor:"19,keyasint,omitempty"`
	Survey      *Survey         `cbor:"20,keyasint,omitempty"`
	Appointment *Appointment    `cbor:"21,keyasint,omitempty"`
}

// Alias says that a proposed id stands for a record that was there already, for good (S2).
type Alias struct {
	_    struct{} `cbor:",toarray"`
	Noun Noun
	From crm.ID
	To   crm.ID
}

// Note is a remark as it is kept.
type Note struct {
	_       struct{} `cbor:",toarray"`
	ID      crm.ID
	Contact crm.ID
	Author  crm.ID // user, NoID = the program
	At      int64  // Unix ms
	Text    string // "" = taken back with the import that added it (D3.18)
}

// TakenBack tells a note that is none any more: its place is kept, so that nothing older brings it back.
func (n *Note) TakenBack() bool { return n.Text == "" }

// ConflictKind says what a conflict is about.
type ConflictKind string

// The kinds of conflict.
const (
	ConflictField     ConflictKind = "field"     // two offices wrote the same field, or part of a request; Part, Value and Winner are set
	ConflictCNPJ      ConflictKind = "cnpj"      // the contact was kept without its CNPJ, Value, which Other has (D1.8)
	ConflictDuplicate ConflictKind = "duplicate" // the contact may be the same person as Other
)

// Conflict is something for a person to look at: nothing waits for it, nothing is lost meanwhile (S2). It is gone
// with the erasure of its contact.
type Conflict struct {
	_           struct{} `cbor:",toarray"`
	ID          crm.ID   // of the operation that ran into it
	Contact     crm.ID
	Kind        ConflictKind
	Part        string // see Contact.Version and RequestPart
	Value       string // what gave way
	Winner      string // what stands
	By          crm.ID // user who wrote Value, NoID = not known here
	WinnerBy    crm.ID
	Stamp       Stamp // of Value
	WinnerStamp Stamp
	Other       crm.ID // contact, or NoID
}

// MoveTo makes a record that belongs to a contact (a note, request or conflict) one of that contact, in place; others stay as they are.
func (e *Effect) MoveTo(contact crm.ID) {
	switch {
	case e.Note != nil:
		e.Note.Contact = contact
	case e.Interaction != nil:
		e.Interaction.Contact = contact
	case e.Survey != nil:
		e.Survey.Contact = contact
	case e.Appointment != nil:
		e.Appointment.Contact = contact
	case e.Conflict != nil:
		e.Conflict.Contact = contact
	}
}
