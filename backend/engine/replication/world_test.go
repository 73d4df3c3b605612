package replication_test

import (
	"fmt"
	"hash/fnv"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// world is a server in a test: a state, and everything decided on it.
type world struct {
	t     testing.TB
	s     *replicationtest.State
	count int64
	env   r.Env
}

func newWorld(t testing.TB) *world {
	return &world{t: t, s: replicationtest.NewState(), env: r.Env{Server: true, Mask: mask}}
}

// mask is a masking that repeats itself, so that states can be compared.
func mask(value string) string {
	h := fnv.New64a()
	h.Write([]byte(value))
	return fmt.Sprintf("masked %016x", h.Sum64())
}

// id is a recognisable id.
func id(n int) crm.ID { return crm.ID{0: 0xee, 14: byte(n >> 8), 15: byte(n)} }

// at is a hybrid time, in order of n.
func at(n int) r.HLC { return r.HLC(1_800_000_000_000+int64(n)) << 16 }

// encode is the body as operations of the kind carry it.
func encode(t testing.TB, body any) []byte {
	t.Helper()
	var b []byte
	var err error
	switch x := body.(type) {
	case *r.ImportChunk:
		b, err = r.EncodeChunk(x)
	case *r.InteractionChunk:
		b, err = r.EncodeInteractions(x)
	case *r.RestoreChunk:
		b, err = r.EncodeRestore(x)
	default:
		b, err = r.Encode(x)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// by is an operation of a device at a time, of the program itself.
func (w *world) by(device int64, hlc r.HLC, kind r.Kind, body any) r.Result {
	w.t.Helper()
	return w.as(crm.NoID, device, hlc, kind, body)
}

// as is an operation of a user. Everything decided is also checked for what holds of any operation (S5.4).
func (w *world) as(actor crm.ID, device int64, hlc r.HLC, kind r.Kind, body any) r.Result {
	w.t.Helper()
	w.count++
	op := r.Op{Device: device, Incarnation: 1, Counter: w.count, Kind: kind, HLC: hlc, At: hlc.Time().UnixMilli(), Actor: actor,
		Body: encode(w.t, body)}
	return decideTwice(w.t, w.s, op, w.env)
}

// decideTwice decides an operation, and checks that applying its effects again and deciding it again change nothing.
func decideTwice(t testing.TB, s *replicationtest.State, op r.Op, env r.Env) r.Result {
	t.Helper()
	s.Take()
	before, first := s.Clone(), op
	result, err := r.Decide(s, &first, env)
	if err != nil {
		t.Fatalf("%s: %v", &op, err)
	}
	effects := s.Take()
	want := describe(t, s)
	for range 2 { // a replica carries the same effects out, however often they come
		for _, e := range effects {
			for range 2 {
				if err := before.Put(e); err != nil {
					t.Fatalf("%s: %v", &op, err)
				}
			}
		}
		sameState(t, op.String()+": a replica that applies the effects", describe(t, before), want)
	}
	for _, e := range effects {
		// Once the id of a second office's user stands for the first's, what is put under it is a change of that one: here
		// only the numbering of operations keeps a repetition out.
		if e.Alias != nil && e.Alias.Noun == r.NounUser {
			return result
		}
	}
	again, second := s.Clone(), op
	if _, err := r.Decide(again, &second, env); err != nil {
		t.Fatalf("%s again: %v", &op, err)
	}
	sameState(t, op.String()+": decided again", describe(t, again), want)
	return result
}

// fields is an edit of scalar fields written with knowledge of what the contact holds.
func (w *world) fields(contact crm.ID, sets ...any) *r.ContactEdit {
	return edit(w.s, contact, sets...)
}

// edit is an edit of scalar fields, field and text in turn, by an author who has seen the state.
func edit(seen *replicationtest.State, contact crm.ID, sets ...any) *r.ContactEdit {
	e := &r.ContactEdit{ID: contact}
	c, _ := seen.Contact(contact)
	for i := 0; i < len(sets); i += 2 {
		f := r.FieldEdit{Field: sets[i].(crm.Field), Value: sets[i+1].(string)}
		if c != nil {
			f.Base = c.Version(f.Field.String())
		}
		e.Fields = append(e.Fields, f)
	}
	return e
}

// person creates a contact.
func (w *world) person(device int64, hlc r.HLC, contact crm.ID, fields map[crm.Field]string, phones ...crm.Phone) r.Result {
	w.t.Helper()
	return w.by(device, hlc, r.KindContactCreate, &r.ContactCreate{ID: contact, At: hlc.Time().UnixMilli(), Fields: fields, Phones: phones})
}

func (w *world) contact(contact crm.ID) *r.Contact {
	w.t.Helper()
	c, _ := w.s.Contact(contact)
	if c == nil {
		w.t.Fatalf("there is no contact %s", contact)
	}
	return c
}

func (w *world) conflicts() []r.Conflict { return conflictsOf(w.s) }

func conflictsOf(s *replicationtest.State) (out []r.Conflict) {
	_ = s.Each(func(_ r.Noun, e r.Effect) error {
		if e.Conflict != nil {
			out = append(out, *e.Conflict)
		}
		return nil
	})
	return out
}

func expect(t testing.TB, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
