package tabular

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
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
			[]string{"a", "b", "c", "d", "e", "f", "g.h"}, [][]string{{"x", "12345678901234567890", "1.50", "true", "", "p|q", "1"}}},
		{"numbers with an exponent", `[{"a":1e12,"b":5.548999999999E+12,"c":-1.50e1,"d":25e-3,"e":0e5,"f":1e400,"g":"1e12"}]`,
			[]string{"a", "b", "c", "d", "e", "f", "g"}, [][]string{{"1000000000000", "5548999999999", "-15", "0.025", "0", "1e400", "1e12"}}},
		{"objects inside", `[{"address":{"city":"Recife","geo":{"lat":1}},"tags":[{"id": 1},2]},{"address":{"zip":"x"}},{"address":{}}]`,
			[]string{"address.city", "address.geo.lat", "tags", "address.zip"}, [][]string{{"Recife", "1", `{"id":1}|2`, ""}, {"", "", "", "x"}}},
		{"a key twice, the last that says something", `[{"a":"x","a":"y","a":null,"b":"z"}]`, []string{"a", "b"}, [][]string{{"y", "z"}}},
		{"two keys of one column", `[{"name":"Ana","contact_name":"Ana Paula"},{"contact_name":"Bia"}]`,
			[]string{"name", "contact_name"}, [][]string{{"Ana", "Ana Paula"}, {"", "Bia"}}},
		{"UTF-16", "\xFF\xFE[\x00{\x00\"\x00a\x00\"\x00:\x00\"\x00\xE9\x00\"\x00}\x00]\x00", []string{"a"}, [][]string{{"é"}}},
		{"Windows-1252", "[{\"a\":\"Jos\xE9\"}]", []string{"a"}, [][]string{{"José"}}},
		{"breaks and delimiters", `[{"a":"x\r\ny\rz","b":"p;q \"r\""}]`, []string{"a", "b"}, [][]string{{"x\ny\nz", `p;q "r"`}}},
		{"a break in a key", `[{"Qual é\no seu nome?":"Ana","b":"x"},{"b":"y"}]`, []string{"Qual é o seu nome?", "b"}, [][]string{{"Ana", "x"}, {"", "y"}}},
		{"keys as they are", `[{"@id":"7","-":"x"}]`, []string{"@id", "-"}, [][]string{{"7", "x"}}},
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
		if len(records) != len(c.records) && c.name != "objects inside" { // whose last record says nothing
			t.Errorf("%s: %d records, want %d", c.name, len(records), len(c.records))
			continue
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
		"a broken array":       {"[{\"a\":1},\n{\"a\" 2}]\n", "line 2"},
		"nothing but a line":   {"{\"a\" 2}\n", "line 1"},
		"a line of no object":  {"{\"a\":1}\n\"a\"\n{\"a\":2}", "line 2"},
		"over several lines":   {"{\"a\":1}\n{\n\"a\" 2}\n{\"a\":3}", "line 3"},
		"a list in a list":     {"[[{\"a\":1}]]", "line 1"},
		"a contact around":     {"{\"data\":[{\"a\":1}],\n\"nome\":\"Ana\"}", "line 2"},
		"another one behind":   {"{\"data\":[{\"a\":1}]}\n{\"data\":[{\"a\":2}]}", "line 2"},
		"a record without end": {"{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", mostRecord+1<<20) + "\"}", "line 2"},
		"a list without end":   {"{\"a\":1}\n{\"a\":[" + strings.Repeat("[1],", mostRecord/4+1<<19) + "1]}", "line 2"},
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
		"\xFF\xFE[\x00{\x00": true, "\xFE\xFF\x00{\x00\"": true, "\xFF\xFEa\x00;\x00": false,
		`[{"a":1}]`: true, "\uFEFF [\n {": true, `{"a":1}`: true, "[]": true, "{}": true,
		`["A","1"|"B","2"];x`: false, "name;email": false, "": false, "{": false, "[1,2]": false, "{name};x": false,
	} {
		if got := IsJSON([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// repeated is a text that repeats up to a number of bytes, so that nothing but the reader holds the file.
type repeated struct {
	text     string
	size, at int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), r.size-r.at)], r.text[r.at%int64(len(r.text)):])
	r.at += int64(n)
	return n, nil
}

func (r *repeated) Seek(offset int64, _ int) (int64, error) {
	r.at = offset
	return offset, nil
}

const jsonLine = `{"name":"João da Conceição","email":"joao@exemplo.com.br","cpf":"52998224725","birth_date":"1985-03-27","external_id":"CLI-0001",` +
	`"city":"Florianópolis","state":"SC","phones":["5548999990001","554833330001"],"labels":["vip","newsletter"],"custom_fields":{"Plano":"Ouro"}}` + "\n"

// D3.5: memory stays flat however many records a JSON file has.
func TestJSONMemoryIsFlat(t *testing.T) {
	held := func(lines int64) uint64 {
		var highest uint64
		n, err := JSONToCSV(context.Background(), &repeated{text: jsonLine, size: lines * int64(len(jsonLine))}, io.Discard, 0, func(n int) {
			if n%(int(lines)/5) == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				highest = max(highest, m.HeapAlloc)
			}
		})
		if err != nil || int64(n) != lines || highest == 0 {
			t.Fatal(n, highest, err)
		}
		return highest
	}
	if short, long := held(5_000), held(50_000); long > short+1<<20 {
		t.Errorf("%d bytes held for 5,000 records, %d for 50,000", short, long)
	}
}

// What should be a value and is a key makes no table of keys without end: the file is refused before, also where a key holds nothing
// that would be a column, and where all are in one record.
func TestJSONKeysAreBounded(t *testing.T) {
	manyIn := func(key string) string {
		var b strings.Builder
		for i := range 2 * mostKeys {
			fmt.Fprintf(&b, key, i)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"a column of its own in every record": manyIn(`{"name":"Ana","%d":1}`),
		"a key that holds nothing":            manyIn(`{"name":"Ana","%d":{}}`),
		"all in one record":                   `{` + strings.TrimSuffix(manyIn(`"%d":{},`), ",") + `}`,
		"phones without end":                  `{"phones":[` + strings.TrimSuffix(manyIn(`"%d",`), ",") + `]}`,
		"keys as long as records":             manyIn(`{"` + strings.Repeat("x", mostSaid/100) + `%d":{}}`)[:2*mostSaid],
	} {
		_, err := JSONToCSV(context.Background(), strings.NewReader(text), io.Discard, 0, func(int) {})
		if crm.CodeOf(err) != CodeTooManyKeys {
			t.Errorf("%s: %v", name, err)
		}
	}
	var wide strings.Builder // as many as a header may have are read
	for i := range MaxColumns {
		fmt.Fprintf(&wide, `{"in":{"k%d":1}}`, i)
	}
	if n, err := JSONToCSV(context.Background(), strings.NewReader(wide.String()), io.Discard, 0, func(int) {}); err != nil || n != MaxColumns {
		t.Errorf("%d records with %d keys: %v", n, MaxColumns, err)
	}
}

// BenchmarkJSON makes CSV of 20,000 records.
func BenchmarkJSON(b *testing.B) {
	const records = 20_000
	b.ReportAllocs()
	for b.Loop() {
		n, err := JSONToCSV(context.Background(), &repeated{text: jsonLine, size: records * int64(len(jsonLine))}, io.Discard, 0, func(int) {})
		if err != nil || n != records {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
}
