package tabular

import (
	"strings"

	"carteira/backend/crm"
)

// Pair is one custom field of a line: its name as written, never blank, and its value, perhaps empty.
type Pair struct {
	Name  string
	Value string
}

// ParseCustomFields reads the custom-field cell of D3.6, in either form and with any of its quotes. A blank cell has no
// fields. Any other text is the error custom_fields_broken, which costs its line and nothing else.
func ParseCustomFields(cell string) ([]Pair, error) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return nil, nil
	}
	var pairs []Pair
	nameless := false
	s := listScanner{b: []byte(cell), emit: func(name, value []byte) {
		n := strings.TrimSpace(string(name))
		nameless = nameless || n == ""
		pairs = append(pairs, Pair{Name: n, Value: string(value)})
	}}
	end, res := s.scan()
	if res != listWhole || end != len(cell) || nameless {
		return nil, crm.Errorf(CodeCustomFieldsBroken, string(CustomFields),
			`the custom fields cannot be read: write them as ["Name","value"|"Other name","other value"]`)
	}
	return pairs, nil
}

// FormatCustomFields writes what ParseCustomFields reads back, quotes doubled inside the texts. "" for no pairs.
func FormatCustomFields(pairs []Pair) string {
	if len(pairs) == 0 {
		return ""
	}
	var b strings.Builder
	for i, p := range pairs {
		b.WriteByte("[|"[min(i, 1)])
		quoteText(&b, p.Name)
		b.WriteByte(',')
		quoteText(&b, p.Value)
	}
	b.WriteByte(']')
	return b.String()
}

func quoteText(b *strings.Builder, s string) {
	b.WriteByte('"')
	b.WriteString(strings.ReplaceAll(s, `"`, `""`))
	b.WriteByte('"')
}
