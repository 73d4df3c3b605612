package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"carteira/backend/crm"
)

// The argon2id parameters of OWASP's first recommendation: 19 MiB, two passes, one lane.
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonLanes   = 1
	argonKeySize = 32
	saltSize     = 16
)

// minPassword is the shortest password taken, in characters.
const minPassword = 10

// Codes of a password that is not taken.
const (
	CodePasswordShort  = "password_short"
	CodePasswordCommon = "password_common"
)

// hashPassword returns the PHC string of a password.
func hashPassword(password string) (string, error) {
	if utf8.RuneCountInString(password) < minPassword {
		return "", crm.Errorf(CodePasswordShort, "password", "a password has at least %d characters", minPassword)
	}
	if common(password) {
		return "", crm.Errorf(CodePasswordCommon, "password", "this password is among the first that anybody would try; choose another")
	}
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails: it ends the program instead
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, argonKeySize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// checkPassword compares a password with a PHC string, in a time that does not depend on where they differ.
func checkPassword(phc, password string) (bool, error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("stored password is not an argon2id string")
	}
	var version int
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, fmt.Errorf("stored password has an unknown version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false, fmt.Errorf("stored password parameters: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("stored password salt: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("stored password key: %w", err)
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}
