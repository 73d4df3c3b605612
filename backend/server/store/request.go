package store

import (
	"database/sql"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// requests are what may be open of a person: as long as one is, they are not erased (D8.2).
var requests = []int64{interactionCode, surveyCode, appointmentCode}

// readRecord is what a record holds, nil when there is none.
func (s *state) readRecord(noun int64, id crm.ID) (*replication.Effect, error) {
	r, err := s.record(recordKey{noun, id})
	if err != nil {
		return nil, err
	}
	return r.read()
}

// silence destroys what is personal of an erased person's requests: contents, comments, texts. The rest of them, which
// reports are made of, stays (D8.4).
func (s *state) silence(tree []crm.ID) error {
	s.forgetOf(requests, tree)
	for _, contact := range tree {
		for _, noun := range requests {
			clean, err := s.silenced(noun, contact)
			if err != nil {
				return err
			}
			for i := range clean {
				key, parent, active, _ := recordOf(&clean[i])
				if err := s.write(key, parent, active, &clean[i], nil); err != nil {
					return err
				}
			}
		}
	}
	return s.flushRecords()
}

// silenced are the requests of a contact that hold something personal, without it.
func (s *state) silenced(noun int64, contact crm.ID) (out []replication.Effect, err error) {
	err = s.t.each(`SELECT body FROM entity WHERE org_id = $1 AND noun = $2 AND parent = $3`, []any{s.h.org, noun, contact[:]},
		func(row *sql.Rows) error {
			var body sql.RawBytes
			if err := row.Scan(&body); err != nil || len(body) == 0 {
				return err
			}
			e, err := readRecord(body, contact)
			if err == nil && e.Silence() {
				out = append(out, e)
			}
			return err
		})
	return out, err
}
