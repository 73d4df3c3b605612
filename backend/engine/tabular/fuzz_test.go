package tabular

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// small bounds, so that a fuzzer reaches every one of them.
var small = bounds{buffer: 32, cell: 40, line: 120, keep: 16, lookAhead: 80, lines: 6, list: 3}

// FuzzRecords: no input makes the reader panic or hold more than its bounds; records and the blank lines between them
// account for every byte; line numbers rise and are those of the input; reading by single bytes gives the same; and
// resuming after a record gives the same next one.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{
		"1;2;3\n", "\"x;y\";2\n3\n", "a;\"b\nc\";d\r\n\r\n;;\ne", "a;" + example + ";c\n", "\"open;1\n2;3\"x\n\n4", "[\"A\",\"x\ny\"];1\n",
		"\x00;\xFF\n", "a\rb\r\nc\n\rd", "'\"\"\"\n\"\"\"\"", "“a”;[“b;”,“c”]\n", "\"[\"a\",\"b;\"]\";2\n", "e\u0301;1\n",
	} {
		f.Add([]byte(s), byte(0), uint8(3))
		f.Add(bytes.Repeat([]byte(s), 20), byte(5), uint8(2))
	}
	f.Fuzz(func(t *testing.T, input []byte, mode byte, columns uint8) {
		delim, eol := delimiters[mode&3], byte('\n')
		if mode&4 != 0 {
			eol = '\r'
		}
		open := func(src io.Reader) *reader {
			r := newReader(src, delim, eol, small)
			r.columns = int(columns % 8)
			r.fillable = r.columns
			return r
		}
		r := open(bytes.NewReader(input))
		slow := open(iotest.OneByteReader(bytes.NewReader(input)))
		at, lines := int64(0), 0 // accounted for so far
		for {
			before := r.position()
			rec, err := r.next()
			again, errAgain := slow.next()
			if errors.Is(err, io.EOF) {
				if !errors.Is(errAgain, io.EOF) {
					t.Fatalf("by single bytes there is another record: %+v, %v", again, errAgain)
				}
				break
			}
			if err != nil || errAgain != nil {
				t.Fatal(err, errAgain)
			}
			if len(r.buf) > 512 {
				t.Fatalf("the buffer has grown to %d", len(r.buf))
			}
			same(t, rec, again)
			if before.Offset != at {
				t.Fatalf("position %+v, want offset %d", before, at)
			}
			skipped := input[at:rec.Offset]
			if !onlyBlank(skipped, delim) {
				t.Fatalf("%q is passed over", skipped)
			}
			lines += physicalLines(skipped, eol)
			if rec.Line != lines+1 {
				t.Fatalf("record at %d is on line %d, not %d", rec.Offset, lines+1, rec.Line)
			}
			whole := input[rec.Offset:rec.End]
			lines += physicalLines(whole, eol)
			if rec.EndLine != lines {
				t.Fatalf("record at %d ends on line %d, not %d", rec.Offset, lines, rec.EndLine)
			}
			tooLarge := rec.Err != nil && (rec.Err.Code == CodeCellTooLarge || rec.Err.Code == CodeLineTooLarge)
			if !bytes.HasPrefix(whole, rec.Raw) || !tooLarge && len(bytes.Trim(whole[len(rec.Raw):], "\r\n")) > 0 {
				t.Fatalf("raw %q of %q", rec.Raw, whole)
			}
			if rec.Err != nil && rec.EndLine != rec.Line && rec.Err.Code == CodeUnclosedQuote {
				t.Fatalf("an unclosed quote costs lines %d to %d", rec.Line, rec.EndLine)
			}
			resumed := open(bytes.NewReader(input[before.Offset:]))
			resumed.resumeAt(before)
			if next, err := resumed.next(); err != nil {
				t.Fatal(err)
			} else {
				same(t, rec, next)
			}
			at = rec.End
		}
		if !onlyBlank(input[at:], delim) {
			t.Fatalf("%q at the end is passed over", input[at:])
		}
	})
}

func same(t *testing.T, a, b *Record) {
	t.Helper()
	if a.Line != b.Line || a.EndLine != b.EndLine || a.Offset != b.Offset || a.End != b.End || !bytes.Equal(a.Raw, b.Raw) ||
		(a.Err == nil) != (b.Err == nil) || a.Err != nil && a.Err.Code != b.Err.Code || len(a.Cells) != len(b.Cells) {
		t.Fatalf("two readings:\n%+v\n%+v", a, b)
	}
	for i := range a.Cells {
		if !bytes.Equal(a.Cells[i], b.Cells[i]) {
			t.Fatalf("cell %d: %q and %q", i, a.Cells[i], b.Cells[i])
		}
	}
}

func onlyBlank(b []byte, delim byte) bool {
	b = bytes.ReplaceAll(b, []byte{'"'}, nil)
	return blank(bytes.ReplaceAll(b, []byte{delim}, nil))
}

// physicalLines counts line endings, and a last line without one.
func physicalLines(b []byte, eol byte) int {
	n := bytes.Count(b, []byte{eol})
	if rest := bytes.TrimRight(b, "\n"); eol == '\r' && len(rest) > 0 && rest[len(rest)-1] == '\r' && len(b)-len(rest) <= 1 {
		return n
	}
	if len(b) > 0 && b[len(b)-1] != eol {
		n++
	}
	return n
}
