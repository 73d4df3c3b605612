package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/gocarina/gocsv"
)

const benchLines = 50_000

// benchFile has about 265 bytes a line, as the file of performance.md.
var benchFile = func() []byte {
	var b bytes.Buffer
	b.WriteString("contact_name;contact_email;contact_cpf;contact_gender;contact_birth_date;contact_external_id;contact_company;" +
		"contact_zip_code;contact_address;contact_number;contact_complement;contact_city;contact_state;contact_country;contact_active;" +
		"contact_phone;contact_phone_2;contact_labels;contact_notes;portfolio\n")
	for i := range benchLines {
		fmt.Fprintf(&b, "João Carlos da Conceição %d;joao.conceicao%d@example.com.br;%011d;Masculino;1985-03-27;CLI-%08d;Comércio Exemplo Ltda;"+
			"88010400;Rua Almirante Barroso dos Santos;%d;Sala 2;Florianópolis;SC;Brasil;true;55489%08d;5548%08d;vip|newsletter;Prefere contato à tarde;\n",
			i, i, i, i, i%9000, i, i)
	}
	return b.Bytes()
}()

func perLine(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchLines, "ns/line")
	b.SetBytes(int64(len(benchFile)))
}

func BenchmarkRecords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		rows, err := OpenCSV(io.MultiReader(bytes.NewReader(benchFile)), CSVOptions{Delimiter: ';', Encoding: UTF8})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for ; ; n++ {
			rec, err := rows.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || rec.Err != nil {
				b.Fatal(err, rec.Err)
			}
		}
		if n != benchLines {
			b.Fatal(n)
		}
	}
	perLine(b)
}

func BenchmarkEncodingCSV(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(benchFile))
		r.Comma, r.ReuseRecord = ';', true
		for {
			if _, err := r.Read(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	perLine(b)
}

func BenchmarkGocsvRows(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		rows, err := OpenCSV(io.MultiReader(bytes.NewReader(benchFile)), CSVOptions{Delimiter: ';', Encoding: UTF8})
		if err != nil {
			b.Fatal(err)
		}
		lines, err := NewLines(rows, MapHeaders(rows.Header()))
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			items, err := lines.Read(1000)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			n += len(items)
		}
		if n != benchLines {
			b.Fatal(n)
		}
	}
	perLine(b)
}

// taggedLine is Line without its methods: gocsv then goes by the tags, with reflection.
type taggedLine Line

// BenchmarkGocsvTags is what BenchmarkGocsvRows would cost by the tags.
func BenchmarkGocsvTags(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(benchFile))
		r.Comma = ';'
		all, err := r.ReadAll()
		if err != nil {
			b.Fatal(err)
		}
		var lines []taggedLine
		for from := 1; from < len(all); from += 1000 {
			table := batchTable{rows: append([][]string{all[0]}, all[from:min(from+1000, len(all))]...)}
			if err := gocsv.UnmarshalCSV(&table, &lines); err != nil {
				b.Fatal(err)
			}
		}
	}
	perLine(b)
}

// BenchmarkQuotedRecords is a file that quotes every cell.
func BenchmarkQuotedRecords(b *testing.B) {
	quoted := []byte(`"` + string(bytes.ReplaceAll(bytes.ReplaceAll(bytes.TrimSpace(benchFile), []byte(";"), []byte(`";"`)), []byte("\n"), []byte("\"\n\""))) + `"`)
	run := func(b *testing.B, next func() error) {
		for {
			if err := next(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rows, err := OpenCSV(io.MultiReader(bytes.NewReader(quoted)), CSVOptions{Delimiter: ';', Encoding: UTF8})
			if err != nil {
				b.Fatal(err)
			}
			run(b, func() error { _, err := rows.Next(); return err })
		}
		perLine(b)
	})
	b.Run("encoding", func(b *testing.B) {
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(quoted))
			r.Comma, r.ReuseRecord = ';', true
			run(b, func() error { _, err := r.Read(); return err })
		}
		perLine(b)
	})
}

func BenchmarkDetectEncoding(b *testing.B) {
	for b.Loop() {
		if enc, err := DetectEncoding(bytes.NewReader(benchFile)); enc != UTF8 || err != nil {
			b.Fatal(enc, err)
		}
	}
	perLine(b)
}
