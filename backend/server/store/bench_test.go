package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/pgtest"
)

func benchBoth(b *testing.B, bench func(b *testing.B, r *replica)) {
	for _, e := range []struct {
		name string
		url  func(b *testing.B) string
	}{
		{"sqlite", func(b *testing.B) string { return "sqlite:" + filepath.Join(b.TempDir(), "store") }},
		{"postgres", func(b *testing.B) string { return pgtest.URL(b) }},
	} {
		b.Run(e.name, func(b *testing.B) {
			s := openAt(b, e.url(b), Options{})
			ctx := context.Background()
			org, err := s.CreateOrganization(ctx, "Alfa")
			if err != nil {
				b.Fatal(err)
			}
			code, _, err := s.NewCode(ctx, org.ID)
			if err != nil {
				b.Fatal(err)
			}
			id := crm.NewID()
			a, err := s.Enrol(ctx, wire.EnrolRequest{Code: code, Device: id, Office: "Recife", PublicKey: make([]byte, 32)})
			if err != nil {
				b.Fatal(err)
			}
			d, err := s.Device(ctx, id)
			if err != nil {
				b.Fatal(err)
			}
			bench(b, &replica{store: s, Device: d, epoch: a.Epoch, inc: 1, lanes: map[replication.Lane]*laneEnd{}})
		})
	}
}

// must pushes and takes the answer in.
func (r *replica) must(b *testing.B, lane replication.Lane, ops ...wire.Op) {
	b.Helper()
	a, results, err := r.try(r.header(lane), ops...)
	if err != nil {
		b.Fatal(err)
	}
	for _, x := range results {
		if x.Result.Outcome != replication.Applied {
			b.Fatalf("%+v", x.Result)
		}
	}
	l := r.lane(lane)
	l.last, l.nonce = a.Last, a.Nonce
}

func (r *replica) raw(kind replication.Kind, body []byte) wire.Op {
	r.counter++
	now := time.Now()
	return wire.Op{Counter: r.counter, Kind: kind, HLC: replication.Tick(0, now), At: now.UnixMilli(), Body: body}
}

// BenchmarkImportChunk decides chunks of 10,000 creations (S3).
func BenchmarkImportChunk(b *testing.B) {
	const size = 10_000
	benchBoth(b, func(b *testing.B, r *replica) {
		bodies := make([][]byte, b.N)
		for i := range bodies {
			body, err := replication.EncodeChunk(chunkOf(size, uint64(i)))
			if err != nil {
				b.Fatal(err)
			}
			bodies[i] = body
		}
		b.ResetTimer()
		for i := range bodies {
			r.must(b, replication.LaneBulk, r.raw(replication.KindImportChunk, bodies[i]))
		}
		b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "creates/s")
	})
}

// BenchmarkEdit decides single edits, as people make them, in an organization of 100,000 contacts.
func BenchmarkEdit(b *testing.B) {
	benchBoth(b, func(b *testing.B, r *replica) {
		var ids []crm.ID
		for i := range 10 {
			c := chunkOf(10_000, uint64(i))
			body, err := replication.EncodeChunk(c)
			if err != nil {
				b.Fatal(err)
			}
			r.must(b, replication.LaneBulk, r.raw(replication.KindImportChunk, body))
			for _, x := range c.Creates {
				ids = append(ids, crm.ID(x.ID))
			}
		}
		b.ResetTimer()
		for i := range b.N {
			id := ids[rand.N(len(ids))]
			body, err := replication.Encode(replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: fmt.Sprint("Olinda ", i)}}})
			if err != nil {
				b.Fatal(err)
			}
			op := r.raw(replication.KindContactEdit, body)
			op.Entity = id
			r.must(b, replication.LaneEdit, op)
		}
	})
}

// BenchmarkCopy reads 200,000 contacts from the state.
func BenchmarkCopy(b *testing.B) {
	const chunks, size = 20, 10_000
	benchBoth(b, func(b *testing.B, r *replica) {
		for i := range chunks {
			body, err := replication.EncodeChunk(chunkOf(size, uint64(i)))
			if err != nil {
				b.Fatal(err)
			}
			r.must(b, replication.LaneBulk, r.raw(replication.KindImportChunk, body))
		}
		b.ResetTimer()
		for range b.N {
			cursor, n, pages := "", 0, 0
			for {
				p, err := r.store.Pull(context.Background(), r.Device, cursor, 0, 0)
				if err != nil {
					b.Fatal(err)
				}
				n += len(p.Effects)
				pages++
				if cursor = p.End.Cursor; !p.End.More {
					break
				}
			}
			if n != chunks*size {
				b.Fatalf("%d contacts in %d pages", n, pages)
			}
			b.ReportMetric(float64(pages), "pages")
		}
		b.ReportMetric(float64(chunks*size*b.N)/b.Elapsed().Seconds(), "contacts/s")
	})
}
