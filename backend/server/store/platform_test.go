package store

import (
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

func TestPerform(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		id := crm.NewID()
		perform := func(kind replication.Kind, body any) replication.Result {
			f.Helper()
			r, err := f.Perform(ctx, org.ID, kind, id, body)
			f.check(err)
			return r
		}
		phone := crm.Phone("5581987654321")
		if r := perform(replication.KindContactCreate, replication.ContactCreate{ID: id, At: 1, Phones: []crm.Phone{phone}}); r.Outcome != replication.Applied {
			f.Errorf("create: %+v", r)
		}
		open := replication.InteractionAdd{ID: crm.NewID(), Contact: id, Channel: "voice", Opened: 5, Open: true}
		if r := perform(replication.KindInteraction, &replication.InteractionChunk{Interactions: []replication.InteractionAdd{open}}); r.Outcome != replication.Applied {
			f.Errorf("interaction: %+v", r)
		}
		if r := perform(replication.KindDelete, replication.Erase{ID: id}); r.Outcome != replication.Rejected || r.Code != replication.CodeOpenRequest {
			f.Errorf("delete with an open interaction: %+v", r)
		}
		k := replication.Key{Kind: replication.KeyPhone, Number: phone.MatchKey()}
		found, err := f.FindContacts(ctx, org.ID, k)
		if err != nil || len(found) != 1 || found[0].ID != id || found[0].Stamp.Device != replication.OwnDevice+1 {
			f.Errorf("found %+v %v", found, err)
		}
		open.Open, open.Closed = false, 9
		perform(replication.KindInteraction, replication.InteractionChunk{Interactions: []replication.InteractionAdd{open}})
		root := crm.NewID()
		perform(replication.KindContactCreate, replication.ContactCreate{ID: root, At: 1})
		if r := perform(replication.KindMerge, replication.Merge{Primary: root, Secondaries: []crm.ID{id}}); r.Outcome != replication.Applied {
			f.Errorf("merge: %+v", r)
		}
		if found, err = f.FindContacts(ctx, org.ID, k); err != nil || len(found) != 1 || found[0].ID != root {
			f.Errorf("of a merged one: %+v %v", found, err)
		}
		w := f.follow(f.enrol(org.ID, "Recife").Device, "0", 0)
		f.equal(org.ID, w)
		if w.entries != 5 {
			f.Errorf("%d lines, want 5", w.entries)
		}
		if r := perform(replication.KindAnonymize, replication.Erase{ID: id}); r.Outcome != replication.Applied {
			f.Errorf("anonymize: %+v", r)
		}
		if found, err = f.FindContacts(ctx, org.ID, k); err != nil || len(found) != 0 {
			f.Errorf("of an erased one: %+v %v", found, err)
		}
		f.equal(org.ID, w)
	})
}

