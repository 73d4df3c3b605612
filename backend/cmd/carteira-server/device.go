package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/server/store"
)

func (p *program) deviceCommand() *cobra.Command {
	return group("device", "Devices: an office's computer each", p.codeCommand(), p.deviceListCommand(), p.revokeCommand())
}

type codeDoc struct {
	OrganizationID crm.ID  `json:"organization_id"`
	Organization   string  `json:"organization"`
	Code           string  `json:"code"`
	ExpiresAt      string  `json:"expires_at"`
	Fingerprint    *string `json:"fingerprint"` // null: not served with TLS yet
}

// shortPin is how much of the fingerprint goes into a code: 80 bits, which nobody forges while it is valid.
const shortPin = 20

// codeCommand makes a code that also holds the beginning of the server's fingerprint: the device checks whom it enrols at.
func (p *program) codeCommand() *cobra.Command {
	return p.withStore("code ORG", "Make a one-time code with which a device enrols", 1,
		func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			o, err := s.Organization(ctx, args[0])
			if err != nil {
				return a, err
			}
			code, expires, err := s.NewCode(ctx, o.ID)
			if err != nil {
				return a, err
			}
			doc := codeDoc{OrganizationID: o.ID, Organization: o.Name, Code: code, ExpiresAt: rfc3339(expires)}
			if dir, err := p.stateFolder(); err == nil {
				if pin := readFingerprint(dir); pin != "" {
					doc.Fingerprint = &pin
					doc.Code += "#" + pin[:shortPin]
				}
			}
			return answer{doc: doc, people: func(w io.Writer) {
				fmt.Fprintf(w, "code         %s\nfor          %s\nvalid until  %s\n", doc.Code, o.Name, expires.Local().Format(time.DateTime))
				if doc.Fingerprint != nil {
					fmt.Fprintf(w, "fingerprint  %s\n", *doc.Fingerprint)
				}
			}}, nil
		})
}

type deviceDoc struct {
	ID          crm.ID  `json:"id"`
	Number      int64   `json:"number"`
	Office      string  `json:"office"`
	EnrolledAt  string  `json:"enrolled_at"`
	LastSeenAt  *string `json:"last_seen_at"`
	Behind      int64   `json:"behind"`
	ErasureOwed bool    `json:"erasure_owed"`
	Revoked     bool    `json:"revoked"`
}

func (p *program) deviceListCommand() *cobra.Command {
	return p.withStore("list ORG", "List the devices of an organization", 1,
		func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			o, err := s.Organization(ctx, args[0])
			if err != nil {
				return a, err
			}
			all, err := s.Devices(ctx, o.ID)
			if err != nil {
				return a, err
			}
			docs := make([]deviceDoc, 0, len(all))
			for _, d := range all {
				doc := deviceDoc{ID: d.ID, Number: d.Number, Office: d.Office, EnrolledAt: rfc3339(time.UnixMilli(d.EnrolledAt)),
					Behind: d.Behind, ErasureOwed: d.ErasureOwed, Revoked: d.Revoked}
				if d.LastSeenAt != 0 {
					seen := rfc3339(time.UnixMilli(d.LastSeenAt))
					doc.LastSeenAt = &seen
				}
				docs = append(docs, doc)
			}
			return answer{doc: map[string]any{"devices": docs}, people: func(w io.Writer) { showDevices(w, docs) }}, nil
		})
}

func showDevices(w io.Writer, docs []deviceDoc) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer t.Flush()
	fmt.Fprintln(t, "ID\tOFFICE\tENROLLED\tLAST SEEN\tBEHIND\tSTATE")
	for _, d := range docs {
		seen, state := "never", "enrolled"
		if d.LastSeenAt != nil {
			seen = *d.LastSeenAt
		}
		switch {
		case d.Revoked:
			state = "revoked"
		case d.ErasureOwed:
			state = "owes an erasure"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%s\n", d.ID, d.Office, d.EnrolledAt, seen, d.Behind, state)
	}
}

func (p *program) revokeCommand() *cobra.Command {
	var wipe bool
	c := p.withStore("revoke ID", "Withdraw a device's access, within seconds", 1,
		func(ctx context.Context, s *store.Store, args []string) (a answer, err error) {
			id, err := crm.ParseID(args[0])
			if err != nil {
				return a, err
			}
			if err := s.Revoke(ctx, id, wipe); err != nil {
				return a, err
			}
			return answer{doc: map[string]any{"id": id, "wipe": wipe}, people: func(w io.Writer) {
				fmt.Fprintf(w, "%s has no access any more.\n", id)
				if wipe {
					fmt.Fprintln(w, "It destroys its data the next time it reaches the server.")
				}
			}}, nil
		})
	c.Flags().BoolVar(&wipe, "wipe", false, "order the device to destroy its data")
	return c
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }
