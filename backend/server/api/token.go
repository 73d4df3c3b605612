package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"carteira/backend/crm"
)

// Tokens and challenges are kept nowhere: they carry what they say and a MAC over it, under the secret that all
// processes of a store share. Each kind has a key of its own, so that one is never taken for the other.

const (
	tokenLife     = 15 * time.Minute
	challengeLife = time.Minute
	macSize       = sha256.Size
	keyPrint      = 8 // bytes of the public key's hash: a device enrolled anew has other tokens
	tokenSize     = 16 + 16 + 8 + keyPrint
	challengeSize = 16 + 8 + 16 // device, expiry, nonce
)

type tokens struct{ tokenKey, challengeKey []byte }

func newTokens(secret []byte) *tokens {
	derive := func(purpose string) []byte {
		m := hmac.New(sha256.New, secret)
		m.Write([]byte(purpose))
		return m.Sum(nil)
	}
	return &tokens{tokenKey: derive("carteira token 1"), challengeKey: derive("carteira challenge 1")}
}

// grant is what a token says.
type grant struct {
	org, device crm.ID
	expires     time.Time
	key         [keyPrint]byte
}

func printOf(publicKey []byte) (p [keyPrint]byte) {
	sum := sha256.Sum256(publicKey)
	copy(p[:], sum[:])
	return p
}

func (t *tokens) issue(g grant) string {
	b := make([]byte, 0, tokenSize+macSize)
	b = append(b, g.org[:]...)
	b = append(b, g.device[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(g.expires.UnixMilli()))
	b = append(b, g.key[:]...)
	return base64.RawURLEncoding.EncodeToString(seal(t.tokenKey, b))
}

// read is the inverse of issue; ok is false for a token that is not ours or has expired.
func (t *tokens) read(token string, now time.Time) (g grant, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return g, false
	}
	b, ok := unseal(t.tokenKey, sealed, tokenSize)
	if !ok {
		return g, false
	}
	g.org, g.device = crm.ID(b[:16]), crm.ID(b[16:32])
	g.expires = time.UnixMilli(int64(binary.BigEndian.Uint64(b[32:])))
	copy(g.key[:], b[40:])
	return g, now.Before(g.expires)
}

// challenge is what a device has to sign to show that it holds its key.
func (t *tokens) challenge(device crm.ID, now time.Time) []byte {
	b := make([]byte, 0, challengeSize+macSize)
	b = append(b, device[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(now.Add(challengeLife).UnixMilli()))
	nonce := make([]byte, 16)
	rand.Read(nonce) // never fails: it ends the program instead
	return seal(t.challengeKey, append(b, nonce...))
}

// challenged tells whether a challenge was given to this device and is still fresh.
func (t *tokens) challenged(device crm.ID, challenge []byte, now time.Time) bool {
	b, ok := unseal(t.challengeKey, challenge, challengeSize)
	return ok && crm.ID(b[:16]) == device && now.Before(time.UnixMilli(int64(binary.BigEndian.Uint64(b[16:]))))
}

func seal(key, b []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(b)
	return m.Sum(b)
}

func unseal(key, sealed []byte, size int) (b []byte, ok bool) {
	if len(sealed) != size+macSize {
		return nil, false
	}
	m := hmac.New(sha256.New, key)
	m.Write(sealed[:size])
	return sealed[:size], hmac.Equal(m.Sum(nil), sealed[size:])
}
