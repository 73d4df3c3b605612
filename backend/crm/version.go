package crm

// Version is the program's, everywhere: `--version`, the window, the server, manual pages, packages and bundles. It is that of
// wails.json, from which what is not written in Go takes it; a test holds the two equal.
const Version = "0.1.0"
