package store

import (
	"strings"
	"sync"
)

// insertSizes are how many rows one statement inserts: few different texts, which the drivers keep prepared.
var insertSizes = []int{200, 20, 1}

// placeholders by rows and columns.
var placeholders sync.Map

// insert writes rows, many with one statement; then is what follows the values.
func (t *tx) insert(into string, rows [][]any, then string) error {
	for _, n := range insertSizes {
		for len(rows) >= n {
			args := make([]any, 0, n*len(rows[0]))
			for _, row := range rows[:n] {
				args = append(args, row...)
			}
			if err := t.exec(into+valueLists(n, len(rows[0]))+then, args...); err != nil {
				return err
			}
			rows = rows[n:]
		}
	}
	return nil
}

func valueLists(rows, columns int) string {
	key := [2]int{rows, columns}
	if text, ok := placeholders.Load(key); ok {
		return text.(string)
	}
	var b strings.Builder
	b.WriteString(" VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(" + in(1+i*columns, columns) + ")")
	}
	placeholders.Store(key, b.String())
	return b.String()
}
