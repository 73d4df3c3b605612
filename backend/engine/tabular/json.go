package tabular

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"carteira/backend/crm"
)

// CodeJSONDamaged says that a JSON file cannot be read; nothing of it is imported (D3.14).
const CodeJSONDamaged = "file_json_damaged"

// IsJSON tells by its first bytes whether a file is an array of objects or one object a line. A CSV file may begin with a
// bracket, but not with an object.
func IsJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte(utf8Mark)), " \t\r\n")
	if len(head) == 0 {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	return head[0] == '[' && (rest[0] == '{' || rest[0] == ']') || head[0] == '{' && (rest[0] == '"' || rest[0] == '}')
}

const utf8Mark = "\uFEFF"

// JSONToCSV writes an array of objects, or one object a line, as CSV: a column for every key, in the order in which they
// first appear, at most most records when that is not 0. A contact as this program writes it (phones, custom_fields, labels,
// notes, portfolio) fills the columns of D3.2. Lines end with a lone CR and breaks inside a cell are LF, so that the n-th
// record is line n+1. src stands at its beginning and is read twice.
func JSONToCSV(ctx context.Context, src io.ReadSeeker, dst io.Writer, most int, progress func(records int)) (records int, err error) {
	var columns []string
	index := map[string]int{}
	if err := eachObject(ctx, src, most, func(cells []cell) error {
		for _, c := range cells {
			if _, ok := index[c.column]; ok {
				continue
			}
			if len(columns) == MaxColumns {
				return crm.Errorf(CodeTooManyColumns, "", "the records have more than %d different keys", MaxColumns)
			}
			index[c.column] = len(columns)
			columns = append(columns, c.column)
		}
		return nil
	}); err != nil || len(columns) == 0 {
		return 0, err
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("go back to the beginning: %w", err)
	}
	out, err := NewCSVWriter(dst, CSVWriterOptions{BOM: true, Neutralise: true, Ending: "\r"})
	if err != nil {
		return 0, err
	}
	if err := out.Write(columns); err != nil {
		return 0, err
	}
	row := make([]string, len(columns))
	if err := eachObject(ctx, src, most, func(cells []cell) error {
		clear(row)
		for _, c := range cells {
			row[index[c.column]] = c.text
		}
		if records++; records%1000 == 0 {
			progress(records)
		}
		return out.Write(row)
	}); err != nil {
		return records, err
	}
	return records, out.Flush()
}

// cell is the text that a record has in a column.
type cell struct{ column, text string }

// eachObject calls f with one record after another.
func eachObject(ctx context.Context, src io.ReadSeeker, most int, f func(cells []cell) error) error {
	d := json.NewDecoder(&unmarked{r: src})
	d.UseNumber()
	array := false
	for n := 0; most == 0 || n < most; {
		if err := ctx.Err(); err != nil {
			return err
		}
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && !array:
			return nil
		case err != nil:
			return damagedJSON(src, d.InputOffset(), err)
		case token == json.Delim('[') && n == 0 && !array:
			array = true
			continue
		case token == json.Delim(']') && array:
			if _, err := d.Token(); !errors.Is(err, io.EOF) {
				return damagedJSON(src, d.InputOffset(), errors.New("something follows the array"))
			}
			return nil
		case token != json.Delim('{'):
			return damagedJSON(src, d.InputOffset(), fmt.Errorf("record %d is no object", n+1))
		}
		cells, err := object(d)
		if err != nil {
			return damagedJSON(src, d.InputOffset(), err)
		}
		if err := f(cells); err != nil {
			return err
		}
		n++
	}
	return nil
}

func damagedJSON(src io.ReadSeeker, offset int64, cause error) error {
	line := 1
	if _, err := src.Seek(0, io.SeekStart); err == nil {
		before := &lineCounter{}
		if _, err := io.CopyN(before, src, offset); err == nil || errors.Is(err, io.EOF) {
			line += before.n
		}
	}
	return errors.Join(crm.Errorf(CodeJSONDamaged, "", "the JSON cannot be read from line %d on; nothing of the file was imported", line), cause)
}

type lineCounter struct{ n int }

