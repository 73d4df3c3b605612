package replication

import (
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"carteira/backend/crm"
)

// Lane keeps a long import from holding up an edit (S1.3).
type Lane string

// The lanes.
const (
	LaneEdit Lane = "edit"
	LaneBulk Lane = "bulk"
)

// Kind names what an operation intends; the body's type follows from it.
type Kind string

// The kinds and their bodies.
const (
	KindContactCreate Kind = "contact.create"  // ContactCreate
	KindContactEdit   Kind = "contact.edit"    // ContactEdit
	KindImportChunk   Kind = "import.chunk"    // ImportChunk, compressed
	KindNoteAdd       Kind = "note.add"        // NoteAdd
	KindFieldDefine   Kind = "field.define"    // FieldDefine: new, or changed
	KindLabelDefine   Kind = "label.define"    // LabelDefine: new, or changed
	KindServiceDefine Kind = "service.define"  // ServiceDefine
	KindUserPut       Kind = "user.put"        // UserPut
	KindSettingSet    Kind = "setting.set"     // SettingSet
	KindPermissionSet Kind = "permission.set"  // PermissionSet
	KindTabulationPut Kind = "tabulation.put"  // TabulationPut
	KindInteraction   Kind = "interaction.add" // InteractionChunk, compressed

	KindInteractionEdit Kind = "interaction.edit" // InteractionEdit
	KindSurveyPut       Kind = "survey.put"       // SurveyPut
	KindAppointmentPut  Kind = "appointment.put"  // AppointmentPut

	KindMerge           Kind = "contact.merge"     // Merge
	KindAnonymize       Kind = "contact.anonymize" // Erase
	KindDelete          Kind = "contact.delete"    // Erase
	KindConflictSettle  Kind = "conflict.settle"   // ConflictSettle
	KindBlacklistAdd    Kind = "blacklist.add"     // BlacklistAdd
	KindBlacklistRemove Kind = "blacklist.remove"  // BlacklistRemove
	KindAvatarSet       Kind = "avatar.set"        // AvatarSet
	KindContactBatch    Kind = "contact.batch"     // ImportChunk of edits alone, compressed: what a batch action did (D2.5)
	KindImportUndo      Kind = "import.undo"       // ImportChunk of edits and removals, compressed: an import taken back (D3.18)
	KindSegmentPut      Kind = "segment.put"       // SegmentPut
	KindSegmentDelete   Kind = "segment.delete"    // SegmentDelete
	KindRestore         Kind = "restore"           // RestoreChunk, compressed: what a server restored from an old backup lacks
)

// Operation is one intent, recorded in the transaction that carried it out (S1.2).
type Operation struct {
	Kind   Kind
	Lane   Lane
	Entity crm.ID // the one record it is about, or NoID
	HLC    HLC
	Actor  crm.ID
	At     time.Time
	Body   []byte
}

// ContactCreate is a new contact with all it starts with.
type ContactCreate struct {
	ID        crm.ID               `cbor:"1,keyasint"`
	At        int64                `cbor:"2,keyasint"` // creation, Unix ms
	Fields    map[crm.Field]string `cbor:"3,keyasint,omitempty"`
	Phones    []crm.Phone          `cbor:"4,keyasint,omitempty"`
	Custom    []Custom             `cbor:"5,keyasint,omitempty"`
	Labels    []crm.ID             `cbor:"6,keyasint,omitempty"`
	Portfolio *Portfolio           `cbor:"7,keyasint,omitempty"`
	Notes     []NoteAdd            `cbor:"8,keyasint,omitempty"`
}

// ContactEdit changes some of one contact. Base is the version of the field that the author saw.
type ContactEdit struct {
	ID           crm.ID         `cbor:"1,keyasint"`
	Fields       []FieldEdit    `cbor:"2,keyasint,omitempty"`
	Custom       []CustomEdit   `cbor:"3,keyasint,omitempty"`
	AddPhones    []crm.Phone    `cbor:"4,keyasint,omitempty"`
	RemovePhones []PhoneRemoval `cbor:"5,keyasint,omitempty"`
	AddLabels    []crm.ID       `cbor:"6,keyasint,omitempty"`
	RemoveLabels []LabelRemoval `cbor:"7,keyasint,omitempty"`
	Portfolio    *Assign        `cbor:"8,keyasint,omitempty"`
	Notes        []NoteAdd      `cbor:"9,keyasint,omitempty"`
	PhoneOrder   []crm.Phone    `cbor:"10,keyasint,omitempty"` // the whole list when the person reordered it
	Alone        bool           `cbor:"11,keyasint,omitempty"` // meant for a merged secondary itself, not its primary (D7.5)
}

