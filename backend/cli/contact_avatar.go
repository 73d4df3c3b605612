package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"carteira/backend/crm"
)

// avatarOf reads the picture for --avatar, which the service checks; "" takes the contact's picture away.
func avatarOf(path string) ([]byte, error) {
	if path == "" {
		return []byte{}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, crm.Errorf("file_missing", "avatar", "there is no file %q", path)
		}
		return nil, crm.Errorf("file_unreadable", "avatar", "the file %q cannot be read", path)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, crm.MaxAvatarBytes+1)) // one more, so that the service refuses what is larger
	if err != nil {
		return nil, crm.Errorf("file_unreadable", "avatar", "the file %q cannot be read", path)
	}
	if len(b) == 0 {
		return nil, crm.Errorf(crm.CodeAvatarInvalid, "avatar", "the picture %q is empty", path)
	}
	return b, nil
}
