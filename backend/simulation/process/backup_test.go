//go:build linux

package process_test

import (
	"path/filepath"
	"strings"
	"testing"

	"carteira/backend/service/syncer"
)

// A data folder that is put back from an old copy, which held what had not been sent then, goes on as if it had slept:
// it has what it had sent since, and loses nothing of what it does now (S3).
func TestOfficePutBackFromABackup(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	x := a.create("--name", everybody)
	a.sync()
	b := joined(t, s, "Aurora", "norte")
	unsent := a.create("--name", everybody+" unsent")
	a.edit(x.ID, "--address", "unsent")
	backup := filepath.Join(t.TempDir(), "backup")
	copyFolder(t, a.dir, backup)

	a.sync()
	sent := a.create("--name", everybody+" sent")
	a.edit(x.ID, "--city", "sent")
	a.sync()
	b.sync()
	b.edit(x.ID, "--address", "seen")
	b.sync()

	copyFolder(t, backup, a.dir)
	now := a.create("--name", everybody+" now")
	a.edit(x.ID, "--company", "now")
	heal(t, a, b)
	for _, o := range []*office{a, b} {
		if p := o.show(x.ID); p.Address != "seen" || p.City != "sent" || p.Company != "now" {
			t.Errorf("%s has %+v", o.name, p)
		}
		for _, p := range []person{unsent, sent, now} {
			if got := o.show(p.ID); got.Name != p.Name {
				t.Errorf("%s has %+v, not %q", o.name, got, p.Name)
			}
		}
		if n := len(o.exported()); n != 4 {
			t.Errorf("%s has %d contacts, not 4", o.name, n)
		}
		if all := o.conflicts(); len(all) != 0 {
			t.Errorf("%s tells of %+v", o.name, all)
		}
	}
}

// A server whose store is put back from yesterday's copy gets back what its offices have: what they had sent since and
// what they did meanwhile. Until it is told so, nobody takes its old state for the present one (S3).
func TestServerPutBackFromABackup(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	x := a.create("--name", everybody)
	a.sync()
	b := joined(t, s, "Aurora", "norte")
	folder, backup := strings.TrimPrefix(s.store, "sqlite:"), filepath.Join(t.TempDir(), "backup")
	s.kill()
	copyFolder(t, folder, backup)
	must(t, s.start())

	since := a.create("--name", everybody+" since")
	a.edit(x.ID, "--address", "centro")
	a.sync()
	b.sync()
	b.edit(x.ID, "--complement", "norte")
	b.edit(since.ID, "--address", "norte")
	b.sync()
	newcomer := joined(t, s, "Aurora", "sul") // the backup has never heard of it
	theirs := newcomer.create("--name", everybody+" sul")
	newcomer.sync()

	s.kill()
	copyFolder(t, backup, folder)
	must(t, s.start())
	unsent := b.create("--name", everybody+" unsent")
	if code := a.refused("sync", "now"); code != syncer.CodeServerBehind {
		t.Errorf("a server that nobody told it was put back: %s", code)
	}
	s.kill()
	s.administer("org", "new-epoch", "Aurora")
	must(t, s.start())
	newcomer.enrol(s.address, s.code("Aurora"))
	fresh := joined(t, s, "Aurora", "leste")
	heal(t, a, b, newcomer, fresh)
	for _, o := range []*office{a, b, newcomer, fresh} {
		if p := o.show(x.ID); p.Address != "centro" || p.Complement != "norte" {
			t.Errorf("%s has %+v", o.name, p)
		}
		if p := o.show(since.ID); p.Address != "norte" {
			t.Errorf("%s has %+v", o.name, p)
		}
		for _, p := range []person{since, theirs, unsent} {
			if got := o.show(p.ID); got.Name != p.Name {
				t.Errorf("%s has %+v, not %q", o.name, got, p.Name)
			}
		}
		if n := len(o.exported()); n != 4 {
			t.Errorf("%s has %d contacts, not 4", o.name, n)
		}
	}
	s.saysNothingOf(everybody)
}
