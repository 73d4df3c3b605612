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

// Build makes an index of rows, which it puts in another order and drops some of.
func Build(rows []Row) (*Index, error) {
	text := 0
	for i := range rows {
		text += len(rows[i].Name) + 1 + len(rows[i].Rest)
	}
	b := NewBuilder(len(rows), text)
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.N, b.N)) })
	for i := range rows {
		b.Add(rows[i].N, rows[i].Attrs, rows[i].Name, rows[i].Rest)
	}
	b.Number()
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.N, b.N)) })
	for i := range rows {
		b.Created(rows[i].N, rows[i].Created)
	}
	talked := rows[:0]
	for i := range rows {
		if rows[i].Last > 0 {
			talked = append(talked, rows[i])
		}
	}
	slices.SortFunc(talked, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.N, b.N)) })
	for i := range talked {
		b.Last(talked[i].N, talked[i].Last)
	}
	return b.Index()
}
