//go:build !windows

package app

import (
	"slices"
	"syscall"
	"testing"
)

// noSpace is what a full disk answers here.
const noSpace = syscall.ENOSPC

func TestQuotaIsAFullDisk(t *testing.T) {
	if !isDiskFull(syscall.EDQUOT) || isDiskFull(syscall.EACCES) {
		t.Error("an exhausted quota is a full disk, a refused write is not")
	}
}

func TestRevealNeverOpensTheFile(t *testing.T) {
	for goos, want := range map[string][]string{
		"linux":   {"xdg-open", "/home/ana"},
		"darwin":  {"open", "-R", "--", "/home/ana/a.csv"},
		"windows": {"explorer.exe", "/select,", "/home/ana/a.csv"},
	} {
		if got := revealCommand(goos, "/home/ana/a.csv"); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", goos, got, want)
		}
	}
}

func TestFilesAmong(t *testing.T) {
	for _, tt := range []struct{ args, want []string }{
		{nil, nil},
		{[]string{"a.csv"}, []string{"/office/a.csv"}},
		{[]string{"../up.csv", "/abs/b.csv"}, []string{"/up.csv", "/abs/b.csv"}},
		{[]string{"-psn_0_1", "--flag", "", "c.csv"}, []string{"/office/c.csv"}},
		{[]string{"file:///home/ana/rela%C3%A7%C3%A3o%20final.csv"}, []string{"/home/ana/relação final.csv"}},
		{[]string{"file://server/share/x.csv", "smb://server/x.csv"}, []string{"file://server/share/x.csv", "smb://server/x.csv"}},
		{[]string{"100%.csv"}, []string{"/office/100%.csv"}},
	} {
		if got := FilesAmong(tt.args, "/office"); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.args, got, tt.want)
		}
	}
}
