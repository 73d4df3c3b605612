package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

// segmentDoc is a saved segment with names where the replica has ids: what the same flags would say.
type segmentDoc struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Status    string            `json:"status"` // active, inactive or all
	Owner     []string          `json:"owner"`  // e-mails, or none or any alone
	Types     []int             `json:"portfolio_type"`
	Labels    []string          `json:"label"`
	Fields    map[string]string `json:"field"`
	Channel   string            `json:"channel"`
	From      string            `json:"created_from"` // YYYY-MM-DD or ""
	To        string            `json:"created_to"`
	Sort      string            `json:"sort"`
	Desc      bool              `json:"desc"`
	Author    string            `json:"author"` // name
	ChangedAt *string           `json:"changed_at"`
}

func (p *program) segmentCommand() *cobra.Command {
	return p.group("segment", "help.segment", p.segmentListCommand(), p.segmentAddCommand(), p.segmentRemoveCommand())
}

func (p *program) segmentListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.segment.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			all, err := s.segments.List(ctx)
			if err != nil {
				return a, err
			}
			docs, err := s.segmentDocs(ctx, all...)
			return p.segmentsAnswer(map[string]any{"segments": docs}, docs), err
		}))}
}

func (p *program) segmentAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.segment.add"), Args: p.between(1, 1)}
	o := p.filterFlags(c)
	replace := c.Flags().Bool("replace", false, p.text("flag.replace"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		if o.given("search") {
			return a, wrong("usage.segment-search")
		}
		filter, order, err := p.choose(ctx, s, o)
		if err != nil {
			return a, err
		}
		x := crm.Segment{Name: args[0], SegmentFilter: crm.SegmentOf(filter, order)}
		if *replace {
			all, err := s.segments.List(ctx)
			if err != nil {
				return a, err
			}
			old, err := crm.FindSegment(all, args[0])
			if err != nil {
				return a, err
			}
			x.ID, x.Name = old.ID, old.Name
		}
		if x, err = s.segments.Save(ctx, x); err != nil {
			return a, err
		}
		return p.segmentAnswer(ctx, s, x.ID)
	}))
	return c
}

func (p *program) segmentRemoveCommand() *cobra.Command {
	return &cobra.Command{Use: "remove NAME", Short: p.text("help.segment.remove"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			all, err := s.segments.List(ctx)
			if err != nil {
				return a, err
			}
			x, err := crm.FindSegment(all, args[0])
			if err != nil {
				return a, err
			}
			docs, err := s.segmentDocs(ctx, x)
			if err != nil {
				return a, err
			}
			return p.segmentsAnswer(docs[0], docs), s.segments.Delete(ctx, x.ID)
		}))}
}

func (p *program) segmentAnswer(ctx context.Context, s *session, id crm.ID) (a answer, err error) {
	all, err := s.segments.List(ctx)
	if err != nil {
		return a, err
	}
	all = slices.DeleteFunc(all, func(x crm.Segment) bool { return x.ID != id })
	docs, err := s.segmentDocs(ctx, all...)
	if err != nil {
		return a, err
	}
	return p.segmentsAnswer(docs[0], docs), nil
}

func (s *session) segmentDocs(ctx context.Context, all ...crm.Segment) ([]segmentDoc, error) {
	n, err := s.names(ctx)
	if err != nil {
		return nil, err
	}
	docs := []segmentDoc{}
	for _, x := range all {
		d := segmentDoc{
			ID: x.ID.String(), Name: x.Name, Status: string(x.Status), Owner: []string{}, Types: []int{}, Labels: []string{},
			Fields: map[string]string{}, Channel: x.Channel, From: x.CreatedFrom, To: x.CreatedTo, Sort: string(x.Sort), Desc: x.Desc,
			Author: x.Author, ChangedAt: timeText(x.ChangedAt),
		}
		if d.Status == "" {
			d.Status = string(crm.StatusAll)
		}
		if d.Sort == "" {
			d.Sort = string(crm.SortName)
		}
		if x.Owner != crm.OwnerEither && len(x.Owners) == 0 {
			d.Owner = append(d.Owner, string(x.Owner))
		}
		for _, id := range x.Owners {
			d.Owner = append(d.Owner, n.users[id].Email)
		}
		for _, t := range x.PortfolioTypes {
			d.Types = append(d.Types, int(t))
		}
		for _, id := range x.Labels {
			d.Labels = append(d.Labels, n.labels[id])
		}
		for _, v := range x.Custom {
			d.Fields[n.fields[v.Field]] = v.Value
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func (p *program) segmentsAnswer(doc any, docs []segmentDoc) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("segment.head"), "|"), whole: []int{3}}
		for _, d := range docs {
			t.add(d.Name, d.Sort, d.Author, d.ID)
		}
		t.write(w)
	}}
}
