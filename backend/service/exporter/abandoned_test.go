package exporter

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// What a killed program has written of an export lies hidden in a person's folder, with contacts in it: cancelled instead of
// resumed, the export takes it along (D8.4).
func TestCancelledAfterAKillLeavesNoPart(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	must(err)
	defer func() { must(db.Close()) }()
	service := jobs.New(db)
	defer service.Close()
	New(db, service)
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	system := crm.WithActor(context.WithoutCancel(t.Context()), crm.System)
	must(db.Update(system, func(tx *sqlite.Tx) error { return tx.PutUser(admin, "x") }))
	ctx := crm.WithActor(system, crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"})
	for _, written := range []bool{true, false} {
		o := Options{Path: filepath.Join(t.TempDir(), "contatos.csv")}
		j := crm.Job{ID: crm.NewID(), Kind: crm.JobExport, State: crm.JobRunning, Params: jobs.Encode(o)}
		must(db.Update(ctx, func(tx *sqlite.Tx) error { return tx.CreateJob(&j) }))
		left := leaveUnfinished(t, db, filepath.Dir(o.Path), written)
		must(service.Cancel(ctx, j.ID))
		if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("written %v: %v", written, err)
		}
		ended, err := service.Get(ctx, j.ID)
		if must(err); ended.State != crm.JobCancelled {
			t.Errorf("written %v: %s", written, ended.State)
		}
	}
}

// leaveUnfinished leaves what a program leaves that is killed while it writes a file into folder, or before it has begun it.
func leaveUnfinished(t *testing.T, db *sqlite.DB, folder string, begun bool) (path string) {
	t.Helper()
	id, notes := crm.NewID().String(), filepath.Join(db.Dir(), sqlite.UnfinishedFolder)
	path = filepath.Join(folder, ".carteira-"+id+".part")
	err := errors.Join(os.MkdirAll(notes, 0o700), os.WriteFile(filepath.Join(notes, id), []byte(folder), 0o600))
	if begun {
		err = errors.Join(err, os.WriteFile(path, []byte("contact_name\nAna\n"), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
