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

type fieldDoc struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Choices  []string `json:"choices"`
	Archived bool     `json:"archived"`
	Contacts int64    `json:"contacts"` // that have a value of it
}

func (p *program) fieldCommand() *cobra.Command {
	d := definitions{find: findField, list: p.fields, move: func(ctx context.Context, s *session, id crm.ID, to int) error {
		return s.settings.MoveField(ctx, id, to)
	}}
	update := func(help, use string, extra int, change func(args []string) sqlite.FieldUpdate) *cobra.Command {
		return p.one(d, help, use, extra, func(ctx context.Context, s *session, id crm.ID, args []string) error {
			return s.settings.UpdateField(ctx, id, change(args))
		})
	}
	yes, no := true, false
	return p.group("field", "help.field", p.fieldAddCommand(), p.fieldListCommand(),
		update("help.field.rename", "rename NAME NEW-NAME", 1, func(args []string) sqlite.FieldUpdate { return sqlite.FieldUpdate{Name: &args[0]} }),
		update("help.field.archive", "archive NAME", 0, func([]string) sqlite.FieldUpdate { return sqlite.FieldUpdate{Archived: &yes} }),
		update("help.field.restore", "restore NAME", 0, func([]string) sqlite.FieldUpdate { return sqlite.FieldUpdate{Archived: &no} }),
		p.fieldChoicesCommand(d), p.order(d, "help.field.order"))
}

func (p *program) fieldAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.field.add"), Args: p.between(1, 1)}
	kind := c.Flags().String("type", "text", p.text("flag.type"))
	choices := c.Flags().StringArray("choice", nil, p.text("flag.choice"))
	c.RunE = p.run(p.showing(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		f := crm.CustomField{Name: args[0], Choices: *choices}
		if f.Type, err = crm.ParseFieldType(*kind); err != nil {
			return a, err
		}
		if f, err = s.settings.AddField(ctx, f); err != nil {
			return a, err
		}
		return p.fields(ctx, s, f.ID)
	}))
	return c
}

func (p *program) fieldListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.field.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) { return p.fields(ctx, s, crm.NoID) }))}
}

// fieldChoicesCommand says anew what a field offers; contacts keep values that are not among it any more.
func (p *program) fieldChoicesCommand(d definitions) *cobra.Command {
	var choices *[]string
	c := p.one(d, "help.field.choices", "choices NAME", 0, func(ctx context.Context, s *session, id crm.ID, _ []string) error {
		return s.settings.UpdateField(ctx, id, sqlite.FieldUpdate{Choices: append([]string{}, *choices...)})
	})
	choices = c.Flags().StringArray("choice", nil, p.text("flag.choice"))
	return c
}

func findField(ctx context.Context, s *session, name string) (crm.ID, error) {
	all, err := s.settings.Fields(ctx)
	for _, f := range all {
		if crm.Fold(f.Name) == crm.Fold(name) {
			return f.ID, nil
		}
	}
	if err == nil {
		err = crm.Errorf(crm.CodeNotFound, "name", "there is no custom field %q", name)
	}
	return crm.NoID, err
}

// fields answers with one custom field, or with all.
func (p *program) fields(ctx context.Context, s *session, only crm.ID) (a answer, err error) {
	all, err := s.settings.Fields(ctx)
	if err != nil {
		return a, err
	}
	use, err := s.settings.FieldUse(ctx)
	if err != nil {
		return a, err
	}
	docs := []fieldDoc{}
	for _, f := range all {
		if only == crm.NoID || only == f.ID {
			docs = append(docs, fieldDoc{f.ID.String(), f.Name, string(f.Type), append([]string{}, f.Choices...), f.Archived, use[f.ID]})
		}
	}
	a.doc = map[string]any{"fields": docs}
	if only != crm.NoID && len(docs) == 1 {
		a.doc = docs[0]
	}
	a.people = func(w io.Writer) {
		t := &table{head: strings.Split(p.text("field.head"), "|")}
		for _, f := range docs {
			t.add(f.Name, f.Type, strings.Join(f.Choices, ", "), strconv.FormatInt(f.Contacts, 10), p.archived(f.Archived))
		}
		t.write(w)
	}
	return a, nil
}

func (p *program) archived(yes bool) string {
	if yes {
		return p.text("definition.archived")
	}
	return ""
}
