// Package manual writes a program's page for man(1) from its commands, so that it says what --help says and cannot drift
// from it.
package manual

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Page is what the commands do not know of themselves.
type Page struct {
	Name, Version string // Name may be another than the command's, where the system names it differently
	Headings      Headings
	Sections      []Section // after the commands
}

// Headings are the page's own words, in its language.
type Headings struct{ Manual, Name, Synopsis, Options, Commands, Command, Arguments, Default string }

// Section is a heading and a list of terms.
type Section struct {
	Heading string
	Items   []Item
}

// Item is a term and what it means.
type Item struct{ Term, Text string }

// Write writes the page of a program: name, synopsis, options of every command, every command with its own options, and
// the page's sections.
func Write(w io.Writer, root *cobra.Command, p Page) error {
	var b strings.Builder
	h := p.Headings
	fmt.Fprintf(&b, ".TH %s 1 \"\" %s %s\n", quoted(strings.ToUpper(p.Name)), quoted("Carteira "+p.Version), quoted(h.Manual))
	fmt.Fprintf(&b, ".nh\n.ad l\n.SH %s\n%s \\- %s\n", heading(h.Name), text(p.Name), text(root.Short))
	fmt.Fprintf(&b, ".SH %s\n.B %s\n%s \\fR[\\fI%s\\fR]\n", heading(h.Synopsis), text(root.Name()), text(h.Command), text(h.Arguments))
	fmt.Fprintf(&b, ".SH %s\n", heading(h.Options))
	options(&b, root.LocalFlags(), h)
	fmt.Fprintf(&b, ".SH %s\n", heading(h.Commands))
	commands(&b, root, h)
	for _, s := range p.Sections {
		fmt.Fprintf(&b, ".SH %s\n", heading(s.Heading))
		for _, i := range s.Items {
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", text(i.Term), text(i.Text))
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the manual page: %w", err)
	}
	return nil
}

// commands writes what can be run below c, in the order of --help.
func commands(b *strings.Builder, c *cobra.Command, h Headings) {
	for _, child := range c.Commands() {
		if !child.IsAvailableCommand() {
			continue
		}
		if acts(child) {
			fmt.Fprintf(b, ".SS %s\n%s\n", heading(strings.TrimSuffix(child.UseLine(), " [flags]")), text(sentence(child.Short)))
			options(b, child.LocalNonPersistentFlags(), h)
		}
		commands(b, child, h)
	}
}

// acts tells a command that does something by itself from one that only holds others: `import FILE` beside `import history`.
func acts(c *cobra.Command) bool {
	_, arguments, _ := strings.Cut(c.Use, " ")
	own := false
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { own = own || !f.Hidden && f.Name != "help" })
	return !c.HasAvailableSubCommands() || own || arguments != ""
}

func options(b *strings.Builder, flags *pflag.FlagSet, h Headings) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, ".TP\n\\fB%s\\fR", text("--"+f.Name))
		if value != "" {
			fmt.Fprintf(b, " \\fI%s\\fR", text(value))
		}
		usage = strings.ReplaceAll(usage, "\n", " ")
		switch f.DefValue {
		case "", "false", "0", "[]":
		default:
			usage += fmt.Sprintf(" (%s %s)", h.Default, f.DefValue)
		}
		fmt.Fprintf(b, "\n%s\n", text(sentence(usage)))
	})
}

// sentence ends a text as prose does.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

func heading(s string) string { return quoted(s) }

func quoted(s string) string { return `"` + strings.ReplaceAll(text(s), `"`, `\(dq`) + `"` }

// text is plain text for roff: no request at the beginning of a line, hyphens that can be copied from the page.
func text(s string) string {
	s = strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
