package tabular

import (
	"errors"
	"io"
	"runtime"
	"testing"
)

// endless repeats a text up to a number of bytes, so that nothing but the reader holds the file.
type endless struct {
	text string
	left int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.left)], e.text[e.at:])
	e.at, e.left = (e.at+n)%len(e.text), e.left-n
	return n, nil
}

// D3.5: memory stays flat however long the file is, whatever is in it.
func TestMemoryIsFlat(t *testing.T) {
	for name, text := range map[string]string{
		"clean":   "João da Silva;5548999999999;" + example + "\n",
		"broken":  "João;\"open;x\nBia;1\x00;2\nCaio;1;2;3;4\n",
		"one row": "no line ending at all, ",
	} {
		peak := func(size int) uint64 {
			rows, err := OpenCSV(io.MultiReader(&endless{text: "contact_name;contact_phone;contact_custom_fields\n", left: 49}, &endless{text: text, left: size}),
				CSVOptions{Encoding: UTF8, Delimiter: ';'})
			if err != nil {
				t.Fatal(err)
			}
			lines, err := NewLines(rows, MapHeaders(rows.Header()))
			if err != nil {
				t.Fatal(err)
			}
			var highest uint64
			for batch := 0; ; batch++ {
				if _, err := lines.Read(1000); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				if batch%20 == 0 {
					runtime.GC()
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					highest = max(highest, m.HeapAlloc)
				}
			}
			return highest
		}
		short, long := peak(2<<20), peak(64<<20)
		if long > short+12<<20 {
			t.Errorf("%s: %d bytes held for 2 MiB, %d for 64 MiB", name, short, long)
		}
	}
}
