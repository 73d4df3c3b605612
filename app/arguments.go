package app

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// FilesAmong picks the files out of a command line's arguments and makes them absolute. Options are skipped (macOS
// adds -psn_…); file:// addresses, which some desktops pass, are read. A file that does not exist is kept, and so is the
// address of one that lies elsewhere: the preview is what tells the person.
func FilesAmong(args []string, workingFolder string) []string {
	var paths []string
	for _, a := range args {
		if a == "" || strings.HasPrefix(a, "-") {
			continue
		}
		path, here := pathOf(a, runtime.GOOS == "windows")
		if here {
			if !filepath.IsAbs(path) {
				path = filepath.Join(workingFolder, path)
			}
			path = filepath.Clean(path)
		}
		paths = append(paths, path)
	}
	return paths
}

// pathOf is the path an address stands for, and the argument itself when it is none. A server in a file:// address is that of a
// shared folder, which is a path on Windows alone; here is false, and the address given back, for what no path leads to.
func pathOf(argument string, windows bool) (path string, here bool) {
	u, err := url.Parse(argument)
	if err != nil || len(u.Scheme) < 2 || !strings.HasPrefix(argument[len(u.Scheme):], ":/") { // of one letter: a drive
		return argument, true
	}
	server := u.Host
	if strings.EqualFold(server, "localhost") {
		server = ""
	}
	share := strings.HasPrefix(u.Path, "//") // file:////server/share, as some write it
	switch {
	case u.Scheme != "file", server != "" && !windows:
		return argument, !strings.HasPrefix(argument[len(u.Scheme):], "://") // "a:/b" may be a file's name
	case !windows:
		return u.Path, true
	case server != "":
		return `\\` + server + strings.ReplaceAll(u.Path, "/", `\`), true
	case share:
		return strings.ReplaceAll(u.Path, "/", `\`), true
	}
	return strings.ReplaceAll(strings.TrimPrefix(u.Path, "/"), "/", `\`), true
}
