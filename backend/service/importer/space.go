package importer

import (
	"errors"
	"syscall"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// spaceError tells people when a file could not be written for want of room.
func spaceError(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return errors.Join(crm.Errorf(sqlite.CodeDiskFull, "",
			"the disk is full; nothing was lost, free some space and try again"), err)
	}
	return err
}