func (c *lineCounter) Write(b []byte) (int, error) {
	c.n += bytes.Count(b, []byte{'\n'})
	return len(b), nil
}

// object reads the members of an object whose brace has been read.
func object(d *json.Decoder) (cells []cell, err error) {
	type member struct {
		key   string
		value json.RawMessage
	}
	var members []member
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{key: fmt.Sprint(key)}
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	has := func(key string) bool {
		return slices.ContainsFunc(members, func(m member) bool { return m.key == key })
	}
	own := has("id") && has("phones") && has("custom_fields")
	for _, m := range members {
		if own && slices.Contains(untold, m.key) {
			continue
		}
		more, err := flatten(m.key, m.value)
		if err != nil {
			return nil, err
		}
		for _, c := range more {
			c.text = oneEnding.Replace(c.text)
			cells = append(cells, c)
		}
	}
	return cells, nil
}

// untold are members of a contact as this program writes it that an import cannot set.
var untold = []string{"channel", "updated_at", "anonymized", "merged_into"}

var oneEnding = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// flatten makes cells of one member.
func flatten(key string, value json.RawMessage) ([]cell, error) {
	switch first := bytes.TrimLeft(value, " \t\r\n")[0]; {
	case key == "phones" && first == '[':
		texts, err := texts(value)
		var cells []cell
		for i, text := range texts {
			column := fmt.Sprintf("contact_phone_%d", i+1)
			if i == 0 {
				column = string(Phone)
			}
			cells = append(cells, cell{column, text})
		}
		return cells, err
	case key == "custom_fields" && first == '{':
		d := json.NewDecoder(bytes.NewReader(value))
		d.UseNumber()
		if _, err := d.Token(); err != nil {
			return nil, err
		}
		var pairs []Pair
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			var v any
			if err := d.Decode(&v); err != nil {
				return nil, err
			}
			pairs = append(pairs, Pair{Name: fmt.Sprint(name), Value: textOf(v)})
		}
		return []cell{{string(CustomFields), FormatCustomFields(pairs)}}, nil
	case key == "notes" && first == '[':
		texts, err := texts(value)
		return []cell{{string(Notes), strings.Join(texts, "\n")}}, err
	case key == "portfolio" && first == '{':
		return portfolioCells(value)
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return []cell{{columnOf(key), textOf(v)}}, nil
}

// columnOf is the column of a key: contact_name and name are the same.
func columnOf(key string) string {
	for _, prefixed := range []string{key, "contact_" + key} {
		if Field(prefixed).Canonical() || slices.Contains(ExportHeaders, prefixed) {
			return prefixed
		}
	}
	return key
}

func portfolioCells(value json.RawMessage) ([]cell, error) {
	var p struct {
		Type                    any
		Owner, Service, Reserve string
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&p); err != nil {
		return nil, err
	}
	return []cell{
		{string(Portfolio), "true"}, {string(PortfolioType), textOf(p.Type)}, {string(PortfolioUserEmail), p.Owner},
		{string(PortfolioServiceName), p.Service}, {string(PortfolioReserveEmail), p.Reserve},
	}, nil
}

// texts are the elements of an array; of objects their member "text".
func texts(value json.RawMessage) ([]string, error) {
	var all []any
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&all); err != nil {
		return nil, err
	}
	out := make([]string, 0, len(all))
	for _, v := range all {
		if o, ok := v.(map[string]any); ok && o["text"] != nil {
			v = o["text"]
		}
		out = append(out, textOf(v))
	}
	return out, nil
}

// textOf is a value in a cell: what is no text is written as JSON writes it, a list with bars between.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = textOf(x)
		}
		return strings.Join(parts, "|")
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("bug: what was read as JSON cannot be written: " + err.Error())
	}
	return string(b)
}

// unmarked leaves out a byte order mark.
type unmarked struct {
	r     io.Reader
	begun bool
}

func (u *unmarked) Read(b []byte) (int, error) {
	if u.begun || len(b) < len(utf8Mark) {
		return u.r.Read(b)
	}
	u.begun = true
	n, err := io.ReadFull(u.r, b[:len(utf8Mark)])
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if string(b[:n]) == utf8Mark {
		return 0, err
	}
	return n, err
}
