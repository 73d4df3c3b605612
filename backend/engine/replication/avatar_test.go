package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// face is the picture of a contact, "" for none.
func (w *world) face(contact int) string {
	w.t.Helper()
	a, err := w.s.Avatar(id(contact))
	if err != nil {
		w.t.Fatal(err)
	}
	if a.Blank() {
		return ""
	}
	return string(a.Image)
}

func (w *world) seenFace(contact int) r.Stamp {
	if a, _ := w.s.Avatar(id(contact)); a != nil {
		return a.Stamp
	}
	return r.Stamp{}
}

func set(contact int, image string, base r.Stamp) *r.AvatarSet {
	return &r.AvatarSet{Contact: id(contact), Image: []byte(image), Base: base}
}

func TestPictures(t *testing.T) {
	t.Run("the later clock, whatever the order", func(t *testing.T) {
		for _, c := range []struct {
			first, second int
			stands        string
		}{{10, 20, "second"}, {20, 10, "first"}} {
			w := two(t)
			w.by(3, at(c.first), r.KindAvatarSet, set(1, "first", r.Stamp{}))
			w.by(4, at(c.second), r.KindAvatarSet, set(1, "second", r.Stamp{}))
			expect(t, "stands", w.face(1), c.stands)
		}
	})
	t.Run("seen: applies whatever the clocks say", func(t *testing.T) {
		w := two(t)
		w.by(3, at(10_000), r.KindAvatarSet, set(1, "first", r.Stamp{}))
		w.by(4, at(5), r.KindAvatarSet, set(1, "second", w.seenFace(1)))
		expect(t, "stands", w.face(1), "second")
		w.by(3, at(4), r.KindAvatarSet, set(1, "", w.seenFace(1)))
		expect(t, "removed", w.face(1), "")
		w.by(4, at(3), r.KindAvatarSet, set(1, "old", r.Stamp{}))
		expect(t, "an older one, without knowledge of the removal", w.face(1), "")
	})
	t.Run("nothing to remove", func(t *testing.T) {
		w := two(t)
		expect(t, "outcome", w.by(3, at(5), r.KindAvatarSet, set(1, "", r.Stamp{})).Outcome, r.Already)
	})
	t.Run("no such contact, and one too large", func(t *testing.T) {
		w := two(t)
		expect(t, "nobody", w.by(3, at(5), r.KindAvatarSet, set(99, "x", r.Stamp{})).Code, r.CodeUnknown)
		expect(t, "too large", w.by(3, at(5), r.KindAvatarSet, set(1, string(make([]byte, crm.MaxAvatarBytes+1)), r.Stamp{})).Code, crm.CodeInvalid)
		expect(t, "the largest", w.by(3, at(5), r.KindAvatarSet, set(1, string(make([]byte, crm.MaxAvatarBytes)), r.Stamp{})).Outcome, r.Applied)
	})
	t.Run("the right to edit", func(t *testing.T) {
		w := two(t)
		w.by(2, at(1), r.KindUserPut, &r.UserPut{ID: id(70), Name: "u", Email: "u@x.com", Profile: crm.ProfileAgent, Active: true})
		w.by(2, at(2), r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileAgent, Permission: crm.PermEdit, Allowed: false})
		expect(t, "without", w.as(id(70), 3, at(5), r.KindAvatarSet, set(1, "x", r.Stamp{})).Code, crm.CodeNotAllowed)
		w.by(2, at(3), r.KindPermissionSet, &r.PermissionSet{Profile: crm.ProfileAgent, Permission: crm.PermEdit, Allowed: true})
		expect(t, "with", w.as(id(70), 3, at(6), r.KindAvatarSet, set(1, "x", r.Stamp{})).Outcome, r.Applied)
	})
}

func TestMergeOfPictures(t *testing.T) {
	for _, c := range []struct{ primary, second, want string }{
		{"mine", "theirs", "mine"}, {"", "theirs", "theirs"}, {"mine", "", "mine"}, {"", "", ""},
	} {
		w := two(t)
		w.by(3, at(4), r.KindAvatarSet, set(1, c.primary, r.Stamp{}))
		w.by(3, at(5), r.KindAvatarSet, set(2, c.second, r.Stamp{}))
		w.by(3, at(6), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
		expect(t, "the primary's", w.face(1), c.want)
		expect(t, "the secondary's", w.face(2), c.second)
		w.by(4, at(7), r.KindAvatarSet, set(2, "after", r.Stamp{}))
		expect(t, "set on the secondary: the primary's", w.face(1), "after")
	}
}

// An erasure destroys the pictures of the whole tree, and nothing brings one back (S2, D8.4).
func TestErasureOfPictures(t *testing.T) {
	for _, kind := range []r.Kind{r.KindAnonymize, r.KindDelete} {
		w := two(t)
		w.by(3, at(4), r.KindAvatarSet, set(1, "one", r.Stamp{}))
		w.by(3, at(5), r.KindAvatarSet, set(2, "two", r.Stamp{}))
		w.by(3, at(6), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
		lost, _ := w.s.Avatar(id(2))
		w.by(3, at(7), kind, &r.Erase{ID: id(2)})
		expect(t, "left", w.face(1)+w.face(2), "")
		expect(t, "set after", w.by(4, at(99), r.KindAvatarSet, set(1, "again", r.Stamp{})).Outcome, r.Superseded)
		w.offer(r.Effect{Avatar: lost})
		expect(t, "offered after", w.face(1)+w.face(2), "")
	}
}

func TestRestoreOfPictures(t *testing.T) {
	w := two(t)
	w.by(3, at(4), r.KindAvatarSet, set(1, "backup", r.Stamp{}))
	newer := &r.Avatar{Contact: id(1), Stamp: r.Stamp{HLC: at(9), Device: 3}, Image: []byte("newer")}
	w.offer(r.Effect{Avatar: newer})
	expect(t, "a newer one", w.face(1), "newer")
	w.offer(r.Effect{Avatar: &r.Avatar{Contact: id(1), Stamp: r.Stamp{HLC: at(5), Device: 3}, Image: []byte("older")}})
	expect(t, "an older one", w.face(1), "newer")
	w.offer(r.Effect{Avatar: &r.Avatar{Contact: id(1), Stamp: r.Stamp{HLC: at(10), Device: r.OwnDevice}}})
	expect(t, "a later removal", w.face(1), "")
	w.offer(r.Effect{Avatar: &r.Avatar{Contact: id(99), Stamp: r.Stamp{HLC: at(10), Device: 3}, Image: []byte("x")}})
	if a, _ := w.s.Avatar(id(99)); a != nil {
		t.Error("a picture of nobody")
	}
}
