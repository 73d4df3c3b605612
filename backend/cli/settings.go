package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) settingsCommand() *cobra.Command {
	return p.group("settings", "help.settings", p.settingsGetCommand(), p.settingsSetCommand())
}

func (p *program) settingsGetCommand() *cobra.Command {
	return &cobra.Command{Use: "get [NAME]", Short: p.text("help.settings.get"), Args: p.between(0, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			all, err := s.settings.All(ctx)
			if err != nil {
				return a, err
			}
			if len(args) == 1 {
				value, ok := all[crm.Setting(args[0])]
				if !ok {
					return a, crm.Errorf(crm.CodeNotFound, "name", "there is no setting of that name")
				}
				return settingAnswer(args[0], value), nil
			}
			return answer{doc: map[string]any{"settings": all}, people: func(w io.Writer) {
				for _, name := range crm.Settings() {
					fmt.Fprintf(w, "%s = %s\n", name, all[name])
				}
			}}, nil
		}))}
}

func (p *program) settingsSetCommand() *cobra.Command {
	return &cobra.Command{Use: "set NAME VALUE", Short: p.text("help.settings.set"), Args: p.between(2, 2),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
			err := s.settings.Set(ctx, crm.Setting(args[0]), args[1])
			return settingAnswer(args[0], args[1]), err
		}))}
}

func settingAnswer(name, value string) answer {
	return answer{doc: map[string]string{"name": name, "value": value}, people: func(w io.Writer) {
		fmt.Fprintf(w, "%s = %s\n", name, value)
	}}
}
