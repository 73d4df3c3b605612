package sqlite

import (
	"bytes"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"

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

// AuditEntries lists the newest entries first: those before an entry (0 = from the newest), at most limit.
func (v *View) AuditEntries(f crm.AuditFilter, before int64, limit int) (out []crm.AuditEntry, err error) {
	sql := `SELECT seq, at, actor, source, action, subject, detail, hash FROM audit WHERE seq < ?`
	args := values(int64(math.MaxInt64))
	if before > 0 {
		args = values(before)
	}
	also := func(condition string, value driver.Value) {
		sql += ` AND ` + condition
		args = append(args, value)
	}
	if !f.From.IsZero() {
		also(`at >= ?`, f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		also(`at < ?`, f.To.UnixMilli())
	}
	if f.Actor != nil {
		also(`actor = ?`, f.Actor[:])
	}
	if f.Action != "" {
		also(`action = ?`, f.Action)
	}
	if f.Subject != crm.NoID {
		also(`subject = ?`, f.Subject[:])
	}
	args = append(args, int64(limit))
	err = v.eachAudit(sql+` ORDER BY seq DESC LIMIT ?`, args, func(e auditRow, hash []byte) error {
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
