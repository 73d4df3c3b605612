// Package cli is the command line: one file a command, over the same services as the window. Command names, JSON
// keys and exit statuses are a public interface that scripts depend on.
package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Web says what of the window is served, and where.
type Web struct {
	DataFolder string
	Listen     string
	Idle       time.Duration    // a session ends after it at the latest; 0 = as the organization has set (D9.1)
	Announce   func(url string) // gets the address, which holds its token
}

// WebServer serves the window in a browser until ctx ends.
type WebServer func(ctx context.Context, w Web) error

// Options are the program's surroundings.
type Options struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Web            WebServer // nil in a build without the window
}

// program is one run of the command line.
type program struct {
	Options
	language string // "en" or "pt-BR"
	data     string // the data folder, "" = the default
	as       string // e-mail of who signs in
	json     bool
	status   int
	answered bool // a command ran: anything cobra reports before that is wrong usage
}

// Run runs one command and returns its exit status. The end of ctx stops the command at its last committed point.
func Run(ctx context.Context, args []string, o Options) int {
	p := &program{Options: o, language: languageOf(args, o.Getenv), json: slices.Contains(args, "--json")}
	root := p.root()
	root.SetArgs(args)
	root.SetOut(o.Stdout)
	root.SetErr(o.Stderr)
	if err := root.ExecuteContext(ctx); err != nil && !p.answered {
		p.fail(usage(err))
	}
	return p.status
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use: "carteira", Short: p.text("help.root"), SilenceUsage: true, SilenceErrors: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	f := root.PersistentFlags()
	f.StringVar(&p.data, "data", "", p.text("flag.data"))
	f.StringVar(&p.as, "as", "", p.text("flag.as"))
	f.BoolVar(&p.json, "json", p.json, p.text("flag.json"))
	f.StringVar(&p.language, "lang", p.language, p.text("flag.lang"))
	p.versionOption(root)
	root.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.ReplaceAll(name, "_", "-")) // --birth_date is --birth-date
	})
	root.AddCommand(
		p.initCommand(), p.importCommand(), p.templateCommand(), p.exportCommand(), p.contactCommand(), p.userCommand(),
		p.serviceCommand(), p.tabulationCommand(), p.permissionCommand(), p.settingsCommand(), p.fieldCommand(), p.labelCommand(), p.segmentCommand(), p.interactionCommand(), p.surveyCommand(), p.appointmentCommand(), p.jobsCommand(),
		p.auditCommand(), p.syncCommand(), p.demoCommand(), p.webCommand(), p.manualCommand(),
	)
	p.finish(root)
	return root
}

// group is a command that only holds others.
func (p *program) group(use, short string, children ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: p.text(short)}
	c.AddCommand(children...)
	return c
}

// groupOnly marks a command that does nothing by itself.
const groupOnly = "group"

// finish gives every command what all of them share: translated help, and wrong usage where a subcommand is missing.
func (p *program) finish(c *cobra.Command) {
	c.SetUsageTemplate(p.text("help.template"))
	c.InitDefaultHelpFlag()
	if help := c.Flags().Lookup("help"); help != nil {
		help.Usage = p.text("flag.help")
	}
	if c.Run == nil && c.RunE == nil {
		c.Annotations = map[string]string{groupOnly: "yes"}
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrong("usage.command", args[0])
			}
			return wrong("usage.subcommand", c.CommandPath())
		}
	}
	for _, child := range c.Commands() {
		p.finish(child)
	}
}

// run is the body of a command: it answers or fails, and sets the exit status.
func (p *program) run(body func(ctx context.Context, args []string) (answer, error)) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		if err := p.checkLanguage(); err != nil {
			return err
		}
		p.answered = true
		a, err := body(c.Context(), args)
		if err == nil {
			err = p.answer(a)
		}
		if err != nil {
			p.fail(err)
		}
		return nil
	}
}

// folder is the data folder: --data, CARTEIRA_DATA, or the system's place for application data.
func (p *program) folder() (string, error) {
	dir := p.data
	if dir == "" {
		dir = p.Getenv("CARTEIRA_DATA")
	}
	if dir == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return "", wrong("usage.data")
		}
		dir = filepath.Join(base, "Carteira")
	}
	return filepath.Abs(dir)
}
