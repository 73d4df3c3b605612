package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"carteira/backend/crm"
)

// The reference answers a list from all documents in the plainest way; every road of List must agree with it.

func referenceMatch(c *crm.Contact, f crm.ContactFilter) bool {
	switch {
	case f.Status == crm.StatusActive && !c.Active(), f.Status == crm.StatusInactive && c.Active(),
		f.Owner == crm.OwnerAny && c.Portfolio == nil, f.Owner == crm.OwnerNone && c.Portfolio != nil,
		len(f.Owners) > 0 && (c.Portfolio == nil || !slices.Contains(f.Owners, c.Portfolio.Owner)),
		len(f.PortfolioTypes) > 0 && (c.Portfolio == nil || !slices.Contains(f.PortfolioTypes, c.Portfolio.Type)),
		f.Channel != "" && c.Fields[crm.FieldChannel] != f.Channel,
		len(f.Labels) > 0 && !slices.ContainsFunc(c.Labels, func(l crm.ID) bool { return slices.Contains(f.Labels, l) }):
		return false
	}
	for _, want := range f.Custom {
		if !slices.ContainsFunc(c.Custom, func(cv crm.CustomValue) bool {
			return cv.Field == want.Field && crm.Fold(cv.Value) == crm.Fold(want.Value)
		}) {
			return false
		}
	}
	day := c.CreatedAt.In(time.Local).Format(time.DateOnly)
	if f.CreatedFrom != "" && day < f.CreatedFrom || f.CreatedTo != "" && day > f.CreatedTo {
		return false
	}
	values := []string{
		crm.Fold(c.Name()), crm.Fold(c.Fields[crm.FieldEmail]), c.Fields[crm.FieldCPF],
		strings.ToLower(c.Fields[crm.FieldCNPJ]), crm.Fold(c.Fields[crm.FieldChannelUser]),
	}
	for _, p := range c.Phones {
		values = append(values, string(p))
	}
	for _, word := range crm.SearchTerms(f.Search) {
		if !slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, word) }) {
			return false
		}
	}
	return true
}

// referenceText is what a contact is sorted by where many may have the same, "" for none.
func referenceText(c *crm.Contact, by crm.Sort, users map[crm.ID]string) string {
	switch {
	case by == crm.SortEmail:
		return crm.Fold(c.Fields[crm.FieldEmail])
	case by == crm.SortChannel:
		return c.Fields[crm.FieldChannel]
	case c.Portfolio == nil:
		return ""
	case by == crm.SortPortfolioType:
		return fmt.Sprint(c.Portfolio.Type)
	}
	return crm.Fold(users[c.Portfolio.Owner])
}

func referenceList(all []*Stored, f crm.ContactFilter, o crm.ContactOrder, users map[crm.ID]string) []int64 {
	var out []*Stored
	for _, s := range all {
		if !s.Deleted && referenceMatch(&s.Contact, f) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *Stored) int {
		c := 0
		switch o.By {
		case crm.SortEmail, crm.SortOwner, crm.SortPortfolioType, crm.SortChannel:
			x, y := referenceText(&a.Contact, o.By, users), referenceText(&b.Contact, o.By, users)
			if (x == "") != (y == "") {
				return cmp.Compare(y, x)
			}
			if c = strings.Compare(x, y); o.Desc {
				c = -c
			}
			return cmp.Or(c, strings.Compare(crm.Fold(a.Name()), crm.Fold(b.Name())), cmp.Compare(a.N, b.N))
		case crm.SortCreated:
			c = a.CreatedAt.Compare(b.CreatedAt)
		case crm.SortLastInteraction:
			if x, y := a.LastInteractionAt.IsZero(), b.LastInteractionAt.IsZero(); x != y {
				if x {
					return 1
				}
				return -1
			}
			c = a.LastInteractionAt.Compare(b.LastInteractionAt)
		default:
			c = strings.Compare(crm.Fold(a.Name()), crm.Fold(b.Name()))
		}
		c = cmp.Or(c, cmp.Compare(a.N, b.N))
		if o.Desc {
			c = -c
		}
		return c
	})
	numbers := make([]int64, len(out))
	for i, s := range out {
		numbers[i] = s.N
	}
	return numbers
}

// listWorld is a small replica in which names, values and days collide all the time.
type listWorld struct {
	db     *DB
	ctx    context.Context
	users  []crm.ID
	labels []crm.ID
	fields []crm.ID
}

func openListWorld(t testing.TB) (*listWorld, func(func(tx *Tx) error)) {
	db, ctx := openTest(t)
	w := &listWorld{db: db, ctx: ctx}
	write := func(f func(tx *Tx) error) { mustUpdate(t, w.db, ctx, f) }
	write(func(tx *Tx) error {
		for i := range 3 {
			u := crm.User{ID: crm.NewID(), Name: fmt.Sprint("U", i), Email: fmt.Sprint("u", i, "@example.com"), Profile: crm.ProfileAgent, Active: true}
			if err := tx.PutUser(u, "x"); err != nil {
				return err
			}
			w.users = append(w.users, u.ID)
			l, _, err := tx.DefineLabel(crm.Label{Name: fmt.Sprint("L", i)})
			if err != nil {
				return err
			}
			w.labels = append(w.labels, l)
			f, _, err := tx.DefineField(crm.CustomField{Name: fmt.Sprint("F", i), Type: crm.TypeText})
			if err != nil {
				return err
			}
			w.fields = append(w.fields, f)
		}
		return nil
	})
	return w, write
}

