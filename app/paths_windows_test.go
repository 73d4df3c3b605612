package app

import (
	"slices"
	"testing"
)

// noSpace is what a full disk answers here.
const noSpace = errorDiskFull

func TestFilesAmongOnWindows(t *testing.T) {
	got := FilesAmong([]string{"a.csv", `D:\b.csv`, "file:///C:/rela%C3%A7%C3%A3o.csv", "file://server/share/x.csv", "smb://server/x.csv"}, `C:\work`)
	if want := []string{`C:\work\a.csv`, `D:\b.csv`, `C:\relação.csv`, `\\server\share\x.csv`, "smb://server/x.csv"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