// PhoneRemoval removes a phone; Seen are the additions of it that the author knew.
type PhoneRemoval struct {
	_     struct{} `cbor:",toarray"`
	Phone crm.Phone
	Seen  []Stamp
}

// LabelRemoval removes a label; Seen are the additions of it that the author knew.
type LabelRemoval struct {
	_     struct{} `cbor:",toarray"`
	Label crm.ID
	Seen  []Stamp
}

// FieldEdit is the new text of one scalar field.
type FieldEdit struct {
	_     struct{} `cbor:",toarray"`
	Field crm.Field
	Value string
	Base  Stamp
}

// CustomEdit is the new value of one custom field, "" to clear it.
type CustomEdit struct {
	_     struct{} `cbor:",toarray"`
	Field crm.ID
	Value string
	Base  Stamp
}

// Custom is a custom field's value on a new contact.
type Custom struct {
	_     struct{} `cbor:",toarray"`
	Field crm.ID
	Value string
}

// Portfolio is a portfolio link on the wire.
type Portfolio struct {
	_       struct{} `cbor:",toarray"`
	Type    crm.PortfolioType
	Owner   crm.ID
	Service crm.ID
	Reserve crm.ID
}

// Equal compares two links, nil for none.
func (p *Portfolio) Equal(q *Portfolio) bool {
	if p == nil || q == nil {
		return p == q
	}
	return *p == *q
}

// Assign sets a portfolio link, compare-and-set on the owner the author saw (S2); Link nil unassigns.
type Assign struct {
	_     struct{} `cbor:",toarray"`
	Link  *Portfolio
	Owner crm.ID // seen before, NoID = none
}

// NoteAdd appends a note.
type NoteAdd struct {
	_       struct{} `cbor:",toarray"`
	ID      crm.ID
	Contact crm.ID
	Text    string
	At      int64 // Unix ms
}

// ImportChunk is what one committed batch of an import did (S3: atomic per chunk). Its documents number custom
// fields and labels by the chunk's own dictionaries.
type ImportChunk struct {
	Job       crm.ID           `cbor:"1,keyasint"`
	FirstLine int              `cbor:"2,keyasint"`
	LastLine  int              `cbor:"3,keyasint"`
	Fields    map[int64]crm.ID `cbor:"4,keyasint,omitempty"`
	Labels    map[int64]crm.ID `cbor:"5,keyasint,omitempty"`
	Creates   []Imported       `cbor:"6,keyasint,omitempty"`
	Edits     []ContactEdit    `cbor:"7,keyasint,omitempty"`

	// Of KindImportUndo alone: contacts that the import created, and notes that it added to others.
	Removes []ContactRemoval `cbor:"8,keyasint,omitempty"`
	Unnoted []crm.ID         `cbor:"9,keyasint,omitempty"`
}

// ContactRemoval takes a contact back that an import has created. Notes are those that came with it: any other one is
// somebody's, and keeps the contact.
type ContactRemoval struct {
	_     struct{} `cbor:",toarray"`
	ID    crm.ID
	Notes []crm.ID
}

// Imported is a contact that an import has created.
type Imported struct {
	_         struct{} `cbor:",toarray"`
	ID        []byte   // crm.ID: sixteen bytes
	At        int64    // Unix ms
	Document  cbor.RawMessage
	Portfolio *Portfolio
	Notes     []NoteAdd

	document *Document // Document as it was read with the chunk, nil = not yet
}

// FieldDefine is a custom field (D1.7). As an operation it creates the field, or changes the parts that Change names. The
// type never changes.
type FieldDefine struct {
	ID       crm.ID             `cbor:"1,keyasint"`
	Name     string             `cbor:"2,keyasint"`
	Type     crm.FieldType      `cbor:"3,keyasint"`
	Choices  []string           `cbor:"4,keyasint,omitempty"` // on offer; values taken from the offer since stay where they are
	Position int64              `cbor:"5,keyasint,omitempty"` // in this order, then by name
	Archived bool               `cbor:"6,keyasint,omitempty"` // not offered for new values
	Versions DefinitionVersions `cbor:"7,keyasint"`
	Change   *DefinitionChange  `cbor:"8,keyasint,omitempty"` // in operations only
}

