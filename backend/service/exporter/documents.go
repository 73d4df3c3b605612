package exporter

import (
	"bufio"
	"encoding/json"
	"io"

	"carteira/backend/crm"
)

// documents writes contacts as JSON, one a line: the elements of an array, or each by itself (NDJSON), which other
// programs read without holding the file.
type documents struct {
	out   *bufio.Writer
	names *Names
	array bool
	begun bool
}

func newDocuments(w io.Writer, names *Names, array bool) *documents {
	return &documents{out: bufio.NewWriterSize(w, 64<<10), names: names, array: array}
}

func (d *documents) contact(c *crm.Contact, notes []crm.Note) error {
	text, err := json.Marshal(d.names.Document(c, notes))
	if err != nil {
		return err
	}
	before, after := "", "\n"
	if d.array {
		if before, after = ",\n", ""; !d.begun {
			before = "[\n"
		}
	}
	d.begun = true
	d.out.WriteString(before) // an error stays with the writer, and Flush gives it
	d.out.Write(text)
	_, err = d.out.WriteString(after)
	return err
}

func (d *documents) end() error {
	switch {
	case d.array && d.begun:
		d.out.WriteString("\n]\n")
	case d.array:
		d.out.WriteString("[]\n")
	}
	return d.out.Flush()
}
