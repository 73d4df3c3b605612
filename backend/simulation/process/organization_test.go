//go:build linux

package process_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
	"carteira/backend/service/syncer"
)

// What one organization has, no device of another one sees, whatever it asks the server for (S5.14).
func TestAnotherOrganizationSeesNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	s.organization("Boreal")
	a := founded(t, s, "Aurora", "centro")
	p := a.create("--name", everybody, "--cpf", validCPF(1))
	at := a.sync()
	z := founded(t, s, "Boreal", "oeste")
	own := z.create("--name", "Somebody else", "--cpf", validCPF(1))
	heal(t, z)
	if all := z.exported(); len(all) != 1 || all[0].ID != own.ID {
		t.Errorf("the other organization has %+v", all)
	}
	if all := z.conflicts(); len(all) != 0 {
		t.Errorf("the other organization hears of a CPF that it has alone: %+v", all)
	}
	holdsNot(t, z.dir, everybody)

	key := z.key()
	device := z.sync().Device
	token := s.token(t, device, key)
	if token == "" {
		t.Fatal("a device is not known to its own organization")
	}
	for _, path := range []string{"/v1/pull", "/v1/pull?names=1", "/v1/pull?cursor=l1-0", "/v1/hello", "/v1/digest", "/v1/devices"} {
		body := s.get(t, path, token)
		for _, secret := range []string{everybody, p.ID, at.Device.String(), "Aurora", "centro"} {
			if bytes.Contains(body, []byte(secret)) {
				t.Errorf("%s holds %q of another organization", path, secret)
			}
		}
	}
	if !bytes.Contains(s.get(t, "/v1/pull", token), []byte(own.ID)) {
		t.Error("a device does not read its own organization: the test looks at nothing")
	}
	if s.token(t, at.Device, key) != "" {
		t.Error("the key of one device opens the place of another")
	}
	if code := a.refused("sync", "enroll", "--server", "http://"+s.address, "--code", s.code("Boreal")); code != syncer.CodeOtherOrganization {
		t.Errorf("a data folder changes its organization: %s", code)
	}
	heal(t, a)
}

// A code is good once and for ten minutes (S4).
func TestEnrolmentCodes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.organization("Aurora")
	enrol := func(code string) string {
		o := &office{t, "norte", filepath.Join(t.TempDir(), "norte")}
		return o.refused("sync", "enroll", "--server", "http://"+s.address, "--code", code)
	}
	old := time.Now().Add(-11 * time.Minute)
	db, err := store.Open(t.Context(), s.store, store.Options{Now: func() time.Time { return old }})
	must(t, err)
	o, err := db.Organization(t.Context(), "Aurora")
	must(t, err)
	expired, _, err := db.NewCode(t.Context(), o.ID)
	must(t, err)
	must(t, db.Close())
	used := s.code("Aurora")
	a := &office{t, "centro", filepath.Join(t.TempDir(), "centro")}
	a.enrol(s.address, used)
	for name, code := range map[string]string{"expired": expired, "used": used, "made up": "AAAA-BBBB-CCCC"} {
		if got := enrol(code); got != wire.CodeCodeInvalid {
			t.Errorf("a code that is %s: %s", name, got)
		}
	}
	s.saysNothingOf(expired, used)
}

// key is the office's device key.
func (o *office) key() ed25519.PrivateKey {
	o.t.Helper()
	text, err := os.ReadFile(filepath.Join(o.dir, "device.key"))
	must(o.t, err)
	seed, err := base64.StdEncoding.DecodeString(string(text))
	must(o.t, err)
	return ed25519.NewKeyFromSeed(seed)
}

// token is what the server gives to a device with a key, "" when it refuses.
func (s *server) token(t *testing.T, device crm.ID, key ed25519.PrivateKey) string {
	t.Helper()
	var a wire.TokenAnswer
	q := wire.TokenRequest{Device: device}
	for range 2 {
		body, err := json.Marshal(q)
		must(t, err)
		r, err := http.Post("http://"+s.address+"/v1/token", "application/json", bytes.NewReader(body))
		must(t, err)
		err = json.NewDecoder(r.Body).Decode(&a)
		must(t, err)
		must(t, r.Body.Close())
		q.Challenge, q.Signature = a.Challenge, ed25519.Sign(key, a.Challenge)
	}
	return a.Token
}

// get reads what the server answers, as text.
func (s *server) get(t *testing.T, path, token string) []byte {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+path, nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept", "application/x-ndjson")
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	must(t, err)
	return b
}

// holdsNot fails when a file of a folder holds a text.
func holdsNot(t *testing.T, dir, text string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) {
			t.Errorf("%s holds %q", path, text)
		}
		return err
	}))
}
