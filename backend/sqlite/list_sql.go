package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"carteira/backend/crm"
)

// position is a contact's place in an order. Only the parts that the order compares are filled.
type position struct {
	name string // SortName and what is Ranked
	text string // Ranked: folded
	at   int64  // SortCreated, SortLastInteraction: ms
	none bool   // has nothing of what is sorted by, comes last in both directions
	n    int64
}

// before compares two places. Descending is the exact reverse of ascending, ties included, except that contacts without
// an interaction stay last; what is Ranked has an order of its own.
func (s *scan) before(a, b *position) bool {
	desc := s.o.Desc
	switch {
	case s.o.By.Ranked():
		return a.beforeRanked(b, desc)
	case a.none != b.none:
		return b.none
	case a.name != b.name:
		return a.name < b.name != desc
	case a.at != b.at:
		return a.at < b.at != desc
	case a.n == b.n:
		return false
	}
	return a.n < b.n != desc
}

// clause collects SQL conditions with their arguments.
type clause struct {
	sql  []string
	args []driver.Value
}

func (c *clause) add(sql string, args ...driver.Value) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *clause) String() string {
	if len(c.sql) == 0 {
		return ""
	}
	return "\nWHERE " + strings.Join(c.sql, "\n  AND ")
}

// rosterClause is the condition over roster r.
func (q *condition) rosterClause() *clause {
	c := new(clause)
	if q.nothing {
		c.add(`0`)
		return c
	}
	if q.mask != 0 {
		c.add(`r.attrs & ? = ?`, q.mask, q.want)
	}
	if q.owned {
		c.add(`r.attrs & ? <> 0`, int64(attrOwnerMask))
	}
	if q.owners != nil {
		c.add(`r.attrs >> 16 & 0xffffff IN (SELECT value FROM json_each(?))`, list(q.owners))
	}
	if q.types != 0 {
		c.add(`? >> (r.attrs >> 4 & 7) & 1 = 1`, int64(q.types))
	}
	for _, t := range q.terms {
		c.add(`(instr(r.name_key, ?) > 0 OR instr(r.rest, ?) > 0)`, t, t)
	}
	if q.labels != nil {
		c.add(`r.contact IN (SELECT contact FROM contact_label WHERE label IN (SELECT value FROM json_each(?)))`, list(q.labels))
	}
	for i := range q.custom {
		if f := &q.custom[i]; f.members != nil {
			c.add(`r.contact IN (SELECT value FROM json_each(?))`, list(f.members))
		} else {
			c.add(`r.contact IN (SELECT contact FROM contact_custom WHERE field = ? AND value = ?)`, f.field, f.value)
		}
	}
	if q.dated() {
		c.add(`r.contact IN (SELECT n FROM contact WHERE anonymized < 2 AND created_at >= ? AND created_at < ?)`, q.from, q.to)
	}
	return c
}

// rosterPageSQL reads matches in name order from the covering list.
func rosterPageSQL(where *clause, desc bool) string {
	return `SELECT r.name_key, r.contact FROM roster r` + where.String() + "\nORDER BY " + nameOrder(desc) + "\nLIMIT ? OFFSET ?"
}

// rosterWalkSQL is rosterPageSQL over no more than the next so many contacts, matching or not.
func rosterWalkSQL(where *clause, desc bool) string {
	return `SELECT r.name_key, r.contact FROM (
		SELECT * FROM roster ORDER BY ` + strings.ReplaceAll(nameOrder(desc), "r.", "") + ` LIMIT ?
	) r` + where.String() + "\nLIMIT ?"
}

func nameOrder(desc bool) string {
	if desc {
		return `r.name_key DESC, r.contact DESC`
	}
	return `r.name_key, r.contact`
}

