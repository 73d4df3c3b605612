package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"
	"strconv"

	"carteira/backend/crm"
)

// ranking is how one of the orders by a value that many contacts may share (crm.Sort.Ranked) reads the list. There is no
// index for them: an import has no room for one. SQL sorts as much as a page needs, memory keeps rankings
// (roster_ranking.go).
type ranking struct {
	by    crm.Sort
	email bool // by the first line of rest; otherwise by a code in the attributes:
	shift int
	mask  int64
	users *numbering // SortOwner
	texts []string   // what each code but 0 stands for, as it is compared
	sorts []string   // texts, sorted, each once
}

// rankOf is the ranking of an order, nil for the others. It is of this snapshot: an owner may be renamed.
func (v *View) rankOf(by crm.Sort) (*ranking, error) {
	r := &ranking{by: by, texts: []string{""}}
	switch by {
	case crm.SortEmail:
		r.email = true
		return r, nil
	case crm.SortChannel:
		r.shift, r.mask, r.texts = attrChannelShift, attrChannelMask, append(r.texts, crm.Channels...)
	case crm.SortPortfolioType:
		r.shift, r.mask = attrTypeShift, attrTypeMask
		for t := crm.FlowMessage; t <= crm.FlowFollowMe; t++ {
			r.texts = append(r.texts, typeText(t))
		}
	case crm.SortOwner:
		r.shift, r.mask = attrOwnerShift, attrOwnerMask
		if err := v.ownerTexts(r); err != nil {
			return nil, err
		}
	default:
		return nil, nil
	}
	r.sorts = slices.Clone(r.texts[1:])
	slices.Sort(r.sorts)
	r.sorts = slices.Compact(r.sorts)
	return r, nil
}

func typeText(t crm.PortfolioType) string { return strconv.Itoa(int(t)) }

// ownerTexts fills in the folded names of users by their local numbers.
func (v *View) ownerTexts(r *ranking) (err error) {
	if r.users, err = v.userNumbers(); err != nil {
		return err
	}
	names := map[crm.ID]string{}
	if err := v.c.query(`SELECT id, name FROM account`, nil, func(row result) error {
		names[blobID(row[0])] = crm.Fold(row[1].(string))
		return nil
	}); err != nil {
		return err
	}
	for n, id := range r.users.id {
		if more := n + 1 - int64(len(r.texts)); more > 0 {
			r.texts = append(r.texts, make([]string, more)...)
		}
		r.texts[n] = names[id]
	}
	return nil
}

// textOf is what a contact is sorted by; none when it has nothing of the kind.
func (r *ranking) textOf(s *Stored) (text string, none bool) {
	c := &s.Contact
	switch r.by {
	case crm.SortEmail:
		if !c.Anonymized {
			text = crm.Fold(c.Fields[crm.FieldEmail])
		}
	case crm.SortChannel:
		text = c.Fields[crm.FieldChannel]
	case crm.SortPortfolioType:
		if c.Portfolio != nil {
			text = typeText(c.Portfolio.Type)
		}
	case crm.SortOwner:
		if c.Portfolio == nil {
			return "", true
		}
		return r.textAt(r.users.n[c.Portfolio.Owner])
	}
	return text, text == ""
}

func (r *ranking) textAt(code int64) (text string, none bool) {
	if code <= 0 || code >= int64(len(r.texts)) {
		return "", true
	}
	return r.texts[code], false
}

// group is the place of a code's text among all of them, in the direction wanted; behind them for code 0.
func (r *ranking) group(attrs int64, desc bool) int {
	text, none := r.textAt(attrs & r.mask >> r.shift)
	if none {
		return len(r.sorts)
	}
	i, _ := slices.BinarySearch(r.sorts, text)
	if desc {
		return len(r.sorts) - 1 - i
	}
	return i
}

// keyBytes is the width of a key among keys.
const keyBytes = 3

