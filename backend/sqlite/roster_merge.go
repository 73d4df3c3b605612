package sqlite

import (
	"slices"

	"carteira/backend/engine/roster"
)

// Each layer must hold several times what all younger ones hold; what does not is merged. So there are few of them, and a
// contact is copied a few times on its way down, whatever an import writes.
const layerRatio = 4

// due is the first of the layers at the end that are to become one; their number when none are.
func due(layers []*layer) (from, contacts int) {
	from = len(layers)
	for i := len(layers) - 1; i >= 0; i-- {
		if i < len(layers)-1 && layers[i].alive < layerRatio*contacts {
			from = i
		}
		contacts += layers[i].alive
	}
	contacts = 0
	for _, l := range layers[from:] {
		contacts += l.alive
	}
	return from, contacts
}

// mergeLayers makes one index of several, the smallest first.
func mergeLayers(layers []*layer) (*roster.Index, error) {
	whole := layers[len(layers)-1].living()
	for _, l := range slices.Backward(layers[:len(layers)-1]) {
		x, err := roster.Merge(l.living(), whole)
		if err != nil {
			return nil, err
		}
		whole = roster.Living{Index: x}
	}
	return whole.Index, nil
}

// tidied merges small layers at once, but for those that are being merged at the moment.
func (g *generation) tidied(busy []*layer) (*generation, error) {
	small, contacts := len(g.layers), 0
	for small > 0 && contacts+g.layers[small-1].alive <= limits.mergeAtOnce {
		small--
		contacts += g.layers[small].alive
		if slices.ContainsFunc(busy, func(b *layer) bool { return b.x == g.layers[small].x }) {
			small++
			break
		}
	}
	from, _ := due(g.layers[small:])
	if from += small; from == len(g.layers) {
		return g, nil
	}
	x, err := mergeLayers(g.layers[from:])
	if err != nil {
		return nil, err
	}
	return &generation{version: g.version, layers: append(slices.Clone(g.layers[:from]), newLayer(x))}, nil
}

// replacing is the generation with some of its layers as one, which was made of them as an earlier generation had them; nil
// when they are no longer there.
func (g *generation) replacing(old []*layer, merged *layer) *generation {
	from := slices.IndexFunc(g.layers, func(l *layer) bool { return l.x == old[0].x })
	if from < 0 {
		return nil
	}
	kept := g.layers[from:]
	for _, was := range old {
		if len(kept) > 0 && kept[0].x == was.x {
			if kept[0].dead != nil {
				merged = merged.without(was.x.Numbers(was.x.Without(kept[0].dead, was.dead)))
			}
			kept = kept[1:]
			continue
		}
		// All of it has died meanwhile.
		merged = merged.without(was.x.Numbers(was.x.Without(nil, was.dead)))
	}
	return &generation{version: g.version, layers: append(append(slices.Clone(g.layers[:from]), merged), kept...)}
}
