//go:build cgo && !windows

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"
)

// Both are measured several times in turn, since a shared machine drifts; medians are compared.
const (
	peerDocuments = 50_000
	peerRounds    = 3
)

// BenchmarkSyncPeer measures PouchDB (see peer/README.md) and this program with as many records, right after one another.
func BenchmarkSyncPeer(b *testing.B) {
	n := min(peerDocuments, size(b))
	if _, err := exec.LookPath("node"); err != nil {
		b.Fatal("the peer needs Node.js 20.19 or newer")
	}
	for b.Loop() {
		heading(fmt.Sprintf("against PouchDB and express-pouchdb, %d records, %d rounds", n, peerRounds))
		var theirs, own []figures
		for range peerRounds {
			theirs, own = append(theirs, runPeer(b, n)), append(own, runOurs(b, n))
		}
		peer, ours := medians(theirs), medians(own)
		fmt.Printf("%s%s%s%s\n", pad("", 40), pad("peer", -12), pad("ours", -12), pad("ratio", -10))
		ratio("push to an empty server, a second", peer.Push, ours.Push, ours.Push/peer.Push, 10)
		ratio("pull to an empty client, a second", peer.Pull, ours.Pull, ours.Pull/peer.Pull, 10)
		ratio("one edit until the other has it, p50 ms", peer.Edit.P50, ours.Edit.P50, peer.Edit.P50/ours.Edit.P50, 1)
		ratio("the same, p99 ms", peer.Edit.P99, ours.Edit.P99, peer.Edit.P99/ours.Edit.P99, 1)
	}
}

func ratio(name string, peer, ours, ratio, target float64) {
	mark := "✓"
	if ratio < target {
		mark = "✗"
	}
	fmt.Printf("%s%s%s%s×  ≥ %.4g× %s\n", pad(name, 40), pad(number(peer), -12), pad(number(ours), -12), pad(number(ratio), -10), target, mark)
}

// figures are what both sides measure.
type figures struct {
	Push float64                    `json:"push_per_second"`
	Pull float64                    `json:"pull_per_second"`
	Edit struct{ P50, P99 float64 } `json:"edit_ms"`
}

// medians of every figure by itself.
func medians(rounds []figures) (m figures) {
	of := func(figure func(*figures) *float64) {
		var all []float64
		for i := range rounds {
			all = append(all, *figure(&rounds[i]))
		}
		slices.Sort(all)
		*figure(&m) = all[len(all)/2]
	}
	of(func(f *figures) *float64 { return &f.Push })
	of(func(f *figures) *float64 { return &f.Pull })
	of(func(f *figures) *float64 { return &f.Edit.P50 })
	of(func(f *figures) *float64 { return &f.Edit.P99 })
	return m
}

func runPeer(b *testing.B, n int) (f figures) {
	cmd := exec.Command("peer/run.sh", strconv.Itoa(n))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("the peer: %v", err)
	}
	decode(b, out, &f)
	return f
}

// runOurs does the same with two offices: both in this process, as the peer's two clients are in one.
func runOurs(b *testing.B, n int) (f figures) {
	c := newCentral(b, "")
	s := c.start()
	a := founded(b, c, s.url)
	a.imports(n, 1)
	must(b, a.db.SearchSettled(a.ctx)) // what the import has left to do is not part of the push
	began := time.Now()
	must(b, a.sync.Now(a.ctx))
	f.Push = float64(n) / time.Since(began).Seconds()
	z := enrolled(b, c, s.url, "filial")
	began = time.Now()
	must(b, z.sync.Now(z.ctx))
	f.Pull = float64(n) / time.Since(began).Seconds()
	serviceA, serviceZ := a.connect(), z.connect()
	defer serviceA.Close()
	defer serviceZ.Close()
	edits := seen(b, a, z)
	f.Edit.P50, f.Edit.P99 = percentile(edits, 50), percentile(edits, 99)
	return f
}
