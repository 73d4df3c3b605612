package sqlite

import "database/sql/driver"

// candidates are contacts among which all matches are, ok when an index of the condition gives so few that
// their documents can be checked one by one. Each is there once.
func (s *scan) candidates() (numbers []int64, ok bool, err error) {
	v, ctx, q := s.v, s.ctx, s.q
	if numbers, ok, err = s.db.searchHits(s, limits.candidates); err != nil || ok {
		return numbers, ok, err
	}
	try := func(sql string, args ...driver.Value) error {
		if ok {
			return nil
		}
		var out []int64
		if err := v.c.query(sql, append(args, int64(limits.candidates+1)), func(row result) error {
			out = append(out, row[0].(int64))
			return nil
		}); err != nil {
			return err
		}
		if len(out) <= limits.candidates {
			numbers, ok = out, true
		}
		return ctx.Err()
	}
	for i := range q.custom {
		if f := &q.custom[i]; f.members == nil {
			err = try(`SELECT contact FROM contact_custom WHERE field = ? AND value = ? LIMIT ?`, f.field, f.value)
		} else if len(f.members) <= limits.candidates {
			numbers, ok = f.members, true
		}
		if err != nil || ok {
			return numbers, ok, err
		}
	}
	if q.labels != nil {
		if err := try(`
			SELECT DISTINCT contact FROM contact_label
			WHERE label IN (SELECT value FROM json_each(?)) LIMIT ?`, list(q.labels)); err != nil || ok {
			return numbers, ok, err
		}
	}
	if q.owners != nil {
		if err := try(`
			SELECT contact FROM portfolio INDEXED BY portfolio_owner
			WHERE owner IN (SELECT value FROM json_each(?)) LIMIT ?`, list(q.owners)); err != nil || ok {
			return numbers, ok, err
		}
	}
	if q.dated() {
		if err := try(`
			SELECT n FROM contact INDEXED BY contact_living
			WHERE anonymized < 2 AND created_at >= ? AND created_at < ? LIMIT ?`, q.from, q.to); err != nil || ok {
			return numbers, ok, err
		}
	}
	return nil, false, nil
}
