package sqlite

// A batch of an import writes contacts at once and their lookup rows at its end, sorted: the larger the batch, the
// fewer times each page of an index is written. Until then the rows are found here, so that lines further down the
// batch see the contacts before them.

// pairs are lookup rows by number.
type pairs struct {
	rows []keyPair
	// Of the first len(next) rows; the others are looked at when somebody asks, which a copy from the server does not.
	last map[int64]int32 // key → 1 + place of its latest row
	next []int32         // by row: 1 + place of the row before it with the same key, 0 = none
}

func (p *pairs) add(key, contact int64) { p.rows = append(p.rows, keyPair{key, contact}) }

// holders adds the contacts that hold the keys to found.
func (p *pairs) holders(keys []int64, found map[int64][]int64) {
	if len(p.rows) == 0 {
		return
	}
	if p.last == nil {
		p.last = map[int64]int32{}
	}
	for _, row := range p.rows[len(p.next):] {
		p.next = append(p.next, p.last[row.key])
		p.last[row.key] = int32(len(p.next))
	}
	for _, key := range keys {
		for i := p.last[key]; i > 0; i = p.next[i-1] {
			found[key] = append(found[key], p.rows[i-1].contact)
		}
	}
}

// inserted forgets the rows, which are sorted by then.
func (p *pairs) inserted() {
	p.rows, p.next = p.rows[:0], p.next[:0]
	clear(p.last)
}

// Lookup is View.Lookup, and sees what the transaction has written.
func (tx *Tx) Lookup(k Keys) (Found, error) {
	f, err := tx.View.Lookup(k)
	if err != nil {
		return f, err
	}
	tx.keys.cpf.holders(k.CPF, f.CPF)
	tx.keys.phone.holders(k.Phone, f.Phone)
	tx.keys.email.holders(k.Email, f.Email)
	for _, cnpj := range k.CNPJ {
		if n, ok := tx.keys.cnpjs[cnpj]; ok {
			f.CNPJ[cnpj] = n
		}
	}
	return f, nil
}

// HasNote is View.HasNote, and sees what the transaction has written.
func (tx *Tx) HasNote(n int64, text string) (bool, error) {
	if err := tx.settle(n); err != nil {
		return false, err
	}
	return tx.View.HasNote(n, text)
}

// settle inserts the collected rows if any of them is of the contact in row n: what follows deletes or reads them
// where they belong.
func (tx *Tx) settle(n int64) error {
	if k := &tx.keys; k.firstNew != 0 && n >= k.firstNew || k.edited[n] {
		return tx.flushKeys()
	}
	return nil
}

// holdBack notes that rows of the contact wait to be inserted.
func (k *keyBuffer) holdBack(n int64, created bool) {
	switch {
	case created && k.firstNew == 0:
		k.firstNew = n
	case !created:
		if k.edited == nil {
			k.edited = map[int64]bool{}
		}
		k.edited[n] = true
	}
}
