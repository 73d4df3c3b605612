package sqlite

import (
	"encoding/binary"
	"fmt"
	"time"

	"carteira/backend/crm"
)

// importPart is what one operation of an import did: whom it created, or whom it changed.
type importPart struct {
	job, op     int64
	first, last int64  // contact.n of the created ones; 0 = none
	low, high   crm.ID // see import_part
	edited      []int64
}

// size is how many contacts the part is about.
func (p *importPart) size() int {
	if p.first > 0 {
		return int(p.last - p.first + 1)
	}
	return len(p.edited)
}

// keepPart remembers a part for as long as its import can be undone.
func (tx *Tx) keepPart(p *importPart) error {
	_, err := tx.c.exec(`
		INSERT INTO import_part (job, op, first, last, low, high, edited)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		p.job, p.op, p.first, p.last, p.low[:], p.high[:], packNumbers(p.edited))
	return err
}

// packNumbers writes ascending numbers, each less the one before it.
func packNumbers(numbers []int64) []byte {
	out := make([]byte, 0, 2*len(numbers))
	last := int64(0)
	for _, n := range numbers {
		out = binary.AppendUvarint(out, uint64(n-last))
		last = n
	}
	return out
}

func unpackNumbers(b []byte) (out []int64, err error) {
	last := int64(0)
	for len(b) > 0 {
		step, size := binary.Uvarint(b)
		if size <= 0 {
			return nil, fmt.Errorf("bug: row numbers do not parse")
		}
		last += int64(step)
		out = append(out, last)
		b = b[size:]
	}
	return out, nil
}

const partColumns = `job, op, first, last, low, high, edited`

func scanPart(row result) (*importPart, error) {
	edited, err := unpackNumbers(row[6].([]byte))
	return &importPart{
		job: row[0].(int64), op: row[1].(int64), first: row[2].(int64), last: row[3].(int64),
		low: blobID(row[4]), high: blobID(row[5]), edited: edited,
	}, err
}

// latestPart is the part of an import that was done last before an operation; nil when there is none. Undoing goes back in
// time, so that each old value meets the one that took its place.
func (v *View) latestPart(job, before int64) (p *importPart, err error) {
	_, err = v.c.one(`SELECT `+partColumns+` FROM import_part WHERE job = ? AND op < ? ORDER BY op DESC LIMIT 1`,
		values(job, before), func(row result) (err error) {
			p, err = scanPart(row)
			return err
		})
	return p, err
}

// createdBy are the ranges of contacts that an import created.
func (v *View) createdBy(job int64) (out ranges, err error) {
	err = v.c.query(`SELECT first, last FROM import_part WHERE job = ? AND first > 0 ORDER BY first`, values(job), func(row result) error {
		out = append(out, [2]int64{row[0].(int64), row[1].(int64)})
		return nil
	})
	return out, err
}

// ranges are row numbers from one to another, ascending.
type ranges [][2]int64

func (r ranges) hold(n int64) bool {
	for low, high := 0, len(r); low < high; {
		mid := (low + high) / 2
		switch {
		case n < r[mid][0]:
			high = mid
		case n > r[mid][1]:
			low = mid + 1
		default:
			return true
		}
	}
	return false
}

func (tx *Tx) dropPart(p *importPart) error {
	_, err := tx.c.exec(`DELETE FROM import_part WHERE job = ? AND op = ?`, p.job, p.op)
	return err
}

// ForgetParts forgets what is known for undoing imports that ended before a moment.
func (tx *Tx) ForgetParts(before time.Time) error {
	_, err := tx.c.exec(`
		DELETE FROM import_part
		WHERE job IN (SELECT n FROM job WHERE kind = 'import' AND ended_at > 0 AND ended_at < ?)`, before.UnixMilli())
	return err
}
