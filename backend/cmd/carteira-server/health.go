package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

const (
	codeUnreachable = "unreachable"
	codeUnhealthy   = "unhealthy"
)

func (p *program) healthCommand() *cobra.Command {
	var url string
	c := p.command("health", "Ask a running server whether it and its store answer", 0, func(ctx context.Context, _ []string) (a answer, err error) {
		url = strings.TrimRight(url, "/")
		if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
			return a, usageError("--url begins with http:// or https://")
		}
		if err := p.askHealth(ctx, url); err != nil {
			return a, err
		}
		return answer{doc: map[string]string{"status": "ok", "url": url}, people: func(w io.Writer) { fmt.Fprintln(w, "ok") }}, nil
	})
	c.Flags().StringVar(&url, "url", "http://"+defaultListen, "address of the server")
	return c
}

func (p *program) askHealth(ctx context.Context, url string) error {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/healthz", nil)
	if err != nil {
		return usageError("--url is no address")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: p.pinned(), DisableKeepAlives: true}}
	r, err := client.Do(q)
	if err != nil {
		return crm.Errorf(codeUnreachable, "url", "the server does not answer: %v", err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return crm.Errorf(codeUnhealthy, "", "the server answers %s", r.Status)
	}
	return nil
}

// pinned trusts the certificate of the server on this store, which nobody else vouches for, and any other that is
// vouched for as usual.
func (p *program) pinned() *tls.Config {
	dir, err := p.stateFolder()
	if err != nil {
		return nil
	}
	pin := readFingerprint(dir)
	if pin == "" {
		return nil
	}
	return &tls.Config{
		InsecureSkipVerify: true, // VerifyConnection does it instead
		VerifyConnection: func(s tls.ConnectionState) error {
			leaf := s.PeerCertificates[0]
			if pinOf(leaf) == pin {
				return nil
			}
			others := x509.NewCertPool()
			for _, c := range s.PeerCertificates[1:] {
				others.AddCert(c)
			}
			_, err := leaf.Verify(x509.VerifyOptions{DNSName: s.ServerName, Intermediates: others})
			return err
		},
	}
}
