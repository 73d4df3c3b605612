package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/server/store"
)

const maxOrganization = 120 // characters of its name

type orgDoc struct {
	ID   crm.ID `json:"id"`
	Name string `json:"name"`
}

func (p *program) orgCommand() *cobra.Command {
	return group("org", "Organizations: each has its own records, offices and platform",
		p.withStore("create NAME", "Create an organization", 1, func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			name, err := crm.ParseText("name", args[0], maxOrganization)
			if err == nil && name == "" {
				err = crm.Errorf(crm.CodeInvalid, "name", "an organization has a name")
			}
			if err != nil {
				return a, err
			}
			o, err := s.CreateOrganization(ctx, name)
			if err != nil {
				return a, err
			}
			return answer{doc: orgDoc{o.ID, o.Name}, people: func(w io.Writer) {
				fmt.Fprintf(w, "%s  %s\n", o.ID, o.Name)
			}}, nil
		}),
		p.withStore("list", "List the organizations", 0, func(ctx context.Context, s *store.Store, _ []string) (a answer, err error) {
			all, err := s.Organizations(ctx)
			if err != nil {
				return a, err
			}
			docs := make([]orgDoc, 0, len(all))
			for _, o := range all {
				docs = append(docs, orgDoc{o.ID, o.Name})
			}
			return answer{doc: map[string]any{"organizations": docs}, people: func(w io.Writer) {
				for _, o := range docs {
					fmt.Fprintf(w, "%s  %s\n", o.ID, o.Name)
				}
			}}, nil
		}),
		p.newEpochCommand(),
	)
}

func (p *program) newEpochCommand() *cobra.Command {
	c := p.withStore("new-epoch ORG", "After a backup of the store was put back: let the offices offer what it lacks", 1,
		func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			o, err := s.Organization(ctx, args[0])
			if err == nil {
				err = s.NewEpoch(ctx, o.ID)
			}
			if err != nil {
				return a, err
			}
			return answer{doc: orgDoc{o.ID, o.Name}, people: func(w io.Writer) {
				fmt.Fprintf(w, "%s begins a new epoch: its offices read everything again and offer what the server lacks.\n", o.Name)
			}}, nil
		})
	c.Long = "Say this once for every organization after the store was put back from a backup, before the server runs again.\n" +
		"The offices then read everything again and offer what they hold and the server lacks."
	return c
}

func (p *program) platformKeyCommand() *cobra.Command {
	return p.withStore("platform-key ORG", "Make a key for the organization's platform: it is shown once", 1,
		func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			o, err := s.Organization(ctx, args[0])
			if err != nil {
				return a, err
			}
			key, err := s.NewPlatformKey(ctx, o.ID)
			if err != nil {
				return a, err
			}
			return answer{doc: map[string]any{"organization_id": o.ID, "organization": o.Name, "key": key}, people: func(w io.Writer) {
				fmt.Fprintln(w, key)
			}}, nil
		})
}
