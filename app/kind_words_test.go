package app

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestKindsHaveWords: the list of what waits to be sent names each kind of operation; the page calls one that it has no word for
// just a change.
func TestKindsHaveWords(t *testing.T) {
	source, err := os.ReadFile("../backend/engine/replication/operation.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?m)^\tKind\w+\s+Kind = "([a-z.]+)"`).FindAllSubmatch(source, -1)
	if len(kinds) < 20 {
		t.Fatalf("only %d kinds are found", len(kinds))
	}
	for _, lang := range []string{"pt-BR", "en"} {
		var words struct {
			Sync struct{ Kind map[string]string }
		}
		b, err := os.ReadFile("../frontend/src/i18n/" + lang + ".json")
		if err == nil {
			err = json.Unmarshal(b, &words)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kinds {
			if key := strings.ReplaceAll(string(m[1]), ".", "_"); words.Sync.Kind[key] == "" {
				t.Errorf("%s has no word for %s", lang, m[1])
			}
		}
	}
}
