package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/syncer"
)

func (p *program) syncCommand() *cobra.Command {
	return p.group("sync", "help.sync", p.syncEnrollCommand(), p.syncNowCommand(), p.syncStatusCommand(),
		p.syncConflictsCommand(), p.syncRequestsCommand(), p.syncDevicesCommand())
}

// withSync is with for what a replica does before it has users, who come with the first copy: then the program itself
// acts. create makes a replica where there is none.
func (p *program) withSync(create bool, body func(ctx context.Context, s *session, args []string) (answer, error)) func(context.Context, []string) (answer, error) {
	return func(ctx context.Context, args []string) (a answer, err error) {
		s, err := p.open(ctx, create)
		if err != nil {
			return a, err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		users, err := s.access.Initialised(ctx)
		if err != nil {
			return a, err
		}
		s.actor = crm.System
		if users {
			if s.actor, err = p.signIn(ctx, s.access); err != nil {
				return a, err
			}
		}
		return body(crm.WithActor(ctx, s.actor), s, args)
	}
}

func (p *program) syncEnrollCommand() *cobra.Command {
	c := &cobra.Command{Use: "enroll --server URL --code CODE [--office NAME]", Short: p.text("help.sync.enroll"), Args: p.between(0, 0)}
	server := c.Flags().String("server", "", p.text("flag.server"))
	code := c.Flags().String("code", "", p.text("flag.code"))
	office := c.Flags().String("office", "", p.text("flag.office"))
	c.RunE = p.run(func(ctx context.Context, args []string) (a answer, err error) {
		if *server == "" || *code == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		return p.withSync(true, func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			if err := s.sync.Enrol(ctx, *server, *code, *office); err != nil {
				return a, err
			}
			p.note("sync.copying")
			return p.exchange(ctx, s)
		})(ctx, args)
	})
	return c
}

func (p *program) syncNowCommand() *cobra.Command {
	return &cobra.Command{Use: "now", Short: p.text("help.sync.now"), Args: p.between(0, 0),
		RunE: p.run(p.withSync(false, func(ctx context.Context, s *session, _ []string) (answer, error) {
			return p.exchange(ctx, s)
		}))}
}

// exchange agrees with the server. What it refused and what collided is left for a person: the answer is then yellow.
func (p *program) exchange(ctx context.Context, s *session) (answer, error) {
	s.sync.Listen(func(st syncer.Status) { s.progress.Advance(st.Done, st.Total) })
	err := s.sync.Now(ctx)
	s.progress.end()
	switch {
	case ctx.Err() != nil:
		return answer{}, crm.Errorf(codeInterrupted, "", "interrupted; what was exchanged stays so, and the rest follows the next time")
	case err != nil:
		return answer{}, err
	}
	a, st, err := p.syncStatus(ctx, s)
	if st.Refused > 0 || st.Conflicts > 0 {
		a.status = statusPartly
	}
	return a, err
}

func (p *program) syncStatusCommand() *cobra.Command {
	return &cobra.Command{Use: "status", Short: p.text("help.sync.status"), Args: p.between(0, 0),
		RunE: p.run(p.withSync(false, func(ctx context.Context, s *session, _ []string) (answer, error) {
			a, _, err := p.syncStatus(ctx, s)
			return a, err
		}))}
}

type syncDoc struct {
	State        string    `json:"state"` // never, online, offline, syncing, revoked
	Server       string    `json:"server"`
	Organization string    `json:"organization"`
	Office       string    `json:"office"`
	Device       string    `json:"device"`
	Pending      int       `json:"pending"`
	Refused      int       `json:"refused"`
	Conflicts    int       `json:"conflicts"`
	LastSyncAt   *string   `json:"last_sync_at"`
	Problem      *errorDoc `json:"problem"`
	KeyInFile    bool      `json:"key_in_file"`
	Fingerprint  string    `json:"fingerprint"`
}

func (p *program) syncStatus(ctx context.Context, s *session) (a answer, st syncer.Status, err error) {
	if st, err = s.sync.Status(ctx); err != nil {
		return a, st, err
	}
	d := syncDoc{
		State: string(st.State), Server: st.Server, Organization: st.Organization, Office: st.Office, Device: st.Device.String(),
		Pending: st.Pending, Refused: st.Refused, Conflicts: st.Conflicts, LastSyncAt: timeText(st.LastSyncAt),
		KeyInFile: st.KeyInFile, Fingerprint: st.Fingerprint,
	}
	if st.Problem != nil {
		e := describe(st.Problem)
		d.Problem = &e
	}
	return answer{doc: d, people: func(w io.Writer) { p.printSync(w, d) }}, st, nil
}

// syncStates are the words of the states.
var syncStates = map[string]string{
	string(syncer.StateNever): "sync.state.never", string(syncer.StateOnline): "sync.state.online",
	string(syncer.StateOffline): "sync.state.offline", string(syncer.StateSyncing): "sync.state.syncing",
	string(syncer.StateRevoked): "sync.state.revoked",
}

func (p *program) printSync(w io.Writer, d syncDoc) {
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(w, "%s: %s\n", p.text(key), value)
		}
	}
	line("sync.state", p.text(syncStates[d.State]))
	line("sync.organization", d.Organization)
	line("sync.office", d.Office)
	line("sync.server", d.Server)
	line("sync.fingerprint", d.Fingerprint)
	line("sync.last", text(d.LastSyncAt))
	if d.Problem != nil {
		line("sync.problem", p.errorText(*d.Problem))
	}
	if d.State != string(syncer.StateNever) {
		line("sync.pending", strconv.Itoa(d.Pending))
		line("sync.refused", strconv.Itoa(d.Refused))
		line("sync.conflicts", strconv.Itoa(d.Conflicts))
	}
	if d.KeyInFile {
		fmt.Fprintln(w, p.text("sync.key-in-file"))
	}
}
