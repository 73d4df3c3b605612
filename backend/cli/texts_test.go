package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carteira/backend/engine/mend"
)

var verb = regexp.MustCompile(`%[a-zA-Z%]`)

// Both languages say the same things in the same order.
func TestTextsHaveBothLanguages(t *testing.T) {
	for key, w := range catalogue {
		if (w.en == "" || w.pt == "") && key != "colour." {
			t.Errorf("%s lacks a language", key)
		}
		if en, pt := verb.FindAllString(w.en, -1), verb.FindAllString(w.pt, -1); !slices.Equal(en, pt) {
			t.Errorf("%s fills in %v in English and %v in Portuguese", key, en, pt)
		}
		if en, pt := strings.Count(w.en, "|"), strings.Count(w.pt, "|"); strings.HasSuffix(key, ".head") && en != pt {
			t.Errorf("%s has %d columns in English and %d in Portuguese", key, en, pt)
		}
	}
}

// Every key that the program asks for exists, and every text that exists is asked for.
func TestTextsAreAllUsed(t *testing.T) {
	built := []string{"help.contact.activate", "help.contact.deactivate", "colour.", "colour.green", "colour.yellow", "colour.red", "import.done", "import.would", "ask.password",
		"help.contact.label.add", "help.contact.label.remove", "action.anonymized", "action.gone", "action.merged"}
	used := map[string]bool{}
	for _, key := range built { // put together or passed on as a variable
		used[key] = true
	}
	for _, rule := range mend.All {
		if key := "fix." + string(rule); rule != mend.Phones { // it has a text of its own
			used[key] = true
			if catalogue[key] == (words{}) {
				t.Errorf("there is no text %q", key)
			}
		}
	}
	eachFile(t, ".", func(f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				key, err := strconv.Unquote(lit.Value)
				if _, known := catalogue[key]; err == nil && known {
					used[key] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || !asksForText(call) {
				return true
			}
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				if key, err := strconv.Unquote(lit.Value); err == nil && catalogue[key] == (words{}) && key != "colour." {
					t.Errorf("there is no text %q", key)
				}
			}
			return true
		})
	})
	for key := range catalogue {
		if !used[key] {
			t.Errorf("nobody shows the text %q", key)
		}
	}
}

func asksForText(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name == "text" || f.Sel.Name == "note"
	case *ast.Ident:
		return f.Name == "wrong"
	}
	return false
}

// An error that a service can raise is translated: the catalogue knows every code that the backend declares.
func TestErrorsHavePortuguese(t *testing.T) {
	codes := map[string]bool{}
	for _, dir := range []string{"../crm", "../engine/tabular", "../engine/replication", "../engine/wire", "../sqlite", "../service/*", "."} {
		eachFile(t, dir, func(f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || len(spec.Values) != len(spec.Names) {
					return true
				}
				for i, name := range spec.Names {
					lit, ok := spec.Values[i].(*ast.BasicLit)
					if ok && lit.Kind == token.STRING && strings.HasPrefix(strings.ToLower(name.Name), "code") {
						code, err := strconv.Unquote(lit.Value)
						if err != nil {
							t.Error(err)
						}
						codes[code] = true
					}
				}
				return true
			})
		})
	}
	if len(codes) < 50 {
		t.Fatalf("found only %d codes: the search is broken", len(codes))
	}
	delete(codes, codeUsage) // each has its own text
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if errorsInPortuguese[code] == "" {
			t.Errorf("the error %q is not translated", code)
		}
	}
}

// eachFile parses the program's own files of the folders that match.
func eachFile(t *testing.T, pattern string, f func(*ast.File)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pattern, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(filepath.Base(path), "texts") {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		f(parsed)
	}
}
