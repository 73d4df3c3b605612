package app

import (
	"fmt"
	"os"
	"path/filepath"
)

// theme is what the window's background is painted in before the page appears. The page's own storage cannot be read
// then, so that the last theme is kept beside the data.
type theme string

const (
	themeLight theme = "light"
	themeDark  theme = "dark"
)

func themeOf(name string) theme {
	if theme(name) == themeDark {
		return themeDark
	}
	return themeLight
}

func themeFile(folder string) string { return filepath.Join(folder, "window-theme") }

// readTheme answers light when there is no file yet or it cannot be read: nothing but a flash is at stake.
func readTheme(folder string) theme {
	text, err := os.ReadFile(themeFile(folder))
	if err != nil {
		return themeLight
	}
	return themeOf(string(text))
}

func writeTheme(folder string, t theme) error {
	if readTheme(folder) == t {
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("create data folder: %w", err)
	}
	if err := os.WriteFile(themeFile(folder), []byte(t), 0o600); err != nil {
		return fmt.Errorf("write theme: %w", err)
	}
	return nil
}
