package tabular

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
)

// readJSON gives the records of a JSON file as an import reads them.
func readJSON(t *testing.T, text string) (header []string, lines []int, records [][]string, err error) {
	t.Helper()
	var out bytes.Buffer
	if _, err := JSONToCSV(context.Background(), strings.NewReader(text), &out, 0, func(int) {}); err != nil {
		return nil, nil, nil, err
	}
	rows, err := OpenCSV(bytes.NewReader(out.Bytes()), CSVOptions{Delimiter: ';'})
	if err != nil {
		return nil, nil, nil, err
	}
	for {
		r, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return rows.Header(), lines, records, nil
		}
		if err != nil || r.Err != nil {
			t.Fatal(err, r.Err)
		}
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, Restore(string(c)))
		}
		lines, records = append(lines, r.Line), append(records, cells)
	}
}

func TestJSONBecomesATable(t *testing.T) {
	for _, c := range []struct {
		name, text string
		header     []string
		records    [][]string
	}{
		{"array", `[{"name":"Ana","Idade":31},{"email":"b@x.br","name":"Bia"}]`,
			[]string{"contact_name", "Idade", "contact_email"}, [][]string{{"Ana", "31", ""}, {"Bia", "", "b@x.br"}}},
		{"one object a line", "{\"contact_name\":\"Ana\"}\n{\"contact_name\":\"Bia\"}\n", []string{"contact_name"}, [][]string{{"Ana"}, {"Bia"}}},
		{"byte order mark", "\uFEFF[{\"Nome\":\"Ana\"}]", []string{"Nome"}, [][]string{{"Ana"}}},
		{"kinds of value", `[{"a":"x","b":12345678901234567890,"c":1.50,"d":true,"e":null,"f":["p","q"],"g":{"h":[1]}}]`,
			[]string{"a", "b", "c", "d", "e", "f", "g"}, [][]string{{"x", "12345678901234567890", "1.50", "true", "", "p|q", `{"h":[1]}`}}},
		{"breaks and delimiters", `[{"a":"x\r\ny\rz","b":"p;q \"r\""}]`, []string{"a", "b"}, [][]string{{"x\ny\nz", `p;q "r"`}}},
		{"what a spreadsheet would run", `[{"a":"=1+1","b":"'x"}]`, []string{"a", "b"}, [][]string{{"=1+1", "'x"}}},
		{"a contact of ours", `[{"id":"0190","name":"Ana","phones":["5511999990001","5511999990002"],"custom_fields":{"Plano":"Ouro","N":7},
			"labels":["vip","sul"],"notes":[{"text":"um"},{"text":"dois"}],"channel":"voice","portfolio":{"type":2,"owner":"o@x.br","service":"","reserve":"r@x.br"},
			"updated_at":"2026-01-01T00:00:00Z","anonymized":false,"merged_into":null}]`,
			[]string{"contact_id", "contact_name", "contact_phone", "contact_phone_2", "contact_custom_fields", "contact_labels", "contact_notes",
				"portfolio", "portfolio_type", "portfolio_user_email", "portfolio_service_name", "portfolio_agent_reserve_email"},
			[][]string{{"0190", "Ana", "5511999990001", "5511999990002", `["Plano","Ouro"|"N","7"]`, "vip|sul", "um\ndois", "true", "2", "o@x.br", "", "r@x.br"}}},
	} {
		header, lines, records, err := readJSON(t, c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !slices.Equal(header, c.header) {
			t.Errorf("%s: header %q", c.name, header)
		}
		for i, want := range c.records {
			if !slices.Equal(records[i], want) || lines[i] != i+2 {
				t.Errorf("%s: line %d %q, want %q", c.name, lines[i], records[i], want)
			}
		}
	}
}

func TestJSONThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ text, line string }{
		"cut":                  {"[{\"a\":1},\n{\"a\":2}", "line 2"},
		"cut inside an object": {"[{\"a\":1},\n{\"a\":", "line 2"},
		"no object":            {"[{\"a\":1},\n\n7]", "line 3"},
		"something behind":     {"[{\"a\":1}]\n{\"a\":2}", "line 2"},
		"a broken line":        {"{\"a\":1}\n{\"a\" 2}\n", "line 2"},
		"a list in a list":     {"[[{\"a\":1}]]", "line 1"},
	} {
		_, _, _, err := readJSON(t, c.text)
		if crm.CodeOf(err) != CodeJSONDamaged || !strings.Contains(err.Error(), c.line) {
			t.Errorf("%s: %v, want %s at %s", name, err, CodeJSONDamaged, c.line)
		}
	}
	if _, _, _, err := readJSON(t, "[]"); crm.CodeOf(err) != CodeFileEmpty {
		t.Errorf("an empty array: %v", err)
	}
}

func TestIsJSON(t *testing.T) {
	for text, want := range map[string]bool{
		`[{"a":1}]`: true, "\uFEFF [\n {": true, `{"a":1}`: true, "[]": true, "{}": true,
		`["A","1"|"B","2"];x`: false, "name;email": false, "": false, "{": false, "[1,2]": false, "{name};x": false,
	} {
		if got := IsJSON([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
