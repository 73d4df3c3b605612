package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) permissionCommand() *cobra.Command {
	return p.group("permission", "help.permission", p.permissionListCommand(), p.permissionSetCommand())
}

func (p *program) permissionListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.permission.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) {
			all, err := s.access.Permissions(ctx)
			return answer{doc: map[string]any{"permissions": all}, people: func(w io.Writer) {
				t := &table{head: []string{""}}
				for _, profile := range crm.Profiles {
					t.head = append(t.head, string(profile))
				}
				for _, permission := range crm.Permissions {
					row := []string{string(permission)}
					for _, profile := range crm.Profiles {
						row = append(row, map[bool]string{true: "on", false: "off"}[all[profile][permission]])
					}
					t.add(row...)
				}
				t.write(w)
			}}, err
		}))}
}

func (p *program) permissionSetCommand() *cobra.Command {
	return &cobra.Command{Use: "set PROFILE NAME on|off", Short: p.text("help.permission.set"), Args: p.between(3, 3),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			profile, err := crm.ParseProfile(args[0])
			if err != nil {
				return a, err
			}
			permission, err := crm.ParsePermission(args[1])
			if err != nil {
				return a, err
			}
			on, err := onOff("on", args[2])
			if err != nil {
				return a, err
			}
			if err := s.access.SetPermission(ctx, profile, permission, on); err != nil {
				return a, err
			}
			doc := map[string]any{"profile": profile, "permission": permission, "on": on}
			return answer{doc: doc, people: func(w io.Writer) { fmt.Fprintln(w, profile, permission, args[2]) }}, nil
		}))}
}
