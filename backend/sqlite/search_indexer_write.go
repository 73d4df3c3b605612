package sqlite

import (
	"cmp"
	"context"
	"slices"

	"carteira/backend/crm"
)

// take is what transactions handed over, in order of number and without gaps.
func (x *indexer) take() []rosterRow {
	x.s.mu.Lock()
	rows := x.s.fresh
	x.s.fresh = nil
	x.s.mu.Unlock()
	slices.SortStableFunc(rows, func(a, b rosterRow) int { return cmp.Compare(a.contact, b.contact) })
	for len(rows) > 0 && rows[0].contact <= x.state.watermark { // renamed: they are in search_dirty
		rows = rows[1:]
	}
	for i := 1; i < len(rows); i++ {
		if rows[i].contact != rows[i-1].contact+1 {
			return rows[:i] // the rest is read back
		}
	}
	return rows
}

func (x *indexer) addRows(rows []rosterRow) error {
	for i := range rows {
		r := &rows[i]
		if err := x.add(r.contact, r.key+"\n"+r.rest+"\n"); err != nil {
			return err
		}
		*r = rosterRow{} // its text may go: the rest of a hundred thousand takes a second or more
	}
	return x.commitFull()
}

// addTail indexes contacts newer than the watermark that nobody handed over.
func (x *indexer) addTail() (n int, err error) {
	type text struct {
		n    int64
		text string
	}
	var texts []text
	var version int64
	err = x.db.View(context.Background(), func(v *View) (err error) {
		if version, err = v.listVersion(); err != nil {
			return err
		}
		return v.c.query(`SELECT n, doc FROM contact WHERE n > ? ORDER BY n LIMIT ?`, values(x.state.watermark, int64(indexRead)),
			func(row result) error {
				var c crm.Contact
				if err := v.decodeDoc(row[1].([]byte), &c); err != nil {
					return err
				}
				texts = append(texts, text{row[0].(int64), nameKey(&c) + "\n" + searchRest(&c) + "\n"})
				return nil
			})
	})
	if err != nil || len(texts) == 0 {
		return 0, err
	}
	x.state.reflects = max(x.state.reflects, version)
	for _, t := range texts {
		if err := x.add(t.n, t.text); err != nil {
			return 0, err
		}
	}
	return len(texts), x.commitFull()
}

// add writes one entry.
func (x *indexer) add(n int64, text string) error {
	if err := x.begin(); err != nil {
		return err
	}
	if x.open == 5_000 && !x.bulk {
		x.bulk = true
		if err := x.setHash(bulkHash); err != nil {
			return err
		}
	}
	if _, err := x.c.exec(`INSERT INTO gram (rowid, text) VALUES (?, ?)`, n, text); err != nil {
		return err
	}
	x.counts.add(n, text)
	x.state.watermark = n
	x.open++
	return nil
}

func (x *indexer) begin() error {
	if x.open > 0 {
		return nil
	}
	_, err := x.c.exec(`BEGIN IMMEDIATE`)
	return err
}

func (x *indexer) commitFull() error {
	if x.open < indexCommit {
		return nil
	}
	return x.commit()
}

func (x *indexer) commit() error {
	if x.open == 0 || x.c == nil {
		return nil
	}
	if _, err := x.c.exec(`UPDATE state SET watermark = ?, generation = ?, reflects = ?, counts = ?`,
		x.state.watermark, x.state.generation, x.state.reflects, x.counts.encode()); err != nil {
		return err
	}
	if _, err := x.c.exec(`COMMIT`); err != nil {
		return err
	}
	x.merge = x.merge || x.open > 100
	x.open = 0
	return nil
}

func (x *indexer) setHash(bytes int64) error {
	_, err := x.c.exec(`INSERT INTO gram (gram, rank) VALUES ('hashsize', ?)`, bytes)
	return err
}
