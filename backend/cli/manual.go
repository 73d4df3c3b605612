package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/manual"
)

// versionOption gives the program --version; with --json it is a document like any other answer.
func (p *program) versionOption(root *cobra.Command) {
	root.Version = crm.Version
	root.Flags().Bool("version", false, p.text("flag.version"))
	root.SetVersionTemplate("carteira {{.Version}}\n")
	if p.json {
		root.SetVersionTemplate("{\n  \"version\": \"{{.Version}}\"\n}\n")
	}
}

// manualCommand writes the page for man(1); the packages are made with it.
func (p *program) manualCommand() *cobra.Command {
	c := &cobra.Command{Use: "manual", Hidden: true, Short: p.text("help.manual"), Args: p.between(0, 0)}
	c.RunE = p.run(func(context.Context, []string) (a answer, err error) {
		if p.json {
			return a, wrong("usage.manual-json")
		}
		return a, manual.Write(p.Stdout, c.Root(), manual.Page{
			Name: "carteira", Version: crm.Version,
			Headings: manual.Headings{
				Manual: p.text("manual.manual"), Name: p.text("manual.name"), Synopsis: p.text("manual.synopsis"),
				Options: p.text("manual.options"), Commands: p.text("manual.commands"),
				Command: p.text("manual.command"), Arguments: p.text("manual.arguments"), Default: p.text("manual.default"),
			},
			Sections: p.manualSections(),
		})
	})
	return c
}

func (p *program) manualSections() []manual.Section {
	return []manual.Section{
		{Heading: p.text("manual.status"), Items: []manual.Item{
			{Term: "0", Text: p.text("manual.status.0")}, {Term: "1", Text: p.text("manual.status.1")},
			{Term: "2", Text: p.text("manual.status.2")}, {Term: "3", Text: p.text("manual.status.3")},
			{Term: "4", Text: p.text("manual.status.4")},
		}},
		{Heading: p.text("manual.environment"), Items: []manual.Item{
			{Term: "CARTEIRA_DATA", Text: p.text("manual.environment.data")},
			{Term: "CARTEIRA_PASSWORD", Text: p.text("manual.environment.password")},
			{Term: logVariable, Text: p.text("manual.environment.log")},
		}},
		{Heading: p.text("manual.files"), Items: []manual.Item{
			{Term: "~/.config/Carteira", Text: p.text("manual.files.data")},
		}},
		{Heading: p.text("manual.also"), Items: []manual.Item{
			{Term: "carteira-window", Text: p.text("manual.also.window")},
			{Term: "carteira-server(1)", Text: p.text("manual.also.server")},
		}},
	}
}
