package sqlite

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"carteira/backend/crm"
)

// condition is a crm.ContactFilter with its identifiers resolved to local numbers. Its parts must all hold.
type condition struct {
	nothing    bool     // no contact can match: an unknown label, owner, field or channel
	terms      []string // crm.SearchTerms
	mask, want int64    // attrs & mask == want
	owned      bool     // has an owner
	owners     []int64  // one of them, when not nil
	types      uint     // bit t: portfolio type t; 0 = any
	labels     []int64  // one of them, when not nil
	custom     []customCondition
	from, to   int64 // from <= creation < to, in ms
}

type customCondition struct {
	field   int64
	id      crm.ID
	value   string  // folded, whole
	members []int64 // who has it, when the index holds only the beginning of the value; never nil then
}

// The bounds of a time that nobody asked for.
const (
	everAgo   int64 = math.MinInt64
	everAfter int64 = math.MaxInt64
)

// plain tells a condition that the attribute column alone decides.
func (q *condition) plain() bool {
	return len(q.terms) == 0 && q.labels == nil && len(q.custom) == 0 && !q.dated()
}

func (q *condition) dated() bool { return q.from != everAgo || q.to != everAfter }

// everything tells the condition that every contact meets.
func (q *condition) everything() bool {
	return q.plain() && !q.nothing && q.mask == 0 && !q.owned && q.owners == nil && q.types == 0
}

// admits decides the part that the attribute column holds.
func (q *condition) admits(attrs int64) bool {
	if attrs&q.mask != q.want {
		return false
	}
	owner := attrs & attrOwnerMask >> attrOwnerShift
	if q.owned && owner == 0 || q.owners != nil && (owner == 0 || !slices.Contains(q.owners, owner)) {
		return false
	}
	return q.types == 0 || q.types>>(attrs&attrTypeMask>>attrTypeShift)&1 != 0
}

// resolve looks the filter's identifiers up. Errors: crm.CodeInvalid for a malformed date or choice.
func (v *View) resolve(f crm.ContactFilter) (*condition, error) {
	q := &condition{terms: crm.SearchTerms(f.Search), from: everAgo, to: everAfter}
	switch f.Status {
	case "", crm.StatusAll:
	case crm.StatusActive:
		q.mask, q.want = attrActive, attrActive
	case crm.StatusInactive:
		q.mask = attrActive
	default:
		return nil, crm.Errorf(crm.CodeInvalid, "status", "the status is all, active or inactive")
	}
	switch f.Owner {
	case crm.OwnerEither:
	case crm.OwnerNone:
		q.mask |= attrOwnerMask
	case crm.OwnerAny:
		q.owned = true
	default:
		return nil, crm.Errorf(crm.CodeInvalid, "owner", "the owner filter is none, any or empty")
	}
	if f.Channel != "" {
		q.mask |= attrChannelMask
		q.want |= int64(slices.Index(crm.Channels, f.Channel)+1) << attrChannelShift
		q.nothing = !slices.Contains(crm.Channels, f.Channel)
	}
	for _, t := range f.PortfolioTypes {
		if t >= crm.FlowMessage && t <= crm.FlowFollowMe {
			q.types |= 1 << t
		}
	}
	q.nothing = q.nothing || len(f.PortfolioTypes) > 0 && q.types == 0
	if err := q.resolveDates(f); err != nil {
		return nil, err
	}
	return q, v.resolveMembers(q, f)
}

func (q *condition) resolveDates(f crm.ContactFilter) error {
	day := func(s, field string, add int) (int64, error) {
		t, err := time.ParseInLocation(time.DateOnly, s, time.Local)
		if err != nil {
			return 0, crm.Errorf(crm.CodeInvalid, field, "a date is written yyyy-mm-dd")
		}
		return time.Date(t.Year(), t.Month(), t.Day()+add, 0, 0, 0, 0, time.Local).UnixMilli(), nil
	}
	var err error
	if f.CreatedFrom != "" {
		if q.from, err = day(f.CreatedFrom, "created_from", 0); err != nil {
			return err
		}
	}
	if f.CreatedTo != "" {
		if q.to, err = day(f.CreatedTo, "created_to", 1); err != nil {
			return err
		}
	}
	return nil
}

