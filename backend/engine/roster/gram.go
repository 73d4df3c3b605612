package roster

// gramRecords is how many records share one table of letter pairs; a multiple of 64.
const gramRecords = 128

// gramClasses is how many kinds of bytes the tables tell apart.
const gramClasses = 48

// gramBlock says which pairs of bytes occur in a block of records: bit c of row b, by class. A block without
// one of a term's pairs need not be read, which is what makes rare and absent pairs of letters cheap.
type gramBlock [gramClasses]uint64

var gramClass = func() (class [256]uint8) {
	for c := range class {
		class[c] = 43 + uint8(c%5) // everything that is rare
	}
	for c := 'a'; c <= 'z'; c++ {
		class[c] = uint8(c - 'a')
	}
	for c := '0'; c <= '9'; c++ {
		class[c] = 26 + uint8(c-'0')
	}
	for i, c := range " @.-_'\n" {
		class[c] = 36 + uint8(i)
	}
	return class
}()

func (x *Index) buildGrams() {
	x.grams = make([]gramBlock, (len(x.n)+gramRecords-1)/gramRecords)
	for i := range x.grams {
		g := &x.grams[i]
		from, to := x.starts[i*gramRecords], x.starts[min((i+1)*gramRecords, len(x.n))]
		text := x.text[from:to]
		if len(text) == 0 {
			continue
		}
		b := gramClass[text[0]]
		for _, c := range text[1:] {
			class := gramClass[c]
			g[b] |= 1 << class
			b = class
		}
		g[b] |= 1 << gramClass['\n'] // so that every byte begins a pair
	}
}

// may reports whether all terms may occur in the block.
func (g *gramBlock) may(terms [][]byte) bool {
	for _, t := range terms {
		if g[gramClass[t[0]]] == 0 {
			return false
		}
		for i := 1; i < len(t); i++ {
			if g[gramClass[t[i-1]]]&(1<<gramClass[t[i]]) == 0 {
				return false
			}
		}
	}
	return true
}
