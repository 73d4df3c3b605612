package sqlite

import (
	"database/sql/driver"
	"slices"
	"strings"

	"carteira/backend/crm"
)

// Keys are many identifiers to look up at once; duplicates are harmless.
type Keys struct {
	CPF   []int64 // crm.CPFKey
	Phone []int64 // crm.Phone.MatchKey
	Email []int64 // crm.EmailHash of the key
	CNPJ  []string
}

// Found are the local row numbers of the contacts that hold a key. A key nobody holds is absent.
type Found struct {
	CPF, Phone, Email map[int64][]int64
	CNPJ              map[string]int64
}

// atOnce is how many keys one statement takes: a third of the cost of one by one, and no gain beyond.
const atOnce = 64

// Lookup finds the holders of many keys, in key order, so that each index page is visited once. Merged
// secondaries are among them; e-mail holders are candidates only, for two addresses may share a hash.
func (v *View) Lookup(k Keys) (f Found, err error) {
	if f.CPF, err = v.holders(`contact_cpf`, `cpf`, k.CPF); err != nil {
		return f, err
	}
	if f.Phone, err = v.holders(`contact_phone`, `phone`, k.Phone); err != nil {
		return f, err
	}
	if f.Email, err = v.holders(`contact_email`, `email`, k.Email); err != nil {
		return f, err
	}
	f.CNPJ = map[string]int64{}
	slices.Sort(k.CNPJ)
	err = eachGroup(v.c, `SELECT t.cnpj, t.contact FROM (`, `) k CROSS JOIN contact_cnpj t ON t.cnpj = k.column1`,
		slices.Compact(k.CNPJ), func(row result) error {
			f.CNPJ[row[0].(string)] = row[1].(int64)
			return nil
		})
	return f, err
}

// holders takes keys over: it sorts them.
func (v *View) holders(table, column string, keys []int64) (map[int64][]int64, error) {
	out := map[int64][]int64{}
	slices.Sort(keys)
	err := eachGroup(v.c, `SELECT t.`+column+`, t.contact FROM (`, `) k CROSS JOIN `+table+` t ON t.`+column+` = k.column1`,
		slices.Compact(keys), func(row result) error {
			key := row[0].(int64)
			out[key] = append(out[key], row[1].(int64))
			return nil
		})
	return out, err
}

// Many reads the contacts in the given rows; one that is gone is absent.
func (v *View) Many(numbers []int64) (map[int64]*Stored, error) {
	out := make(map[int64]*Stored, len(numbers))
	slices.Sort(numbers)
	err := eachGroup(v.c, `SELECT`+contactColumns+` FROM (`, `) k CROSS JOIN contact c ON c.n = k.column1
		LEFT JOIN portfolio p ON p.contact = c.n
		LEFT JOIN activity a ON a.contact = c.n`, slices.Compact(numbers), func(row result) error {
		s, err := v.scanContact(row)
		if err == nil {
			out[s.N] = s
		}
		return err
	})
	return out, err
}

// eachGroup runs head + VALUES + tail over the keys, atOnce at a time; the last group is filled up with NULL,
// which joins nothing.
func eachGroup[K int64 | string | crm.ID](c *conn, head, tail string, keys []K, each func(row result) error) error {
	if len(keys) == 0 {
		return nil
	}
	sql := head + valuesOf(atOnce, `(?)`) + tail
	args := make([]driver.Value, atOnce)
	for len(keys) > 0 {
		clear(args)
		n := min(atOnce, len(keys))
		for i, k := range keys[:n] {
			args[i] = k
			if id, ok := any(k).(crm.ID); ok {
				args[i] = id[:]
			}
		}
		keys = keys[n:]
		if err := c.query(sql, args, each); err != nil {
			return err
		}
	}
	return nil
}

// insertMany inserts n rows of the given width, atOnce at a time. fill puts one row's values into args.
func (c *conn) insertMany(into string, width, n int, fill func(i int, args []driver.Value)) error {
	row := `(` + strings.TrimSuffix(strings.Repeat(`?, `, width), `, `) + `)`
	many, one := into+valuesOf(atOnce, row), into+` VALUES `+row
	args := make([]driver.Value, atOnce*width)
	for i := 0; i < n; {
		step, sql := 1, one
		if n-i >= atOnce {
			step, sql = atOnce, many
		}
		for j := range step {
			fill(i+j, args[j*width:(j+1)*width])
		}
		if _, err := c.exec(sql, args[:step*width]...); err != nil {
			return err
		}
		i += step
	}
	return nil
}

func valuesOf(n int, row string) string {
	return ` VALUES ` + strings.Repeat(row+`, `, n-1) + row
}
