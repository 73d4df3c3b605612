// Package audit reads what every change of data, settings and rights has left (D9.3): the append-only chain. Nothing
// here writes.
package audit

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Service reads the audit.
type Service struct{ db *sqlite.DB }

// New returns the service.
func New(db *sqlite.DB) *Service { return &Service{db} }

// List gives the newest entries first, those before an entry (0 = from the newest), at most limit.
func (s *Service) List(ctx context.Context, f crm.AuditFilter, before int64, limit int) (out []crm.AuditEntry, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) {
		out, err = v.AuditEntries(f, before, limit)
		return err
	})
	return out, err
}

// Window reads any place of the list, the newest entries first; see sqlite.View.AuditWindow.
func (s *Service) Window(ctx context.Context, f crm.AuditFilter, upTo int64, offset, limit int) (p crm.AuditWindow, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) {
		p, err = v.AuditWindow(f, upTo, offset, limit)
		return err
	})
	return p, err
}

// pageSize is how many entries are read at once for an export: the replica is not held for all of it.
const pageSize = 2000

// Each calls f with every entry that the filter lets through, the newest first.
func (s *Service) Each(ctx context.Context, f crm.AuditFilter, each func(crm.AuditEntry) error) error {
	before := int64(0)
	for {
		page, err := s.List(ctx, f, before, pageSize)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := each(e); err != nil {
				return err
			}
		}
		if len(page) < pageSize {
			return nil
		}
		before = page[len(page)-1].Seq
	}
}

// Actions are the actions that the audit holds, sorted.
func (s *Service) Actions(ctx context.Context) (out []string, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) { out, err = v.AuditActions(); return err })
	return out, err
}

// Actors are the users who may appear in it, by name.
func (s *Service) Actors(ctx context.Context) (out []crm.User, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) { out, err = v.Users(); return err })
	return out, err
}

// Verify checks the whole chain; broken is the first entry that does not fit, 0 when all do.
func (s *Service) Verify(ctx context.Context) (entries, broken int64, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) { entries, broken, err = v.VerifyAudit(); return err })
	return entries, broken, err
}
