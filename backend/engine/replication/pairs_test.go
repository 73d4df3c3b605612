package replication_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// authored is an operation of a variant, by a device that has seen the state.
func (v variant) authored(seen *replicationtest.State, device int64, n, clock int) (r.Op, any) {
	p := pen{seen: seen, device: device, fresh: 1000 + 10*n, at: at(clock).Time().UnixMilli()}
	return r.Op{Device: device, HLC: at(clock), At: p.at, Kind: v.kind}, v.body(p)
}

// Every two things that anybody may do, in both orders of arrival, the second author with and without knowledge of the
// first, with either clock ahead.
func TestEveryPairAgreesWithTheModel(t *testing.T) {
	base := universe(t)
	for _, first := range variants {
		t.Run(first.name, func(t *testing.T) {
			t.Parallel()
			for _, devices := range [][2]int64{{2, 3}, {4, 2}} {
				once := base.clone()
				op, body := first.authored(base.s, devices[0], 1, 100)
				once.decide(t, op, body)
				for _, second := range variants {
					for _, clock := range []int{50, 150} {
						for _, seen := range []*twin{base, once} {
							w := once.clone()
							op, body := second.authored(seen.s, devices[1], 2, clock)
							w.decide(t, op, body)
						}
					}
				}
			}
		})
	}
}

// triple runs three things, their authors knowing what comes before or some of it.
func triple(t testing.TB, base *twin, chosen [3]int, rnd *rand.Rand) {
	t.Helper()
	states := []*replicationtest.State{base.s}
	w := base.clone()
	devices := rnd.Perm(3)
	for i, n := range chosen {
		op, body := variants[n].authored(states[rnd.IntN(len(states))], int64(2+devices[i]), i+1, 50+10*rnd.IntN(10)+i)
		w.decide(t, op, body)
		states = append(states, w.s.Clone())
	}
}

func TestSomeTriplesAgreeWithTheModel(t *testing.T) {
	base := universe(t)
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 3))
			for range 500 {
				triple(t, base, [3]int{rnd.IntN(len(variants)), rnd.IntN(len(variants)), rnd.IntN(len(variants))}, rnd)
			}
		})
	}
}
