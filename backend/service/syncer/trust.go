package syncer

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"net"
	"net/url"
	"strings"
	"sync"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// trust decides whether a server is the one meant. A certificate of an authority that the system trusts is enough. A
// self-signed one is accepted at enrolment, once, and its key pinned: from then on only that key (S4).
type trust struct {
	host        string
	pin         []byte         // SHA-256 of the only public key accepted, nil = none pinned
	firstUse    bool           // at enrolment: an unknown authority is accepted
	fingerprint string         // hex prefix that the enrolment code demands, "" = none
	roots       *x509.CertPool // nil = the system's

	mu   sync.Mutex
	seen []byte // key of an unknown authority that was accepted
}

// minFingerprint is how many hex digits of a fingerprint are worth something: 64 bits cannot be searched for.
const minFingerprint = 16

func (t *trust) config() *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // verify does it: a pinned key needs no authority
		VerifyConnection:   t.verify,
	}
}

func (t *trust) verify(cs tls.ConnectionState) error {
	if len(cs.PeerCertificates) == 0 {
		return crm.Errorf(CodeCertificate, "server", "the server shows no certificate")
	}
	leaf := cs.PeerCertificates[0]
	key := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	if t.pin != nil {
		if string(t.pin) != string(key[:]) {
			return crm.Errorf(CodeKeyChanged, "server", "the server's key is not the one that was seen at enrolment")
		}
		return nil
	}
	if !strings.HasPrefix(hex.EncodeToString(key[:]), t.fingerprint) {
		return crm.Errorf(CodeFingerprint, "code", "the server's key is not the one that the enrolment code names")
	}
	between := x509.NewCertPool()
	for _, c := range cs.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: t.host, Roots: t.roots, Intermediates: between})
	var unknown x509.UnknownAuthorityError
	if err == nil {
		return nil
	}
	// A name that does not fit hides whether the authority is known: ask again without it.
	if _, again := leaf.Verify(x509.VerifyOptions{Roots: t.roots, Intermediates: between}); !t.firstUse || !errors.As(again, &unknown) {
		return errors.Join(crm.Errorf(CodeCertificate, "server", "the server's certificate is not trusted"), err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen != nil && string(t.seen) != string(key[:]) {
		return crm.Errorf(CodeKeyChanged, "server", "the server changed its key in the middle of the enrolment")
	}
	t.seen = key[:]
	return nil
}

// accepted is the key to pin, nil when an authority vouches for the server.
func (t *trust) accepted() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen
}

// parseServer reads the address of a server as a person types it. Without a scheme it is HTTPS, and HTTP on this
// computer, the only place where HTTP is allowed.
func parseServer(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		scheme := "https://"
		if u, err := url.Parse("//" + text); err == nil && loopback(u.Hostname()) {
			scheme = "http://"
		}
		text = scheme + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, crm.Errorf(crm.CodeInvalid, "server", "a server's address looks like https://sync.example.com")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	switch u.Scheme {
	case "https":
	case "http":
		if !loopback(u.Hostname()) {
			return nil, crm.Errorf(wire.CodePlainHTTP, "server", "a server that is not on this computer must be spoken to by https://")
		}
	default:
		return nil, crm.Errorf(crm.CodeInvalid, "server", "a server's address begins with https://")
	}
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// parseCode splits an enrolment code from the fingerprint that may follow it: CODE#FINGERPRINT.
func parseCode(text string) (code, fingerprint string, err error) {
	code, fingerprint, marked := strings.Cut(strings.TrimSpace(text), "#")
	code = strings.TrimSpace(code)
	if code == "" {
		return "", "", crm.Errorf(crm.CodeInvalid, "code", "an enrolment code is needed")
	}
	fingerprint = strings.ToLower(strings.NewReplacer(":", "", " ", "", "-", "").Replace(fingerprint))
	if !marked {
		return code, "", nil
	}
	if strings.Trim(fingerprint, "0123456789abcdef") != "" || len(fingerprint) < minFingerprint || len(fingerprint) > 64 {
		return "", "", crm.Errorf(crm.CodeInvalid, "code", "the fingerprint after # has %d to 64 hexadecimal digits", minFingerprint)
	}
	return code, fingerprint, nil
}
