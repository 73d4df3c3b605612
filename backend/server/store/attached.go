package store

import (
	"database/sql"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Note implements replication.State.
func (s *state) Note(id crm.ID) (*replication.Note, error) {
	e, err := s.readRecord(noteCode, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Note, nil
}

// Attached implements replication.State. What earlier operations of the push have hung on contacts is written first, once
// an operation: the one that asks writes nothing of a contact before it has asked.
func (s *state) Attached(contact crm.ID) (out replication.Attached, err error) {
	if s.hangsAt != s.seq {
		if slices.ContainsFunc(s.dirty, func(r *record) bool { return slices.Contains(belongings, r.key.noun) }) {
			if err := s.flushRecords(); err != nil {
				return out, err
			}
		}
		s.hangsAt = s.seq
	}
	err = s.t.each(`SELECT noun, key, body FROM entity WHERE org_id = $1 AND noun IN ($2, $3, $4, $5, $6) AND parent = $7 ORDER BY key`,
		[]any{s.h.org, noteCode, interactionCode, surveyCode, appointmentCode, conflictCode, contact[:]}, func(row *sql.Rows) error {
			var noun int64
			var key, body []byte
			if err := row.Scan(&noun, &key, &body); err != nil || len(body) == 0 {
				return err
			}
			switch id := idInKey(key); noun {
			case conflictCode:
				out.Conflicts = append(out.Conflicts, id)
			case noteCode:
				e, err := readRecord(body, contact)
				if err != nil {
					return err
				}
				if !e.Note.TakenBack() {
					out.Notes = append(out.Notes, id)
				}
			default:
				out.Requests = true
			}
			return nil
		})
	return out, err
}
