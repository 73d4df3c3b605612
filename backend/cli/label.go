package cli

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

type labelDoc struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Color    string `json:"color"`
	Archived bool   `json:"archived"`
	Contacts int64  `json:"contacts"` // that have it
}

func (p *program) labelCommand() *cobra.Command {
	d := definitions{find: findLabel, list: p.labels, move: func(ctx context.Context, s *session, id crm.ID, to int) error {
		return s.settings.MoveLabel(ctx, id, to)
	}}
	update := func(help, use string, extra int, change func(args []string) sqlite.LabelUpdate) *cobra.Command {
		return p.one(d, help, use, extra, func(ctx context.Context, s *session, id crm.ID, args []string) error {
			return s.settings.UpdateLabel(ctx, id, change(args))
		})
	}
	yes, no := true, false
	return p.group("label", "help.label", p.labelAddCommand(), p.labelListCommand(),
		update("help.label.rename", "rename NAME NEW-NAME", 1, func(args []string) sqlite.LabelUpdate { return sqlite.LabelUpdate{Name: &args[0]} }),
		update("help.label.color", "color NAME COLOR", 1, func(args []string) sqlite.LabelUpdate { return sqlite.LabelUpdate{Color: &args[0]} }),
		update("help.label.archive", "archive NAME", 0, func([]string) sqlite.LabelUpdate { return sqlite.LabelUpdate{Archived: &yes} }),
		update("help.label.restore", "restore NAME", 0, func([]string) sqlite.LabelUpdate { return sqlite.LabelUpdate{Archived: &no} }),
		p.order(d, "help.label.order"))
}

func (p *program) labelAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.label.add"), Args: p.between(1, 1)}
	color := c.Flags().String("color", "", p.text("flag.color"))
	c.RunE = p.run(p.showing(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		l, err := s.settings.AddLabel(ctx, crm.Label{Name: args[0], Color: *color})
		if err != nil {
			return a, err
		}
		return p.labels(ctx, s, l.ID)
	}))
	return c
}

func (p *program) labelListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.label.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) { return p.labels(ctx, s, crm.NoID) }))}
}

func findLabel(ctx context.Context, s *session, name string) (crm.ID, error) {
	all, err := s.settings.Labels(ctx)
	for _, l := range all {
		if crm.Fold(l.Name) == crm.Fold(name) {
			return l.ID, nil
		}
	}
	if err == nil {
		err = crm.Errorf(crm.CodeNotFound, "name", "there is no label %q", name)
	}
	return crm.NoID, err
}

// labels answers with one label, or with all.
func (p *program) labels(ctx context.Context, s *session, only crm.ID) (a answer, err error) {
	all, err := s.settings.Labels(ctx)
	if err != nil {
		return a, err
	}
	use, err := s.settings.LabelUse(ctx)
	if err != nil {
		return a, err
	}
	docs := []labelDoc{}
	for _, l := range all {
		if only == crm.NoID || only == l.ID {
			docs = append(docs, labelDoc{l.ID.String(), l.Name, l.Color, l.Archived, use[l.ID]})
		}
	}
	a.doc = map[string]any{"labels": docs}
	if only != crm.NoID && len(docs) == 1 {
		a.doc = docs[0]
	}
	a.people = func(w io.Writer) {
		t := &table{head: strings.Split(p.text("label.head"), "|")}
		for _, l := range docs {
			t.add(l.Name, l.Color, strconv.FormatInt(l.Contacts, 10), p.archived(l.Archived))
		}
		t.write(w)
	}
	return a, nil
}
