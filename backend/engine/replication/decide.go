package replication

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"carteira/backend/crm"
)

// Env is where a decision is made.
type Env struct {
	// Server: rights are checked and conflicts listed. A replica deciding for itself has checked before.
	Server bool
	// Mask replaces a personal value of an anonymized contact (D8.3).
	Mask func(value string) string
}

// Decide carries an operation out: it puts its effects and says what became of it. An error is the state's; whatever
// the operation itself contains is answered with a result.
func Decide(s State, op *Op, env Env) (Result, error) {
	d := &decision{s: s, op: op, env: env, author: op.author()}
	d.result.Outcome = Already
	if refused, err := d.authorise(); refused || err != nil {
		return d.result, err
	}
	err := d.decide()
	return d.result, err
}

type decision struct {
	s      State
	op     *Op
	env    Env
	author Author
	result Result
}

func (d *decision) decide() error {
	switch d.op.Kind {
	case KindContactCreate:
		return withBody(d, d.create)
	case KindContactEdit:
		return withBody(d, d.edit)
	case KindImportChunk:
		return d.chunk()
	case KindNoteAdd:
		return withBody(d, func(n *NoteAdd) error { return d.note(n.Contact, *n) })
	case KindInteraction:
		return d.interactions()
	case KindInteractionEdit:
		return withBody(d, d.editInteraction)
	case KindSurveyPut:
		return withBody(d, d.survey)
	case KindAppointmentPut:
		return withBody(d, d.appointment)
	case KindFieldDefine:
		return withBody(d, d.defineField)
	case KindLabelDefine:
		return withBody(d, d.defineLabel)
	case KindServiceDefine:
		return withBody(d, d.defineService)
	case KindUserPut:
		return withBody(d, d.putUser)
	case KindSettingSet:
		return withBody(d, d.setSetting)
	case KindPermissionSet:
		return withBody(d, d.setPermission)
	case KindTabulationPut:
		return withBody(d, func(x *TabulationPut) error { return d.putTabulation(x, d.op.Stamp()) })
	case KindMerge:
		return withBody(d, d.merge)
	case KindAnonymize:
		return withBody(d, func(x *Erase) error { return d.erase(x.ID, Anonymized) })
	case KindDelete:
		return withBody(d, func(x *Erase) error { return d.erase(x.ID, Deleted) })
	case KindConflictSettle:
		return withBody(d, d.settle)
	case KindBlacklistAdd:
		return withBody(d, d.blacklistAdd)
	case KindBlacklistRemove:
		return withBody(d, d.blacklistRemove)
	case KindAvatarSet:
		return withBody(d, d.setAvatar)
	case KindContactBatch:
		return d.batch()
	case KindImportUndo:
		return d.undoImport()
	case KindSegmentPut:
		return withBody(d, d.segmentPut)
	case KindSegmentDelete:
		return withBody(d, d.segmentDelete)
	case KindRestore:
		return d.restore()
	}
	d.reject("unsupported", crm.NoID)
	return nil
}

// withBody reads the body; one that does not parse rejects its operation and nothing else.
func withBody[T any](d *decision, f func(*T) error) error {
	body := new(T)
	if err := Decode(d.op.Body, body); err != nil {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	return f(body)
}

func (d *decision) put(e Effect) error {
	d.result.Outcome = Applied
	return d.s.Put(e)
}

func (d *decision) reject(code string, other crm.ID) {
	d.result.Outcome, d.result.Code, d.result.Other = Rejected, code, other
}

// supersede says that the person is gone (S2). What was written about a contact whose import was undone meanwhile is
// nobody's erasure: its author keeps it as a draft.
func (d *decision) supersede(c *Contact) {
	if c.Mark == Removed {
		d.reject(erasedCode(c), c.ID)
		return
	}
	d.result.Outcome, d.result.Code = Superseded, erasedCode(c)
}

func erasedCode(c *Contact) string {
	if c.Mark.Gone() {
		return CodeDeleted
	}
	return CodeErased
}

func (d *decision) refuse(r ...Refusal) { d.result.Refused = append(d.result.Refused, r...) }

// conflict lists something for review. Its id is the operation's own and that of what it is about, so that a
// repetition, which may run into less, lists nothing twice.
func (d *decision) conflict(c Conflict) error {
	if !d.env.Server {
		return nil
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d.%d.%d %s %s %s %s", d.op.Device, d.op.Incarnation, d.op.Counter,
		c.Kind, c.Contact, c.Part, c.Other))
	c.ID = crm.ID(sum[:16])
	d.result.Conflicts++
	return d.put(Effect{Conflict: &c})
}

// target is the contact that an operation on id is about, resolved to its primary. nil when there is none or the
// person is gone, which the result says.
func (d *decision) target(id crm.ID) (*Contact, error) {
	c, err := d.resolve(id)
	if err != nil || c == nil {
		if err == nil {
			d.reject(CodeUnknown, crm.NoID)
		}
		return nil, err
	}
	if c.Erased() {
		d.supersede(c)
		return nil, nil
	}
	return c, nil
}

