package app

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"carteira/backend/crm"
)

//go:embed shim.js
var shim []byte

// shimPath is where the page finds it. The desktop has no such file, and the page does without.
const shimPath = "/wails-shim.js"

// page serves the built window: index.html with the shim in front of its first script, and its files. It needs no
// token, for it holds nothing but the program.
type page struct {
	index  []byte
	policy string // Content-Security-Policy
	files  http.Handler
}

var (
	scriptTag    = regexp.MustCompile(`(?i)<script\b`)
	inlineScript = regexp.MustCompile(`(?is)<script(?:\s[^>]*)?>(.*?)</script>`)
)

func newPage(assets fs.FS) (*page, error) {
	index, err := fs.ReadFile(assets, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, crm.Errorf("page_not_built", "", "This program was built without its window. Run `make build`.")
	}
	if err != nil {
		return nil, fmt.Errorf("read the window's page: %w", err)
	}
	served, err := withShim(index)
	if err != nil {
		return nil, err
	}
	return &page{index: served, policy: policyFor(index), files: http.FileServerFS(assets)}, nil
}

// withShim puts the shim before the first script of a page that does not name it itself.
func withShim(index []byte) ([]byte, error) {
	if bytes.Contains(index, []byte(`src="`+shimPath+`"`)) {
		return index, nil
	}
	first := scriptTag.FindIndex(index)
	if first == nil {
		return nil, errors.New("the window's page has no script")
	}
	tag := []byte(`<script src="` + shimPath + `"></script>`)
	return slices.Concat(index[:first[0]], tag, index[first[0]:]), nil
}

// policyFor allows what the bundle does: its own files, styles written at run time, the inline scripts that
// index.html itself holds (by their hash), and nothing from or to anywhere else.
func policyFor(index []byte) string {
	scripts := "script-src 'self'"
	for _, m := range inlineScript.FindAllSubmatch(index, -1) {
		if len(m[1]) > 0 {
			sum := sha256.Sum256(m[1])
			scripts += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
	}
	return strings.Join([]string{
		"default-src 'self'", scripts, "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
		"font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:", "object-src 'none'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, "; ")
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/", "/index.html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		write(w, p.index)
	case shimPath:
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		write(w, shim)
	default:
		if strings.HasPrefix(r.URL.Path, "/assets/") { // names with a hash of their content
			w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		}
		p.files.ServeHTTP(w, r)
	}
}
