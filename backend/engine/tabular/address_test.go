package tabular

import (
	"testing"

	"carteira/backend/crm"
)

func TestAddressesAreNoPaths(t *testing.T) {
	for path, want := range map[string]string{
		"a.csv": "", "/home/ana/a.csv": "", `C:\a.csv`: "", "C:/a.csv": "", `\\server\share\a.csv`: "", "": "", "://": "", "a b://c": "", "/srv/http://x": "",
		"file://server/share/a.csv": CodeFileElsewhere, "smb://server/a.csv": CodeFileElsewhere, "HTTPS://example.com/a.csv": CodeFileElsewhere, "google-drive://x/y": CodeFileElsewhere,
	} {
		if got := crm.CodeOf(CheckAddress(path)); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
