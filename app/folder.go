package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// TakeData takes --data DIR out of a command line and puts CARTEIRA_DATA, which it stands for, in its place: what the command line
// calls it works for the window as well, instead of being taken for a file to import.
func TakeData(args []string) (rest []string, err error) {
	for i := 0; i < len(args); i++ {
		dir, given := strings.CutPrefix(args[i], "--data=")
		if !given && args[i] == "--data" && i+1 < len(args) {
			i++
			dir, given = args[i], true
		}
		if !given {
			rest = append(rest, args[i])
			continue
		}
		if err := os.Setenv("CARTEIRA_DATA", dir); err != nil {
			return nil, fmt.Errorf("data folder %q: %w", dir, err)
		}
	}
	return rest, nil
}

// DataFolder is the absolute folder that holds the replica: CARTEIRA_DATA, else "Carteira" in the system's folder for
// application data. It is not created here.
func DataFolder() (string, error) {
	if dir := os.Getenv("CARTEIRA_DATA"); dir != "" {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return "", fmt.Errorf("data folder %q: %w", dir, err)
		}
		return abs, nil
	}
	base, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for application data: %w", err)
	}
	return filepath.Join(base, "Carteira"), nil
}