// resolveMembers turns users, labels and custom fields into local numbers.
func (v *View) resolveMembers(q *condition, f crm.ContactFilter) error {
	numbersOf := func(ids []crm.ID, read func() (*numbering, error)) ([]int64, error) {
		if len(ids) == 0 {
			return nil, nil
		}
		m, err := read()
		if err != nil {
			return nil, err
		}
		out := []int64{}
		for _, id := range ids {
			if n, ok := m.n[id]; ok && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
		slices.Sort(out)
		q.nothing = q.nothing || len(out) == 0
		return out, nil
	}
	var err error
	if q.owners, err = numbersOf(f.Owners, v.userNumbers); err != nil {
		return err
	}
	if q.labels, err = numbersOf(f.Labels, v.labelNumbers); err != nil {
		return err
	}
	for _, cv := range f.Custom {
		field, err := numbersOf([]crm.ID{cv.Field}, v.fieldNumbers)
		if err != nil {
			return err
		}
		if q.nothing {
			return nil
		}
		c := customCondition{field: field[0], id: cv.Field, value: crm.Fold(cv.Value)}
		if c.members, err = v.truncatedMembers(c); err != nil {
			return err
		}
		q.custom = append(q.custom, c)
	}
	return nil
}

// truncatedMembers asks the documents who really has a value of which the index may hold only the beginning;
// nil when the index tells. A key is cut before the rune that would exceed customValueMax, so it may be three
// bytes shorter than that.
func (v *View) truncatedMembers(c customCondition) ([]int64, error) {
	key := customValueKey(c.value)
	if len(key) <= customValueMax-4 {
		return nil, nil
	}
	var found []int64
	if err := v.c.query(`SELECT contact FROM contact_custom WHERE field = ? AND value = ?`,
		values(c.field, key), func(row result) error {
			found = append(found, row[0].(int64))
			return nil
		}); err != nil {
		return nil, err
	}
	members := []int64{}
	for _, n := range found {
		s, err := v.contactAt(n)
		if err != nil {
			return nil, err
		}
		if s != nil && c.holds(&s.Contact) {
			members = append(members, n)
		}
	}
	return members, nil
}

func (c *customCondition) holds(contact *crm.Contact) bool {
	for _, cv := range contact.Custom {
		if cv.Field == c.id && crm.Fold(cv.Value) == c.value {
			return true
		}
	}
	return false
}

// holds decides the whole condition from a contact's document.
func (v *View) holds(q *condition, s *Stored) (bool, error) {
	c := &s.Contact
	if q.nothing {
		return false, nil
	}
	attrs, err := v.storedAttrs(s)
	if err != nil || !q.findsIn(nameKey(c)+"\n"+searchRest(c)) {
		return false, err
	}
	return v.holdsBut(q, s, attrs)
}

// holdsBut decides all but what is searched for.
func (v *View) holdsBut(q *condition, s *Stored, attrs int64) (bool, error) {
	c := &s.Contact
	if !q.admits(attrs) {
		return false, nil
	}
	if at := msOf(c.CreatedAt); at < q.from || at >= q.to {
		return false, nil
	}
	for i := range q.custom {
		if !q.custom[i].holds(c) {
			return false, nil
		}
	}
	if q.labels == nil {
		return true, nil
	}
	m, err := v.labelNumbers()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(c.Labels, func(id crm.ID) bool { return slices.Contains(q.labels, m.n[id]) }), nil
}

// storedAttrs is the attribute column of a contact as its document and portfolio say it.
func (v *View) storedAttrs(s *Stored) (int64, error) {
	attrs := contactAttrs(&s.Contact)
	if p := s.Portfolio; p != nil {
		users, err := v.userNumbers()
		if err != nil {
			return 0, err
		}
		attrs |= portfolioAttrs(p.Type, users.n[p.Owner])
	}
	return attrs, nil
}

// findsIn reports whether every term occurs in a searchable text of one value a line.
func (q *condition) findsIn(text string) bool {
	for _, t := range q.terms {
		if !strings.Contains(text, t) {
			return false
		}
	}
	return true
}

// list is numbers as an argument of json_each.
func list(numbers []int64) string {
	b, err := json.Marshal(numbers)
	if err != nil {
		panic("bug: numbers do not fail to encode")
	}
	return string(b)
}
