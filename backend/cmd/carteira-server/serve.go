package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/server/api"
	"carteira/backend/server/store"
)

const (
	defaultListen = "127.0.0.1:8790"
	grace         = 10 * time.Second // for requests that are under way when the server is told to stop
	maxHeader     = 16 << 10
)

// service is what `serve` is told.
type service struct{ listen, cert, key string }

func (p *program) serveCommand() *cobra.Command {
	var v service
	c := p.command("serve", "Serve offices and platforms until Ctrl+C or SIGTERM", 0, func(ctx context.Context, _ []string) (answer, error) {
		return answer{}, p.serve(ctx, v)
	})
	f := c.Flags()
	f.StringVar(&v.listen, "listen", defaultListen, "address and port; plain HTTP on a loopback address, HTTPS elsewhere")
	f.StringVar(&v.cert, "tls-cert", "", "certificate chain (PEM); without one the server makes its own, which devices pin")
	f.StringVar(&v.key, "tls-key", "", "the certificate's key (PEM)")
	return c
}

func (p *program) serve(ctx context.Context, v service) error {
	if (v.cert == "") != (v.key == "") {
		return usageError("--tls-cert and --tls-key go together")
	}
	listener, pin, err := p.listen(v) // before the store is made: most mistakes show here
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return errors.Join(p.serveOn(ctx, s, listener, pin), s.Close())
}

func (p *program) serveOn(ctx context.Context, s *store.Store, listener net.Listener, pin string) error {
	a, err := api.New(ctx, s, api.Options{Log: slog.Default()})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler: a, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug), // addresses of clients, mostly
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := p.announce(ctx, s, listener, pin); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-failed:
		a.Close()
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	slog.Info("stopping")
	a.Close() // event streams end; requests go on to their end
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer stop()
	if err := server.Shutdown(end); err != nil {
		return errors.Join(fmt.Errorf("stop serving: %w", err), server.Close())
	}
	return nil
}

// listen opens the port: with TLS unless only this computer reaches it.
func (p *program) listen(v service) (listener net.Listener, pin string, err error) {
	host, _, err := net.SplitHostPort(v.listen)
	if err != nil {
		return nil, "", usageError("--listen is ADDRESS:PORT")
	}
	dir, err := p.stateFolder()
	if err != nil {
		return nil, "", err
	}
	if err := discardHalfKept(dir); err != nil {
		return nil, "", err
	}
	var certificate tls.Certificate
	secure := v.cert != "" || !loopback(host)
	switch {
	case v.cert != "":
		if certificate, err = tls.LoadX509KeyPair(v.cert, v.key); err != nil {
			return nil, "", crm.Errorf(codeTLS, "tls-cert", "the certificate cannot be read: %v", err)
		}
	case secure:
		if certificate, err = ownCertificate(dir, reachable(host), time.Now()); err != nil {
			return nil, "", err
		}
	}
	if secure {
		if pin, err = fingerprint(certificate); err != nil {
			return nil, "", err
		}
	}
	if err := writeFingerprint(dir, pin); err != nil {
		return nil, "", err
	}
	if listener, err = net.Listen("tcp", v.listen); err != nil {
		return nil, "", crm.Errorf(codeListen, "listen", "cannot listen there: %v", err)
	}
	if secure {
		listener = tls.NewListener(listener, &tls.Config{
			Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		})
	}
	return listener, pin, nil
}

// loopback tells whether an address is of this computer alone. An empty one is every address.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// reachable is the name that others reach a listening address by.
func reachable(host string) string {
	if ip := net.ParseIP(host); host != "" && (ip == nil || !ip.IsUnspecified()) {
		return host
	}
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "localhost"
}

// announce says that the server is ready, once it is: whoever started it waits for this line.
func (p *program) announce(ctx context.Context, s *store.Store, listener net.Listener, pin string) error {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return fmt.Errorf("read listening address: %w", err)
	}
	url := "http://" + net.JoinHostPort(host, port)
	if pin != "" {
		url = "https://" + net.JoinHostPort(reachable(host), port)
	}
	slog.Info("listening", "url", url, "fingerprint", pin)
	if p.json {
		doc := map[string]string{"listening": url}
		if pin != "" {
			doc["fingerprint"] = pin
		}
		return p.document(doc)
	}
	fmt.Fprintln(p.stdout, "listening on "+url)
	if pin != "" {
		fmt.Fprintln(p.stdout, "fingerprint of its key (SHA-256): "+pin)
	}
	all, err := s.Organizations(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprint(p.stdout, "There is no organization yet. In another terminal, with the same --store:\n"+
			"  carteira-server org create NAME      an organization\n"+
			"  carteira-server device code NAME     a code, with which an office enrols\n")
	}
	return nil
}
