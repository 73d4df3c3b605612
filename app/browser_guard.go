package app

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"strings"

	"carteira/backend/crm"
)

// listenLocally refuses every address that another computer could reach.
func listenLocally(address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, crm.Errorf("listen_address", "listen", "The address must look like 127.0.0.1:8080.")
	}
	ips := []net.IP{net.ParseIP(host)}
	if host == "localhost" { // no look-up of other names: what they mean may change before the socket opens
		ips = []net.IP{net.IPv4(127, 0, 0, 1)}
		address = strings.Replace(address, "localhost", "127.0.0.1", 1)
	}
	if ips[0] == nil || !ips[0].IsLoopback() {
		return nil, crm.Errorf("listen_not_local", "listen",
			"Only addresses of this computer are allowed (127.0.0.1, localhost or [::1]).")
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return l, nil
}

// guard turns away what no page of ours sends. A name other than this computer's in Host means that somebody's DNS
// points at us (rebinding). A foreign Origin means that another page makes the request; GETs of our own page have none.
func (b *Browser) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", b.page.policy)
		h.Set("Cache-Control", "no-store")
		if !b.ownHost(r.Host) {
			refuse(w, http.StatusForbidden, "foreign_host", "This address is not served here.")
			return
		}
		origin := r.Header.Get("Origin")
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		if origin != "http://"+r.Host && (origin != "" || !reads) {
			refuse(w, http.StatusForbidden, "foreign_origin", "This request does not come from the window.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (b *Browser) ownHost(host string) bool {
	switch host {
	case "127.0.0.1:" + b.port, "localhost:" + b.port, "[::1]:" + b.port:
		return true
	}
	return false
}

// Where a request carries the token: a header where the page can set one, the query where it cannot (event streams
// and downloads). Nothing here logs addresses.
func headerToken(r *http.Request) string { return r.Header.Get("X-Carteira-Token") }
func queryToken(r *http.Request) string  { return r.URL.Query().Get("token") }

func (b *Browser) withToken(given func(*http.Request) string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(given(r)), []byte(b.token)) != 1 {
			refuse(w, http.StatusUnauthorized, "wrong_token", "This page was opened with an old address. Use the one printed last.")
			return
		}
		next(w, r)
	})
}

// refuse answers a request that never reached a method, in the same form as a method's error.
func refuse(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, map[string]string{"error": FormatError(crm.Errorf(code, "", "%s", message))})
}
