package cli

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

type deviceDoc struct {
	ID          string  `json:"id"`
	Office      string  `json:"office"`
	EnrolledAt  *string `json:"enrolled_at"`
	LastSeenAt  *string `json:"last_seen_at"`
	Behind      int64   `json:"behind"`       // changes that it has not fetched
	ErasureOwed bool    `json:"erasure_owed"` // it has not yet certified that erased people are gone from its disk
	Revoked     bool    `json:"revoked"`
	Self        bool    `json:"self"`
}

func (p *program) syncDevicesCommand() *cobra.Command {
	return &cobra.Command{Use: "devices", Short: p.text("help.sync.devices"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			all, err := s.sync.Devices(ctx)
			if err != nil {
				return a, err
			}
			docs := []deviceDoc{}
			for _, d := range all {
				docs = append(docs, deviceDoc{
					ID: d.ID.String(), Office: d.Office, EnrolledAt: unixText(d.EnrolledAt), LastSeenAt: unixText(d.LastSeenAt),
					Behind: d.Behind, ErasureOwed: d.ErasureOwed, Revoked: d.Revoked, Self: d.Self,
				})
			}
			return answer{doc: map[string]any{"devices": docs}, people: func(w io.Writer) { p.deviceTable(w, docs) }}, nil
		}))}
}

func (p *program) deviceTable(w io.Writer, docs []deviceDoc) {
	t := &table{head: strings.Split(p.text("devices.head"), "|"), whole: []int{0}}
	for _, d := range docs {
		var marks []string
		for _, m := range []struct {
			on  bool
			key string
		}{{d.Self, "devices.self"}, {d.Revoked, "devices.revoked"}, {d.ErasureOwed, "devices.owed"}} {
			if m.on {
				marks = append(marks, p.text(m.key))
			}
		}
		t.add(d.ID, d.Office, text(d.LastSeenAt), strconv.FormatInt(d.Behind, 10), strings.Join(marks, ", "))
	}
	t.write(w)
}

// unixText is timeText of Unix ms, 0 for never.
func unixText(ms int64) *string {
	if ms == 0 {
		return nil
	}
	return timeText(time.UnixMilli(ms))
}
