package roster

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Row is what the list knows of a contact.
type Row struct {
	N, Attrs      int64
	Created, Last int64  // ms; Last 0: no interaction
	Name, Rest    string // as Builder.Add takes them
}

// Row copies a contact's record out of the index, without the time of its last interaction.
func (x *Index) Row(n int64) (r Row, ok bool) {
	pos, ok := x.position(n)
	if !ok {
		return r, false
	}
	record := x.record(pos)
	end := bytes.IndexByte(record, '\n')
	return Row{
		N: n, Attrs: x.kinds[x.kind[pos]], Created: x.created[pos], Name: string(record[:end]), Rest: string(record[end+1:]),
	}, true
}

// Build makes an index of rows in any order.
func Build(rows []Row) (*Index, error) {
	text := 0
	sorted := make([]*Row, len(rows)) // a row is large to move about
	for i := range rows {
		sorted[i] = &rows[i]
		text += len(rows[i].Name) + 1 + len(rows[i].Rest)
	}
	b := NewBuilder(len(rows), text)
	slices.SortFunc(sorted, func(a, b *Row) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.N, b.N)) })
	for _, r := range sorted {
		b.Add(r.N, r.Attrs, r.Name, r.Rest)
	}
	b.Number()
	slices.SortFunc(sorted, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.N, b.N)) })
	for _, r := range sorted {
		b.Created(r.N, r.Created)
	}
	sorted = slices.DeleteFunc(sorted, func(r *Row) bool { return r.Last <= 0 })
	slices.SortFunc(sorted, func(a, b *Row) int { return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.N, b.N)) })
	for _, r := range sorted {
		b.Last(r.N, r.Last)
	}
	return b.Index()
}