func (d *decision) resolve(id crm.ID) (*Contact, error) {
	root, err := d.s.Root(NounContact, id)
	if err != nil {
		return nil, err
	}
	return d.s.Contact(root)
}

// create is a contact that a person has made: it stays, whatever it has in common with others (S2).
func (d *decision) create(b *ContactCreate) error {
	c := b.contact(d.op)
	if !c.wellFormed() {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	if known, err := d.resolve(c.ID); err != nil || known != nil {
		if known != nil && known.Erased() {
			d.supersede(known)
		}
		return err
	}
	if c.Portfolio != nil {
		may, err := d.may(crm.PermAssign)
		if err != nil {
			return err
		}
		if !may {
			d.refuse(Refusal{Part: PartPortfolio, Code: crm.CodeNotAllowed})
			c.Portfolio, c.Since = nil, 0
		}
	}
	if _, err := d.add(c); err != nil {
		return err
	}
	return d.notes(c.ID, b.Notes)
}

// add puts a new contact, without what others have already, and lists what to look at. same: it is as proposed.
func (d *decision) add(c *Contact) (same bool, err error) {
	tidy := c.tidy()
	refs, err := d.resolveRefs(c)
	if err != nil {
		return false, err
	}
	taken, err := d.dropTakenCNPJ(c)
	if err != nil {
		return false, err
	}
	twins, err := d.twins(c)
	if err != nil {
		return false, err
	}
	if err := d.put(Effect{Put: c}); err != nil {
		return false, err
	}
	if taken != nil {
		if err := d.conflict(*taken); err != nil {
			return false, err
		}
	}
	for _, id := range twins {
		if err := d.conflict(Conflict{Contact: c.ID, Kind: ConflictDuplicate, Other: id, By: d.op.Actor}); err != nil {
			return false, err
		}
	}
	return tidy && refs && taken == nil && len(twins) == 0, nil
}

// dropTakenCNPJ keeps a CNPJ on one contact: the later one goes without, and its text into the conflict (D1.8, S2).
func (d *decision) dropTakenCNPJ(c *Contact) (*Conflict, error) {
	cnpj := c.Field(crm.FieldCNPJ)
	if cnpj == "" {
		return nil, nil
	}
	holder, err := d.cnpjHolder(cnpj, c.ID)
	if err != nil || holder == crm.NoID {
		return nil, err
	}
	c.SetField(crm.FieldCNPJ, "")
	return d.cnpjConflict(c.ID, cnpj, holder), nil
}

func (d *decision) cnpjConflict(contact crm.ID, cnpj string, holder crm.ID) *Conflict {
	return &Conflict{Contact: contact, Kind: ConflictCNPJ, Part: crm.FieldCNPJ.String(), Value: cnpj, Other: holder,
		By: d.op.Actor, Stamp: d.op.Stamp()}
}

func (d *decision) cnpjHolder(cnpj string, self crm.ID) (crm.ID, error) {
	holders, err := d.s.Holders(Key{Kind: KeyCNPJ, Text: cnpj})
	if err != nil {
		return crm.NoID, err
	}
	for _, id := range holders {
		if id != self {
			return id, nil
		}
	}
	return crm.NoID, nil
}

// twins are the contacts that a manual creation shares a CPF, phone or e-mail with.
func (d *decision) twins(c *Contact) ([]crm.ID, error) {
	if !d.env.Server || d.op.Kind == KindImportChunk {
		return nil, nil
	}
	var out []crm.ID
	for _, k := range c.Keys() {
		if k.Kind == KeyCNPJ {
			continue
		}
		holders, err := d.holders(k, c)
		if err != nil {
			return nil, err
		}
		for _, id := range holders {
			if !slices.Contains(out, id) && len(out) < maxTwin {
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// holders are the contacts other than c that hold one of its keys, e-mail addresses compared.
func (d *decision) holders(k Key, c *Contact) ([]crm.ID, error) {
	holders, err := d.s.Holders(k)
	if err != nil {
		return nil, err
	}
	var out []crm.ID
	for _, id := range holders {
		if id == c.ID {
			continue
		}
		if k.Kind == KeyEmail {
			same, err := d.sameEmail(id, c)
			if err != nil {
				return nil, err
			}
			if !same {
				continue
			}
		}
		out = append(out, id)
	}
	return out, nil
}

// sameEmail compares the addresses behind a shared hash: of the contact or of one merged into it.
func (d *decision) sameEmail(root crm.ID, c *Contact) (bool, error) {
	tree, err := d.s.Tree(root)
	if err != nil {
		return false, err
	}
	for _, id := range tree {
		o, err := d.s.Contact(id)
		if err != nil {
			return false, err
		}
		if o != nil && crm.EmailKey(o.Field(crm.FieldEmail)) == crm.EmailKey(c.Field(crm.FieldEmail)) {
			return true, nil
		}
	}
	return false, nil
}

// edit changes a contact, or its primary.
func (d *decision) edit(e *ContactEdit) error {
	if !e.wellFormed() {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	c, err := d.editTarget(e)
	if err != nil || c == nil {
		return err
	}
	if !e.onlyPortfolio() {
		if err := d.onlyAssigns(e); err != nil {
			return err
		}
	}
	if err := d.editContact(c, e); err != nil {
		return err
	}
	return d.notes(c.ID, e.Notes)
}

func (d *decision) editTarget(e *ContactEdit) (*Contact, error) {
	var err error
	if e.ID, err = d.aliasOnly(e.ID); err != nil {
		return nil, err
	}
	if !e.Alone {
		return d.target(e.ID)
	}
	c, err := d.s.Contact(e.ID)
	switch {
	case err != nil:
		return nil, err
	case c == nil:
		d.reject(CodeUnknown, crm.NoID)
		return nil, nil
	case c.Erased():
		d.supersede(c)
		return nil, nil
	}
	return c, nil
}

// aliasOnly resolves an id that an import has folded away, but not a merge.
func (d *decision) aliasOnly(id crm.ID) (crm.ID, error) {
	c, err := d.s.Contact(id)
	if err != nil || c != nil {
		return id, err
	}
	return d.s.Root(NounContact, id)
}

func (d *decision) editContact(c *Contact, e *ContactEdit) error {
	if err := d.resolveEdit(c, e); err != nil {
		return err
	}
	delta, lost, refused := c.Edit(e, d.author)
	d.refuse(refused...)
	if delta != nil {
		if taken, err := d.dropTakenCNPJEdit(c, delta); err != nil {
			return err
		} else if taken != nil {
			if err := d.conflict(*taken); err != nil {
				return err
			}
			lost = slices.DeleteFunc(lost, func(l Lost) bool { return l.Part == taken.Part && !l.OfOperation }) // it stays
		}
		if !delta.empty() {
			if err := d.put(Effect{Change: delta}); err != nil {
				return err
			}
		}
	}
	for _, l := range lost {
		if err := d.fieldConflict(c.ID, l); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) fieldConflict(contact crm.ID, l Lost) error {
	x := Conflict{Contact: contact, Kind: ConflictField, Part: l.Part, Value: l.Value, Winner: l.Winner,
		Stamp: l.Stamp, WinnerStamp: l.WinnerStamp}
	if l.OfOperation {
		x.By = d.op.Actor
	} else {
		x.WinnerBy = d.op.Actor
	}
	return d.conflict(x)
}

func (d *decision) dropTakenCNPJEdit(c *Contact, delta *Delta) (*Conflict, error) {
	i := slices.IndexFunc(delta.Fields, func(f FieldSet) bool { return f.Field == crm.FieldCNPJ })
	if i < 0 || delta.Fields[i].Value == "" {
		return nil, nil
	}
	cnpj := delta.Fields[i].Value
	holder, err := d.cnpjHolder(cnpj, c.ID)
	if err != nil || holder == crm.NoID {
		return nil, err
	}
	delta.Fields = slices.Delete(delta.Fields, i, i+1)
	return d.cnpjConflict(c.ID, cnpj, holder), nil
}

func (d *decision) notes(contact crm.ID, notes []NoteAdd) error {
	for _, n := range notes {
		if err := d.note(contact, n); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) note(contact crm.ID, n NoteAdd) error {
	if n.ID == crm.NoID || tooLong(n.Text) {
		d.refuse(Refusal{Part: string(NounNote), Code: crm.CodeInvalid})
		return nil
	}
	c, err := d.target(contact)
	if err != nil || c == nil {
		return err
	}
	known, err := d.s.Known(NounNote, n.ID)
	if err != nil || known {
		return err
	}
	return d.put(Effect{Note: &Note{ID: n.ID, Contact: c.ID, Author: d.op.Actor, At: d.op.when(n.At), Text: n.Text}})
}

func (d *decision) settle(x *ConflictSettle) error {
	known, err := d.s.Known(NounConflict, x.ID)
	if err != nil || !known {
		return err
	}
	return d.put(Effect{Settled: &x.ID})
}

func (d *decision) blacklistAdd(x *BlacklistAdd) error {
	if x.ID == crm.NoID || x.Number == "" || len(x.Number) > maxName {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	known, err := d.s.Known(NounBlacklist, x.ID)
	if err != nil || known {
		return err
	}
	return d.put(Effect{Blacklist: x})
}

func (d *decision) blacklistRemove(x *BlacklistRemove) error {
	for _, id := range x.IDs {
		known, err := d.s.Known(NounBlacklist, id)
		if err != nil {
			return err
		}
		if known {
			if err := d.put(Effect{Unlisted: &id}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *Op) String() string {
	return fmt.Sprintf("%s %d.%d.%d", o.Kind, o.Device, o.Incarnation, o.Counter)
}
