// Command carteira is the command line and the window in a browser; it needs no webview library.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"carteira/app"
	"carteira/backend/cli"
	"carteira/frontend"
)

// gcPercent keeps an import's memory within its bound: half of the default costs a few per cent of time there.
const gcPercent = 50

func main() {
	debug.SetGCPercent(gcPercent)
	os.Exit(cli.Main(web))
}

func web(ctx context.Context, w cli.Web) error {
	return app.Serve(ctx, app.New(app.Options{DataFolder: w.DataFolder, Idle: w.Idle}), app.BrowserOptions{
		DataFolder: w.DataFolder, Listen: w.Listen, Assets: frontend.Assets, Announce: w.Announce,
	})
}
