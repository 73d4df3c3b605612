package replication

import "carteira/backend/crm"

// State is what Decide reads and changes: the server's store, a replica, or a map in a test. Reads see the effects
// put before them.
type State interface {
	// Root resolves an alias, and a merged contact to its primary; an id without either is itself.
	Root(noun Noun, id crm.ID) (crm.ID, error)
	// Contact is the contact of exactly this id, nil when there is none. It must not be changed.
	Contact(id crm.ID) (*Contact, error)
	// Tree is every contact merged into the root, the root first.
	Tree(root crm.ID) ([]crm.ID, error)
	// Holders are the contacts, erased ones aside, that hold a key; merged ones are resolved to their primary.
	Holders(k Key) ([]crm.ID, error)
	// Open tells whether the contact, or one merged into it, has an open interaction, survey or appointment.
	Open(contact crm.ID) (bool, error)
	// Known tells whether there is a record of that id, aliases not resolved: notes, interactions, blacklist entries,
	// conflicts, users, definitions.
	Known(noun Noun, id crm.ID) (bool, error)
	// Note is the note of that id, one taken back too; nil when there is none.
	Note(id crm.ID) (*Note, error)
	// Attached is what hangs on exactly this contact.
	Attached(contact crm.ID) (Attached, error)
	// Interaction is the interaction of that id, nil when there is none.
	Interaction(id crm.ID) (*InteractionAdd, error)
	// Survey is the survey of that interaction, Appointment the appointment of that id; nil when there is none.
	Survey(id crm.ID) (*Survey, error)
	Appointment(id crm.ID) (*Appointment, error)
	// Avatar is the picture of exactly this contact, nil when it never had one.
	Avatar(contact crm.ID) (*Avatar, error)
	// Field and Label read a definition, aliases not resolved; nil when there is none. It must not be changed.
	Field(id crm.ID) (*FieldDefine, error)
	Label(id crm.ID) (*LabelDefine, error)
	// FieldNamed, LabelNamed and ServiceNamed find a definition by its folded name, nil when there is none.
	FieldNamed(key string) (*FieldDefine, error)
	LabelNamed(key string) (*LabelDefine, error)
	ServiceNamed(name string) (*ServiceDefine, error)
	// TabulationNamed finds a tabulation of a service, or of all of them (NoID), by its folded name; Tabulation reads one.
	// nil when there is none.
	TabulationNamed(key string, service crm.ID) (*TabulationPut, error)
	Tabulation(id crm.ID) (*TabulationPut, error)
	// UserByEmail finds a user by the key of the address, NoID when there is none.
	UserByEmail(key string) (crm.ID, error)
	// User reads a user, with the password's hash, nil when there is none. It must not be changed.
	User(id crm.ID) (*UserPut, error)
	// Administrator tells whether an active administrator other than but exists.
	Administrator(but crm.ID) (bool, error)
	// Record reads a service, setting or right as it was put last, aliases not resolved; nil when it never was. It must
	// not be changed.
	Record(noun Noun, id crm.ID) (*Effect, error)
	// Allowed and Setting are as they stand.
	Allowed(profile crm.Profile, p crm.Permission) (bool, error)
	Setting(name crm.Setting) (string, error)
	// Segment is the saved segment of that id, one that is gone too; nil when there was none. Segments are those that are
	// not gone.
	Segment(id crm.ID) (*Segment, error)
	Segments() ([]*Segment, error)
	// Put carries an effect out.
	Put(e Effect) error
}

// Attached is what hangs on one contact beside its own parts.
type Attached struct {
	Requests  bool     // interactions, surveys or appointments, open or not
	Notes     []crm.ID // but those taken back
	Conflicts []crm.ID
}

// Key is an identifier that contacts are found by.
type Key struct {
	Kind   KeyKind
	Text   string // CNPJ
	Number int64  // CPF, phone (ninth-digit rule) and e-mail (hash of its key)
}

// KeyKind is what kind of identifier a key is.
type KeyKind int

// The kinds of key. The hash of an e-mail address may be shared: whoever asks compares the addresses.
const (
	KeyCPF KeyKind = iota + 1
	KeyCNPJ
	KeyPhone
	KeyEmail
)

// Keys are the identifiers of a contact; none once it is erased.
func (c *Contact) Keys() []Key {
	if c.Erased() {
		return nil
	}
	var out []Key
	if n := crm.CPFKey(c.Field(crm.FieldCPF)); n != 0 { // a legacy text that is no CPF finds nobody
		out = append(out, Key{Kind: KeyCPF, Number: n})
	}
	if cnpj := c.Field(crm.FieldCNPJ); cnpj != "" {
		out = append(out, Key{Kind: KeyCNPJ, Text: cnpj})
	}
	out = append(out, c.phoneKeys()...)
	if email := c.Field(crm.FieldEmail); email != "" {
		out = append(out, emailKey(email))
	}
	return out
}

func (c *Contact) phoneKeys() []Key {
	var out []Key
	for i, p := range c.Phones {
		if i == crm.MaxPhones { // the overflow is shown, not matched
			break
		}
		k := Key{Kind: KeyPhone, Number: p.MatchKey()}
		if k.Number != 0 && !containsKey(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func containsKey(keys []Key, k Key) bool {
	for _, x := range keys {
		if x == k {
			return true
		}
	}
	return false
}

func emailKey(email string) Key {
	return Key{Kind: KeyEmail, Number: crm.EmailHash(crm.EmailKey(email))}
}

// Op is an operation as it is decided.
type Op struct {
	Device      int64 // number; OwnDevice in a replica that decides for itself
	Incarnation int64
	Counter     int64
	Kind        Kind
	Entity      crm.ID
	HLC         HLC   // corrected by the server (S2)
	Sent        HLC   // as the author's clock had it: by it the author knows the operation again
	At          int64 // Unix ms
	Actor       crm.ID
	SentAt      int64 // At as the author's clock had it, 0 = the same
	Body        []byte

	ahead *ahead // see ReadAhead; shared by copies of the operation
}

// when is the time of something that the operation made: right now by the author's clock means At.
func (o *Op) when(ms int64) int64 {
	if o.SentAt != 0 && ms == o.SentAt {
		return o.At
	}
	return ms
}

// Stamp is the version that the operation gives to what it writes.
func (o *Op) Stamp() Stamp { return Stamp{HLC: o.HLC, Device: o.Device} }

func (o *Op) author() Author { return Author{Stamp: o.Stamp(), At: o.At} }

// Outcome is what became of an operation.
type Outcome int

// The outcomes: every acknowledged operation has one (S5.2).
const (
	Applied    Outcome = iota + 1 // it took effect, but for the refusals and conflicts that the result lists
	Already                       // what it wants was so already
	Superseded                    // the person was anonymized or deleted; its body is not kept
	Rejected                      // not carried out, for the reason in Code
)

// Result is what the author of an operation is told.
type Result struct {
	_          struct{} `cbor:",toarray"`
	Outcome    Outcome
	Code       string
	Other      crm.ID    // the record that stands in the way, or NoID
	Refused    []Refusal // parts that did not take effect
	Conflicts  int       // listed for review
	AsProposed bool      // the effects are the operation's own creations, unchanged: they need not be sent back
}
