package app

import (
	"fmt"
	"os"
	"path/filepath"
)

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
