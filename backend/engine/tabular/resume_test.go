package tabular

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

type seen struct {
	Line, End int
	Code      string
	Cells     string
	After     Position
}

func readFrom(t *testing.T, file []byte, opts CSVOptions) []seen {
	t.Helper()
	rows, err := OpenCSV(bytes.NewReader(file), opts)
	if err != nil {
		t.Fatal(err)
	}
	var all []seen
	for {
		rec, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		s := seen{Line: rec.Line, End: rec.EndLine, Cells: fmt.Sprintf("%q", rec.Cells), After: rows.Position()}
		if rec.Err != nil {
			s.Code = rec.Err.Code
		}
		if s.After.Offset != rec.End {
			t.Fatalf("line %d ends at %d, the position says %d", rec.Line, rec.End, s.After.Offset)
		}
		all = append(all, s)
	}
}

// D3.15: from the position after any record the reading goes on exactly as if it had never stopped, whatever the encoding,
// the damage and the line endings.
func TestResumeAfterEveryRecord(t *testing.T) {
	text := "sep=;\na;b;c\nção;1;2\n\n\"x\ny\";2;3\nbad;\"open;1\nrest\nok;2;3\n;;\nmany;2;3;4\n" + "z;" + example + ";3\nlast;é;9"
	files := map[string][]byte{
		"utf-8":        []byte(text),
		"utf-8-bom":    []byte("\xEF\xBB\xBF" + text),
		"crlf":         []byte(strings.ReplaceAll(text, "\n", "\r\n")),
		"cr":           []byte(strings.ReplaceAll(text, "\n", "\r")),
		"windows-1252": cp1252Bytes(text),
		"utf-16le":     append([]byte{0xFF, 0xFE}, utf16Bytes(text, binary.LittleEndian)...),
		"long":         []byte(text + "\n" + strings.Repeat("filler;1;2\n", 50_000)),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			all := readFrom(t, file, CSVOptions{})
			if len(all) < 8 || all[3].Code != CodeAfterUnclosedQuote || all[7].Code != "" {
				t.Fatalf("the file is not read as meant: %+v", all[:8])
			}
			for i := range all {
				if i > 12 && i%9973 != 0 {
					continue
				}
				rest := readFrom(t, file, CSVOptions{ResumeAt: all[i].After})
				if len(rest) != len(all)-i-1 || len(rest) > 0 && !reflect.DeepEqual(rest, all[i+1:]) {
					t.Fatalf("resumed after record %d: %d records, want %d", i, len(rest), len(all)-i-1)
				}
			}
		})
	}
	if _, err := OpenCSV(strings.NewReader("a;b\n1;2\n"), CSVOptions{ResumeAt: Position{Line: 9, Offset: 99}}); err == nil {
		t.Error("a file that has become shorter is resumed")
	}
	if _, err := OpenCSV(strings.NewReader("a;b\n1;2\n"), CSVOptions{ResumeAt: Position{Line: 1, Offset: 1}}); err == nil {
		t.Error("a position inside the header is resumed")
	}
}
