package importer

import (
	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// overlay is the base of a dry run: the real replica with the scratch one laid over it. A contact of the real
// replica keeps its number; one that only the file has is numbered from scratchBase.
type overlay struct {
	real, scratch *sqlite.View
	moved         map[int64]int64 // real number → row in the scratch replica that takes its place
	back          map[int64]int64 // the inverse, made when first needed
}

const scratchBase = 1 << 40

func (o *overlay) both(read func(*sqlite.View) ([]int64, error)) ([]int64, error) {
	out, err := read(o.real)
	if err != nil {
		return nil, err
	}
	laid, err := read(o.scratch)
	for _, n := range laid {
		out = append(out, o.number(n))
	}
	return out, err
}

// number is how the planner knows the contact in row n of the scratch replica.
func (o *overlay) number(n int64) int64 {
	if o.back == nil {
		o.back = make(map[int64]int64, len(o.moved))
		for real, laid := range o.moved {
			o.back[laid] = real
		}
	}
	if real, ok := o.back[n]; ok {
		return real
	}
	return scratchBase + n
}

func (o *overlay) ByCPF(cpf string) ([]int64, error) {
	return o.both(func(v *sqlite.View) ([]int64, error) { return v.ByCPF(cpf) })
}

func (o *overlay) ByPhone(p crm.Phone) ([]int64, error) {
	return o.both(func(v *sqlite.View) ([]int64, error) { return v.ByPhone(p) })
}

func (o *overlay) ByEmail(email string) ([]int64, error) {
	return o.both(func(v *sqlite.View) ([]int64, error) { return v.ByEmail(email) })
}

func (o *overlay) ByCNPJ(cnpj string) (int64, error) {
	n, err := o.scratch.ByCNPJ(cnpj)
	if err != nil || n != 0 {
		return o.number(n), err
	}
	return o.real.ByCNPJ(cnpj)
}

// At reads the contact as the file has left it so far. The planner drops those whose key has changed since.
func (o *overlay) At(n int64) (*sqlite.Stored, error) {
	laid, moved := o.moved[n]
	if !moved && n < scratchBase {
		return o.real.At(n)
	}
	if !moved {
		laid = n - scratchBase
	}
	s, err := o.scratch.At(laid)
	if s != nil {
		s.Root = n
	}
	return s, err
}

func (o *overlay) HasOpenInteraction(n int64) (bool, error) {
	if n >= scratchBase {
		return false, nil
	}
	return o.real.HasOpenInteraction(n)
}

func (o *overlay) HasNote(n int64, text string) (bool, error) {
	laid, moved := o.moved[n]
	if n >= scratchBase {
		return o.scratch.HasNote(n-scratchBase, text)
	}
	if moved {
		if has, err := o.scratch.HasNote(laid, text); err != nil || has {
			return has, err
		}
	}
	return o.real.HasNote(n, text)
}
