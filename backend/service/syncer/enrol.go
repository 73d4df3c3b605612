package syncer

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/url"
	"os"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// Enrol gives this replica its place in an organization. server is an address as people type it; code is what
// `carteira-server device code` printed, with the fingerprint of the server's key after a # or without; office is how
// this place is called, "" for the name of the computer. What the replica holds is sent from then on. A replica without
// users may be enrolled before anybody signs in: it gets its users from the server. An enrolled one may enrol again
// with the same organization, as after a loss of its key.
// Errors: wire.CodeCodeInvalid, wire.CodePlainHTTP, CodeServerUnreachable, CodeCertificate, CodeFingerprint,
// CodeOtherOrganization.
func (s *Service) Enrol(ctx context.Context, server, code, office string) error {
	if err := s.may(ctx, crm.PermSettings); err != nil {
		return err
	}
	base, err := parseServer(server)
	if err != nil {
		return err
	}
	code, fingerprint, err := parseCode(code)
	if err != nil {
		return err
	}
	if office == "" {
		if office, err = os.Hostname(); err != nil {
			return crm.Errorf(crm.CodeInvalid, "office", "an office needs a name")
		}
	}
	if office, err = crm.ParseDefinitionName("office", office); err != nil {
		return err
	}
	t := &trust{host: base.Hostname(), firstUse: true, fingerprint: fingerprint}
	return s.enrol(ctx, base, t, wire.EnrolRequest{Code: code, Office: office})
}

// may refuses when the one who is signed in lacks the permission. A replica without users has nobody to ask: it gets them
// from the server.
func (s *Service) may(ctx context.Context, p crm.Permission) error {
	var users int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { users, err = v.CountUsers(); return err }); err != nil || users == 0 {
		return err
	}
	return s.db.ViewAs(ctx, p, func(*sqlite.View) error { return nil })
}

func (s *Service) enrol(ctx context.Context, base *url.URL, t *trust, r wire.EnrolRequest) error {
	key, before, err := s.identity(ctx)
	if err != nil {
		return err
	}
	private, err := key.loadOrCreate()
	if err != nil {
		return err
	}
	public, ok := private.Public().(ed25519.PublicKey)
	if !ok {
		panic("bug: the public half of an Ed25519 key is of another type")
	}
	r.PublicKey = public
	if r.Device, _, err = s.replica(ctx); err != nil {
		return err
	}
	if before != nil {
		r.Number = before.Number
	}
	c := newClient(base, s.transport(t), r.Device, key.load)
	defer c.close()
	a, err := c.enrol(ctx, r)
	if refusalOf(err, crm.CodeConflict) != nil { // the server knows this device as another organization's
		return errors.Join(otherOrganization(), err)
	}
	if err != nil {
		return err
	}
	if before != nil && before.OrganizationID != a.OrganizationID {
		return otherOrganization()
	}
	if err := s.update(ctx, func(tx *sqlite.Tx, e *sqlite.Enrolment) bool {
		if e.OrganizationID == crm.NoID {
			*e = sqlite.Enrolment{OrganizationID: a.OrganizationID, Epoch: a.Epoch} // another epoch is met by the next pull
		}
		e.Server, e.Organization, e.Office, e.Number, e.Pin, e.Revoked = base.String(), a.Organization, r.Office, a.Number, t.accepted(), false
		return true
	}); err != nil {
		return err
	}
	s.log.Info("enrolled", "organization", a.OrganizationID, "number", a.Number, "pinned", t.accepted() != nil, "key_in_file", key.inFile())
	s.mu.Lock()
	s.client, s.now = nil, moment{}
	s.mu.Unlock()
	s.wake.retry.set()
	s.tell(ctx)
	return nil
}

// withdrawn carries out what a server says that has withdrawn this device's access. A wipe order destroys the replica
// (S4); until that is done the enrolment stands, so that an order that could not be carried out is met again.
func (s *Service) withdrawn(ctx context.Context, r *refusal) error {
	ctx = crm.WithActor(context.WithoutCancel(ctx), crm.System)
	s.withdrawing.Lock()
	defer s.withdrawing.Unlock()
	key, e, err := s.identity(ctx)
	if err != nil || e == nil || e.Revoked { // done already
		return err
	}
	s.log.Warn("access withdrawn", "wipe", r.problem.Wipe)
	if !r.problem.Wipe {
		return s.update(ctx, func(_ *sqlite.Tx, e *sqlite.Enrolment) bool { e.Revoked = true; return true })
	}
	if err := errors.Join(s.db.Wipe(ctx), key.remove()); err != nil {
		return fmt.Errorf("wipe replica: %w", err)
	}
	s.mu.Lock()
	s.client = nil
	s.mu.Unlock()
	return nil
}

func otherOrganization() error {
	return crm.Errorf(CodeOtherOrganization, "code", "this data folder belongs to another organization; use an empty one")
}
