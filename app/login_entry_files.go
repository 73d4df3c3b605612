//go:build !windows

package app

import (
	"fmt"
	"os"
	"runtime"
)

func newLoginEntry() (loginEntry, error) {
	program, err := executable()
	if err != nil {
		return nil, err
	}
	if runtime.GOOS == "darwin" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("find the home folder: %w", err)
		}
		return launchAgent(home, program), nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return nil, fmt.Errorf("find the folder for settings: %w", err)
	}
	return autostartFile(config, program), nil
}
