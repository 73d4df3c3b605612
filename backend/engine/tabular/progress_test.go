package tabular

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A percentage must end at 100: the beginning, which is looked at before it is read, counts once.
func TestBytesReadIsTheSizeAtTheEnd(t *testing.T) {
	for name, text := range map[string]string{
		"short":         "contact_name;contact_email\nAna;a@example.com\n",
		"with a mark":   "\uFEFFcontact_name;contact_email\nAna;a@example.com\n",
		"with sep=":     "sep=;\ncontact_name;contact_email\nAna;a@example.com\n",
		"beyond a head": "contact_name;contact_email\n" + strings.Repeat("Ana;a@example.com\n", 3*SniffSize/18),
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := OpenCSV(strings.NewReader(text), CSVOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = rows.Next()
			}
			if !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			if got := rows.BytesRead(); got != int64(len(text)) {
				t.Errorf("read %d bytes of %d", got, len(text))
			}
		})
	}
}
