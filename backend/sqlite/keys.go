package sqlite

import (
	"slices"
	"strings"

	"carteira/backend/crm"
)

// keyBuffer collects the lookup rows of the contacts written in a transaction, so that they are inserted in
// key order: a batch of an import then touches each index page once instead of once a row.
type keyBuffer struct {
	cpf     pairs
	phone   pairs
	email   pairs
	label   pairs
	cnpj    []textKey
	cnpjs   map[string]int64 // of cnpj
	custom  []customRow
	roster  []rosterRow
	changes []changeRow
	notes   []noteRow

	// Whose rows these are: contacts created from firstNew on (0 = none), and edited ones.
	firstNew int64
	edited   map[int64]bool
}

type keyPair struct{ key, contact int64 }

type textKey struct {
	key     string
	contact int64
}

type customRow struct {
	field, contact int64
	value          string
}

type rosterRow struct {
	key     string
	contact int64
	attrs   int64
	rest    string
}

type changeRow struct {
	contact, op, at, user, job int64
	source                     string
	body                       []byte
}

type noteRow struct {
	contact, author, at int64
	id                  crm.ID
	text                string
}

// customValueMax is how much of a custom value is indexed, in bytes.
const customValueMax = 64

func customValueKey(value string) string {
	var buf [96]byte
	key := crm.AppendFold(buf[:0], value)
	if len(key) <= customValueMax {
		return string(key)
	}
	cut := customValueMax
	for cut > 0 && key[cut]&0xC0 == 0x80 { // not inside a rune
		cut--
	}
	return string(key[:cut])
}

// ownFold is crm.Fold with text of its own. Rows that wait for the end of a batch or for the indexer must not be pieces of what
// they were cut from: a cell shares its text with two thousand lines of the file, and one key would keep all of them in memory.
func ownFold(s string) string {
	var buf [96]byte
	return string(crm.AppendFold(buf[:0], s))
}

// addKeys collects the lookup rows of a contact that has none yet.
func (tx *Tx) addKeys(n int64, c *crm.Contact, r readied) {
	k := &tx.keys
	k.holdBack(n, true)
	if c.Deleted {
		return
	}
	if !c.Anonymized { // masked values find nobody
		k.addIdentifiers(n, c, r)
	}
	for i, cv := range r.doc.Custom {
		k.custom = append(k.custom, customRow{cv.Field, n, r.custom[i]})
	}
	for _, l := range r.doc.Labels {
		k.label.add(l, n)
	}
	row := rosterRow{r.name, n, r.attrs, r.rest}
	k.roster = append(k.roster, row)
	tx.tellList(shown{rosterRow: row, created: c.CreatedAt.UnixMilli()})
}

func (k *keyBuffer) addIdentifiers(n int64, c *crm.Contact, r readied) {
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		k.cpf.add(crm.CPFKey(cpf), n)
	}
	if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
		k.addCNPJ(cnpj, n)
	}
	if c.Fields[crm.FieldEmail] != "" {
		k.email.add(r.email, n)
	}
	for _, p := range r.phones {
		k.phone.add(p, n)
	}
}

func (k *keyBuffer) addCNPJ(cnpj string, n int64) {
	if k.cnpjs == nil {
		k.cnpjs = map[string]int64{}
	}
	cnpj = strings.Clone(cnpj) // see ownFold
	k.cnpj = append(k.cnpj, textKey{cnpj, n})
	k.cnpjs[cnpj] = n
}

// phoneKeys are the matching keys of a contact's phones, each once: two phones may share one (D1.6).
func phoneKeys(phones []crm.Phone) []int64 {
	keys := make([]int64, 0, len(phones))
	for _, p := range phones {
		if k := p.MatchKey(); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (tx *Tx) fieldNumber(id crm.ID) (int64, error) {
	m, err := tx.fieldNumbers()
	if err != nil {
		return 0, err
	}
	n, ok := m.n[id]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, "custom_fields", "there is no such custom field")
	}
	return n, nil
}

func (tx *Tx) labelNumber(id crm.ID) (int64, error) {
	m, err := tx.labelNumbers()
	if err != nil {
		return 0, err
	}
	n, ok := m.n[id]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, "labels", "there is no such label")
	}
	return n, nil
}

// userNumber is the actor's local number, 0 for the program itself.
func (tx *Tx) userNumber() (int64, error) {
	if tx.actor.User == crm.NoID {
		return 0, nil
	}
	m, err := tx.userNumbers()
	if err != nil {
		return 0, err
	}
	return m.n[tx.actor.User], nil
}
