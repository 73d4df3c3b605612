package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// codeLife is how long an enrolment code is good (S4).
const codeLife = 10 * time.Minute

// codeLetters leaves out what is mistaken for something else when read aloud: I, O, 0 and 1. There are 32, so that a
// byte chooses one without bias.
const codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

const codeLength = 12

// farNumber is how far ahead of the next free one a returning device's number may be: a wrong one must not use up
// the numbers.
const farNumber = 1 << 20

// NewCode makes a code that lets one device in, such as K7QM-2XTA-9FWD. Only its hash is kept.
func (s *Store) NewCode(ctx context.Context, org crm.ID) (code string, expires time.Time, err error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return "", time.Time{}, err
	}
	var b [codeLength]byte
	_, _ = rand.Read(b[:])
	for i, x := range b {
		if i > 0 && i%4 == 0 {
			code += "-"
		}
		code += string(codeLetters[int(x)%len(codeLetters)])
	}
	now := s.now()
	expires = now.Add(codeLife)
	err = s.update(ctx, func(t *tx) error {
		if err := t.exec(`DELETE FROM code WHERE expires_at < $1`, now.UnixMilli()); err != nil {
			return err
		}
		return t.exec(`INSERT INTO code (hash, org_id, expires_at, device) VALUES ($1, $2, $3, NULL)`,
			codeHash(code), o.number, expires.UnixMilli())
	})
	return code, expires, err
}

// codeHash is of a code however it was typed.
func codeHash(code string) []byte {
	sum := sha256.Sum256([]byte("enrolment code " + strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))))
	return sum[:]
}

// Enrol gives a device its place. One that comes back, because its key is lost or the server was restored from a
// backup, keeps its number. Refused with CodeCodeInvalid.
func (s *Store) Enrol(ctx context.Context, r wire.EnrolRequest) (answer wire.EnrolAnswer, err error) {
	office, err := checkEnrolment(&r)
	if err != nil {
		return answer, err
	}
	err = s.update(ctx, func(t *tx) error {
		org, err := s.useCode(t, &r)
		if err != nil {
			return err
		}
		h, err := t.lockHead(org)
		if err != nil {
			return err
		}
		var id []byte
		if _, err := t.one(`SELECT id, name FROM organization WHERE org_id = $1`, []any{org}, &id, &answer.Organization); err != nil {
			return err
		}
		answer.OrganizationID, answer.Epoch = crm.ID(id), h.epoch
		answer.Number, err = s.seat(t, &h, &r, office)
		return err
	})
	if err != nil {
		return wire.EnrolAnswer{}, err
	}
	return answer, nil
}

func checkEnrolment(r *wire.EnrolRequest) (office string, err error) {
	office, err = crm.ParseText("office", r.Office, 120)
	switch {
	case err != nil:
		return "", err
	case office == "":
		return "", crm.Errorf(crm.CodeInvalid, "office", "the office needs a name")
	case r.Device == crm.NoID:
		return "", crm.Errorf(crm.CodeInvalid, "device", "the device needs an id")
	case len(r.PublicKey) != ed25519.PublicKeySize:
		return "", crm.Errorf(crm.CodeInvalid, "public_key", "the public key is not an Ed25519 key")
	}
	return office, nil
}

// useCode takes a code. Whoever has used it with the same key may again: the answer was lost.
func (s *Store) useCode(t *tx, r *wire.EnrolRequest) (org int64, err error) {
	var expires int64
	var device []byte
	hash := codeHash(r.Code)
	found, err := t.one(`UPDATE code SET expires_at = expires_at WHERE hash = $1 RETURNING org_id, expires_at, device`,
		[]any{hash}, &org, &expires, &device)
	switch {
	case err != nil:
		return 0, err
	case !found || expires <= s.millis():
		return 0, refuseCode()
	case device == nil:
		return org, t.exec(`UPDATE code SET device = $1 WHERE hash = $2`, r.Device[:], hash)
	}
	same, err := t.integer(`SELECT count(*) FROM device WHERE id = $1 AND public_key = $2`, r.Device[:], r.PublicKey)
	if err == nil && (same == 0 || crm.ID(device) != r.Device) {
		err = refuseCode()
	}
	return org, err
}

func refuseCode() error {
	return refuse(http.StatusForbidden, wire.CodeCodeInvalid, "the enrolment code is wrong, used or expired")
}

// seat enters the device, or renews its entry.
func (s *Store) seat(t *tx, h *head, r *wire.EnrolRequest, office string) (number int64, err error) {
	var org int64
	known, err := t.one(`SELECT org_id, number FROM device WHERE id = $1`, []any{r.Device[:]}, &org, &number)
	switch {
	case err != nil:
		return 0, err
	case known && org != h.org:
		return 0, refuse(http.StatusConflict, crm.CodeConflict, "this device belongs to another organization")
	case known:
		if err := t.exec(`UPDATE device SET office = $1, public_key = $2, revoked = 0, wipe = 0 WHERE id = $3`,
			office, r.PublicKey, r.Device[:]); err != nil {
			return 0, err
		}
		return number, t.exec(`UPDATE name SET office = $1 WHERE org_id = $2 AND number = $3`, office, h.org, number)
	}
	if number, err = freeNumber(t, h, r.Number); err != nil {
		return 0, err
	}
	if err := t.exec(`INSERT INTO name (org_id, number, id, office) VALUES ($1, $2, $3, $4)`,
		h.org, number, r.Device[:], office); err != nil {
		return 0, err
	}
	if err := t.saveHead(h); err != nil {
		return 0, err
	}
	return number, t.exec(`
		INSERT INTO device (id, org_id, number, office, public_key, enrolled_at, last_seen_at, seq, erasure, revoked, wipe, incarnation, cloned)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, 1, 0)`,
		r.Device[:], h.org, number, office, r.PublicKey, s.millis())
}

// freeNumber is the one wanted, if nobody has it, or the next.
func freeNumber(t *tx, h *head, wanted int64) (int64, error) {
	if wanted > replication.OwnDevice && wanted < h.nextName+farNumber {
		taken, err := t.integer(`SELECT count(*) FROM name WHERE org_id = $1 AND number = $2`, h.org, wanted)
		if err != nil {
			return 0, err
		}
		if taken == 0 {
			h.nextName = max(h.nextName, wanted+1)
			return wanted, nil
		}
	}
	h.nextName++
	return h.nextName - 1, nil
}
