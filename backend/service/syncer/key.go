package syncer

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/zalando/go-keyring"

	"carteira/backend/crm"
)

// The key by which the server knows this device is worth as much as the data: it lies in the keystore of the system,
// where a copied data folder does not take it along. Where there is none (a server without a desktop) it lies in a file
// that only its owner reads, and Status says so.

const (
	keystoreName = "Carteira"
	keyFile      = "device.key"
	// A keystore may wait for a person who is not there.
	keystoreWait = 3 * time.Second
)

// ErrNoKey is what Keys.Get answers when it has no key of that account.
var ErrNoKey = errors.New("no such key")

// Keys is the keystore of the system; a seam for tests.
type Keys interface {
	Get(account string) (secret string, err error)
	Set(account, secret string) error
	Delete(account string) error
}

type systemKeys struct{}

func (systemKeys) Get(account string) (string, error) {
	secret, err := keyring.Get(keystoreName, account)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", ErrNoKey
	}
	return secret, err
}

func (systemKeys) Set(account, secret string) error {
	return keyring.Set(keystoreName, account, secret)
}
func (systemKeys) Delete(account string) error { return keyring.Delete(keystoreName, account) }

// deviceKey is where the key of one data folder lies.
type deviceKey struct {
	keys    Keys
	account string
	file    string
	wait    time.Duration // for the keystore
}

// newDeviceKey names the account by device and folder: two folders of one person, or one copied to another place, do
// not share a key.
func newDeviceKey(keys Keys, device crm.ID, dir string) (*deviceKey, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("device key: %w", err)
	}
	sum := sha256.Sum256([]byte(abs))
	return &deviceKey{
		keys: keys, account: device.String() + "-" + hex.EncodeToString(sum[:8]), file: filepath.Join(dir, keyFile), wait: keystoreWait,
	}, nil
}

// load reads the key; ErrNoKey when there is none.
func (k *deviceKey) load() (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(k.file)
	if errors.Is(err, os.ErrNotExist) {
		text, err = k.secret()

		if errors.Is(err, ErrNoKey) {
			return nil, err
		}
	}
	if err != nil {
		return nil, errors.Join(crm.Errorf(CodeKeystore, "", "the key of this device cannot be read"), err)
	}
	seed, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, crm.Errorf(CodeKeystore, "", "the key of this device is damaged; enrol it again")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// loadOrCreate reads the key, or makes one where it cannot be read: before an enrolment.
func (k *deviceKey) loadOrCreate() (ed25519.PrivateKey, error) {
	if key, err := k.load(); err == nil {
		return key, nil
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make device key: %w", err)
	}
	secret := base64.StdEncoding.EncodeToString(key.Seed())
	if err := patiently(k.wait, func() error { return k.keys.Set(k.account, secret) }); err == nil {
		return key, k.removeFile() // a damaged one would hide the new key
	}
	return key, k.write(secret)
}

// write replaces the file in one step: half a key would be none.
func (k *deviceKey) write(secret string) error {
	next := k.file + ".new"
	if err := os.WriteFile(next, []byte(secret), 0o600); err != nil {
		return fmt.Errorf("keep device key: %w", err)
	}
	if err := os.Rename(next, k.file); err != nil {
		return fmt.Errorf("keep device key: %w", err)
	}
	return nil
}

// inFile tells whether the key lies in the file.
func (k *deviceKey) inFile() bool {
	_, err := os.Stat(k.file)
	return err == nil
}

// remove destroys the key wherever it lies; a keystore that cannot be reached keeps one that opens nothing any more.
func (k *deviceKey) remove() error {
	_ = patiently(k.wait, func() error { return k.keys.Delete(k.account) })
	return k.removeFile()
}

func (k *deviceKey) removeFile() error {
	if err := os.Remove(k.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove device key: %w", err)
	}
	return nil
}

// secret asks the keystore.
func (k *deviceKey) secret() ([]byte, error) {
	answer := make(chan string, 1)
	err := patiently(k.wait, func() error {
		secret, err := k.keys.Get(k.account)
		answer <- secret
		return err
	})
	if err != nil {
		return nil, err
	}
	return []byte(<-answer), nil
}

// patiently runs f, which may hang, for as long as a keystore is waited for.
func patiently(wait time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(wait):
		return errors.New("the keystore does not answer")
	}
}
