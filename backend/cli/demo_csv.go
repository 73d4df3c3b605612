package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/service/demo"
	"carteira/backend/sqlite"
)

// demoCSVCommand writes a file to measure imports with. Hidden: it is for those who work on the program.
func (p *program) demoCSVCommand() *cobra.Command {
	c := &cobra.Command{Use: "csv", Short: p.text("help.demo.csv"), Args: p.between(0, 0), Hidden: true}
	lines := c.Flags().Int("lines", 1000, p.text("flag.lines"))
	seed := c.Flags().Uint64("seed", 1, p.text("flag.seed"))
	output := c.Flags().String("output", "", p.text("flag.output"))
	known := c.Flags().Float64("known", 0, p.text("flag.known"))
	change := c.Flags().Bool("change", false, p.text("flag.change"))
	c.RunE = p.run(func(_ context.Context, _ []string) (a answer, err error) {
		if *lines < 0 || *known < 0 || *known > 1 {
			return a, wrong("usage.demo")
		}
		write := func(w io.Writer) error {
			return demo.WriteCSV(w, *lines, *seed, demo.CSVOptions{Known: *known, Change: *change})
		}
		if *output == "" {
			if p.json {
				return a, wrong("usage.json-output")
			}
			return a, write(p.Stdout)
		}
		path, err := writeWhole(*output, sqlite.BeginWithoutNote, write)
		doc := map[string]any{"path": path, "lines": *lines}
		return answer{doc: doc, people: func(w io.Writer) { fmt.Fprintln(w, path) }}, err
	})
	return c
}
