package main

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/manual"
)

// versionOption gives the program --version; with --json it is a document like any other answer.
func (p *program) versionOption(root *cobra.Command) {
	root.Version = crm.Version
	root.Flags().Bool("version", false, "show the version")
	root.SetVersionTemplate("carteira-server {{.Version}}\n")
	if p.json {
		root.SetVersionTemplate("{\"version\":\"{{.Version}}\"}\n")
	}
}

// manualCommand writes the page for man(1); the package is made with it.
func (p *program) manualCommand() *cobra.Command {
	var c *cobra.Command
	c = p.command("manual", "Write the page for man(1)", 0, func(context.Context, []string) (answer, error) {
		if p.json {
			return answer{}, usageError("the manual page is not JSON")
		}
		return answer{}, manual.Write(p.stdout, c.Root(), serverPage)
	})
	c.Hidden = true
	return c
}

var serverPage = manual.Page{
	Name: "carteira-server", Version: crm.Version,
	Headings: manual.Headings{
		Manual: "User Commands", Name: "NAME", Synopsis: "SYNOPSIS", Options: "OPTIONS OF EVERY COMMAND", Commands: "COMMANDS",
		Command: "command", Arguments: "options and arguments", Default: "default",
	},
	Sections: []manual.Section{
		{Heading: "EXIT STATUS", Items: []manual.Item{
			{Term: "0", Text: "Everything was done."},
			{Term: "1", Text: "It failed."},
			{Term: "2", Text: "Wrong usage."},
			{Term: "4", Text: "Not allowed."},
		}},
		{Heading: "ENVIRONMENT", Items: []manual.Item{
			{Term: "CARTEIRA_STORE", Text: "Where everything is kept, where --store does not say."},
			{Term: logVariable, Text: "What is logged on standard error: debug, info (the default), warn or error."},
		}},
		{Heading: "FILES", Items: []manual.Item{
			{Term: "/etc/default/carteira-server", Text: "Address, store and certificate of the server that systemd runs."},
			{Term: "/var/lib/carteira-server", Text: "Its data, owned by the user carteira-server. Administer it as that user: " +
				"sudo -u carteira-server carteira-server --store sqlite:/var/lib/carteira-server org create NAME"},
		}},
		{Heading: "SEE ALSO", Items: []manual.Item{{Term: "carteira(1)", Text: "The command line of an office."}}},
	},
}
