package cli

import (
	"bytes"
	"strings"
	"testing"

	"carteira/backend/engine/tabular"
)

// runIn runs the program without a process of its own.
func runIn(t *testing.T, env map[string]string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = Run(t.Context(), args, Options{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err, Getenv: func(name string) string { return env[name] },
	})
	return status, out.String(), err.String()
}

func TestABuildWithoutItsWindowSaysSo(t *testing.T) {
	status, stdout, _ := runIn(t, map[string]string{"CARTEIRA_DATA": t.TempDir()}, "web", "--json")
	if status != statusFailed || !strings.Contains(stdout, `"no_window"`) {
		t.Errorf("status %d, %s", status, stdout)
	}
}

func TestLanguageOfTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{nil, nil, english},
		{nil, map[string]string{"LANG": "pt_BR.UTF-8"}, portuguese},
		{nil, map[string]string{"LANG": "pt_PT"}, portuguese},
		{nil, map[string]string{"LANG": "de_DE"}, english},
		{nil, map[string]string{"LANG": "pt_BR", "LC_ALL": "C"}, english},
		{nil, map[string]string{"LANG": "C", "LC_MESSAGES": "pt_BR"}, portuguese},
		{[]string{"--lang", "en"}, map[string]string{"LANG": "pt_BR"}, english},
		{[]string{"--lang=pt-BR"}, nil, portuguese},
	} {
		if got := languageOf(c.args, func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v %v speaks %s, not %s", c.args, c.env, got, c.want)
		}
	}
}

func TestMapReadsHeadersThatHoldEquals(t *testing.T) {
	columns := []tabular.Mapping{{Index: 0, Header: "Quem"}, {Index: 1, Header: "a=b"}, {Index: 2, Header: " Time "}}
	p := &program{}
	for _, c := range []struct {
		pair  string
		at    int
		field tabular.Field
		good  bool
	}{
		{"Quem=name", 0, tabular.Name, true},
		{"quem=contact_name", 0, tabular.Name, true},
		{"a=b=phone_2", 1, tabular.Phone2, true},
		{"Time=custom:x=y", 2, tabular.CustomField("x=y"), true},
		{"Time=ignore", 2, tabular.Ignore, true},
		{"Time=portfolio_type", 2, tabular.PortfolioType, true},
		{"Time=", 0, "", false},
		{"Time=custom: ", 0, "", false},
		{"Nada=name", 0, "", false},
		{"Quem", 0, "", false},
	} {
		at, field, err := p.mapped(columns, c.pair)
		if (err == nil) != c.good || c.good && (at != c.at || field != c.field) {
			t.Errorf("%s gave %d %s %v", c.pair, at, field, err)
		}
	}
}
