//go:build linux

package process_test

import (
	"database/sql"
	"testing"

	"carteira/backend/server/pgtest"
)

// Two server processes share one PostgreSQL, and offices meet now this one, now that. Both are killed at random moments
// and connections are cut. In the end everybody has everything, and no line of the log is missing or skipped by anybody
// (S5.5): one office reads it line by line, another gets whole records.
func TestTwoServersOnOnePostgres(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	random := chance(t)
	servers := []*server{serverOn(t, url), serverOn(t, url)}
	servers[0].organization("Aurora")
	p := newProxy(t, another(random), servers...)
	join := func(name string) *office {
		o := &office{t, name, t.TempDir()}
		o.enrol(p.address, servers[0].code("Aurora"))
		return o
	}
	a := &office{t, "centro", t.TempDir()}
	a.run("init", "--admin-email", admin, "--admin-name", "Ada")
	a.enrol(p.address, servers[1].code("Aurora"))
	b, reader := join("norte"), join("sul")
	writers := []*writer{
		newWriter(a, another(random), "address", 0, importedLines),
		newWriter(b, another(random), "complement", importedLines/2, importedLines),
	}
	p.faulty.Store(true)
	first, second := servers[0].haunted(another(random)), servers[1].haunted(another(random))
	atOnce(writers, steps)
	t.Logf("%d and %d kills of the servers", first(), second())
	p.faulty.Store(false)
	settled(t, servers, writers, a, b)
	heal(t, reader, join("leste"))
	for i := range servers {
		if p.served[i].Load() == 0 {
			t.Errorf("nobody met server %d", i)
		}
	}
	gapFree(t, url)
}

// gapFree fails unless the log has each line from its floor to its head once.
func gapFree(t *testing.T, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	must(t, err)
	defer func() { must(t, db.Close()) }()
	var head, floor, lines, first, last int64
	must(t, db.QueryRowContext(t.Context(), `
		SELECT h.seq, h.log_floor, count(*), min(l.seq), max(l.seq)
		FROM org_head h JOIN log l ON l.org_id = h.org_id
		GROUP BY h.seq, h.log_floor`).Scan(&head, &floor, &lines, &first, &last))
	if lines < 10 || first != floor+1 || last != head || lines != last-first+1 {
		t.Errorf("%d lines of the log from %d to %d, floor %d, head %d", lines, first, last, floor, head)
	}
}
