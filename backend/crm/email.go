package crm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const CodeEmailInvalid = "email_invalid"

// Lengths in bytes, from RFC 5321.
const (
	emailMax      = 254
	emailLocalMax = 64
	emailLabelMax = 63
)

// ParseEmail is the address trimmed, its case kept as typed (D1.7). It is stricter than RFC 5322 where
// the RFC only helps typing errors through: no quoted local part, no comment, no address literal, a dot in
// the domain. Letters of any script are let in (RFC 6531). Error: email_invalid. The result shares
// memory with s.
func ParseEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	at := strings.IndexByte(s, '@')
	if len(s) > emailMax || at < 1 || at > emailLocalMax || !emailLocalHolds(s[:at]) || !emailDomainHolds(s[at+1:]) {
		return "", Errorf(CodeEmailInvalid, "email", "the e-mail address is not valid: it must look like name@company.com")
	}
	return s, nil
}

// What a byte of an address may be. A byte above ASCII is looked at as a rune.
const (
	emailNever = iota
	emailLocal // atext of RFC 5322 that no domain holds
	emailBoth  // letters and digits
	emailDash
	emailDot
	emailRune
)

var emailClass = func() (class [256]byte) {
	for c := range class {
		switch {
		case c >= utf8.RuneSelf:
			class[c] = emailRune
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			class[c] = emailBoth
		}
	}
	for _, c := range []byte("!#$%&'*+/=?^_`{|}~") {
		class[c] = emailLocal
	}
	class['-'], class['.'] = emailDash, emailDot
	return class
}()

// emailLocalHolds: dots neither first, last nor doubled.
func emailLocalHolds(local string) bool {
	dot := true
	for i := 0; i < len(local); i++ {
		switch emailClass[local[i]] {
		case emailNever:
			return false
		case emailDot:
			if dot {
				return false
			}
			dot = true
			continue
		case emailRune:
			size := emailRuneSize(local[i:])
			if size == 0 {
				return false
			}
			i += size - 1
		}
		dot = false
	}
	return !dot
}

// emailDomainHolds: labels of 1 to 63 bytes, no dash at either end, at least two of them, the last not a
// number and of two letters or more.
func emailDomainHolds(domain string) bool {
	start, labels := 0, 0
	for i := 0; i <= len(domain); i++ {
		if i == len(domain) || domain[i] == '.' {
			if i == start || i-start > emailLabelMax || domain[start] == '-' || domain[i-1] == '-' {
				return false
			}
			labels++
			if i < len(domain) {
				start = i + 1
			}
			continue
		}
		switch emailClass[domain[i]] {
		case emailBoth, emailDash:
		case emailRune:
			size := emailRuneSize(domain[i:])
			if size == 0 {
				return false
			}
			i += size - 1
		default:
			return false
		}
	}
	last := domain[start:]
	return labels > 1 && len(last) > 1 && !isDigit(last[0])
}

// emailRuneSize is the width of the letter, mark or digit s starts with, 0 for any other rune or broken UTF-8.
func emailRuneSize(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError || !unicode.In(r, unicode.L, unicode.M, unicode.N) {
		return 0
	}
	return size
}

// EmailKey is the form two addresses are compared in: trimmed and lower-cased (D1.7).
func EmailKey(s string) string {
	return strings.ToLower(NFC(strings.TrimSpace(s)))
}

// EmailHash is 64-bit FNV-1a of a key from EmailKey without its sign bit: what lookup tables hold, the same
// in every version and on every machine. Two keys may share a hash: whoever looks up compares the key.
func EmailHash(key string) int64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := 0; i < len(key); i++ {
		h = (h ^ uint64(key[i])) * prime
	}
	return int64(h &^ (1 << 63))
}
