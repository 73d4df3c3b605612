package exchange_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"io"
	"log"
	"math/big"
	"net"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/service/access"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// secured serves a central server over TLS with a new self-signed key, at an address.
func secured(t *testing.T, c *central, addr string) (s *httptest.Server, fingerprint string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	must(t, err)
	leaf, err := x509.ParseCertificate(der)
	must(t, err)
	l, err := net.Listen("tcp", addr)
	must(t, err)
	s = httptest.NewUnstartedServer(c.api)
	must(t, s.Listener.Close())
	s.Listener = l
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private}}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	sum := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	return s, hex.EncodeToString(sum[:])
}

// real is an office without a seam between it and the network.
func real(t *testing.T) (*sqlite.DB, *syncer.Service) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "office"), sqlite.Options{RefuseUntyped: true})
	must(t, err)
	s := syncer.New(db, syncer.Options{Keys: noKeys{}})
	t.Cleanup(func() {
		s.Close()
		must(t, db.Close())
	})
	return db, s
}

func TestSelfSignedServerIsPinned(t *testing.T) {
	c := newCentral(t)
	server, fingerprint := secured(t, c, "127.0.0.1:0")
	_, s := real(t)
	for text, code := range map[string]string{
		c.code() + "#" + hex.EncodeToString(make([]byte, 32)): syncer.CodeFingerprint,
		"AAAA-AAAA-AAAA":                       wire.CodeCodeInvalid,
		c.code() + "#12":                       crm.CodeInvalid,
		c.code() + "#" + fingerprint[:16] + "": "",
	} {
		if err := s.Enrol(t.Context(), server.URL, text, "norte"); crm.CodeOf(err) != code || code == "" && err != nil {
			t.Errorf("%v, want code %q", err, code)
		}
	}
	must(t, s.Now(crm.WithActor(t.Context(), crm.System)))
	st, err := s.Status(t.Context())
	must(t, err)
	if st.Fingerprint != fingerprint || st.State != syncer.StateOnline {
		t.Errorf("status %+v", st)
	}
	addr := server.Listener.Addr().String()
	server.Close()
	secured(t, c, addr) // somebody else, at the same address
	if err := s.Now(crm.WithActor(t.Context(), crm.System)); crm.CodeOf(err) != syncer.CodeKeyChanged {
		t.Errorf("another key: %v", err)
	}
}

func TestEnrolErrors(t *testing.T) {
	c := newCentral(t)
	db, s := real(t)
	for _, x := range []struct{ server, code, want string }{
		{"http://192.0.2.1", "K7QM-2XTA-9FWD", wire.CodePlainHTTP},
		{"http://127.0.0.1:1", "K7QM-2XTA-9FWD", syncer.CodeServerUnreachable},
		{"http://" + c.addr, "K7QM-2XTA-9FWD", wire.CodeCodeInvalid},
		{"http://" + c.addr, "", crm.CodeInvalid},
		{"no server", "K7QM-2XTA-9FWD", crm.CodeInvalid},
	} {
		if err := s.Enrol(t.Context(), x.server, x.code, "norte"); crm.CodeOf(err) != x.want {
			t.Errorf("%s: %v, want code %s", x.server, err, x.want)
		}
	}
	if err := s.Now(crm.WithActor(t.Context(), crm.System)); crm.CodeOf(err) != syncer.CodeNotEnrolled {
		t.Errorf("exchange without an enrolment: %v", err)
	}
	st, err := s.Status(t.Context())
	must(t, err)
	if st.State != syncer.StateNever || st.Problem != nil {
		t.Errorf("status %+v", st)
	}
	// Once there are users, not everybody may.
	_, err = access.New(db).Initialise(t.Context(), "Maria", "maria@example.com", "correct horse battery", "test")
	must(t, err)
	if err := s.Enrol(t.Context(), "http://"+c.addr, c.code(), "norte"); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("nobody signed in: %v", err)
	}
	agent := crm.WithActor(t.Context(), crm.Actor{Profile: crm.ProfileAgent})
	if err := s.Enrol(agent, "http://"+c.addr, c.code(), "norte"); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("an agent: %v", err)
	}
}

// Enrolling again keeps the place; another organization's code does not move the data there.
func TestEnrolAgain(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	id := a.create("Ana")
	a.now()
	must(t, a.sync.Enrol(a.ctx, "http://"+c.addr, c.code(), "centro novo"))
	a.edit(id, crm.FieldCity, "Natal")
	a.now()
	if st := a.status(); st.Office != "centro novo" {
		t.Errorf("office %q", st.Office)
	}
	agree(t, c, a)
	other, err := c.store.CreateOrganization(t.Context(), "Boreal")
	must(t, err)
	code, _, err := c.store.NewCode(t.Context(), other.ID)
	must(t, err)
	if err := a.sync.Enrol(a.ctx, "http://"+c.addr, code, "centro"); err == nil {
		t.Error("the data moved to another organization")
	}
	a.now()
	agree(t, c, a)
}
