package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

// filterFlags choose contacts, the same for lists and exports (D2.2).
type filterFlags struct {
	search, status, channel, sort, from, to string
	segment                                 string
	given                                   func(flag string) bool // on the command line
	desc                                    bool
	owners, labels, fields                  []string
	types                                   []int
}

func (p *program) filterFlags(c *cobra.Command) *filterFlags {
	o := new(filterFlags)
	f := c.Flags()
	o.given = f.Changed
	f.StringVar(&o.segment, "segment", "", p.text("flag.segment"))
	f.StringVar(&o.search, "search", "", p.text("flag.search"))
	f.StringVar(&o.status, "status", "all", p.text("flag.status"))
	f.StringArrayVar(&o.owners, "owner", nil, p.text("flag.owner"))
	f.IntSliceVar(&o.types, "portfolio-type", nil, p.text("flag.portfolio-type"))
	f.StringVar(&o.channel, "channel", "", p.text("flag.channel"))
	f.StringArrayVar(&o.labels, "label", nil, p.text("flag.label"))
	f.StringVar(&o.from, "created-from", "", p.text("flag.created-from"))
	f.StringVar(&o.to, "created-to", "", p.text("flag.created-to"))
	f.StringArrayVar(&o.fields, "field", nil, p.text("flag.field-filter"))
	f.StringVar(&o.sort, "sort", "name", p.text("flag.sort"))
	f.BoolVar(&o.desc, "desc", false, p.text("flag.desc"))
	return o
}

func (o *filterFlags) order() (crm.ContactOrder, error) {
	return crm.CheckOrder(crm.ContactOrder{By: crm.Sort(o.sort), Desc: o.desc})
}

// filterNames are the flags that choose contacts; --segment stands for all but the search.
var filterNames = []string{"segment", "search", "status", "owner", "portfolio-type", "channel", "label", "created-from", "created-to", "field"}

// any tells whether contacts are chosen at all.
func (o *filterFlags) any() bool { return slices.ContainsFunc(filterNames, o.given) }

// choose is resolve and order on top of the segment, if one is named: what is given beside it replaces that part of it.
func (p *program) choose(ctx context.Context, s *session, o *filterFlags) (crm.ContactFilter, crm.ContactOrder, error) {
	f, err := p.resolve(ctx, s, o)
	if err != nil {
		return f, crm.ContactOrder{}, err
	}
	order, err := o.order()
	if err != nil || o.segment == "" {
		return f, order, err
	}
	all, err := s.segments.List(ctx)
	if err != nil {
		return f, order, err
	}
	segment, err := crm.FindSegment(all, o.segment)
	if err != nil {
		return f, order, err
	}
	saved := segment.Filter()
	saved.Search = f.Search
	for flag, replace := range map[string]func(){
		"status":         func() { saved.Status = f.Status },
		"owner":          func() { saved.Owner, saved.Owners = f.Owner, f.Owners },
		"portfolio-type": func() { saved.PortfolioTypes = f.PortfolioTypes },
		"channel":        func() { saved.Channel = f.Channel },
		"label":          func() { saved.Labels = f.Labels },
		"created-from":   func() { saved.CreatedFrom = f.CreatedFrom },
		"created-to":     func() { saved.CreatedTo = f.CreatedTo },
		"field":          func() { saved.Custom = f.Custom },
	} {
		if o.given(flag) {
			replace()
		}
	}
	if !o.given("sort") && !o.given("desc") {
		order = segment.Order()
	}
	return saved, order, nil
}

// resolve turns the names people give into a filter. A name that does not exist is an error, not an empty list: it is
// nearly always a slip.
func (p *program) resolve(ctx context.Context, s *session, o *filterFlags) (crm.ContactFilter, error) {
	f := crm.ContactFilter{Search: o.search, Status: crm.StatusFilter(o.status), CreatedFrom: o.from, CreatedTo: o.to}
	for _, t := range o.types {
		if t < int(crm.FlowMessage) || t > int(crm.FlowFollowMe) {
			return f, crm.Errorf(crm.CodeInvalid, "portfolio_type", "the portfolio type is 1, 2, 3 or 4")
		}
		f.PortfolioTypes = append(f.PortfolioTypes, crm.PortfolioType(t))
	}
	if err := crm.CheckChannel(o.channel); err != nil {
		return f, err
	}
	f.Channel = o.channel
	n, err := s.names(ctx)
	if err != nil {
		return f, err
	}
	for _, owner := range o.owners {
		if choice := crm.OwnerFilter(owner); choice == crm.OwnerNone || choice == crm.OwnerAny {
			f.Owner = choice
			continue
		}
		id, ok := n.user(owner)
		if !ok {
			return f, crm.Errorf(crm.CodeNotFound, "owner", "there is no user with that e-mail address")
		}
		f.Owners = append(f.Owners, id)
	}
	if f.Owner != crm.OwnerEither && len(o.owners) > 1 {
		return f, crm.Errorf(crm.CodeInvalid, "owner", "none and any stand alone")
	}
	for _, label := range o.labels {
		id, ok := byName(n.labels, label)
		if !ok {
			return f, crm.Errorf(crm.CodeNotFound, "label", "there is no such label")
		}
		f.Labels = append(f.Labels, id)
	}
	for _, pair := range o.fields {
		name, value, err := p.nameAndValue("--field", pair)
		if err != nil {
			return f, err
		}
		id, ok := byName(n.fields, name)
		if !ok {
			return f, crm.Errorf(crm.CodeNotFound, "field", "there is no such custom field")
		}
		f.Custom = append(f.Custom, crm.CustomValue{Field: id, Value: value})
	}
	return f, nil
}

func (n *names) user(email string) (crm.ID, bool) {
	for id, u := range n.users {
		if strings.EqualFold(u.Email, strings.TrimSpace(email)) {
			return id, true
		}
	}
	return crm.NoID, false
}

func byName(all map[crm.ID]string, name string) (crm.ID, bool) {
	for id, have := range all {
		if crm.Fold(have) == crm.Fold(name) {
			return id, true
		}
	}
	return crm.NoID, false
}
