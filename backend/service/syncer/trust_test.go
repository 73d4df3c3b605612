package syncer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// secure is a server with a certificate of its own, and the SHA-256 of its public key.
func secure(t *testing.T, names ...string) (s *httptest.Server, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Carteira"}, DNSNames: names,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	if len(names) > 0 {
		template.IPAddresses = nil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s = httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	sum := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	return s, sum[:]
}

// ask makes one request under a trust.
func ask(s *httptest.Server, t *trust) error {
	t.host = "127.0.0.1"
	transport := newTransport(t)
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Get(s.URL)
	if err == nil {
		err = resp.Body.Close()
	}
	return err
}

func TestTrust(t *testing.T) {
	self, key := secure(t)
	other, otherKey := secure(t)
	vouched, vouchedKey := secure(t)
	elsewhere, _ := secure(t, "elsewhere.example")
	roots := x509.NewCertPool()
	roots.AddCert(vouched.Certificate())
	roots.AddCert(elsewhere.Certificate())
	none := x509.NewCertPool()

	for _, x := range []struct {
		name   string
		server *httptest.Server
		trust  *trust
		code   string
		pinned []byte
	}{
		{"self-signed at enrolment is pinned", self, &trust{firstUse: true, roots: none}, "", key},
		{"self-signed later", self, &trust{roots: none}, CodeCertificate, nil},
		{"the pinned key", self, &trust{pin: key, roots: none}, "", nil},
		{"another key than the pinned one", other, &trust{pin: key, roots: none}, CodeKeyChanged, nil},
		{"another key than the pinned one, though an authority vouches for it", vouched, &trust{pin: key, roots: roots}, CodeKeyChanged, nil},
		{"the key that the code names", self, &trust{firstUse: true, fingerprint: hex.EncodeToString(key)[:16], roots: none}, "", key},
		{"another key than the code names", other, &trust{firstUse: true, fingerprint: hex.EncodeToString(key)[:16], roots: none}, CodeFingerprint, nil},
		{"an authority vouches: nothing to pin", vouched, &trust{firstUse: true, roots: roots}, "", nil},
		{"an authority vouches, the code agrees", vouched, &trust{firstUse: true, fingerprint: hex.EncodeToString(vouchedKey), roots: roots}, "", nil},
		{"an authority vouches, the code does not", vouched, &trust{firstUse: true, fingerprint: hex.EncodeToString(otherKey), roots: roots}, CodeFingerprint, nil},
		{"an authority vouches for another address", elsewhere, &trust{firstUse: true, roots: roots}, CodeCertificate, nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			err := ask(x.server, x.trust)
			if crm.CodeOf(err) != x.code || (x.code == "") != (err == nil) {
				t.Errorf("error %v, want code %q", err, x.code)
			}
			if string(x.trust.accepted()) != string(x.pinned) {
				t.Errorf("pinned %x, want %x", x.trust.accepted(), x.pinned)
			}
		})
	}
}

func TestParseServer(t *testing.T) {
	for text, want := range map[string]string{
		"https://sync.example.com":         "https://sync.example.com",
		" https://sync.example.com:8443/ ": "https://sync.example.com:8443",
		"sync.example.com":                 "https://sync.example.com",
		"sync.example.com:8443/carteira/":  "https://sync.example.com:8443/carteira",
		"http://127.0.0.1:8080":            "http://127.0.0.1:8080",
		"localhost:8080":                   "http://localhost:8080",
		"http://[::1]:8080":                "http://[::1]:8080",
	} {
		u, err := parseServer(text)
		if err != nil || u.String() != want {
			t.Errorf("%q: %v %v, want %s", text, u, err, want)
		}
	}
	for text, code := range map[string]string{
		"http://sync.example.com":         wire.CodePlainHTTP,
		"http://10.0.0.1:8080":            wire.CodePlainHTTP,
		"http://localhost.example.com":    wire.CodePlainHTTP,
		"http://127.0.0.1.example.com":    wire.CodePlainHTTP,
		"":                                crm.CodeInvalid,
		"https://":                        crm.CodeInvalid,
		"ftp://sync.example.com":          crm.CodeInvalid,
		"https://me:secret@sync.example":  crm.CodeInvalid,
		"https://sync.example.com/?a=b":   crm.CodeInvalid,
		"https://sync.example.com/#a":     crm.CodeInvalid,
		"https://sync example com":        crm.CodeInvalid,
		"https://sync.example.com:https/": crm.CodeInvalid,
	} {
		if u, err := parseServer(text); crm.CodeOf(err) != code {
			t.Errorf("%q: %v %v, want code %s", text, u, err, code)
		}
	}
}

func TestParseCode(t *testing.T) {
	for text, want := range map[string][2]string{
		"K7QM-2XTA-9FWD":                 {"K7QM-2XTA-9FWD", ""},
		" K7QM#00:11:22:33:44:55:66:77 ": {"K7QM", "0011223344556677"},
		"K7QM # AABB CCDD EEFF 0011":     {"K7QM", "aabbccddeeff0011"},
		"K7QM#00112233445566778":         {"K7QM", "00112233445566778"}, // an odd number of digits is a prefix too
	} {
		code, print, err := parseCode(text)
		if err != nil || [2]string{code, print} != want {
			t.Errorf("%q: %q %q %v", text, code, print, err)
		}
	}
	for _, text := range []string{"", "#0011223344556677", "K7QM#", "K7QM#00112233", "K7QM#not hexadecimal at all", "K7QM#001122334455667g", "K7QM#0011223344556677g",
		"K7QM#00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00"} {
		if code, print, err := parseCode(text); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%q: %q %q %v", text, code, print, err)
		}
	}
}
