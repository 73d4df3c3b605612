package crm_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"carteira/backend/crm"
)

// One version: wails.json's, which the bundle, the program's resources, the packages and the installers are stamped with.
func TestVersionIsThatOfWails(t *testing.T) {
	source, err := os.ReadFile("../../wails.json")
	if err != nil {
		t.Fatal(err)
	}
	var project struct {
		Info struct{ ProductVersion string }
	}
	if err := json.Unmarshal(source, &project); err != nil {
		t.Fatal(err)
	}
	if project.Info.ProductVersion != crm.Version {
		t.Errorf("wails.json says %s, crm.Version %s: a release changes both", project.Info.ProductVersion, crm.Version)
	}
	for _, path := range []string{"../../frontend/package.json", "../../frontend/package-lock.json"} {
		var page struct{ Version string }
		if source, err = os.ReadFile(path); err == nil {
			err = json.Unmarshal(source, &page)
		}
		if err != nil || page.Version != crm.Version {
			t.Errorf("%s says %s, crm.Version %s: %v", path, page.Version, crm.Version, err)
		}
	}
	if first, _, _ := strings.Cut(read(t, "../../build/linux/changelog"), "\n"); !strings.HasPrefix(first, "carteira ("+crm.Version+") ") {
		t.Errorf("build/linux/changelog begins with %q: what is new in %s?", first, crm.Version)
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(crm.Version) {
		t.Errorf("%q is not the three numbers that Windows and macOS take", crm.Version)
	}
}

// What stamps a version takes it from there: none is written out, to be forgotten at the next release.
func TestVersionIsWrittenOutNowhereElse(t *testing.T) {
	for path, stamp := range map[string]string{
		"../../build/windows/info.json":             "{{.Info.ProductVersion}}",
		"../../build/windows/wails.exe.manifest":    "{{.Info.ProductVersion}}",
		"../../build/windows/version.rc":            "VERSION",
		"../../build/windows/installer/project.nsi": "${VERSION}",
		"../../build/darwin/Info.plist":             "{{.Info.ProductVersion}}",
		"../../build/linux/carteira.yaml":           "${VERSION}",
		"../../build/linux/carteira-server.yaml":    "${VERSION}",
		"../../Makefile":                            "VERSION",
	} {
		text := read(t, path)
		if !strings.Contains(text, stamp) {
			t.Errorf("%s is not stamped by %s", path, stamp)
		}
		if strings.Contains(text, crm.Version) {
			t.Errorf("%s writes out the version %s", path, crm.Version)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
