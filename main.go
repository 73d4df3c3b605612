// Command Carteira is the desktop program. The command line and the browser mode, which need no web view, are in
// backend/cmd/carteira.
package main

import (
	_ "embed"
	"fmt"
	"os"

	"carteira/app"
	"carteira/frontend"
)

//go:embed build/appicon.png
var icon []byte

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "carteira:", err)
		os.Exit(1)
	}
}

// run opens nothing itself: the generator of the JavaScript bindings comes this way too.
func run() error {
	args, err := app.TakeData(os.Args[1:])
	if err != nil {
		return err
	}
	folder, err := app.DataFolder()
	if err != nil {
		return err
	}
	program := app.New(app.Options{DataFolder: folder})
	return app.Run(program, app.WindowOptions{
		DataFolder: folder,
		Assets:     frontend.Assets,
		Icon:       icon,
		Args:       args,
	})
}
