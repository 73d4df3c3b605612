package sqlite

import (
	"os"
	"testing"
	"time"
)

func TestAbandonedPrivateFoldersGo(t *testing.T) {
	db, _ := openTest(t)
	old := must(db.PrivateFolder("export"))(t)
	other := must(db.PrivateFolder("preview"))(t)
	then := time.Now().Add(-2 * abandonedAfter)
	for _, dir := range []string{old, other} {
		if err := os.Chtimes(dir, then, then); err != nil {
			t.Fatal(err)
		}
	}
	young := must(db.PrivateFolder("export"))(t)
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("an abandoned folder stays: %v", err)
	}
	for _, dir := range []string{other, young, must(db.PrivateFolder("export"))(t)} {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
}
