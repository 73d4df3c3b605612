package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"carteira/backend/sqlite"
)

// BrowserOptions say where the window's page is served.
type BrowserOptions struct {
	DataFolder string
	Listen     string           // "" is 127.0.0.1 with a free port; anything but this computer is refused
	Assets     fs.FS            // the built page, index.html at its root
	Announce   func(url string) // called once the address answers; the URL holds the token, so print it, do not log it
}

// Browser is the window in a browser of this computer (`carteira web`): the same bound structs behind HTTP instead of
// a web view. It trusts nobody but the holder of its token: any page the person has open can reach a loopback port.
type Browser struct {
	token     string
	methods   map[string]method
	hub       *hub
	incoming  exchange
	downloads *downloads
	page      *page
	port      string
}

// Serve runs a program in a browser until ctx ends, then stops both. It returns nil after an orderly end.
func Serve(ctx context.Context, p Program, o BrowserOptions) error {
	listener, err := listenLocally(o.Listen)
	if err != nil {
		return err
	}
	b, err := newBrowser(p.Bound(), listener.Addr(), o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := p.Start(b); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.Stop()

	server := &http.Server{Handler: b.handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	ctx, cancel := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		NewInbox(o.DataFolder).Watch(ctx, time.Second, nil, p.WaitingFiles)
	}()
	defer func() { cancel(); <-watched }() // runs before Stop: no file is handed to a stopped program
	if o.Announce != nil {
		o.Announce(b.url())
	}

	select {
	case err := <-failed:
		return fmt.Errorf("serve the window: %w", err)
	case <-ctx.Done():
	}
	b.hub.close() // event streams never end by themselves and would hold Shutdown up
	grace, stop := context.WithTimeout(context.Background(), 3*time.Second)
	defer stop()
	if err := server.Shutdown(grace); err != nil {
		return errors.Join(fmt.Errorf("stop serving: %w", err), server.Close())
	}
	return nil
}

func newBrowser(bound []any, addr net.Addr, o BrowserOptions) (*Browser, error) {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return nil, fmt.Errorf("read listening address: %w", err)
	}
	page, err := newPage(o.Assets)
	if err != nil {
		return nil, err
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails: it ends the program instead
	b := &Browser{
		token:     base64.RawURLEncoding.EncodeToString(secret),
		methods:   methodsOf(bound),
		hub:       newHub(),
		incoming:  exchange{filepath.Join(o.DataFolder, sqlite.IncomingFolder)},
		downloads: newDownloads(exchange{filepath.Join(o.DataFolder, sqlite.OutgoingFolder)}),
		page:      page,
		port:      port,
	}
	b.incoming.sweep(time.Now())
	b.downloads.files.sweep(time.Now())
	return b, nil
}

// url carries the token in the fragment, which browsers neither send nor put into a Referer.
func (b *Browser) url() string {
	return "http://127.0.0.1:" + b.port + "/#token=" + b.token
}

func (b *Browser) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /rpc/{struct}/{method}", b.withToken(headerToken, b.serveCall))
	mux.Handle("POST /upload", b.withToken(headerToken, b.serveUpload))
	mux.Handle("GET /events", b.withToken(queryToken, b.serveEvents))
	mux.Handle("GET /download/{id}", b.withToken(queryToken, b.serveDownload))
	mux.Handle("GET /", b.page)
	return b.guard(mux)
}

// Desktop, OpenFile and the rest make Browser a Shell.

// Desktop is false: there are no native dialogs.
func (b *Browser) Desktop() bool { return false }

// OpenFile answers "": the page uploads instead.
func (b *Browser) OpenFile(FileDialog) (string, error) { return "", nil }

// SaveFile gives a place from which Deliver can hand the file over.
func (b *Browser) SaveFile(d FileDialog) (string, error) { return b.downloads.files.place(d.Name) }

// Deliver offers a finished file as a download.
func (b *Browser) Deliver(path string) (string, error) { return b.offer(path) }

// Reveal offers a written file as a download: there is no folder to open in a browser.
func (b *Browser) Reveal(path string) (string, error) { return b.offer(path) }

func (b *Browser) offer(path string) (string, error) {
	id, err := b.downloads.offer(path)
	if err != nil {
		return "", err
	}
	return "/download/" + id + "?token=" + b.token, nil
}

// Forget removes an uploaded copy.
func (b *Browser) Forget(path string) error { return b.incoming.remove(path) }

// Emit sends an event to every page that is open.
func (b *Browser) Emit(event string, payload any) { b.hub.emit(event, payload) }

// Notify marks the tab's title while it is in the background. Pages may not raise a system notification without a
// permission that a person would have to give to a changing address; the centre inside the window has the news.
func (b *Browser) Notify(Notification) error {
	b.hub.emit(eventAttention, nil)
	return nil
}

// Focus does nothing: a page cannot bring its browser to the front.
func (b *Browser) Focus() {}

// InFront is true: what only a notification would say is nothing to mark a tab for.
func (b *Browser) InFront() bool { return true }

// Print has nothing to do: the page prints itself.
func (b *Browser) Print() {}

// Leave has nothing to do: the program outlives its tabs, and jobs go on without one.
func (b *Browser) Leave(Leaving) {}
