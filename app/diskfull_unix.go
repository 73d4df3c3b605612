//go:build !windows

package app

import (
	"errors"
	"syscall"
)

// isDiskFull also covers an exhausted quota, which asks the same of the person: make room.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
