package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// Numbered files, never edited once released. The row of schema_version is locked while they are carried out, so that
// of several processes that start at once one does it and the others find it done.

//go:embed schema/*.sql
var schemaFiles embed.FS

func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return err
	}
	if err := s.update(ctx, func(t *tx) error {
		if err := t.exec(`CREATE TABLE IF NOT EXISTS schema_version (one BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL)`); err != nil {
			return err
		}
		return t.exec(`INSERT INTO schema_version (one, version) VALUES (1, 0) ON CONFLICT (one) DO NOTHING`)
	}); err != nil {
		return err
	}
	return s.update(ctx, func(t *tx) error {
		version, err := t.integer(`UPDATE schema_version SET version = version WHERE one = 1 RETURNING version`)
		if err != nil {
			return err
		}
		if version > int64(len(files)) {
			return fmt.Errorf("the data was written by a newer version of the server (schema %d)", version)
		}
		for _, name := range files[version:] {
			text, err := schemaFiles.ReadFile(name)
			if err != nil {
				return err
			}
			if err := t.script(s.dialect.schema(string(text))); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return t.exec(`UPDATE schema_version SET version = $1 WHERE one = 1`, len(files))
	})
}

// statements splits a schema file; none of its statements has a semicolon inside.
func statements(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if i := strings.Index(line, "--"); i >= 0 {
			line = line[:i]
		}
		if len(out) == 0 || strings.HasSuffix(strings.TrimSpace(out[len(out)-1]), ";") {
			out = append(out, "")
		}
		out[len(out)-1] += line + "\n"
	}
	return out
}
