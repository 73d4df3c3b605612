package app

import (
	"errors"
	"fmt"

	"golang.org/x/sys/windows/registry"
)

// Both keys are the person's own. The second is where the Task Manager keeps what was switched off there.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
	runName     = "Carteira"
)

// runEntry is the entry of Windows; command is what the Run key holds.
type runEntry struct{ command string }

func newLoginEntry() (loginEntry, error) {
	program, err := executable()
	if err != nil {
		return nil, err
	}
	return runEntry{`"` + program + `" ` + optionMinimised}, nil
}

func (e runEntry) on() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the Run key: %w", err)
	}
	defer key.Close()
	command, _, err := key.GetStringValue(runName)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the Run key: %w", err)
	}
	off, err := switchedOffInTaskManager()
	return command == e.command && !off, err
}

// switchedOffInTaskManager: the first byte is even while the entry may start.
func switchedOffInTaskManager() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the list of approved start-ups: %w", err)
	}
	defer key.Close()
	state, _, err := key.GetBinaryValue(runName)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the list of approved start-ups: %w", err)
	}
	return len(state) > 0 && state[0]%2 == 1, nil
}

func (e runEntry) set(on bool) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("open the Run key: %w", err)
	}
	defer key.Close()
	if !on {
		if err := key.DeleteValue(runName); err != nil && !errors.Is(err, registry.ErrNotExist) {
			return fmt.Errorf("clear the Run key: %w", err)
		}
		return nil
	}
	if err := key.SetStringValue(runName, e.command); err != nil {
		return fmt.Errorf("write the Run key: %w", err)
	}
	return approveStart()
}

// approveStart takes back what was switched off in the Task Manager: the person wants it again.
func approveStart() error {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the list of approved start-ups: %w", err)
	}
	defer key.Close()
	if err := key.DeleteValue(runName); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return fmt.Errorf("approve the start at login: %w", err)
	}
	return nil
}
