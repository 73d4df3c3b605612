package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

var kinds = []r.Kind{
	r.KindContactCreate, r.KindContactEdit, r.KindImportChunk, r.KindNoteAdd, r.KindFieldDefine, r.KindLabelDefine, r.KindServiceDefine,
	r.KindUserPut, r.KindSettingSet, r.KindPermissionSet, r.KindInteraction, r.KindMerge, r.KindAnonymize, r.KindDelete,
	r.KindConflictSettle, r.KindBlacklistAdd, r.KindBlacklistRemove, r.KindTabulationPut, r.KindRestore,
	r.KindInteractionEdit, r.KindSurveyPut, r.KindAppointmentPut,
}

// FuzzDecide: whatever a body holds, it is answered, twice alike, and a replica that applies the effects ends equal.
// Compressed bodies are given plain, or the fuzzer would never get past the compression.
func FuzzDecide(f *testing.F) {
	base := universe(f)
	for _, v := range variants {
		_, body := v.authored(base.s, 5, 1, 100)
		for i, kind := range kinds {
			if kind == v.kind {
				b, err := r.Encode(body)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(uint8(i), b, int64(100))
			}
		}
	}
	restored := base.s.Clone()
	var all r.RestoreChunk
	_ = restored.Each(func(_ r.Noun, e r.Effect) error {
		all.Effects = append(all.Effects, e)
		return nil
	})
	b, err := r.Encode(&all)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint8(len(kinds)-1), b, int64(100))
	f.Fuzz(func(t *testing.T, n uint8, body []byte, clock int64) {
		kind := kinds[int(n)%len(kinds)]
		switch kind {
		case r.KindImportChunk:
			body = recode(body, new(r.ImportChunk), r.EncodeChunk)
		case r.KindInteraction:
			body = recode(body, new(r.InteractionChunk), r.EncodeInteractions)
		case r.KindRestore:
			body = recode(body, new(r.RestoreChunk), r.EncodeRestore)
		}
		op := r.Op{Device: 5, Incarnation: 1, Counter: 1, Kind: kind, HLC: r.HLC(clock), At: clock, Body: body}
		s := base.s.Clone()
		if kind == r.KindRestore { // two states of one record may alternate in it: only that it is answered
			if _, err := r.Decide(s, &op, r.Env{Server: true, Mask: mask}); err != nil {
				t.Fatal(err)
			}
			for _, e := range s.Take() {
				if e.Put != nil {
					if _, err := s.Root(r.NounContact, e.Put.ID); err != nil { // panics on a circle
						t.Fatal(err)
					}
				}
			}
			return
		}
		result := decideTwice(t, s, op, r.Env{Server: true, Mask: mask})
		if result.Outcome < r.Applied || result.Outcome > r.Rejected {
			t.Fatalf("no outcome: %+v", result)
		}
		if c, _ := s.Contact(crm.NoID); c != nil {
			t.Fatal("there is a contact without an id")
		}
	})
}

// recode is the body compressed, or as it was when it is none.
func recode[T any](b []byte, x *T, encode func(*T) ([]byte, error)) []byte {
	if r.Decode(b, x) != nil {
		return b
	}
	out, err := encode(x)
	if err != nil {
		return b
	}
	return out
}

// FuzzBodies: every decoder ends with a value or an error.
func FuzzBodies(f *testing.F) {
	base := universe(f)
	for _, v := range variants {
		_, body := v.authored(base.s, 5, 1, 100)
		f.Add(encode(f, body))
	}
	doc := r.Document{Fields: []string{"", "Ana"}, Phones: []crm.Phone{phoneA}, Labels: []int64{1}}
	f.Add(doc.AppendTo(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := r.DecodeChunk(b); err == nil {
			for i := range c.Creates {
				_, _ = c.Contact(i, &r.Op{Device: 2})
			}
		}
		_, _ = r.DecodeInteractions(b)
		_, _ = r.DecodeRestore(b)
		if d, err := r.DecodeDocument(b); err == nil {
			if _, err := r.DecodeDocument(d.AppendTo(nil)); err != nil && positive(d) {
				t.Fatalf("a document that was read cannot be read again: %v", err)
			}
		}
		for _, dst := range []any{
			new(r.ContactCreate), new(r.ContactEdit), new(r.NoteAdd), new(r.FieldDefine), new(r.LabelDefine), new(r.ServiceDefine),
			new(r.UserPut), new(r.SettingSet), new(r.PermissionSet), new(r.Merge), new(r.Erase), new(r.ConflictSettle),
			new(r.BlacklistAdd), new(r.BlacklistRemove), new(r.AvatarSet), new(r.TabulationPut), new(r.Contact), new(r.Delta), new(r.Entry), new(r.Effect),
			new(r.InteractionEdit), new(r.SurveyPut), new(r.AppointmentPut),
		} {
			_ = r.Decode(b, dst)
		}
	})
}

// positive: the hand-written encoding numbers fields and labels from zero up.
func positive(d r.Document) bool {
	for _, n := range d.Labels {
		if n < 0 {
			return false
		}
	}
	for _, v := range d.Custom {
		if v.Field < 0 {
			return false
		}
	}
	return true
}