// LabelDefine is a label, likewise.
type LabelDefine struct {
	ID       crm.ID             `cbor:"1,keyasint"`
	Name     string             `cbor:"2,keyasint"`
	Color    string             `cbor:"3,keyasint"`
	Position int64              `cbor:"5,keyasint,omitempty"`
	Archived bool               `cbor:"6,keyasint,omitempty"`
	Versions DefinitionVersions `cbor:"7,keyasint"`
	Change   *DefinitionChange  `cbor:"8,keyasint,omitempty"`
}

// Services, users, settings and rights are decided by the server in the order in which wishes arrive (S2). Version grows
// with each change; an operation carries none, its effect does.

// ServiceDefine creates or changes a service.
type ServiceDefine struct {
	ID        crm.ID `cbor:"1,keyasint"`
	Name      string `cbor:"2,keyasint"`
	Mailbox   string `cbor:"3,keyasint,omitempty"`
	Validated bool   `cbor:"4,keyasint,omitempty"`
	Version   Stamp  `cbor:"5,keyasint,omitzero"`
}

// UserPut creates or changes a user; Password is the argon2id hash, present only when it changes.
type UserPut struct {
	ID               crm.ID      `cbor:"1,keyasint"`
	Name             string      `cbor:"2,keyasint"`
	Email            string      `cbor:"3,keyasint"`
	Profile          crm.Profile `cbor:"4,keyasint"`
	ExternalNumber   crm.Phone   `cbor:"5,keyasint,omitempty"`
	ConcurrencyLimit int         `cbor:"6,keyasint,omitempty"`
	Active           bool        `cbor:"7,keyasint"`
	Password         string      `cbor:"8,keyasint,omitempty"`
	Version          Stamp       `cbor:"9,keyasint,omitzero"`
}

// SettingSet sets one setting of the organization.
type SettingSet struct {
	Name    crm.Setting `cbor:"1,keyasint"`
	Value   string      `cbor:"2,keyasint"`
	Version Stamp       `cbor:"3,keyasint,omitzero"`
}

// PermissionSet switches one permission of one profile.
type PermissionSet struct {
	Profile    crm.Profile    `cbor:"1,keyasint"`
	Permission crm.Permission `cbor:"2,keyasint"`
	Allowed    bool           `cbor:"3,keyasint"`
	Version    Stamp          `cbor:"4,keyasint,omitzero"`
}

// Merge makes the secondaries part of the primary (D7.4): blank fields are filled from them in this order.
type Merge struct {
	Primary     crm.ID   `cbor:"1,keyasint"`
	Secondaries []crm.ID `cbor:"2,keyasint"`
}

// Erase anonymizes or deletes one person: a contact with all that are merged into it (D8).
type Erase struct {
	ID crm.ID `cbor:"1,keyasint"`
}

// ConflictSettle says that somebody has looked at a conflict; what they chose is an edit of its own.
type ConflictSettle struct {
	ID crm.ID `cbor:"1,keyasint"`
}

// BlacklistAdd puts a number on a blacklist (D5.5). The same number may be there several times, once an addition.
type BlacklistAdd struct {
	ID       crm.ID `cbor:"1,keyasint"`
	Outbound bool   `cbor:"2,keyasint,omitempty"`
	Number   string `cbor:"3,keyasint"` // digits, "+" in front of a foreign inbound number
}

// BlacklistRemove takes away the additions that the author saw of a number: one it did not see survives (S2).
type BlacklistRemove struct {
	IDs []crm.ID `cbor:"1,keyasint"`
}

// RestoreChunk is what a replica holds and a server restored from an old backup may lack: whole records with their
// versions, which the server joins with its own.
type RestoreChunk struct {
	Effects []Effect `cbor:"1,keyasint"`
}

// Encode writes a body as it is stored and sent.
func Encode(body any) ([]byte, error) {
	b, err := cbor.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode operation: %w", err)
	}
	return b, nil
}

// Decode reads a body; dst points to the type that the kind names.
func Decode(b []byte, dst any) error {
	if err := cbor.Unmarshal(b, dst); err != nil {
		return fmt.Errorf("decode operation: %w", err)
	}
	return nil
}

// One encoder for all: it is safe for concurrent EncodeAll, and building one costs more than using it. One
// goroutine and a small window keep an import's memory flat.
var (
	compressor, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(1<<20))
	expander, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
)
