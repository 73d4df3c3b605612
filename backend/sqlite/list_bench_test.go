package sqlite

import (
	"context"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
)

// BenchmarkLists measures what people wait for at 1,000,000 contacts and prints p50 and p99 of each kind of
// question. It runs when CARTEIRA_BENCH is set to the number of contacts, or to anything else for a million;
// the replica is made once and kept in the system's temporary folder.
//
//	CARTEIRA_BENCH=1 go test -tags sqlite_fts5 -run '^$' -bench Lists -benchtime 1x ./backend/sqlite
func BenchmarkLists(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	fmt.Println()
	contacts, err := strconv.Atoi(env)
	if err != nil || contacts < 1000 {
		contacts = 1_000_000
	}
	ctx := context.Background()
	dir := benchReplica(b, contacts)
	benchSettle(b, ctx, dir)
	for b.Loop() {
		benchWarm(b, ctx, dir)
		benchSorts(b, ctx, dir)
		benchCold(b, ctx, dir)
	}
}

// benchSchema is the text of all schema files.
func benchSchema() (all []byte, err error) {
	files, err := schemaFiles.ReadDir("schema")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := schemaFiles.ReadFile("schema/" + f.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, b...)
	}
	return all, nil
}

// benchReplica makes the replica, or finds the one of an earlier run.
func benchReplica(b *testing.B, contacts int) string {
	b.Helper()
	schema, err := benchSchema()
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("carteira-bench-%08x-%d", crc32.ChecksumIEEE(schema), contacts))
	ready := filepath.Join(dir, "ready")
	if _, err := os.Stat(ready); err == nil {
		return dir
	}
	if err := os.RemoveAll(dir); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	db, err := Open(b.Context(), dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx := crm.WithActor(b.Context(), crm.System)
	g := newGenerator()
	mustUpdate(b, db, ctx, g.define)
	for done := 0; done < contacts; {
		batch := min(50_000, contacts-done)
		if err := db.Bulk(ctx, func(tx *Tx) error { return g.fill(tx, batch) }); err != nil {
			b.Fatal(err)
		}
		done += batch
	}
	fmt.Printf("%d contacts written in %.1f s\n", contacts, time.Since(start).Seconds())
	if err := db.SearchSettled(ctx); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("search index settled after %.1f s\n", time.Since(start).Seconds())
	if err := db.Settle(); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(ready, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	return dir
}

// benchSettle brings the search index up to date.
func benchSettle(b *testing.B, ctx context.Context, dir string) {
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := db.SearchSettled(ctx); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("search index settled in %.1f s\n", time.Since(start).Seconds())
	time.Sleep(3 * time.Second) // and merged
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// generator draws contacts whose words are distributed as in life: a few first names and surnames are
// everywhere, most are rare.
type generator struct {
	r              *rand.Rand
	firsts, lasts  []string
	users          []crm.ID
	labels, fields []crm.ID
	created        int64
}

func newGenerator() *generator {
	g := &generator{r: rand.New(rand.NewPCG(1, 2)), created: 1_680_000_000_000}
	g.firsts = strings.Fields("Maria José Ana João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Luís Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe Raimundo Rodrigo Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Luana Rita Sônia Renata Eliane Zuleica Xavier Wesley Quitéria Ícaro")
	g.lasts = strings.Fields("Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira D’Ávila")
	syllables := strings.Fields("ba be bi bo bra bri ca ce co cu da de di do dra fa fe fi fo ga ge go gra ja jo ju la le li lo lu ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to tra va ve vi vo za ze zi nha lho rez ton son mann witz ner kow ski")
	for range 1500 {
		var w string
		for range 2 + g.r.IntN(3) {
			w += syllables[g.r.IntN(len(syllables))]
		}
		w = strings.ToUpper(w[:1]) + w[1:]
		if g.r.IntN(3) == 0 {
			g.firsts = append(g.firsts, w)
		} else {
			g.lasts = append(g.lasts, w)
		}
	}
	return g
}

// of picks with a long tail.
func (g *generator) of(from []string) string {
	x := g.r.Float64()
	return from[int(x*x*x*float64(len(from)))]
}

func (g *generator) define(tx *Tx) error {
	for i := range 40 {
		u := crm.User{ID: crm.NewID(), Name: fmt.Sprint("Agente ", i), Email: fmt.Sprint("a", i, "@example.com"), Profile: crm.ProfileAgent, Active: true}
		if err := tx.PutUser(u, "x"); err != nil {
			return err
		}
		g.users = append(g.users, u.ID)
	}
	for i := range 8 {
		l, _, err := tx.DefineLabel(crm.Label{Name: fmt.Sprint("Etiqueta ", i)})
		if err != nil {
			return err
		}
		f, _, err := tx.DefineField(crm.CustomField{Name: fmt.Sprint("Campo ", i), Type: crm.TypeText})
		if err != nil {
			return err
		}
		g.labels, g.fields = append(g.labels, l), append(g.fields, f)
	}
	return nil
}

func (g *generator) contact() *crm.Contact {
	r := g.r
	c := new(crm.Contact)
	first, last := g.of(g.firsts), g.of(g.lasts)
	name := first
	if r.IntN(3) == 0 {
		name += " " + g.of(g.firsts)
	}
	if r.IntN(2) == 0 {
		name += " " + g.of(g.lasts)
	}
	c.Fields[crm.FieldName] = name + " " + last
	if r.IntN(10) < 7 {
		c.Fields[crm.FieldEmail] = strings.ReplaceAll(crm.Fold(first)+"."+crm.Fold(last), "'", "") + strconv.Itoa(r.IntN(1000)) +
			[]string{"@gmail.com", "@hotmail.com", "@uol.com.br", "@empresa.com.br"}[r.IntN(4)]
	}
	if r.IntN(10) < 7 {
		c.Fields[crm.FieldCPF] = fmt.Sprintf("%011d", r.Int64N(100_000_000_000))
	}
	for range 1 + r.IntN(10)/7 {
		c.Phones = append(c.Phones, crm.Phone(fmt.Sprintf("55%02d9%08d", 11+r.IntN(80), r.IntN(100_000_000))))
	}
	c.Fields[crm.FieldActive] = "true"
	if r.IntN(20) == 0 {
		c.Fields[crm.FieldActive] = "false"
	}
	if i := r.IntN(len(crm.Channels) * 2); i < len(crm.Channels) {
		c.Fields[crm.FieldChannel] = crm.Channels[i]
	}
	c.Fields[crm.FieldCity], c.Fields[crm.FieldAddress] = "Curitiba", "Rua XV de Novembro"
	if g.users != nil && r.IntN(5) == 0 {
		c.Labels = append(c.Labels, g.labels[r.IntN(len(g.labels))])
	}
	if g.users != nil && r.IntN(5) == 0 {
		c.SetCustom(g.fields[r.IntN(len(g.fields))], fmt.Sprint("valor ", r.IntN(5000)))
	}
	if g.users != nil && r.IntN(10) < 4 {
		c.Portfolio = &crm.Portfolio{Type: crm.PortfolioType(1 + r.IntN(4)), Owner: g.users[int(r.Float64()*r.Float64()*float64(len(g.users)))]}
	}
	g.created += r.Int64N(180_000) - 60_000
	c.CreatedAt = time.UnixMilli(g.created).UTC()
	return c
}

// fill writes contacts with one operation for all of them, and interactions for a third.
func (g *generator) fill(tx *Tx, n int) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	for range n {
		c := g.contact()
		tx.complete(c)
		ready, err := tx.ready(c)
		if err != nil {
			return err
		}
		at, err := tx.insertContact(c, ready, nil, s)
		if err != nil {
			return err
		}
		if g.r.IntN(3) == 0 {
			if _, err := tx.c.exec(`INSERT INTO activity (contact, interactions, last_at) VALUES (?, 1, ?)`,
				at, g.created+g.r.Int64N(1_000_000_000)); err != nil {
				return err
			}
		}
	}
	return tx.recordEdit(s, "bench", crm.NoID, nil)
}

// latencies are the times of one kind of question.
type latencies []time.Duration

func (l latencies) print(kind string) {
	slices.Sort(l)
	at := func(q float64) float64 { return float64(l[int(q*float64(len(l)-1))].Microseconds()) / 1000 }
	fmt.Printf("%-44s %8.2f %8.2f %8.2f   %d\n", kind, at(0.5), at(0.99), at(1), len(l))
}

// benchTerms are the kinds of search terms, each drawn anew.
func benchTerms() (kinds []string, draw map[string]func(g *generator) string) {
	letters := func(g *generator, n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(byte('a' + g.r.IntN(26)))
		}
		return b.String()
	}
	piece := func(s string, g *generator, n int) string {
		s = crm.Fold(s)
		if len(s) <= n {
			return s
		}
		i := g.r.IntN(len(s) - n)
		return s[i : i+n]
	}
	draw = map[string]func(g *generator) string{
		"1 letter":                 func(g *generator) string { return letters(g, 1) },
		"2 letters, any":           func(g *generator) string { return letters(g, 2) },
		"2 letters, rare":          func(g *generator) string { return string("qwxyk"[g.r.IntN(5)]) + letters(g, 1) },
		"2 letters, absent":        func(g *generator) string { return string("qx"[g.r.IntN(2)]) + string("qxzw"[g.r.IntN(4)]) },
		"2 digits":                 func(g *generator) string { return strconv.Itoa(10 + g.r.IntN(90)) },
		"3 letters, common":        func(g *generator) string { return piece(g.firsts[g.r.IntN(30)], g, 3) },
		"3 letters, any":           func(g *generator) string { return letters(g, 3) },
		"3 digits":                 func(g *generator) string { return strconv.Itoa(100 + g.r.IntN(900)) },
		"4 letters of a name":      func(g *generator) string { return piece(g.of(g.lasts), g, 4) },
		"6 letters of a name":      func(g *generator) string { return piece(g.of(g.lasts), g, 6) },
		"8 letters, absent":        func(g *generator) string { return letters(g, 8) },
		"common absent (anariosa)": func(g *generator) string { return piece("anariosamarialvesouzantos", g, 7) },
		"full name":                func(g *generator) string { return g.contact().Name() },
		"two words":                func(g *generator) string { return g.of(g.firsts) + " " + g.of(g.lasts) },
		"two words, pieces":        func(g *generator) string { return piece(g.of(g.firsts), g, 3) + " " + piece(g.of(g.lasts), g, 3) },
		"phone, 5 digits":          func(g *generator) string { return fmt.Sprintf("%05d", g.r.IntN(100_000)) },
		"phone, 8 digits":          func(g *generator) string { return fmt.Sprintf("%08d", g.r.IntN(100_000_000)) },
		"phone, masked":            func(g *generator) string { return fmt.Sprintf("(41) 9%04d-", g.r.IntN(10_000)) },
		"e-mail":                   func(g *generator) string { return g.contact().Fields[crm.FieldEmail] },
		"e-mail, piece":            func(g *generator) string { return piece(g.of(g.firsts)+"."+g.of(g.lasts), g, 7) },
		"e-mail, host":             func(g *generator) string { return []string{"@gmail", "hotmail.com", "uol.com.br", "@emp"}[g.r.IntN(4)] },
	}
	for k := range draw {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds, draw
}

var benchOrders = []crm.ContactOrder{
	{By: crm.SortName}, {By: crm.SortName, Desc: true}, {By: crm.SortCreated}, {By: crm.SortCreated, Desc: true},
	{By: crm.SortLastInteraction, Desc: true}, {By: crm.SortLastInteraction},
}

// benchFilters are the filters of the list, by name.
func benchFilters(b *testing.B, db *DB) (names []string, filters map[string]crm.ContactFilter) {
	b.Helper()
	var users []crm.User
	var labels []crm.Label
	var fields []crm.CustomField
	if err := db.View(b.Context(), func(v *View) (err error) {
		if users, err = v.Users(); err != nil {
			return err
		}
		if labels, err = v.Labels(); err != nil {
			return err
		}
		fields, err = v.CustomFields()
		return err
	}); err != nil {
		b.Fatal(err)
	}
	filters = map[string]crm.ContactFilter{
		"all":                     {},
		"active":                  {Status: crm.StatusActive},
		"inactive":                {Status: crm.StatusInactive},
		"without owner":           {Owner: crm.OwnerNone},
		"one owner, active":       {Status: crm.StatusActive, Owner: crm.OwnerAny, Owners: []crm.ID{users[10].ID}},
		"owner, type 2":           {Owner: crm.OwnerAny, PortfolioTypes: []crm.PortfolioType{2}},
		"label":                   {Labels: []crm.ID{labels[3].ID}},
		"custom value":            {Custom: []crm.CustomValue{{Field: fields[1].ID, Value: "Valor 77"}}},
		"channel, created in sep": {Channel: "whatsapp", CreatedFrom: "2023-09-01", CreatedTo: "2023-09-30"},
	}
	for k := range filters {
		names = append(names, k)
	}
	slices.Sort(names)
	return names, filters
}

func benchList(b *testing.B, ctx context.Context, db *DB, f crm.ContactFilter, o crm.ContactOrder, offset int) time.Duration {
	b.Helper()
	start := time.Now()
	if _, err := db.List(ctx, f, o, offset, 50); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func benchWarm(b *testing.B, ctx context.Context, dir string) {
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := db.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	x := db.warm.now.layers[0].x
	fmt.Printf("\nwarm: built in %.2f s, index %.1f MB (text %.1f MB), Go heap %.1f MB, held from the system %.1f MB\n", time.Since(start).Seconds(),
		float64(x.Bytes())/1e6, float64(x.TextBytes())/1e6, float64(m.HeapAlloc)/1e6, float64(m.Sys-m.HeapReleased)/1e6)
	fmt.Printf("%-44s %8s %8s %8s\n", "warm, ms", "p50", "p99", "max")
	g := newGenerator()
	kinds, draw := benchTerms()
	names, filters := benchFilters(b, db)
	for _, k := range kinds {
		var l, filtered, counts latencies
		for i := range 60 {
			f := crm.ContactFilter{Search: draw[k](g)}
			l = append(l, benchList(b, ctx, db, f, benchOrders[i%len(benchOrders)], 0))
			if i%6 == 0 {
				start := time.Now()
				if _, _, err := db.Count(ctx, f); err != nil {
					b.Fatal(err)
				}
				counts = append(counts, time.Since(start))
			}
			f = filters[names[i%len(names)]]
			f.Search = draw[k](g)
			filtered = append(filtered, benchList(b, ctx, db, f, benchOrders[i/len(names)%len(benchOrders)], 0))
		}
		l.print("search: " + k)
		filtered.print("search and filter: " + k)
		counts.print("count: " + k)
	}
	for _, name := range names {
		var first, middle, count latencies
		for i := range 30 {
			o := benchOrders[i%len(benchOrders)]
			db.warm.now.layers[0].sets = newSetCaches()
			first = append(first, benchList(b, ctx, db, filters[name], o, 0))
			middle = append(middle, benchList(b, ctx, db, filters[name], o, 500_000))
			db.warm.now.layers[0].sets = newSetCaches()
			start := time.Now()
			if _, _, err := db.Count(ctx, filters[name]); err != nil {
				b.Fatal(err)
			}
			count = append(count, time.Since(start))
		}
		first.print("first page: " + name)
		middle.print("offset 500,000: " + name)
		count.print("count: " + name)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchSorts measures every order of the list in memory, in processor time: that of the first question makes the ranking.
func benchSorts(b *testing.B, ctx context.Context, dir string) {
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	names, filters := benchFilters(b, db)
	ask := func(f crm.ContactFilter, o crm.ContactOrder, offset int) time.Duration {
		before := processorTime(b)
		benchList(b, ctx, db, f, o, offset)
		return processorTime(b) - before
	}
	fmt.Printf("%-44s %8s %8s %8s\n", "warm, ms of processor time", "p50", "p99", "max")
	for _, by := range crm.Sorts {
		for _, desc := range []bool{false, true} {
			o := crm.ContactOrder{By: by, Desc: desc}
			kind := fmt.Sprint(by, map[bool]string{true: ", descending"}[desc])
			latencies{ask(crm.ContactFilter{}, o, 0)}.print("first question: " + kind)
			var first, anywhere latencies
			for i := range 180 {
				db.warm.now.layers[0].sets = newSetCaches()
				first = append(first, ask(filters[names[i%len(names)]], o, 0))
				anywhere = append(anywhere, ask(filters[names[i%len(names)]], o, i*5000))
			}
			first.print("first page, any filter: " + kind)
			anywhere.print("anywhere, any filter: " + kind)
		}
	}
	var held int
	kept := db.warm.now.layers[0].ranks.kept
	for _, e := range kept {
		held += e.ranking.Bytes()
	}
	fmt.Printf("rankings: %d, %.1f MB\n", len(kept), float64(held)/1e6)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchCold opens the replica anew for each question, as the command line does.
func benchCold(b *testing.B, ctx context.Context, dir string) {
	fmt.Printf("%-44s %8s %8s %8s\n", "cold, ms", "p50", "p99", "max")
	g := newGenerator()
	kinds, draw := benchTerms()
	ask := func(f crm.ContactFilter, o crm.ContactOrder) time.Duration {
		db, err := Open(ctx, dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		d := benchList(b, ctx, db, f, o, 0)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		return d
	}
	for _, k := range kinds {
		var l latencies
		for range 12 {
			l = append(l, ask(crm.ContactFilter{Search: draw[k](g)}, crm.ContactOrder{}))
		}
		l.print("search: " + k)
	}
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	names, filters := benchFilters(b, db)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	for _, name := range names {
		orders := benchOrders
		if name == "all" {
			orders = append(slices.Clone(benchOrders), crm.ContactOrder{By: crm.SortEmail}, crm.ContactOrder{By: crm.SortOwner, Desc: true})
		}
		for _, o := range orders {
			latencies{ask(filters[name], o), ask(filters[name], o)}.print(fmt.Sprint("first page: ", name, " ", o.By, " ", o.Desc))
		}
	}
}
