// Package frontend carries the built window (vite build → dist) inside the programs that show it.
// On a fresh clone dist holds only .gitkeep: the Go code still builds, and the page is missing until `npm run build`.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Assets is the root of the built window: index.html is at its top.
var Assets = mustSub(dist, "dist")

func mustSub(tree fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(tree, dir)
	if err != nil {
		panic("bug: frontend/dist is not embedded: " + err.Error())
	}
	return sub
}
