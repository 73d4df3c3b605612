package sqlite

import (
	"encoding/binary"
	"unicode/utf8"
)

// gramCounts says about how frequent each trigram is, from every sixteenth contact, so that a search reads the
// short lists. Trigrams share counters by hash; being wrong costs time only.
type gramCounts [1 << 14]uint32

const countEvery = 16

// trigrams calls f with each run of three characters of a folded text.
func trigrams(text string, f func(gram string)) {
	a, b := 0, 0 // where the last two characters begin
	seen := 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		if seen++; seen >= 3 {
			f(text[a : i+size])
		}
		a, b = b, i
		i += size
	}
}

func gramSlot(gram string) int {
	h := uint32(2166136261)
	for i := 0; i < len(gram); i++ {
		h = (h ^ uint32(gram[i])) * 16777619
	}
	return int(h>>18 ^ h&(1<<14-1))
}

func (g *gramCounts) add(n int64, text string) {
	if n%countEvery == 0 {
		trigrams(text, func(gram string) { g[gramSlot(gram)]++ })
	}
}

func (g *gramCounts) encode() []byte {
	out := make([]byte, 0, len(g)*4)
	for _, n := range g {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}

func readGramCounts(c *conn) (*gramCounts, error) {
	g := new(gramCounts)
	_, err := c.one(`SELECT counts FROM state`, nil, func(row result) error {
		b, _ := row[0].([]byte)
		for i := range g {
			if len(b) >= 4 {
				g[i] = binary.LittleEndian.Uint32(b)
				b = b[4:]
			}
		}
		return nil
	})
	return g, err
}
