package tabular

import (
	"strings"

	"carteira/backend/crm"
)

// CodeFileElsewhere says that what was given for a file is the address of one that no path of this computer leads to.
const CodeFileElsewhere = "file_elsewhere"

// CheckAddress refuses an address ("smb://server/share/a.csv") in a path's place: a desktop may hand over either.
func CheckAddress(path string) error {
	scheme, _, is := strings.Cut(path, "://")
	if !is || len(scheme) < 2 || strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") != "" {
		return nil
	}
	return crm.Errorf(CodeFileElsewhere, "", "the file is on another computer, and what was given is its address; copy it to this computer, or connect to the shared folder, and choose it there")
}
