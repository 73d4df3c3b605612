package workbook

import (
	"fmt"
	"io"
	"testing"

	"carteira/backend/engine/tabular"
)

// exported is a row of an export: 43 columns, half of them filled.
func exported(i int) []string {
	l := tabular.Sample()
	l.Name, l.Email, l.ExternalID = fmt.Sprint("João da Conceição ", i), fmt.Sprintf("joao%d@exemplo.com.br", i), fmt.Sprint("CLI-", i)
	l.Phone, l.Phone2, l.CustomFields = fmt.Sprint(5548990000000+i), "", ""
	return append(l.Cells(), "3", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "0190")
}

// BenchmarkWrite writes 20,000 rows.
func BenchmarkWrite(b *testing.B) {
	const rows = 20_000
	var some [][]string
	for i := range 1000 {
		some = append(some, exported(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		x, err := NewWriter(io.Discard, "Contatos")
		must(b, err)
		for i := range rows {
			must(b, x.Write(some[i%len(some)]))
		}
		must(b, x.Flush())
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
