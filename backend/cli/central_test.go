package cli_test

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"carteira/backend/server/api"
	"carteira/backend/server/store"
)

// centralServer is a central server on loopback, with one organization, for a script.
type centralServer struct {
	store *store.Store
	org   store.Organization
	web   *httptest.Server
}

// central start|code|stop runs a server and puts its address into SERVER; code puts a fresh enrolment code into CODE;
// stop takes it off the network.
func central(ts *testscript.TestScript, _ bool, args []string) {
	c := ts.Value(centralServer{}).(*centralServer)
	ctx := context.Background()
	var err error
	switch args[0] {
	case "start":
		log := slog.New(slog.NewTextHandler(io.Discard, nil))
		c.store, err = store.Open(ctx, "sqlite:"+filepath.Join(ts.Getenv("WORK"), "central"), store.Options{Log: log})
		ts.Check(err)
		c.org, err = c.store.CreateOrganization(ctx, "Grupo Exemplo")
		ts.Check(err)
		server, err := api.New(ctx, c.store, api.Options{Log: log})
		ts.Check(err)
		c.web = httptest.NewServer(server)
		ts.Setenv("SERVER", c.web.URL)
		ts.Defer(func() {
			server.Close()
			c.web.Close()
			ts.Check(c.store.Close())
		})
	case "code":
		code, _, err := c.store.NewCode(ctx, c.org.ID)
		ts.Check(err)
		ts.Setenv("CODE", code)
	case "stop":
		c.web.CloseClientConnections()
		c.web.Close()
	default:
		ts.Fatalf("a central server does not know how to %q", args[0])
	}
}
