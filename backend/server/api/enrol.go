package api

import (
	"crypto/ed25519"
	"net/http"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

const maxOffice = 120 // characters of an office's name

// enrol gives a device its place in an organization, for a code (S4).
func (s *Server) enrol(c *call) error {
	var q wire.EnrolRequest
	if err := readJSON(c, false, &q); err != nil {
		return err
	}
	// What follows "#" is the fingerprint that the device checks the server's key against.
	q.Code, _, _ = strings.Cut(strings.TrimSpace(q.Code), "#")
	switch {
	case q.Code == "":
		return crm.Errorf(crm.CodeInvalid, "code", "an enrolment code is needed")
	case q.Device == crm.NoID:
		return crm.Errorf(crm.CodeInvalid, "device", "the device's id is needed")
	case len(q.PublicKey) != ed25519.PublicKeySize:
		return crm.Errorf(crm.CodeInvalid, "public_key", "an Ed25519 public key is needed")
	case q.Number < 0:
		return crm.Errorf(crm.CodeInvalid, "number", "a device's number counts from 2 up")
	}
	var err error
	if q.Office, err = crm.ParseText("office", q.Office, maxOffice); err != nil {
		return err
	}
	a, err := s.store.Enrol(c.r.Context(), q)
	if err != nil {
		return err
	}
	s.devices.forget(q.Device)
	s.log.Info("device enrolled", "device", q.Device, "number", a.Number, "organization", a.OrganizationID)
	return c.json(a)
}

// token answers with a challenge, and its signature with a token.
func (s *Server) token(c *call) error {
	var q wire.TokenRequest
	if err := readJSON(c, false, &q); err != nil {
		return err
	}
	now := s.now()
	d, err := s.store.Device(c.r.Context(), q.Device)
	if err != nil {
		return err
	}
	if len(q.Signature) == 0 {
		return c.json(wire.TokenAnswer{Challenge: s.tokens.challenge(q.Device, now)})
	}
	c.device = d
	if !s.tokens.challenged(q.Device, q.Challenge, now) {
		return refusal(http.StatusUnauthorized, wire.CodeToken, "the challenge has expired: ask for another")
	}
	if len(d.PublicKey) != ed25519.PublicKeySize || !ed25519.Verify(d.PublicKey, q.Challenge, q.Signature) {
		return refusal(http.StatusUnauthorized, wire.CodeUnknown, "the signature is not of this device's key")
	}
	if d.Revoked { // only the device itself is told
		return revoked(d)
	}
	return c.json(wire.TokenAnswer{
		Token:     s.tokens.issue(grant{org: d.Org, device: d.ID, expires: now.Add(tokenLife), key: printOf(d.PublicKey)}),
		ExpiresIn: int(tokenLife.Seconds()),
	})
}
