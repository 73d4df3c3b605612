package store

import (
	"strings"
	"sync"
)

// insertSizes are how many rows one statement inserts: few different texts, which the drivers keep prepared.
var insertSizes = []int{200, 20, 1}

// placeholders by rows, shared columns and own columns.
var placeholders sync.Map

// insert writes rows, many with one statement; shared are the values of the first columns, which all rows have alike, and
// then is what follows the values.
func (t *tx) insert(into string, shared []any, rows [][]any, then string) error {
	for _, n := range insertSizes {
		for len(rows) >= n {
			args := append(make([]any, 0, len(shared)+n*len(rows[0])), shared...)
			for _, row := range rows[:n] {
				args = append(args, row...)
			}
			if err := t.exec(into+valueLists(n, len(shared), len(rows[0]))+then, args...); err != nil {
				return err
			}
			rows = rows[n:]
		}
	}
	return nil
}

func valueLists(rows, shared, own int) string {
	key := [3]int{rows, shared, own}
	if text, ok := placeholders.Load(key); ok {
		return text.(string)
	}
	var b strings.Builder
	b.WriteString(" VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(")
		if shared > 0 {
			b.WriteString(in(1, shared) + ",")
		}
		b.WriteString(in(1+shared+i*own, own) + ")")
	}
	placeholders.Store(key, b.String())
	return b.String()
}
