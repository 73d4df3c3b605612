package tabular

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"carteira/backend/crm"
)

// FuzzJSON: no input makes a panic; what is no JSON is refused for people, and what is becomes a table of as many lines as it
// has records that say something, whose texts are those that encoding/json reads.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`[{"a":1,"b":[1,"x",null,{"c":2}],"d":{"e":{"f":true}}}]`, "{\"name\":\"Ana\"}\n{\"contact_name\":\"Bia\",\"name\":\"B\"}\n", jsonLine, "[]", "[{}]", `{"a":1e9}`, `{"a":"\ud83d"}`,
		`[{"id":"1","phones":["1","2"],"custom_fields":{"a":"b"},"notes":[{"text":"x"}],"portfolio":{"type":1},"channel":"x"}]`, `[{"phones":[],"contact_phone":"1","phone":"2"}]`,
		"\xFF\xFE[\x00]\x00", "\uFEFF{}", `[{"a":1},]`, `{"a":{"a.b":1},"a.a.b":2}`, `{"":1}`, "{\"a\":\"\\r\\n\\u0000\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		var out bytes.Buffer
		n, err := JSONToCSV(context.Background(), bytes.NewReader(input), &out, 0, func(int) {})
		if err != nil {
			if crm.CodeOf(err) == "" {
				t.Fatalf("not for people: %v", err)
			}
			return
		}
		if out.Len() == 0 {
			return
		}
		rows, err := OpenCSV(bytes.NewReader(out.Bytes()), CSVOptions{Delimiter: ';'})
		if err != nil {
			return // a header with a NUL in it, for one
		}
		lines := 0
		for ; ; lines++ {
			rec, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if lines > 0 || rec.Err != nil || !json.Valid(input) || input[0] != '[' {
				continue
			}
			var all []map[string]any
			if json.Unmarshal(input, &all) != nil || len(all) == 0 {
				continue
			}
			for i, h := range rows.Header() {
				text, ok := all[0][h].(string)
				if !ok || i >= len(rec.Cells) || rec.Line != 2 || strings.ContainsAny(text, "\r\uFFFD") || strings.Count(string(input), `"`+h+`"`) > 1 {
					continue
				}
				seen := [][]byte{[]byte(text)}
				normalise(seen)
				if got := Restore(string(rec.Cells[i])); got != string(seen[0]) && !strings.HasPrefix(text, "'") && got != strings.TrimSpace(string(seen[0])) {
					t.Fatalf("%q is read as %q", text, got)
				}
			}
		}
		if lines > n {
			t.Fatalf("%d lines of %d records", lines, n)
		}
	})
}
