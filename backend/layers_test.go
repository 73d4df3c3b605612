package backend

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layer is a part of the tree and what of this module it may import, by path prefix. Arrows point downward only:
// shell → service → sqlite → engine → crm. The first layer that holds a file decides.
type layer struct {
	folder string
	may    []string
	why    string
}

const module = "carteira/"

var layers = []layer{
	{"backend/crm", nil, "the vocabulary knows nobody"},
	{"backend/engine/tabular", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/workbook", []string{"backend/crm", "backend/engine/tabular"}, "a sheet becomes a table"},
	{"backend/engine/mend", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/matching", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/traces", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/roster", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/replication/replicationtest", []string{"backend/crm", "backend/engine/replication"}, "a state for tests carries out what is decided"},
	{"backend/engine/replication", []string{"backend/crm"}, "pure algorithms know the vocabulary only"},
	{"backend/engine/wire", []string{"backend/crm", "backend/engine/replication"}, "the protocol knows the vocabulary and the operations"},
	{"backend/server/store", []string{"backend/crm", "backend/engine"}, "the server's store carries out what the engine decides"},
	{"backend/server", []string{"backend/crm", "backend/engine", "backend/server/store"}, "the server shares the vocabulary and the engine with the replica, no storage"},
	{"backend/sqlite", []string{"backend/crm", "backend/engine"}, "the replica stores values, it does not decide"},
	{"backend/service/jobs", []string{"backend/crm", "backend/engine/tabular", "backend/sqlite"}, "jobs wrap any work and know none, the report of rejected lines aside"},
	{"backend/service", []string{"backend/crm", "backend/engine", "backend/sqlite", "backend/service/jobs"},
		"services never import one another, jobs aside"},
	{"backend/cli", []string{"backend/crm", "backend/engine", "backend/sqlite", "backend/service", "backend/manual"}, "the command line is a shell"},
	{"backend/manual", nil, "a page for man(1) is made of commands, whatever they do"},
	{"backend/cmd", []string{"app", "frontend", "backend"}, "a program joins the parts"},
	{"backend/simulation", []string{"backend"}, "the simulation runs replicas and servers together"},
	{"app", []string{"backend/crm", "backend/engine", "backend/sqlite", "backend/service"}, "the window is a shell"},
	{"frontend", nil, "the embedded page holds no Go of ours"},
	{"main.go", []string{"app", "frontend"}, "the desktop program opens the window and nothing else"},
}

// pureImports are the modules from outside that the pure layers may use.
var pureImports = map[string][]string{
	"backend/crm":    {"github.com/google/uuid", "github.com/nyaruka/phonenumbers", "golang.org/x/text/"},
	"backend/engine": {"github.com/google/uuid", "github.com/gocarina/gocsv", "golang.org/x/text/", "github.com/fxamacker/cbor/v2", "github.com/klauspost/compress/zstd", "github.com/klauspost/compress/flate", "github.com/xuri/nfp", "github.com/go-json-experiment/json/jsontext"},
}

// impure are the parts of the standard library that a pure algorithm must not touch.
var impure = []string{"database/sql", "net", "net/http", "os", "os/exec"}

func TestImportsPointDownward(t *testing.T) {
	eachImport(t, func(file, path string) {
		own, inside := strings.CutPrefix(path, module)
		if !inside {
			return
		}
		for _, l := range layers {
			if !strings.HasPrefix(file, l.folder) {
				continue
			}
			if dir := filepath.ToSlash(filepath.Dir(file)); own == dir || strings.HasPrefix(own, dir+"/") {
				return // itself and what lies in it
			}
			for _, allowed := range l.may {
				if own == allowed || strings.HasPrefix(own, allowed+"/") {
					return
				}
			}
			t.Errorf("%s imports %s: %s", file, own, l.why)
			return
		}
		t.Errorf("%s belongs to no layer: add it to layers_test.go and ARCHITECTURE.md", file)
	})
}

func TestPureLayersStayPure(t *testing.T) {
	eachImport(t, func(file, path string) {
		for folder, allowed := range pureImports {
			if !strings.HasPrefix(file, folder+"/") || strings.HasPrefix(path, module) {
				continue
			}
			if !strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
				if slices.Contains(impure, path) {
					t.Errorf("%s imports %s: %s is pure", file, path, folder)
				}
				continue
			}
			ok := false
			for _, a := range allowed {
				ok = ok || path == a || strings.HasPrefix(path, a)
			}
			if !ok {
				t.Errorf("%s imports %s, which %s does without", file, path, folder)
			}
		}
	})
}

// Only one file of the window names its library, beside the shell behind it.
func TestOnlyTheShellNamesWails(t *testing.T) {
	eachImport(t, func(file, path string) {
		if strings.Contains(path, "wailsapp/wails") && !strings.HasPrefix(file, "app/wails") {
			t.Errorf("%s imports %s: only app/wails*.go does", file, path)
		}
	})
}

// eachImport calls f with every import of every Go file that is no test.
func eachImport(t *testing.T, f func(file, path string)) {
	t.Helper()
	count := 0
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "node_modules" || name == "build" || path != root && strings.HasPrefix(name, ".")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			count++
			f(filepath.ToSlash(file), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 100 {
		t.Fatalf("only %d imports found: is the test looking at the right folder?", count)
	}
}
