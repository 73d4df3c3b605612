package replication

import (
	"crypto/sha256"
	"fmt"

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

func (o *Op) String() string {
	return fmt.Sprintf("%s %d.%d.%d", o.Kind, o.Device, o.Incarnation, o.Counter)
}
