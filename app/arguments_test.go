package app

import "testing"

// What an argument stands for, on Windows and elsewhere; "" is an address that no path leads to, given back as it is.
func TestPathOfAnArgument(t *testing.T) {
	for argument, want := range map[string]struct{ windows, elsewhere string }{
		"a.csv":                                  {"a.csv", "a.csv"},
		"/home/ana/a.csv":                        {"/home/ana/a.csv", "/home/ana/a.csv"},
		`C:\a.csv`:                               {`C:\a.csv`, `C:\a.csv`},
		"C:/a.csv":                               {"C:/a.csv", "C:/a.csv"},
		`\\server\share\a.csv`:                   {`\\server\share\a.csv`, `\\server\share\a.csv`},
		"100%.csv":                               {"100%.csv", "100%.csv"},
		"10:30.csv":                              {"10:30.csv", "10:30.csv"},
		"file:///C:/rela%C3%A7%C3%A3o.csv":       {`C:\relação.csv`, "/C:/relação.csv"},
		"file:///home/ana/a%20b.csv":             {`home\ana\a b.csv`, "/home/ana/a b.csv"},
		"file://localhost/C:/a.csv":              {`C:\a.csv`, "/C:/a.csv"},
		"file:/home/a.csv":                       {`home\a.csv`, "/home/a.csv"},
		"file://server/share/x.csv":              {`\\server\share\x.csv`, ""},
		"FILE://Server/share/rela%C3%A7%C3%A3o/": {`\\Server\share\relação\`, ""},
		"file://10.0.0.7/share/x.csv":            {`\\10.0.0.7\share\x.csv`, ""},
		"file:////server/share/x.csv":            {`\\server\share\x.csv`, "//server/share/x.csv"},
		"smb://server/share/x.csv":               {"", ""},
		"https://example.com/x.csv":              {"", ""},
		"nota:/x.csv":                            {"nota:/x.csv", "nota:/x.csv"},
	} {
		for windows, want := range map[bool]string{true: want.windows, false: want.elsewhere} {
			got, here := pathOf(argument, windows)
			if here != (want != "") || here && got != want || !here && got != argument {
				t.Errorf("%s, Windows %v: %s %v, want %s", argument, windows, got, here, want)
			}
		}
	}
}
