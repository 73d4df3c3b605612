package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/server/store"
)

// surroundings are what the program runs in.
type surroundings struct {
	stdout, stderr io.Writer
	getenv         func(string) string
}

// program is one run of the command line. Names, JSON keys and exit statuses are a public interface.
type program struct {
	surroundings
	json     bool
	storeURL string
	state    string // folder of what is no data: the certificate
	status   int
	answered bool // a command ran: anything cobra reports before that is wrong usage
}

// run runs one command and returns its exit status. The end of ctx stops a server in an orderly way.
func run(ctx context.Context, args []string, s surroundings) int {
	p := &program{surroundings: s, json: slices.Contains(args, "--json")}
	root := &cobra.Command{
		Use: "carteira-server", Short: "Central server of Carteira: reconciles the offices and answers the platform",
		SilenceUsage: true, SilenceErrors: true, CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	f := root.PersistentFlags()
	f.BoolVar(&p.json, "json", p.json, "one JSON document on standard output")
	f.StringVar(&p.storeURL, "store", "", "where everything is kept: sqlite:DIR or postgres://… (also from CARTEIRA_STORE;\n"+
		"default: sqlite:CarteiraServer in the system's folder for application data)")
	f.StringVar(&p.state, "state", "", "folder of the server's own certificate (default: the one of an SQLite store,\n"+
		"else CarteiraServer in the system's folder for application data)")
	p.versionOption(root)
	root.AddCommand(p.serveCommand(), p.orgCommand(), p.deviceCommand(), p.platformKeyCommand(), p.healthCommand(), p.manualCommand())
	finish(root)
	root.SetArgs(args)
	root.SetOut(s.stdout)
	root.SetErr(s.stderr)
	if err := root.ExecuteContext(ctx); err != nil && !p.answered {
		p.fail(usageError(err.Error()))
	}
	return p.status
}

// finish makes a missing or unknown subcommand wrong usage.
func finish(c *cobra.Command) {
	if c.Run == nil && c.RunE == nil {
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("unknown command " + args[0])
			}
			return usageError(c.CommandPath() + " needs a subcommand")
		}
	}
	for _, child := range c.Commands() {
		finish(child)
	}
}

func group(use, short string, children ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short}
	c.AddCommand(children...)
	return c
}

// command is one that answers or fails, and sets the exit status.
func (p *program) command(use, short string, args int, body func(ctx context.Context, args []string) (answer, error)) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(args), RunE: func(c *cobra.Command, args []string) error {
		p.answered = true
		a, err := body(c.Context(), args)
		if err == nil {
			err = p.answer(a)
		}
		if err != nil {
			p.fail(err)
		}
		return nil
	}}
}

// withStore is a command that works on the store itself, whether a server runs on it or not.
func (p *program) withStore(use, short string, args int, body func(ctx context.Context, s *store.Store, args []string) (answer, error)) *cobra.Command {
	return p.command(use, short, args, func(ctx context.Context, args []string) (a answer, err error) {
		s, err := p.open(ctx)
		if err != nil {
			return a, err
		}
		a, err = body(ctx, s, args)
		return a, errors.Join(err, s.Close())
	})
}

func (p *program) open(ctx context.Context) (*store.Store, error) {
	url, err := p.url()
	if err != nil {
		return nil, err
	}
	if dir, ok := strings.CutPrefix(url, sqlitePrefix); ok {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, crm.Errorf(codeStore, "store", "the folder of the store cannot be made: %v", err)
		}
	}
	return store.Open(ctx, url, store.Options{})
}

const sqlitePrefix = "sqlite:"

// url is where the store is: --store, CARTEIRA_STORE, or the system's place for application data.
func (p *program) url() (string, error) {
	url := p.storeURL
	if url == "" {
		url = p.getenv("CARTEIRA_STORE")
	}
	switch {
	case url == "":
		dir, err := dataFolder()
		if err != nil {
			return "", usageError("say where the store is: --store sqlite:DIR or postgres://…")
		}
		return sqlitePrefix + dir, nil
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"), len(url) > len(sqlitePrefix) && strings.HasPrefix(url, sqlitePrefix):
		return url, nil
	}
	return "", usageError("--store is sqlite:DIR or postgres://…")
}

// stateFolder is where the certificate lies.
func (p *program) stateFolder() (string, error) {
	if p.state != "" {
		return p.state, nil
	}
	url, err := p.url()
	if err != nil {
		return "", err
	}
	if dir, ok := strings.CutPrefix(url, sqlitePrefix); ok {
		return dir, nil
	}
	dir, err := dataFolder()
	if err != nil {
		return "", usageError("say where the certificate is kept: --state DIR")
	}
	return dir, nil
}

func dataFolder() (string, error) {
	base, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(base, "CarteiraServer"), nil
}
