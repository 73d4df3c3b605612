package sqlite

import (
	"slices"
	"strings"

	"carteira/backend/crm"
)

// attrs packs what lists filter by into one integer of the roster: a filter is one mask and one compare.
//
//	bit 0 active · 1 corporate · 2 anonymized · 3 merged secondary · 4–6 portfolio type (0 none)
//	7–10 channel (0 none, else 1 + its place in crm.Channels) · 11 the first line of rest is the e-mail address
//	16–39 owner (account.n, 0 none)
const (
	attrActive     = 1 << 0
	attrCorporate  = 1 << 1
	attrAnonymized = 1 << 2
	attrMerged     = 1 << 3
	attrEmail      = 1 << 11

	attrTypeShift    = 4
	attrTypeMask     = 7 << attrTypeShift
	attrChannelShift = 7
	attrChannelMask  = 15 << attrChannelShift
	attrOwnerShift   = 16
	attrOwnerMask    = (1<<24 - 1) << attrOwnerShift
)

// contactAttrs packs everything but the portfolio, which has its own row.
func contactAttrs(c *crm.Contact) int64 {
	var a int64
	if c.Active() {
		a |= attrActive
	}
	if c.Corporate() {
		a |= attrCorporate
	}
	if c.Anonymized {
		a |= attrAnonymized
	}
	if c.MergedInto != crm.NoID {
		a |= attrMerged
	}
	if !c.Anonymized && c.Fields[crm.FieldEmail] != "" {
		a |= attrEmail
	}
	a |= int64(slices.Index(crm.Channels, c.Fields[crm.FieldChannel])+1) << attrChannelShift
	return a
}

const attrPortfolioMask int64 = attrTypeMask | attrOwnerMask

// portfolioAttrs packs a portfolio link; owner is account.n.
func portfolioAttrs(t crm.PortfolioType, owner int64) int64 {
	return int64(t)<<attrTypeShift | owner<<attrOwnerShift
}

// identified is the contact as lookups see it: what is left of an anonymized or deleted one finds nobody.
func identified(c *crm.Contact) *crm.Contact {
	if !c.Anonymized {
		return c
	}
	d := &crm.Contact{Custom: c.Custom, Labels: c.Labels, Anonymized: true, Deleted: c.Deleted}
	d.Fields[crm.FieldName] = c.Fields[crm.FieldName]
	return d
}

// nameKey is the contact's place in the list: the folded name.
func nameKey(c *crm.Contact) string { return ownFold(c.Fields[crm.FieldName]) }

// searchRest is what search matches besides the name (D2.1), one value a line, so that no term matches
// across two of them.
func searchRest(c *crm.Contact) string {
	if c.Anonymized {
		return ""
	}
	var buf [256]byte // so that the text has the size it needs: a hundred thousand wait for the indexer during an import
	rest, end := buf[:0], 0
	add := func(more []byte) {
		if rest = more; len(rest) > end {
			rest = append(rest, '\n')
			end = len(rest)
		}
	}
	add(crm.AppendFold(rest, c.Fields[crm.FieldEmail]))
	for _, p := range c.Phones {
		add(append(rest, p...))
	}
	add(append(rest, c.Fields[crm.FieldCPF]...))
	add(append(rest, strings.ToLower(c.Fields[crm.FieldCNPJ])...))
	add(crm.AppendFold(rest, c.Fields[crm.FieldChannelUser]))
	return string(rest)
}
