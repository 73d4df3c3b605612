//go:build unix

package pgtest

import "testing"

func TestEachCallerHasADatabaseOfItsOwn(t *testing.T) {
	a, b := URL(t), URL(t)
	if a == b {
		t.Fatalf("one address for two callers: %s", a)
	}
	for _, url := range []string{a, b} {
		if err := execute(url, "CREATE TABLE probe (n BIGINT)"); err != nil {
			t.Error(err)
		}
	}
}
