package app

import (
	"strings"
	"testing"
	"testing/fstest"

	"carteira/backend/crm"
)

func TestPage(t *testing.T) {
	o := serveTrial(t)
	status, h, body := o.request("GET", "/", nil, nil)
	if status != 200 || h.Get("Cache-Control") != "no-store" {
		t.Errorf("page: %d, Cache-Control %q", status, h.Get("Cache-Control"))
	}
	shimAt, firstAt := strings.Index(body, shimPath), strings.Index(body, "var early")
	if shimAt < 0 || shimAt > firstAt || strings.Count(body, shimPath) != 1 {
		t.Errorf("the shim must come once, before the first script: %s", body)
	}
	policy := h.Get("Content-Security-Policy")
	// printf 'var early=1' | openssl dgst -sha256 -binary | base64
	const hash = "'sha256-2N0imBdr2idP2L3JgcrovkDaGTz/tqWv47YXYrkftg8='"
	for _, want := range []string{"script-src 'self' " + hash + ";", "object-src 'none'", "frame-ancestors 'none'", "connect-src 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(strings.SplitN(policy, "style-src", 2)[0], "unsafe-inline") {
		t.Errorf("policy %q allows any inline script", policy)
	}
	if status, _, body := o.request("GET", shimPath, nil, nil); status != 200 || !strings.Contains(body, "window.go") {
		t.Errorf("shim: %d", status)
	}
	if _, h, _ := o.request("GET", "/assets/main-1.js", nil, nil); !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("hashed file: Cache-Control %q", h.Get("Cache-Control"))
	}

	again, err := withShim([]byte(body))
	if err != nil || string(again) != body {
		t.Errorf("a page that names the shim was changed: %s %v", again, err)
	}
	if _, err := newPage(fstest.MapFS{}); crm.CodeOf(err) != "page_not_built" {
		t.Errorf("without index.html: %v", err)
	}
}