func TestUsersServicesAndBlacklist(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		user := replication.UserPut{ID: crm.NewID(), Name: "Ana", Email: "Ana@exemplo.com", Profile: crm.ProfileAdmin, Active: true, Password: "$argon2id$x"}
		listed := crm.NewID()
		r.push(r.op(replication.KindUserPut, user),
			r.op(replication.KindServiceDefine, replication.ServiceDefine{ID: crm.NewID(), Name: "Vendas", Mailbox: "a@b.c"}),
			r.op(replication.KindBlacklistAdd, replication.BlacklistAdd{ID: crm.NewID(), Number: "5581911111111", Outbound: true}),
			r.op(replication.KindBlacklistAdd, replication.BlacklistAdd{ID: listed, Number: "5581922222222"}),
			r.op(replication.KindBlacklistAdd, replication.BlacklistAdd{ID: crm.NewID(), Number: "5581933333333"}),
			r.op(replication.KindBlacklistRemove, replication.BlacklistRemove{IDs: []crm.ID{listed}}))
		other := openAt(f.T, f.url, Options{}) // another process knows nothing beforehand
		for _, s := range []*Store{f.Store, other} {
			if u, err := s.UserByEmail(ctx, org.ID, " ana@EXEMPLO.com"); err != nil || timeless(*u) != user {
				f.Errorf("got %+v %v", u, err)
			}
			if x, err := s.ServiceByName(ctx, org.ID, "Vendas"); err != nil || x == nil || x.Mailbox != "a@b.c" {
				f.Errorf("got %+v %v", x, err)
			}
			if x, err := s.ServiceByName(ctx, org.ID, "Compras"); crm.CodeOf(err) != crm.CodeNotFound {
				f.Errorf("got %+v %v", x, err)
			}
			in, err := s.Blacklist(ctx, org.ID, false)
			if err != nil || len(in) != 1 || in[0].Number != "5581933333333" {
				f.Errorf("inbound: %+v %v", in, err)
			}
			if out, err := s.Blacklist(ctx, org.ID, true); err != nil || len(out) != 1 || out[0].Number != "5581911111111" {
				f.Errorf("outbound: %+v %v", out, err)
			}
		}
		if _, err := f.UserByEmail(ctx, org.ID, "bia@exemplo.com"); crm.CodeOf(err) != crm.CodeNotFound {
			f.Errorf("nobody: %v", err)
		}
		f.check(f.SetPresence(ctx, org.ID, user.ID, crm.PresencePaused, "almoço"))
		f.check(f.SetPresence(ctx, org.ID, user.ID, crm.PresenceAvailable, ""))
		if err := f.SetPresence(ctx, org.ID, crm.NewID(), crm.PresenceAvailable, ""); crm.CodeOf(err) != crm.CodeNotFound {
			f.Errorf("nobody: %v", err)
		}
		if err := f.SetPresence(ctx, org.ID, user.ID, "asleep", ""); crm.CodeOf(err) != crm.CodeInvalid {
			f.Errorf("no presence: %v", err)
		}

		// A change that leaves the password out keeps it, and another process learns of the change.
		changed := user
		changed.Name, changed.Password = "Ana Maria", ""
		op := r.op(replication.KindUserPut, changed)
		op.Actor = user.ID
		r.push(op)
		changed.Password = user.Password
		for _, s := range []*Store{f.Store, other} {
			if u, err := s.UserByEmail(ctx, org.ID, "ana@exemplo.com"); err != nil || timeless(*u) != changed {
				f.Errorf("got %+v %v", u, err)
			}
		}
		w := f.follow(f.enrol(org.ID, "Olinda").Device, "0", 0)
		f.equal(org.ID, w)
		named := 0
		for _, n := range w.names {
			if n.ID == user.ID && n.Office == "" {
				named++
			}
		}
		if named != 1 {
			f.Errorf("the user has %d names: %v", named, w.names)
		}
		stats, err := f.Stats(ctx)
		if err != nil || stats.Organizations != 1 || stats.Devices != 2 || stats.LogEntries != 7 {
			f.Errorf("%+v %v", stats, err)
		}
	})
}

func TestConflictsAreCountedUntilSettled(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		twin := map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCPF: "52998224725"}
		r.create(twin)
		r.create(twin)
		w := f.follow(r.Device, "0", 0)
		f.equal(org.ID, w)
		if stats, err := f.Stats(ctx); err != nil || stats.Conflicts != 1 {
			f.Errorf("%+v %v", stats, err)
		}
		var id crm.ID
		f.check(w.state.Each(func(_ replication.Noun, e replication.Effect) error {
			if e.Conflict != nil {
				id = e.Conflict.ID
			}
			return nil
		}))
		from := w.cursor
		settle := func() replication.Outcome {
			return r.push(r.op(replication.KindConflictSettle, replication.ConflictSettle{ID: id}))[0].Result.Outcome
		}
		if got := settle(); got != replication.Applied {
			f.Errorf("settled: %v", got)
		}
		if got := settle(); got != replication.Already {
			f.Errorf("settled again: %v", got)
		}
		if stats, err := f.Stats(ctx); err != nil || stats.Conflicts != 0 {
			f.Errorf("%+v %v", stats, err)
		}
		w.cursor = "copy:" + from // whole records must tell of what is gone, too
		f.equal(org.ID, w)
	})
}

// timeless is a user without the version that the server gave.
func timeless(u replication.UserPut) replication.UserPut {
	u.Version = replication.Stamp{}
	return u
}
