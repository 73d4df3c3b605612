package app

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carteira/backend/crm"
)

// TestOutsiders: whatever is not our own page with our token is turned away before anything happens.
func TestOutsiders(t *testing.T) {
	o := serveTrial(t)
	port := o.base[strings.LastIndex(o.base, ":"):]
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	host := func(h string) func(*http.Request) {
		return func(r *http.Request) {
			r.Host = h
			if r.Method != "GET" {
				r.Header.Set("Origin", "http://"+h) // what a rebound page would send
			}
		}
	}
	for name, tt := range map[string]struct {
		verb, path string
		edit       func(*http.Request)
		want       int
	}{
		"own call":                    {"POST", "/rpc/Trial/List", nil, 200},
		"localhost":                   {"POST", "/rpc/Trial/List", host("localhost" + port), 200},
		"IPv6 name":                   {"POST", "/rpc/Trial/List", host("[::1]" + port), 200},
		"no token":                    {"POST", "/rpc/Trial/List", header("X-Carteira-Token", ""), 401},
		"wrong token":                 {"POST", "/rpc/Trial/List", header("X-Carteira-Token", o.token[1:]+"A"), 401},
		"token in the wrong place":    {"POST", "/rpc/Trial/List?token=" + o.token, header("X-Carteira-Token", ""), 401},
		"rebinding":                   {"POST", "/rpc/Trial/List", host("evil.example" + port), 403},
		"rebinding the page":          {"GET", "/", host("evil.example" + port), 403},
		"another port":                {"POST", "/rpc/Trial/List", host("127.0.0.1:1"), 403},
		"no port":                     {"POST", "/rpc/Trial/List", host("127.0.0.1"), 403},
		"foreign origin":              {"POST", "/rpc/Trial/List", header("Origin", "http://evil.example"), 403},
		"origin of another port":      {"POST", "/rpc/Trial/List", header("Origin", "http://127.0.0.1:1"), 403},
		"null origin":                 {"POST", "/rpc/Trial/List", header("Origin", "null"), 403},
		"post without origin":         {"POST", "/rpc/Trial/List", header("Origin", ""), 403},
		"preflight":                   {"OPTIONS", "/rpc/Trial/List", header("Origin", "http://evil.example"), 403},
		"get with foreign origin":     {"GET", "/", header("Origin", "http://evil.example"), 403},
		"page without token":          {"GET", "/", header("X-Carteira-Token", ""), 200},
		"call by get":                 {"GET", "/rpc/Trial/List", nil, 404},
		"events without token":        {"GET", "/events", nil, 401},
		"events with a wrong token":   {"GET", "/events?token=AAAA", nil, 401},
		"download without token":      {"GET", "/download/00", nil, 401},
		"download of an unknown file": {"GET", "/download/00?token=" + o.token, nil, 404},
		"upload without token":        {"POST", "/upload", header("X-Carteira-Token", ""), 401},
		"a file outside the page":     {"GET", "/%2e%2e/go.mod", nil, 404},
	} {
		t.Run(name, func(t *testing.T) {
			status, h, _ := o.request(tt.verb, tt.path, strings.NewReader("[]"), tt.edit)
			if status != tt.want {
				t.Errorf("status %d, want %d", status, tt.want)
			}
			if got := h.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("Access-Control-Allow-Origin: %s", got)
			}
			if got := h.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options: %q", got)
			}
		})
	}
	if entries, _ := os.ReadDir(filepath.Join(o.folder, "incoming")); len(entries) > 0 {
		t.Errorf("a refused upload left %d files", len(entries))
	}
}

func TestListenLocally(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "127.0.0.1:0": "", "localhost:0": "", "127.0.0.2:0": "",
		"0.0.0.0:0": "listen_not_local", ":0": "listen_not_local", "[::]:0": "listen_not_local",
		"192.168.0.10:0": "listen_not_local", "example.com:80": "listen_not_local", "localhost.evil.example:0": "listen_not_local",
		"8080": "listen_address",
	} {
		l, err := listenLocally(address)
		if err == nil {
			l.Close()
		}
		if got := crm.CodeOf(err); got != want || (want == "") != (err == nil) {
			t.Errorf("%q: %v, want code %q", address, err, want)
		}
	}
}
