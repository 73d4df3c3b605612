package wire

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What S6 wants of sizes. Sizes do not depend on the machine, so that a test can hold them. Of one change 9 bytes are the
// frame, 18 the contact's id, 11 the stamp; of one of a hundred, 13 are the id's chance, which nothing compresses.
const (
	oneChange     = 70 // bytes of one change
	batchedChange = 30 // bytes of one of a hundred, compressed
	firstCopy     = 75 // bytes of a contact of a first copy, compressed
)

func compact(entries []replication.Entry) []replication.Entry {
	Compact(new(PullHeader), entries)
	return entries
}

// told is a line as everybody but its author gets it.
func told(n int64) replication.Entry {
	e := entry(n)
	e.Device, e.Incarnation, e.Counter = 0, 0, 0
	return e
}

func TestOneChangeIsSmall(t *testing.T) {
	frame := split(page(t, compact([]replication.Entry{told(1)})))[1]
	t.Logf("one change: %d bytes", len(frame))
	if len(frame) > oneChange {
		t.Errorf("one change takes %d bytes, %d are allowed", len(frame), oneChange)
	}
}

func TestHundredChangesAreSmall(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	var entries []replication.Entry
	for i := range 100 {
		e := told(int64(i + 1))
		e.Effects[0].Change.ID = timedID(rnd, 1_780_000_000_000+rnd.Int64N(1<<33))
		e.Effects[0].Change.Stamp.HLC += replication.HLC(rnd.Int64N(5_000)) << 16
		f := &e.Effects[0].Change.Fields[0]
		switch rnd.IntN(3) {
		case 0:
			f.Field, f.Value = crm.FieldNumber, fmt.Sprint(rnd.IntN(2000))
		case 1:
			f.Field, f.Value = crm.FieldEmail, fmt.Sprintf("%s.%s@gmail.com", names[rnd.IntN(len(names))], names[rnd.IntN(len(names))])
		case 2:
			f.Value = cities[rnd.IntN(len(cities))][0]
		}
		entries = append(entries, e)
	}
	size := float64(compressed(t, page(t, compact(entries)))) / 100
	t.Logf("one of a hundred changes: %.1f bytes", size)
	if size > batchedChange {
		t.Errorf("one of a hundred changes takes %.1f bytes, %d are allowed", size, batchedChange)
	}
}

func TestFirstCopyIsSmall(t *testing.T) {
	const contacts = 20_000
	rnd := rand.New(rand.NewPCG(2, 2))
	var b bytes.Buffer
	w, err := NewWriter(&b, PullHeader{State: true})
	if err != nil {
		t.Fatal(err)
	}
	var table replication.TableWriter
	for i := range contacts {
		e, err := replication.EncodeEffect(&replication.Effect{Put: imported(rnd, i)})
		if err != nil || !table.Add(e) {
			t.Fatalf("contact %d is not in the table: %v", i, err)
		}
	}
	encoded, err := table.Take()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Item(cbor.RawMessage(encoded)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(PullEnd{}); err != nil {
		t.Fatal(err)
	}
	size := float64(compressed(t, b.Bytes())) / contacts
	t.Logf("a contact of a first copy: %.1f bytes, %.1f before compression", size, float64(b.Len())/contacts)
	if size > firstCopy {
		t.Errorf("a contact of a first copy takes %.1f bytes, %d are allowed", size, firstCopy)
	}
}

func compressed(t testing.TB, b []byte) int {
	t.Helper()
	x, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	return len(x.EncodeAll(b, nil))
}

var (
	names    = []string{"ana", "bruno", "carla", "diego", "elisa", "fabio", "gabriela", "henrique", "isabela", "joao", "karina", "lucas", "marina", "natalia", "otavio", "paula", "rafael", "sofia", "thiago", "vitoria"}
	surnames = []string{"Silva", "Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima", "Gomes", "Costa", "Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes", "Soares", "Fernandes", "Vieira", "Barbosa"}
	cities   = [][2]string{{"São Paulo", "SP"}, {"Rio de Janeiro", "RJ"}, {"Belo Horizonte", "MG"}, {"Curitiba", "PR"}, {"Recife", "PE"}, {"Salvador", "BA"}, {"Fortaleza", "CE"}, {"Porto Alegre", "RS"}, {"Campinas", "SP"}, {"Goiânia", "GO"}}
)

// imported is the i-th contact of one import: chunks of ten thousand lines have one operation's stamp and creation time
// within milliseconds.
func imported(rnd *rand.Rand, i int) *replication.Contact {
	created := int64(1_795_000_000_000 + i/10)
	chunk := int64(1_795_000_000_000 + i/10_000*1_000)
	first, last, city := names[rnd.IntN(len(names))], surnames[rnd.IntN(len(surnames))], cities[rnd.IntN(len(cities))]
	c := &replication.Contact{ID: timedID(rnd, created), Created: created, Updated: chunk, By: crm.ID{1, 2, 3},
		Stamp: replication.Stamp{HLC: replication.HLC(chunk) << 16, Device: 2}}
	c.SetField(crm.FieldName, fmt.Sprintf("%c%s %s %s", first[0]-32, first[1:], last, surnames[rnd.IntN(len(surnames))]))
	c.SetField(crm.FieldEmail, fmt.Sprintf("%s.%s%d@gmail.com", first, last, rnd.IntN(1000)))
	c.SetField(crm.FieldCPF, fmt.Sprintf("%011d", rnd.Int64N(100_000_000_000)))
	c.SetField(crm.FieldCity, city[0])
	c.SetField(crm.FieldState, city[1])
	c.SetField(crm.FieldActive, "true")
	c.Phones = []crm.Phone{crm.Phone(fmt.Sprintf("55%02d9%08d", 11+rnd.IntN(80), rnd.IntN(100_000_000)))}
	if rnd.IntN(10) < 3 {
		c.Phones = append(c.Phones, crm.Phone(fmt.Sprintf("55%02d3%07d", 11+rnd.IntN(80), rnd.IntN(10_000_000))))
	}
	return c
}

// timedID is a UUIDv7 of a moment: 48 bits of time and 74 of chance.
func timedID(rnd *rand.Rand, at int64) (id crm.ID) {
	for i := range 6 {
		id[i] = byte(at >> (40 - 8*i))
	}
	for i := 6; i < 16; i++ {
		id[i] = byte(rnd.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}