// keys are the places of all codes, odd, most significant byte first: SQL cuts out the one of a code, and a text that
// stands between two of them has the even number between.
func (r *ranking) keys(desc bool) []byte {
	out := make([]byte, 0, keyBytes*len(r.texts))
	for code := range r.texts {
		out = appendKey(out, 2*r.group(int64(code)<<r.shift, desc)+1)
	}
	return out
}

func appendKey(b []byte, k int) []byte { return append(b, byte(k>>16), byte(k>>8), byte(k)) }

// keyOf is where a place stands among keys, though its text may be gone.
func (r *ranking) keyOf(p *position, desc bool) []byte {
	if p.none {
		return appendKey(nil, 2*len(r.sorts)+1)
	}
	i, found := slices.BinarySearch(r.sorts, p.text)
	k := 2 * i
	if found {
		k++
	}
	if desc {
		k = 2*len(r.sorts) - k
	}
	return appendKey(nil, k)
}

// rankedPageSQL reads matches of where in a ranked order: SQLite keeps the best of a page while it passes over the list.
func rankedPageSQL(r *ranking, where *clause, desc bool) string {
	key, order := `substr(?, `+strconv.Itoa(keyBytes)+` * (r.attrs >> `+strconv.Itoa(r.shift)+` & `+strconv.FormatInt(r.mask>>r.shift, 10)+
		`) + 1, `+strconv.Itoa(keyBytes)+`)`, `k`
	if r.email {
		key, order = `CASE WHEN r.attrs & 2048 THEN substr(r.rest, 1, instr(r.rest, char(10)) - 1) END`, `k IS NULL, k`+direction(desc)
	}
	return `SELECT ` + key + ` AS k, r.name_key, r.contact, r.attrs FROM roster r` + where.String() + "\nORDER BY " + order + `, r.name_key, r.contact` +
		"\nLIMIT ? OFFSET ?"
}

// stepRanked reads on behind a place.
func (s *scan) stepRanked(after *position, offset, limit int) (out []position, err error) {
	r, desc := s.rank, s.o.Desc
	where := s.q.rosterClause()
	var args []driver.Value
	if !r.email {
		args = values(r.keys(desc))
	}
	if after != nil {
		behind, more := r.behind(after, desc)
		where.add(behind, more...)
	}
	args = append(append(args, where.args...), int64(limit), int64(offset))
	err = s.v.c.adhoc(s.ctx, rankedPageSQL(r, where, desc), args, func(row result) error {
		p := position{name: row[1].(string), n: row[2].(int64)}
		if r.email {
			text, ok := row[0].(string)
			p.text, p.none = text, !ok
		} else {
			p.text, p.none = r.textAt(row[3].(int64) & r.mask >> r.shift)
		}
		out = append(out, p)
		return nil
	})
	return out, err
}

// behind is the condition on k of what comes after a place.
func (r *ranking) behind(p *position, desc bool) (sql string, args []driver.Value) {
	switch {
	case !r.email:
		return `(k, r.name_key, r.contact) > (?, ?, ?)`, values(r.keyOf(p, desc), p.name, p.n)
	case p.none:
		return `k IS NULL AND (r.name_key, r.contact) > (?, ?)`, values(p.name, p.n)
	}
	return `(k IS NULL OR k ` + beyond(desc) + ` ? OR k = ? AND (r.name_key, r.contact) > (?, ?))`, values(p.text, p.text, p.name, p.n)
}

// beforeRanked compares two places of a ranked order.
func (p *position) beforeRanked(q *position, desc bool) bool {
	switch {
	case p.none != q.none:
		return q.none
	case p.text != q.text:
		return p.text < q.text != desc
	}
	return cmp.Or(cmp.Compare(p.name, q.name), cmp.Compare(p.n, q.n)) < 0
}

// scan prepares a list in any order.
func (db *DB) scan(ctx context.Context, v *View, q *condition, o crm.ContactOrder) (*scan, error) {
	rank, err := v.rankOf(o.By)
	return &scan{db: db, v: v, ctx: ctx, q: q, o: o, rank: rank}, err
}
