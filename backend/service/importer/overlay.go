package importer

import "carteira/backend/sqlite"

// overlay is the base of a dry run: the real replica with the scratch one laid over it. A contact of the real
// replica keeps its number; one that only the file has is numbered from scratchBase.
type overlay struct {
	real, scratch *sqlite.View
	moved         map[int64]int64 // real number → row in the scratch replica that takes its place
	back          map[int64]int64 // the inverse, made when first needed
}

const scratchBase = 1 << 40

// Lookup joins the holders in both. The planner drops those whose key has changed since.
func (o *overlay) Lookup(k sqlite.Keys) (sqlite.Found, error) {
	found, err := o.real.Lookup(k)
	if err != nil {
		return found, err
	}
	laid, err := o.scratch.Lookup(k)
	if err != nil {
		return found, err
	}
	for _, m := range []struct{ into, from map[int64][]int64 }{
		{found.CPF, laid.CPF}, {found.Phone, laid.Phone}, {found.Email, laid.Email},
	} {
		for key, numbers := range m.from {
			for _, n := range numbers {
				m.into[key] = append(m.into[key], o.number(n))
			}
		}
	}
	for cnpj, n := range laid.CNPJ {
		found.CNPJ[cnpj] = o.number(n)
	}
	return found, nil
}

// Many reads contacts as the file has left them so far.
func (o *overlay) Many(numbers []int64) (map[int64]*sqlite.Stored, error) {
	out := make(map[int64]*sqlite.Stored, len(numbers))
	for _, n := range numbers {
		s, err := o.At(n)
		if err != nil {
			return nil, err
		}
		if s != nil {
			out[n] = s
		}
	}
	return out, nil
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

// At reads the contact as the file has left it so far.
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
