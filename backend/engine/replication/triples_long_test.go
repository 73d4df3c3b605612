//go:build long

package replication_test

import (
	"math/rand/v2"
	"testing"
)

// Every three things that anybody may do, in every order of arrival, what their authors knew drawn by lot.
func TestEveryTripleAgreesWithTheModel(t *testing.T) {
	base := universe(t)
	for i, first := range variants {
		t.Run(first.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(i), 4))
			for j := range variants {
				for k := range variants {
					triple(t, base, [3]int{i, j, k}, rnd)
				}
			}
		})
	}
}
