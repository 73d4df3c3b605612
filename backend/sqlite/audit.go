package sqlite

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"carteira/backend/crm"
)

// Audit appends one entry to the chain (D9.3). detail holds names, counts and ids, never personal data.
func (tx *Tx) Audit(action string, subject crm.ID, detail map[string]any) error {
	if detail == nil {
		detail = map[string]any{}
	}
	text, err := json.Marshal(detail) // keys sorted, so that the hash is reproducible
	if err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	var seq int64
	var previous []byte
	if _, err := tx.c.one(`SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`, nil, func(row result) error {
		seq, previous = row[0].(int64), row[1].([]byte)
		return nil
	}); err != nil {
		return err
	}
	e := auditRow{seq + 1, tx.now.UnixMilli(), tx.actor.User, tx.actor.Source, action, subject, string(text)}
	_, err = tx.c.exec(`
		INSERT INTO audit (seq, at, actor, source, action, subject, detail, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.seq, e.at, e.actor[:], e.source, e.action, e.subject[:], e.detail, e.hash(previous))
	return err
}

type auditRow struct {
	seq, at        int64
	actor          crm.ID
	source, action string
	subject        crm.ID
	detail         string
}

// hash covers the previous hash and every column, each with its length, so that no two entries read alike.
func (e *auditRow) hash(previous []byte) []byte {
	h := sha256.New()
	h.Write(previous)
	var n [8]byte
	for _, v := range []int64{e.seq, e.at} {
		binary.BigEndian.PutUint64(n[:], uint64(v))
		h.Write(n[:])
	}
	for _, s := range []string{string(e.actor[:]), e.source, e.action, string(e.subject[:]), e.detail} {
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}

func (v *View) eachAudit(sql string, args result, each func(e auditRow, hash []byte) error) error {
	return v.c.query(sql, args, func(row result) error {
		return each(auditRow{
			row[0].(int64), row[1].(int64), blobID(row[2]), row[3].(string), row[4].(string), blobID(row[5]), row[6].(string),
		}, row[7].([]byte))
	})
}

// auditClause is the condition of a filter.
func auditClause(f crm.AuditFilter) *clause {
	c := new(clause)
	if !f.From.IsZero() {
		c.add(`at >= ?`, f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		c.add(`at < ?`, f.To.UnixMilli())
	}
	if f.Actor != nil {
		c.add(`actor = ?`, f.Actor[:])
	}
	if f.Action != "" {
		c.add(`action = ?`, f.Action)
	}
	if f.Subject != crm.NoID {
		c.add(`subject = ?`, f.Subject[:])
	}
	return c
}

// auditPageSQL finds the entries in an index, also past a long offset, and reads only those of the page.
func auditPageSQL(where *clause) string {
	return `SELECT seq, at, actor, source, action, subject, detail, hash FROM audit
		WHERE seq IN (SELECT seq FROM audit` + where.String() + ` ORDER BY seq DESC LIMIT ? OFFSET ?)
		ORDER BY seq DESC`
}

// AuditEntries lists the newest entries first: those before an entry (0 = from the newest), at most limit.
func (v *View) AuditEntries(f crm.AuditFilter, before int64, limit int) ([]crm.AuditEntry, error) {
	where := auditClause(f)
	if before > 0 {
		where.add(`seq < ?`, before)
	}
	return v.auditPage(where, 0, limit)
}

// AuditWindow reads any place of the list that is narrowed by f, the newest entries first, as it was when upTo was the
// newest of all (0 = now): what comes in meanwhile moves nothing. total counts the whole list.
func (v *View) AuditWindow(f crm.AuditFilter, upTo int64, offset, limit int) (p crm.AuditWindow, err error) {
	if p.UpTo = upTo; upTo == 0 {
		if p.UpTo, err = v.c.integer(`SELECT coalesce(max(seq), 0) FROM audit`); err != nil {
			return p, err
		}
	}
	where := auditClause(f)
	everything := len(where.sql) == 0
	where.add(`seq <= ?`, p.UpTo)
	if err = v.c.adhoc(v.ctx, `SELECT count(*) FROM audit`+where.String(), where.args, func(row result) error {
		p.Total = int(row[0].(int64))
		return nil
	}); err != nil {
		return p, err
	}
	if everything && int64(p.Total) == p.UpTo { // no numbers are missing: the place is known without counting up to it
		where = new(clause)
		where.add(`seq <= ?`, p.UpTo-int64(offset))
		offset = 0
	}
	p.Entries, err = v.auditPage(where, offset, limit)
	return p, err
}

func (v *View) auditPage(where *clause, offset, limit int) (out []crm.AuditEntry, err error) {
	args := append(slices.Clone(where.args), int64(limit), int64(offset))
	err = v.eachAudit(auditPageSQL(where), args, func(e auditRow, hash []byte) error {
		entry := crm.AuditEntry{
			Seq: e.seq, At: timeOf(e.at), Actor: e.actor, Source: e.source, Action: e.action, Subject: e.subject,
			Hash: hex.EncodeToString(hash),
		}
		if err := json.Unmarshal([]byte(e.detail), &entry.Detail); err != nil {
			return fmt.Errorf("audit entry %d: %w", e.seq, err)
		}
		out = append(out, entry)
		return nil
	})
	return out, err
}

// AuditActions are the actions that the audit holds, sorted: one look at the index for each.
func (v *View) AuditActions() (out []string, err error) {
	err = v.c.query(`
		WITH RECURSIVE known (action) AS (
		  SELECT min(action) FROM audit
		  UNION ALL
		  SELECT (SELECT min(a.action) FROM audit a WHERE a.action > known.action) FROM known WHERE known.action IS NOT NULL
		)
		SELECT action FROM known WHERE action IS NOT NULL`, nil, func(row result) error {
		out = append(out, row[0].(string))
		return nil
	})
	return out, err
}

// VerifyAudit walks the whole chain and returns how many entries it has and the first that does not fit, 0
// when all do.
func (v *View) VerifyAudit() (entries, broken int64, err error) {
	var previous []byte
	err = v.eachAudit(`
		SELECT seq, at, actor, source, action, subject, detail, hash FROM audit ORDER BY seq`, nil,
		func(e auditRow, hash []byte) error {
			entries++
			if broken == 0 && (e.seq != entries || !bytes.Equal(hash, e.hash(previous))) {
				broken = entries
			}
			previous = hash
			return nil
		})
	return entries, broken, err
}
