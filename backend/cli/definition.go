package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

// Custom fields and labels are named on the command line as people name them.

// definitions is what the commands of both have in common.
type definitions struct {
	find func(ctx context.Context, s *session, name string) (crm.ID, error)
	list func(ctx context.Context, s *session, only crm.ID) (answer, error) // one of them, or with NoID all
	move func(ctx context.Context, s *session, id crm.ID, to int) error
}

// one is a command about a definition that answers with how it is then.
func (p *program) one(d definitions, help, use string, extra int, do func(ctx context.Context, s *session, id crm.ID, args []string) error) *cobra.Command {
	c := &cobra.Command{Use: use, Short: p.text(help), Args: p.between(1+extra, 1+extra)}
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		id, err := d.find(ctx, s, args[0])
		if err != nil {
			return a, err
		}
		if err := do(ctx, s, id, args[1:]); err != nil {
			return a, err
		}
		return d.list(ctx, s, id)
	}))
	return c
}

// order puts the definitions that are named first, in that order.
func (p *program) order(d definitions, help string) *cobra.Command {
	c := &cobra.Command{Use: "order NAME…", Short: p.text(help), Args: p.between(1, -1)}
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		var ids []crm.ID
		for _, name := range args {
			id, err := d.find(ctx, s, name)
			if err != nil {
				return a, err
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		for i, id := range ids {
			if err := d.move(ctx, s, id, i); err != nil {
				return a, err
			}
		}
		return d.list(ctx, s, crm.NoID)
	}))
	return c
}
