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
	KindContactCreate Kind = "contact.create" // ContactCreate
	KindContactEdit   Kind = "contact.edit"   // ContactEdit
	KindImportChunk   Kind = "import.chunk"   // ImportChunk, compressed
	KindNoteAdd       Kind = "note.add"       // NoteAdd
	KindFieldDefine   Kind = "field.define"   // FieldDefine
	KindLabelDefine   Kind = "label.define"   // LabelDefine
	KindServiceDefine Kind = "service.define" // ServiceDefine
	KindUserPut       Kind = "user.put"       // UserPut
	KindSettingSet    Kind = "setting.set"    // SettingSet
	KindPermissionSet Kind = "permission.set" // PermissionSet
	KindInteraction   Kind = "interaction.add"
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

// Stamp is the version of a field: when it was written and by which device (S2).
type Stamp struct {
	_      struct{} `cbor:",toarray"`
	HLC    HLC
	Device crm.ID
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
	ID           crm.ID       `cbor:"1,keyasint"`
	Fields       []FieldEdit  `cbor:"2,keyasint,omitempty"`
	Custom       []CustomEdit `cbor:"3,keyasint,omitempty"`
	AddPhones    []crm.Phone  `cbor:"4,keyasint,omitempty"`
	RemovePhones []crm.Phone  `cbor:"5,keyasint,omitempty"`
	AddLabels    []crm.ID     `cbor:"6,keyasint,omitempty"`
	RemoveLabels []crm.ID     `cbor:"7,keyasint,omitempty"`
	Portfolio    *Assign      `cbor:"8,keyasint,omitempty"`
	Notes        []NoteAdd    `cbor:"9,keyasint,omitempty"`
	PhoneOrder   []crm.Phone  `cbor:"10,keyasint,omitempty"` // the whole list when the person reordered it
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
}

// Imported is a contact that an import has created.
type Imported struct {
	_         struct{} `cbor:",toarray"`
	ID        []byte   // crm.ID: sixteen bytes
	At        int64    // Unix ms
	Document  cbor.RawMessage
	Portfolio *Portfolio
	Notes     []NoteAdd
}

// FieldDefine creates a custom field.
type FieldDefine struct {
	ID      crm.ID        `cbor:"1,keyasint"`
	Name    string        `cbor:"2,keyasint"`
	Type    crm.FieldType `cbor:"3,keyasint"`
	Choices []string      `cbor:"4,keyasint,omitempty"`
}

// LabelDefine creates a label.
type LabelDefine struct {
	ID    crm.ID `cbor:"1,keyasint"`
	Name  string `cbor:"2,keyasint"`
	Color string `cbor:"3,keyasint"`
}

// ServiceDefine creates or changes a service.
type ServiceDefine struct {
	ID        crm.ID `cbor:"1,keyasint"`
	Name      string `cbor:"2,keyasint"`
	Mailbox   string `cbor:"3,keyasint,omitempty"`
	Validated bool   `cbor:"4,keyasint,omitempty"`
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
}

// SettingSet sets one setting of the organization.
type SettingSet struct {
	Name  crm.Setting `cbor:"1,keyasint"`
	Value string      `cbor:"2,keyasint"`
}

// PermissionSet switches one permission of one profile.
type PermissionSet struct {
	Profile    crm.Profile    `cbor:"1,keyasint"`
	Permission crm.Permission `cbor:"2,keyasint"`
	Allowed    bool           `cbor:"3,keyasint"`
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

// EncodeChunk writes an import chunk, compressed: about 75 bytes a contact.
func EncodeChunk(c *ImportChunk) ([]byte, error) {
	b, err := Encode(c)
	if err != nil {
		return nil, err
	}
	return compressor.EncodeAll(b, nil), nil
}

// DecodeChunk is the inverse of EncodeChunk.
func DecodeChunk(b []byte) (*ImportChunk, error) {
	raw, err := expander.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("expand import chunk: %w", err)
	}
	c := new(ImportChunk)
	return c, Decode(raw, c)
}
