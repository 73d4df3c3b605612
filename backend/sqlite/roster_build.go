package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"

	"carteira/backend/engine/roster"
)

// rosterChunk is how many contacts are fetched as one text: a row a contact would cost three times as much.
const rosterChunk = 4_000

const rosterSizeSQL = `SELECT count(*), coalesce(sum(octet_length(name_key) + octet_length(rest) + 1), 0) FROM roster`

// rosterChunkSQL joins records: number, attributes and the lengths of both texts, then the texts.
const rosterChunkSQL = `
	SELECT group_concat(
		contact || ' ' || attrs || ' ' || octet_length(name_key) || ' ' || octet_length(rest) || ' ' || name_key || rest, '')
	FROM (
		SELECT name_key, contact, attrs, rest
		FROM roster
		WHERE (name_key, contact) > (?, ?)
		ORDER BY name_key, contact
		LIMIT ?
	)`

const createdChunkSQL = `
	SELECT group_concat(n || ' ' || created_at || ' ', '')
	FROM (
		SELECT n, created_at FROM contact INDEXED BY contact_living
		WHERE anonymized < 2 AND (created_at, n) > (?, ?)
		ORDER BY created_at, n
		LIMIT ?
	)`

const lastChunkSQL = `
	SELECT group_concat(contact || ' ' || last_at || ' ', '')
	FROM (
		SELECT contact, last_at FROM activity INDEXED BY activity_last
		WHERE last_at > 0 AND (last_at, contact) > (?, ?)
		ORDER BY last_at, contact
		LIMIT ?
	)`

// readRoster builds the list in memory from the snapshot that v sees.
func (v *View) readRoster(ctx context.Context) (*roster.Index, error) {
	var contacts, text int64
	if _, err := v.c.one(rosterSizeSQL, nil, func(row result) error {
		contacts, text = row[0].(int64), row[1].(int64)
		return nil
	}); err != nil {
		return nil, err
	}
	b := roster.NewBuilder(int(contacts), int(text))
	name, last := "", int64(-1)
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		chunk, err := textOf(v.c, rosterChunkSQL, name, last, int64(rosterChunk))
		if err != nil {
			return nil, err
		}
		more = chunk != ""
		r := records{rest: chunk}
		for r.rest != "" {
			n, attrs, nameLen, restLen := r.number(), r.number(), r.number(), r.number()
			key, rest := r.take(nameLen), r.take(restLen)
			if r.bad || key < name || key == name && n <= last {
				return nil, fmt.Errorf("bug: the list came out of order at contact %d", n)
			}
			b.Add(n, attrs, key, rest)
			name, last = key, n
		}
		name = strings.Clone(name)
	}
	b.Number()
	if err := v.readTimes(ctx, createdChunkSQL, everAgo, b.Created); err != nil {
		return nil, err
	}
	if err := v.readTimes(ctx, lastChunkSQL, 0, b.Last); err != nil {
		return nil, err
	}
	return b.Index()
}

func (v *View) readTimes(ctx context.Context, sql string, from int64, each func(n, ms int64)) error {
	at, last := from, int64(-1)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		chunk, err := textOf(v.c, sql, at, last, int64(rosterChunk))
		if err != nil || chunk == "" {
			return err
		}
		r := records{rest: chunk}
		for r.rest != "" {
			last = r.number()
			at = r.number()
			each(last, at)
		}
		if r.bad {
			return fmt.Errorf("bug: times of contacts do not parse")
		}
	}
}

// textOf reads one text, "" for NULL.
func textOf(c *conn, sql string, args ...driver.Value) (s string, err error) {
	_, err = c.one(sql, args, func(row result) error {
		s, _ = row[0].(string)
		return nil
	})
	return s, err
}

// records reads what the chunk queries write.
type records struct {
	rest string
	bad  bool
}

func (r *records) number() int64 {
	i := strings.IndexByte(r.rest, ' ')
	if i < 0 {
		r.rest, r.bad = "", true
		return 0
	}
	n, err := strconv.ParseInt(r.rest[:i], 10, 64)
	r.bad = r.bad || err != nil
	r.rest = r.rest[i+1:]
	return n
}

func (r *records) take(n int64) string {
	if n < 0 || n > int64(len(r.rest)) {
		r.rest, r.bad = "", true
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}
