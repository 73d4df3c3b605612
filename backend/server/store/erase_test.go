package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// secrets are what must not be left of an erased person, as they stand in records; hashes and numbers are tested by
// the rows of lookup.
var secrets = []string{"Zenaide Quixabeira", "zenaide@quixabeira.example", "52998224725", "5581987654321",
	"Rua das Quixabeiras", "Zenóbia", "nota sobre Zenaide", "Xiquexique"}

// crowd is how many others there are, made in steps.
const (
	crowd     = 600
	crowdStep = 30
)

// buryZenaide makes a person with a past: a merged contact, edits, a lost field, a note; then erases them.
func buryZenaide(f *fixture, kind replication.Kind) (org crm.ID, tree []crm.ID) {
	o := f.organization("Alfa")
	r, other := f.enrol(o.ID, "Recife"), f.enrol(o.ID, "Olinda")
	a := r.create(map[crm.Field]string{crm.FieldName: secrets[0], crm.FieldEmail: secrets[1], crm.FieldCPF: secrets[2]}, crm.Phone(secrets[3]))
	b := r.create(map[crm.Field]string{crm.FieldName: secrets[5], crm.FieldCPF: secrets[2]})
	survivor := r.create(map[crm.Field]string{crm.FieldName: "Ana Vive"})
	edit := func(by *replica, id crm.ID, field crm.Field, text string) {
		by.push(by.op(replication.KindContactEdit, replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: field, Value: text}}}))
	}
	// Rows that grow and move among others leave copies in the rests of pages.
	for i := range crowd / crowdStep {
		edit(r, a, crm.FieldAddress, strings.Repeat(secrets[4]+" ", 1+i))
		r.pushIn(replication.LaneBulk, r.op(replication.KindImportChunk, chunkOf(crowdStep, uint64(10+i))))
	}
	edit(r, a, crm.FieldCity, secrets[7])
	edit(other, a, crm.FieldCity, secrets[4]) // without knowledge of the first: a conflict
	r.push(r.op(replication.KindNoteAdd, replication.NoteAdd{ID: crm.NewID(), Contact: b, Text: strings.Repeat(secrets[6]+" ", 40)}))
	r.push(r.op(replication.KindAvatarSet, replication.AvatarSet{Contact: b, Image: []byte(strings.Repeat(secrets[6]+" ", 2000))}))
	r.push(r.op(replication.KindMerge, replication.Merge{Primary: a, Secondaries: []crm.ID{b}}))
	r.push(r.op(replication.KindSegmentPut, replication.SegmentPut{ID: crm.NewID(), Name: "Pedidos de " + secrets[0], Filter: "{}"}),
		r.op(replication.KindSegmentPut, replication.SegmentPut{ID: crm.NewID(), Name: "Norte", Filter: "{}"}))
	edit(r, survivor, crm.FieldCity, "Caruaru")
	d := digestOf(f, o.ID)
	if d.Records[replication.NounConflict] == 0 || d.Records[replication.NounNote] != 1 || d.Records[replication.NounAvatar] != 2 {
		f.Fatalf("the person has no past: %v", d.Records)
	}
	res := r.push(r.op(kind, replication.Erase{ID: b}))
	if res[0].Result.Outcome != replication.Applied {
		f.Fatalf("erase: %+v", res)
	}
	return o.ID, []crm.ID{a, b}
}

