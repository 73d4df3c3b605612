package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) webCommand() *cobra.Command {
	c := &cobra.Command{Use: "web", Short: p.text("help.web"), Args: p.between(0, 0)}
	listen := c.Flags().String("listen", "127.0.0.1:0", p.text("flag.listen"))
	idle := c.Flags().Duration("session-idle", 0, p.text("flag.session-idle"))
	c.RunE = p.run(func(ctx context.Context, _ []string) (a answer, err error) {
		if p.Web == nil {
			return a, crm.Errorf("no_window", "", "this program was built without its window")
		}
		if c.Flags().Changed("session-idle") && *idle < time.Second {
			return a, wrong("usage.idle")
		}
		dir, err := p.folder()
		if err != nil {
			return a, err
		}
		return answer{}, p.Web(ctx, Web{DataFolder: dir, Listen: *listen, Idle: *idle, Announce: p.announce})
	})
	return c
}

// announce prints the address that holds the token: whoever started the program waits for this line.
func (p *program) announce(url string) {
	if !p.json {
		fmt.Fprintln(p.Stdout, url)
	} else if err := p.document(map[string]string{"url": url}); err != nil {
		fmt.Fprintln(p.Stderr, "carteira:", err)
	}
	p.note("web.ready")
}
