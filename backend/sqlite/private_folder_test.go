package sqlite

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
)

// What a killed program has left goes with the next folder for the same purpose; what is in use stays.
func TestAbandonedPrivateFoldersGo(t *testing.T) {
	db, _ := openTest(t)
	used, release, err := db.PrivateFolder("preview")
	if err != nil {
		t.Fatal(err)
	}
	left := func(purpose string, age time.Duration) string {
		dir := filepath.Join(db.Dir(), purpose, crm.NewID().String())
		must(0, os.MkdirAll(dir, 0o700))(t)
		must(0, os.WriteFile(dir+lockSuffix, nil, 0o600))(t)
		then := time.Now().Add(-age)
		must(0, os.Chtimes(dir+lockSuffix, then, then))(t)
		return dir
	}
	then := time.Now().Add(-time.Hour)
	must(0, os.Chtimes(used+lockSuffix, then, then))(t)
	old, young, other := left("preview", 2*abandonedAfter), left("preview", 0), left("export", 2*abandonedAfter)
	next, releaseNext, err := db.PrivateFolder("preview")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{old, old + lockSuffix} {
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s of a killed program stays: %v", dir, err)
		}
	}
	for _, dir := range []string{used, young, other, next} {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
	if err := db.forgetAbandoned("preview"); crm.CodeOf(err) != crm.CodeBusy {
		t.Errorf("a folder is in use: %v", err)
	}
	must(0, release())(t)
	must(0, releaseNext())(t)
	must(0, os.Chtimes(young+lockSuffix, then, then))(t)
	if err := db.forgetAbandoned("preview"); err != nil {
		t.Error(err)
	}
	if left := must(os.ReadDir(filepath.Join(db.Dir(), "preview")))(t); len(left) != 0 {
		t.Errorf("%v stay", left)
	}
}
