package store

import (
	"fmt"
	"math/rand/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// chunkOf is a chunk of an import of n plausible contacts, no two alike under one seed.
func chunkOf(n int, seed uint64) *replication.ImportChunk {
	r := rand.New(rand.NewPCG(seed, 7))
	c := &replication.ImportChunk{Job: crm.NewID(), FirstLine: 2, LastLine: n + 1}
	for range n {
		id := crm.NewID()
		name := fmt.Sprintf("%s %s da Silva", names[r.IntN(len(names))], names[r.IntN(len(names))])
		doc := replication.Document{
			Fields: make([]string, crm.NumFields),
			Phones: []crm.Phone{crm.Phone(fmt.Sprintf("55%d9%08d", 11+r.IntN(80), r.IntN(1e8)))},
		}
		doc.Fields[crm.FieldName] = name
		doc.Fields[crm.FieldEmail] = fmt.Sprintf("%x@exemplo.com.br", r.Uint32())
		doc.Fields[crm.FieldCPF] = fmt.Sprintf("%011d", r.Int64N(1e11))
		doc.Fields[crm.FieldCity] = "Recife"
		doc.Fields[crm.FieldState] = "PE"
		doc.Trim()
		c.Creates = append(c.Creates, replication.Imported{ID: append([]byte{}, id[:]...), At: 1_700_000_000_000, Document: doc.AppendTo(nil)})
	}
	return c
}

var names = []string{"Ana", "Bia", "Caio", "Davi", "Elisa", "Fabio", "Gilda", "Heitor", "Iara", "Joana"}
