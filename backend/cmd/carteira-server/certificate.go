package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
)

// A server that is given no certificate makes one for itself, once: devices remember its key from their enrolment on
// (S4). The files lie beside the store.
const (
	certFile = "tls-cert.pem"     // certificate and key together, so that there never is one without the other
	partFile = certFile + ".part" // the same while it is written: a killed program leaves its key there
	certLock = certFile + ".lock" // held meanwhile; the system frees it however its holder ends
	pinFile  = "tls-fingerprint"
)

// ownCertificate reads the server's own certificate, or makes it.
func ownCertificate(dir, host string, now time.Time) (c tls.Certificate, err error) {
	var both []byte
	path := filepath.Join(dir, certFile)
	if err := alone(dir, func() error {
		if both, err = os.ReadFile(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if both, err = makeCertificate(host, now); err != nil {
			return err
		}
		return keep(dir, both)
	}); err != nil {
		return c, crm.Errorf(codeTLS, "state", "the server's certificate cannot be kept: %v", err)
	}
	if c, err = tls.X509KeyPair(both, both); err != nil {
		return c, crm.Errorf(codeTLS, "state", "%s is no certificate with its key: %v", path, err)
	}
	return c, nil
}

// discardHalfKept removes a certificate that a killed program has left half kept, where this one needs none.
func discardHalfKept(dir string) error {
	_, err := os.Lstat(filepath.Join(dir, partFile))
	if err == nil {
		err = alone(dir, func() error { return nil })
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return crm.Errorf(codeTLS, "state", "a key that was left half written cannot be removed: %v", err)
	}
	return nil
}

// alone runs body under the lock of the folder. What lies half written there then has a dead writer, and goes.
func alone(dir string, body func() error) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, certLock), flock.SetPermissions(0o600))
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := lock.Lock(); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, partFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return body()
}

// keep writes the certificate, under the lock, whole or not at all. It is on the disk before any device can learn of its key:
// one made anew after a power cut would be a stranger to them.
func keep(dir string, both []byte) error {
	part := filepath.Join(dir, partFile)
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(both)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(part, filepath.Join(dir, certFile))
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return syncFolder(dir)
}

// syncFolder puts the names in a folder on the disk. Windows does so by itself, and has no way to ask for it.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func makeCertificate(host string, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	c := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "Carteira server"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.AddDate(20, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = append(c.IPAddresses, ip)
	} else if host != "" {
		c.DNSNames = append(c.DNSNames, host)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("write the key: %w", err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...), nil
}

// fingerprint is the SHA-256 of the certificate's public key (SPKI), in hex: what devices pin.
func fingerprint(c tls.Certificate) (string, error) {
	leaf := c.Leaf
	if leaf == nil {
		var err error
		if leaf, err = x509.ParseCertificate(c.Certificate[0]); err != nil {
			return "", crm.Errorf(codeTLS, "tls-cert", "the certificate cannot be read: %v", err)
		}
	}
	return pinOf(leaf), nil
}

func pinOf(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:])
}

// writeFingerprint leaves the fingerprint where `device code` finds it; "" takes it away.
func writeFingerprint(dir, pin string) error {
	path := filepath.Join(dir, pinFile)
	if pin == "" {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take the fingerprint away: %w", err)
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("note the fingerprint: %w", err)
	}
	if err := os.WriteFile(path, []byte(pin+"\n"), 0o600); err != nil {
		return fmt.Errorf("note the fingerprint: %w", err)
	}
	return nil
}

// readFingerprint is that of the server that runs on this store, "" when it is not known.
func readFingerprint(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, pinFile))
	if err != nil {
		return ""
	}
	text := strings.TrimSpace(string(b))
	if sum, err := hex.DecodeString(text); err != nil || len(sum) != sha256.Size {
		return ""
	}
	return text
}