func TestNothingIsLeftOfAnErasedPerson(t *testing.T) {
	for _, kind := range []replication.Kind{replication.KindAnonymize, replication.KindDelete} {
		t.Run(string(kind), func(t *testing.T) {
			onBoth(t, func(f *fixture) {
				ctx := context.Background()
				org, tree := buryZenaide(f, kind)
				d := digestOf(f, org)
				if d.Records[replication.NounNote] != 0 || d.Records[replication.NounAvatar] != 0 || d.Records[replication.NounConflict] != 0 || d.Records[replication.NounContact] != crowd+3 {
					f.Errorf("left: %v", d.Records)
				}
				f.check(f.view(ctx, func(t *tx) error {
					for table, want := range map[string]int64{"log": 1, "erasure": 2} {
						if n, err := t.integer(`SELECT count(*) FROM ` + table); err != nil || n != want {
							f.Errorf("%s: %d rows, want %d (%v)", table, n, want, err)
						}
					}
					for _, id := range tree {
						if n, err := t.integer(`SELECT count(*) FROM lookup WHERE id = $1`, id[:]); err != nil || n != 0 {
							f.Errorf("%d identifiers lead to an erased person (%v)", n, err)
						}
					}
					h, err := t.head(1)
					if h.erasureSeq != h.seq || h.logFloor != h.seq-1 {
						f.Errorf("head %+v", h)
					}
					return err
				}))
				w := f.follow(f.enrol(org, "late").Device, "", 0)
				f.equal(org, w)
				if left, err := w.state.Segments(); err != nil || len(left) != 1 || left[0].Name != "Norte" || d.Records[replication.NounSegment] != 2 {
					f.Errorf("segments %+v of %v (%v)", left, d.Records, err)
				}
				for _, id := range tree {
					c, err := w.state.Contact(id)
					if err != nil || !c.Erased() {
						f.Errorf("%v %v", c, err)
					}
				}
				f.check(f.Purge(ctx))
				if dir, ok := strings.CutPrefix(f.url, "sqlite:"); ok {
					scan(f.T, dir)
				}
			})
		})
	}
}

// scan looks for traces in every file of the store.
func scan(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	alive := false
	for _, file := range files {
		b, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range secrets {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s: holds %q", file.Name(), s)
			}
		}
		alive = alive || bytes.Contains(b, []byte("Caruaru"))
		if info, err := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", file.Name(), info.Mode(), err)
		}
	}
	if !alive {
		t.Error("the scan would not find what is there")
	}
}

func TestTheStorePurgesByItself(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		buryZenaide(f, replication.KindAnonymize)
		purged := func() (n int64) {
			f.check(f.view(ctx, func(t *tx) (err error) {
				n, err = t.integer(`SELECT erasures FROM purge`)
				return err
			}))
			return n
		}
		for began := time.Now(); purged() != 1; time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > 30*time.Second {
				f.Fatal("not purged")
			}
		}
		if dir, ok := strings.CutPrefix(f.url, "sqlite:"); ok {
			scan(f.T, dir)
		}
	})
}

func TestOneValueIsMaskedDifferentlyEachTime(t *testing.T) {
	one, two := maskOnce("Ana"), maskOnce("Ana")
	if one == two || len(one) != 64 {
		t.Errorf("masks %q and %q of one value", one, two)
	}
}

func TestOldEditsDoNotBringAPersonBack(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		id := r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		// All in one push: what came before the erasure must not stay in the lines that are not written yet.
		res := r.push(
			r.op(replication.KindContactEdit, replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Xiquexique"}}}),
			r.op(replication.KindNoteAdd, replication.NoteAdd{ID: crm.NewID(), Contact: id, Text: "Xiquexique"}),
			r.op(replication.KindDelete, replication.Erase{ID: id}),
			r.op(replication.KindContactEdit, replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Recife"}}}))
		for i, want := range []replication.Outcome{replication.Applied, replication.Applied, replication.Applied, replication.Superseded} {
			if res[i].Result.Outcome != want {
				f.Errorf("%d: %+v", i, res[i])
			}
		}
		p, err := f.Pull(context.Background(), r.Device, "3", 0, 0)
		if err != nil || len(p.Entries) != 1 || p.Entries[0].Seq != 4 {
			f.Errorf("from behind the erasure: %+v %v", p, err)
		}
		p, err = f.Pull(context.Background(), r.Device, "2", 0, 0)
		if err != nil || !p.Header.State || !p.Header.Begin || p.End != (wire.PullEnd{Cursor: "4", Seq: 4}) {
			f.Errorf("from before it: %+v %v", p, err)
		}
		if d := digestOf(f, org.ID); d.Records[replication.NounNote] != 0 {
			f.Errorf("left: %v", d.Records)
		}
		f.check(f.view(context.Background(), func(t *tx) error {
			n, err := t.integer(`SELECT count(*) FROM log`)
			if n != 1 {
				f.Errorf("%d lines are kept, want the erasure alone", n)
			}
			return err
		}))
	})
}
