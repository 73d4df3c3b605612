package syncer

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"carteira/backend/crm"
)

// mapKeys is a keystore in memory.
type mapKeys map[string]string

func (m mapKeys) Get(account string) (string, error) {
	secret, ok := m[account]
	if !ok {
		return "", ErrNoKey
	}
	return secret, nil
}
func (m mapKeys) Set(account, secret string) error { m[account] = secret; return nil }
func (m mapKeys) Delete(account string) error      { delete(m, account); return nil }

// noKeys is a computer without a keystore.
type noKeys struct{}

var errNoKeystore = errors.New("no secret service")

func (noKeys) Get(string) (string, error) { return "", errNoKeystore }
func (noKeys) Set(string, string) error   { return errNoKeystore }
func (noKeys) Delete(string) error        { return errNoKeystore }

// deafKeys waits for a person who is not there.
type deafKeys struct{ forever chan struct{} }

func (d deafKeys) Get(string) (string, error) { <-d.forever; return "", nil }
func (d deafKeys) Set(string, string) error   { <-d.forever; return nil }
func (d deafKeys) Delete(string) error        { <-d.forever; return nil }

func TestDeviceKey(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	for _, x := range []struct {
		name   string
		keys   Keys
		inFile bool
	}{
		{"keystore", mapKeys{}, false},
		{"no keystore", noKeys{}, true},
		{"keystore that waits for a person", deafKeys{forever}, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			k, err := newDeviceKey(x.keys, crm.NewID(), t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			k.wait = 50 * time.Millisecond
			if _, err := k.load(); err == nil {
				t.Fatal("a key before one was made")
			}
			key, err := k.loadOrCreate()
			if err != nil {
				t.Fatal(err)
			}
			again, err := k.load()
			if err != nil || !bytes.Equal(again, key) {
				t.Fatalf("another key, or none: %v", err)
			}
			if kept, err := k.loadOrCreate(); err != nil || !bytes.Equal(kept, key) {
				t.Fatalf("a key was replaced: %v", err)
			}
			if k.inFile() != x.inFile {
				t.Errorf("in a file: %t", k.inFile())
			}
			if x.inFile {
				info, err := os.Stat(k.file)
				if err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("the file can be read by others: %v %v", info.Mode(), err)
				}
			}
			if err := k.remove(); err != nil {
				t.Fatal(err)
			}
			if _, err := k.load(); err == nil {
				t.Error("a key after it was removed")
			}
		})
	}
}

// Two folders of one device, such as a copy of the data folder, do not share an entry of the keystore.
func TestDeviceKeyBelongsToItsFolder(t *testing.T) {
	keys, device := mapKeys{}, crm.NewID()
	one, err := newDeviceKey(keys, device, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	two, err := newDeviceKey(keys, device, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.loadOrCreate(); err != nil {
		t.Fatal(err)
	}
	if _, err := two.load(); !errors.Is(err, ErrNoKey) {
		t.Errorf("the key of another folder: %v", err)
	}
}

func TestDamagedKeyFile(t *testing.T) {
	k, err := newDeviceKey(noKeys{}, crm.NewID(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.file, []byte("half a k"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := k.load(); crm.CodeOf(err) != CodeKeystore {
		t.Errorf("%v", err)
	}
	if _, err := k.loadOrCreate(); err != nil {
		t.Fatal(err)
	}
	if _, err := k.load(); err != nil {
		t.Errorf("after an enrolment: %v", err)
	}
}
