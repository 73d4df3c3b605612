package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"contatos.csv":                    "contatos.csv",
		"Relação de março.csv":            "Relação de março.csv",
		"../../etc/passwd":                "passwd",
		`C:\Users\ana\a.csv`:              "a.csv",
		"":                                "_",
		"..":                              "_",
		"/":                               "_",
		". . .":                           "_",
		"a\x00b\r\n.csv":                  "ab.csv",
		"moc\u202evsc.exe":                "mocvsc.exe",
		`a:b"c?.csv`:                      "a_b_c_.csv",
		"nul":                             "_nul",
		"Com1.csv":                        "_Com1.csv",
		"console.csv":                     "console.csv",
		".csv":                            "csv",
		"\xff\xfe.csv":                    "csv",
		strings.Repeat("é", 300) + ".csv": strings.Repeat("é", 98) + ".csv",
	} {
		got := safeName(name)
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if len(got) > 201 || !utf8.ValidString(got) || !filepath.IsLocal(got) {
			t.Errorf("%q: %q is not safe", name, got)
		}
	}
}

func TestExchangeHolds(t *testing.T) {
	x := exchange{filepath.FromSlash("/data/incoming")}
	for path, want := range map[string]bool{
		"/data/incoming/1/a.csv":            true,
		"/data/incoming/1/./a.csv":          true,
		"/data/incoming/1":                  false,
		"/data/incoming":                    false,
		"/data/incoming/1/2/a.csv":          false,
		"/data/incoming/../replica.db":      false,
		"/data/incoming/1/../../replica.db": false,
		"/data/incoming-other/1/a.csv":      false,
		"incoming/1/a.csv":                  false,
		"":                                  false,
	} {
		if got := x.holds(filepath.FromSlash(path)); got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}

// brokenReader gives some bytes and then fails.
type brokenReader struct{ err error }

func (b *brokenReader) Read(p []byte) (int, error) { return copy(p, "nome"), b.err }

func TestSaveLeavesNothingBehindOnAFullDisk(t *testing.T) {
	x := exchange{filepath.Join(t.TempDir(), "incoming")}
	_, err := x.save("a.csv", &brokenReader{&os.PathError{Op: "write", Path: "a.csv", Err: noSpace}})
	if public(err).Code != CodeDiskFull {
		t.Errorf("err = %v", err)
	}
	_, err = x.save("a.csv", &brokenReader{io.ErrUnexpectedEOF})
	if !errors.Is(err, io.ErrUnexpectedEOF) || public(err).Code != CodeInternal {
		t.Errorf("err = %v", err)
	}
	left, err := os.ReadDir(x.dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

func TestSweep(t *testing.T) {
	x := exchange{filepath.Join(t.TempDir(), "incoming")}
	x.sweep(time.Now()) // no folder yet
	path, err := x.save("a.csv", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	x.sweep(time.Now())
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a fresh upload was swept: %v", err)
	}
	x.sweep(time.Now().Add(staleAfter + time.Minute))
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an old upload stays: %v", err)
	}
}