var (
	worldNames  = []string{"Ana", "ANÁ", "ana b", "João", "joao", "Zé", "x", "D’Ávila 100%", "a_b", "日本 太郎", "Ana Maria Souza", "Maria Ana"}
	worldEmails = []string{"", "", "ana@x.com", "JOAO@Example.com", "b_z@q.br", "zz@zz.zz"}
	worldPhones = []crm.Phone{"5541998765432", "551133445566", "12025550123", "554199"}
	worldValues = []string{"Alfa", "ÁLFA", "beta", strings.Repeat("ç", 64) + "1", strings.Repeat("c", 64) + "2", strings.Repeat("é", 29) + "日本語"}
	worldTerms  = []string{
		"", "a", "an", "ana", "ana b", "maria ana", "z", "zz", "q", "qq", "joão", "JOAO", "jo ao", "55419", "(41) 9", "9", "99", "%", "_",
		"a_b", "100%", "日", "本 太", "x", "d'a", "D´Á", "529.982.247-25", "11222333", "a@b", "com b", "ana maria souza", "zzz", "@", ".com", "fulano",
		"12.ABC.345/01DE-35",
	}
)

func (w *listWorld) drawContact(t *rapid.T, c *crm.Contact) {
	pick := func(name string, from []string) string { return rapid.SampledFrom(from).Draw(t, name) }
	c.Fields[crm.FieldName] = pick("name", worldNames)
	c.Fields[crm.FieldEmail] = pick("email", worldEmails)
	c.Fields[crm.FieldCPF] = pick("cpf", []string{"", "52998224725", "11144477735"})
	c.Fields[crm.FieldChannel] = pick("channel", append([]string{""}, crm.Channels[:2]...))
	c.Fields[crm.FieldChannelUser] = pick("user", []string{"", "Fulano_x", "@Bé"})
	c.Fields[crm.FieldActive] = pick("active", []string{"", "true", "false"})
	c.Fields[crm.FieldCorporate] = pick("corporate", []string{"", "true"})
	c.Phones = rapid.SliceOfNDistinct(rapid.SampledFrom(worldPhones), 0, 2, rapid.ID[crm.Phone]).Draw(t, "phones")
	c.Labels = rapid.SliceOfNDistinct(rapid.SampledFrom(w.labels), 0, 2, rapid.ID[crm.ID]).Draw(t, "labels")
	c.Custom = nil
	for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom(w.fields), 0, 2, rapid.ID[crm.ID]).Draw(t, "fields") {
		c.SetCustom(f, pick("value", worldValues))
	}
	c.Portfolio = nil
	if rapid.Bool().Draw(t, "owned") {
		c.Portfolio = &crm.Portfolio{Type: crm.PortfolioType(rapid.IntRange(1, 4).Draw(t, "type")), Owner: rapid.SampledFrom(w.users).Draw(t, "owner")}
	}
}

// worldDay is midnight of the first day on which contacts are created.
func worldDay() time.Time { return time.Date(2026, 3, 10, 0, 0, 0, 0, time.Local) }

func (w *listWorld) drawFilter(t *rapid.T) crm.ContactFilter {
	var f crm.ContactFilter
	some := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, name) == 0 }
	if rapid.Bool().Draw(t, "searched") {
		f.Search = rapid.SampledFrom(worldTerms).Draw(t, "search")
	}
	if some("by status") {
		f.Status = rapid.SampledFrom([]crm.StatusFilter{crm.StatusAll, crm.StatusActive, crm.StatusInactive}).Draw(t, "status")
	}
	if some("by owner") {
		f.Owner = rapid.SampledFrom([]crm.OwnerFilter{crm.OwnerNone, crm.OwnerAny}).Draw(t, "owner filter")
	}
	if some("by owners") {
		f.Owners = rapid.SliceOfN(rapid.SampledFrom(append(w.users, crm.NewID())), 1, 2).Draw(t, "owners")
	}
	if some("by types") {
		f.PortfolioTypes = rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 5), func(i int) crm.PortfolioType { return crm.PortfolioType(i) }), 1, 2).Draw(t, "types")
	}
	if some("by labels") {
		f.Labels = rapid.SliceOfN(rapid.SampledFrom(append(w.labels, crm.NewID())), 1, 2).Draw(t, "label filter")
	}
	if some("by custom") {
		f.Custom = []crm.CustomValue{{
			Field: rapid.SampledFrom(append(w.fields, crm.NewID())).Draw(t, "field"),
			Value: rapid.SampledFrom(append(worldValues, strings.Repeat("ç", 32), strings.Repeat("ç", 64))).Draw(t, "value"),
		}}
	}
	if some("by channel") {
		f.Channel = rapid.SampledFrom([]string{"voice", "whatsapp", "sms", "pigeon"}).Draw(t, "channel filter")
	}
	day := func(name string) string {
		return worldDay().AddDate(0, 0, rapid.IntRange(-1, 3).Draw(t, name)).Format(time.DateOnly)
	}
	if some("from") {
		f.CreatedFrom = day("created from")
	}
	if some("to") {
		f.CreatedTo = day("created to")
	}
	return f
}