// numberClause is the part of the condition that tables keyed by contact decide, over the contact number in
// column: it saves reading the documents of the others.
func (q *condition) numberClause(column string) *clause {
	c := new(clause)
	if q.owned || q.owners != nil || q.types != 0 {
		sql, args := `EXISTS (SELECT 1 FROM portfolio p WHERE p.contact = `+column, []driver.Value(nil)
		if q.owners != nil {
			sql, args = sql+` AND p.owner IN (SELECT value FROM json_each(?))`, append(args, list(q.owners))
		}
		c.add(sql+`)`, args...)
	}
	if q.labels != nil {
		c.add(`EXISTS (SELECT 1 FROM contact_label l
			WHERE l.label IN (SELECT value FROM json_each(?)) AND l.contact = `+column+`)`, list(q.labels))
	}
	for i := range q.custom {
		if f := &q.custom[i]; f.members == nil {
			c.add(`EXISTS (SELECT 1 FROM contact_custom f WHERE f.field = ? AND f.value = ? AND f.contact = `+column+`)`, f.field, f.value)
		}
	}
	return c
}

// and is the clause behind other conditions.
func (c *clause) and() string {
	if len(c.sql) == 0 {
		return ""
	}
	return " AND " + strings.Join(c.sql, " AND ")
}

// createdPageSQL reads contacts in order of creation from the index alone.
func createdPageSQL(after, desc bool, also string) string {
	sql := `SELECT created_at, n FROM contact INDEXED BY contact_living WHERE anonymized < 2 AND created_at >= ? AND created_at < ?`
	if after {
		sql += ` AND (created_at, n) ` + beyond(desc) + ` (?, ?)`
	}
	return sql + also + ` ORDER BY created_at` + direction(desc) + `, n` + direction(desc) + ` LIMIT ? OFFSET ?`
}

// notGone leaves out what is left of deleted contacts, whose interactions are still counted.
const notGone = ` AND NOT EXISTS (
	SELECT 1 FROM contact g INDEXED BY contact_gone WHERE g.n = activity.contact AND g.anonymized >= 2)`

// lastPageSQL reads contacts that have an interaction, in order of the last one.
func lastPageSQL(after, desc bool, also string) string {
	sql := `SELECT last_at, contact FROM activity INDEXED BY activity_last WHERE last_at > 0`
	if after {
		sql += ` AND (last_at, contact) ` + beyond(desc) + ` (?, ?)`
	}
	return sql + notGone + also + ` ORDER BY last_at` + direction(desc) + `, contact` + direction(desc) + ` LIMIT ? OFFSET ?`
}

// idlePageSQL reads contacts without an interaction, in order of creation.
func idlePageSQL(desc bool, also string) string {
	return `SELECT 0, c.n FROM contact c
		WHERE c.n ` + beyond(desc) + ` ? AND c.anonymized < 2 AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.contact = c.n AND a.last_at > 0)` + also + `
		ORDER BY c.n` + direction(desc) + ` LIMIT ? OFFSET ?`
}

func beyond(desc bool) string {
	if desc {
		return "<"
	}
	return ">"
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}

// farthest is a row number beyond all others.
func farthest(desc bool) int64 {
	if desc {
		return math.MaxInt64
	}
	return 0
}

// adhoc runs a statement put together for one filter. It is not kept: there are too many combinations.
func (c *conn) adhoc(ctx context.Context, sql string, args []driver.Value, each func(row result) error) (err error) {
	raw, err := c.raw.Prepare(sql)
	if err != nil {
		return fmt.Errorf("prepare %q: %w", firstLine(sql), err)
	}
	stmt := raw.(*driverStmt)
	defer func() { err = errors.Join(err, stmt.Close()) }()
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	rows, err := stmt.QueryContext(ctx, named)
	if err != nil {
		return fmt.Errorf("%s: %w", firstLine(sql), err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make(result, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", firstLine(sql), err)
		}
		if err := each(row); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
	}
}

// place is where a contact stands in the order.
func (s *scan) place(c *Stored) position {
	p := position{n: c.N}
	if s.rank != nil {
		p.name = nameKey(&c.Contact)
		p.text, p.none = s.rank.textOf(c)
		return p
	}
	switch s.o.By {
	case crm.SortName:
		p.name = nameKey(&c.Contact)
	case crm.SortCreated:
		p.at = msOf(c.CreatedAt)
	case crm.SortLastInteraction:
		p.at = msOf(c.LastInteractionAt)
		p.none = p.at <= 0
		if p.none {
			p.at = 0
		}
	}
	return p
}
