package tabular

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
)

// read gives every record of a file as "LINE code|cell|cell".
func read(t *testing.T, file string, opts CSVOptions) (header []string, records []string) {
	t.Helper()
	rows, err := OpenCSV(strings.NewReader(file), opts)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	for {
		rec, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return rows.Header(), records
		}
		if err != nil {
			t.Fatalf("next: %v", err)
		}
		if rec.Err != nil {
			records = append(records, fmt.Sprintf("%d %s", rec.Line, rec.Err.Code))
			continue
		}
		parts := []string{fmt.Sprint(rec.Line)}
		for _, c := range rec.Cells {
			parts = append(parts, string(c))
		}
		records = append(records, strings.Join(parts, "|"))
	}
}

const example = `["Faturamento","20.000"|"Advogado","Dr. Augusto Martins"|"Secretária","Gabriela Santos"]`

func TestRecords(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"plain", "a;b;c\n1;2;3\n4;5;6\n", []string{"2|1|2|3", "3|4|5|6"}},
		{"crlf", "a;b\r\n1;2\r\n3;4\r\n", []string{"2|1|2", "3|3|4"}},
		{"lone cr", "a;b\r1;2\r\"x\ny\";4\r", []string{"2|1|2", "3|x\ny|4"}},
		{"partial last line", "a;b\n1;2\n3;4", []string{"2|1|2", "3|3|4"}},
		{"blank lines are no lines", "a;b\n\n1;2\n;\n  ; \n\"\";\n3;4\n\n", []string{"3|1|2", "7|3|4"}},
		{"missing cells", "a;b;c\n1\n1;2\n", []string{"2|1", "3|1|2"}},
		{"blank extra cells", "a;b\n1;2;;\n", []string{"2|1|2||"}},
		{"filled extra cells", "a;b\n1;2;3\n4;5\n", []string{"2 " + CodeExtraCells, "3|4|5"}},
		{"quoted delimiter", "a;b\n\"x;y\";z\n", []string{"2|x;y|z"}},
		{"doubled quotes", "a;b\n\"say \"\"hi\"\"\";\"\"\"\"\n", []string{`2|say "hi"|"`}},
		{"blanks around quotes", "a;b\n \"x;y\" ; \"z\" \n", []string{"2|x;y|z"}},
		{"quoted line break", "a;b\n\"x\r\ny\nz\";w\n5;6\n", []string{"2|x\r\ny\nz|w", "5|5|6"}},
		{"stray quote", "a;b\n5\" pipe;7\"\n", []string{`2|5" pipe|7"`}},
		{"nickname", "a;b\n\"Zé\" Silva;x\n", []string{`2|"Zé" Silva|x`}},
		{"garbage after a quoted delimiter", "a;b\n\"Zé; x\" Silva;x\n1;2\n", []string{"2 " + CodeUnclosedQuote, "3|1|2"}},
		{"unclosed to the end", "a;b\n\"x;1\n2;3\n4;5", []string{"2 " + CodeUnclosedQuote, "3|2|3", "4|4|5"}},
		{"unclosed before quoted cells", "a;b\n\"x;1\n\"2\";\"3\"\n\"\";5\n", []string{"2 " + CodeUnclosedQuote, "3|2|3", "4||5"}},
		{"unclosed and a stray quote below", "a;b;c\n1;\"x;2\n3;4;5\n6;TV 50\";7\n", []string{"2 " + CodeUnclosedQuote, "3|3|4|5", `4|6|TV 50"|7`}},
		{"two unclosed", "a;b;c\n1;\"x;2\n1;\"y;2\n6;7;8\n", []string{"2 " + CodeUnclosedQuote, "3 " + CodeUnclosedQuote, "4|6|7|8"}},
		{"unclosed on the last line", "a;b\n1;2\n3;\"x", []string{"2|1|2", "3 " + CodeUnclosedQuote}},
		{"the rest of a broken cell is no contact", "a;b;c\n1;2;3\nx;\"first\nsecond \"half\"\nthird\";y\n4;5;6\n",
			[]string{"2|1|2|3", "3 " + CodeUnclosedQuote, "4 " + CodeAfterUnclosedQuote, "5 " + CodeAfterUnclosedQuote, "6|4|5|6"}},
		{"short lines are lines when nothing says otherwise", "a;b;c\n1;2;3\n4;\"x;5\nAna\n6;7\n", []string{"2|1|2|3", "3 " + CodeUnclosedQuote, "4|Ana", "5|6|7"}},
		{"real note", "a;b;c\n1;\"first; line\n\nthird\";3\n4;5;6\n", []string{"2|1|first; line\n\nthird|3", "5|4|5|6"}},
		{"nul", "a;b\n1\x00;2\n3;4\n", []string{"2 " + CodeNUL, "3|3|4"}},
		{"decomposed letters", "a;b\nJose\u0301;x\n", []string{"2|José|x"}},
		{"list bare", "a;b;c\n1;" + example + ";3\n", []string{"2|1|" + example + "|3"}},
		{"list with delimiters", "a;b;c\n1;[\"A;B\",\"1]|;,2\"];3\n", []string{`2|1|["A;B","1]|;,2"]|3`}},
		{"list curly", "a;b;c\n1;[“A;B”,“1”];3\n", []string{"2|1|[“A;B”,“1”]|3"}},
		{"list doubled without outer quotes", "a;b;c\n1;[\"\"A;B\"\",\"\"1\"\"];3\n", []string{`2|1|[""A;B"",""1""]|3`}},
		{"list quoted by a spreadsheet", "a;b;c\n1;\"[\"\"A;B\"\",\"\"1\"\"]\";3\n", []string{`2|1|["A;B","1"]|3`}},
		{"list quoted by hand", "a;b;c\n1;\"[\"A;B\",\"1\"|\"C\",\"2\"]\";3\n", []string{`2|1|["A;B","1"|"C","2"]|3`}},
		{"list in groups", "a;b;c\n1;[\"A\",\"1;\"]|[\"B\",\"2\"];3\n", []string{`2|1|["A","1;"]|["B","2"]|3`}},
		{"list over lines", "a;b;c\n1;[\"A\",\"x\ny;z\"];3\n4;5;6\n", []string{"2|1|[\"A\",\"x\ny;z\"]|3", "4|4|5|6"}},
		{"broken list costs its own line", "a;b\n1;[\"A\",\"x\n2;[\"B\",\"y\"]\n", []string{"2 " + CodeUnclosedQuote, `3|2|["B","y"]`}},
		{"no list", "a;b;c\n[urgent] x;[;]\n", []string{"2|[urgent] x|[|]"}},
		{"open list at the end", "a;b\n1;[\"A\",\"x\n2;3\n", []string{`2|1|["A","x`, "3|2|3"}},
		{"sep line", "sep=;\r\na;b\r\n1;2\r\n", []string{"3|1|2"}},
		{"blank lines before the header", "\n;\na;b\n1;2\n", []string{"4|1|2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, got := read(t, c.file, CSVOptions{Delimiter: ';'})
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// D3.6: an unclosed quote costs its own line only, in plain files, in files that quote every cell, and with stray quotes.
func TestUnclosedQuoteCostsOneLineOfAThousand(t *testing.T) {
	lines := map[string]func(i int) string{
		"plain":    func(i int) string { return fmt.Sprintf("Contact %d;c%d@example.com;%d", i, i, i) },
		"quoted":   func(i int) string { return fmt.Sprintf(`"Contact %d";"c%d@example.com";"%d"`, i, i, i) },
		"blank":    func(i int) string { return fmt.Sprintf(`"Contact %d";"";"%d"`, i, i) },
		"inches":   func(i int) string { return fmt.Sprintf(`Contact %d;TV 50";%d`, i, i) },
		"two cols": func(i int) string { return fmt.Sprintf(`Contact %d;%d`, i, i) },
	}
	for name, line := range lines {
		for _, broken := range []string{`"Contact 5;c5@example.com;5`, `Contact 5;"c5@example.com;5`, `Contact 5;c5@example.com;"5`} {
			t.Run(name+" "+broken, func(t *testing.T) {
				header := "contact_name;contact_email;contact_external_id"
				if name == "two cols" {
					header, broken = "contact_name;contact_email", `Contact 5;"5`
				}
				file := []string{header}
				for i := 2; i <= 1001; i++ {
					if i == 5 {
						file = append(file, broken)
					} else {
						file = append(file, line(i))
					}
				}
				_, got := read(t, strings.Join(file, "\r\n"), CSVOptions{Delimiter: ';'})
				if len(got) != 1000 {
					t.Fatalf("%d records, want 1000", len(got))
				}
				for i, rec := range got {
					want := fmt.Sprintf("%d|Contact %d|", i+2, i+2)
					if i+2 == 5 {
						want = "5 " + CodeUnclosedQuote
					}
					if !strings.HasPrefix(rec, want) {
						t.Fatalf("record %d is %q, want %q", i, rec, want)
					}
				}
			})
		}
	}
}

func TestTooLarge(t *testing.T) {
	big := strings.Repeat("x", 10<<20)
	for name, file := range map[string]string{
		"bare":   "a;b\n1;2\n" + big + ";2\n3;4\n",
		"quoted": "a;b\r\n1;2\r\n\"" + big + "\";2\r\n3;4\r\n",
		"2 MiB":  "a;b\n1;2\n" + big[:2<<20] + ";2\n3;4\n",
	} {
		_, got := read(t, file, CSVOptions{})
		if want := []string{"2|1|2", "3 " + CodeCellTooLarge, "4|3|4"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %.200q", name, got)
		}
	}
	many := strings.Repeat(strings.Repeat("y", 999<<10)+";", 6)
	_, got := read(t, "a;b\n1;2\n"+many+"\n3;4\n", CSVOptions{})
	if want := []string{"2|1|2", "3 " + CodeLineTooLarge, "4|3|4"}; !slices.Equal(got, want) {
		t.Errorf("many cells: got %.200q", got)
	}
	_, got = read(t, "a;b\n1;"+big[:1<<20]+"\n3;4\n", CSVOptions{})
	if len(got) != 2 || len(got[0]) != len("2|1|")+1<<20 {
		t.Errorf("a cell of exactly 1 MiB is not read: %.100q", got)
	}
}

// Input made to be slow is not: no cell makes the reader look at the whole line again.
func TestHostileInput(t *testing.T) {
	for name, unit := range map[string]string{
		"quotes": "\"", "doubled": "\"\"", "open lists": "[\"a;", "wrapped lists": "\"[\"a;", "broken lists": "[\"a\",x;",
		"list and quote": "[\"a;\"b\";", "brackets": "[;", "quoted lines": "\"a\nb\";", "open lines": "a;\"b\n", "list lines": "[\"a]\n", "curly": "[“a;",
	} {
		size := 1 << 20
		file := "a;b\n" + strings.Repeat(unit, size/len(unit)) + "\",x\n3;4\n"
		start := time.Now()
		_, got := read(t, file, CSVOptions{Delimiter: ';', Encoding: UTF8})
		t.Logf("%s: %v", name, time.Since(start))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v for 1 MiB", name, took)
		}
		if last := got[len(got)-1]; !strings.HasSuffix(last, "|3|4") {
			t.Errorf("%s: the last line is read as %.100q", name, last)
		}
	}
}

func TestLimitIsWhereTheFileEndedWhenItWasOpened(t *testing.T) {
	file := "a;b\n1;2\n3;4\n5;6\n"
	_, got := read(t, file, CSVOptions{Limit: 10})
	if want := []string{"2|1|2", "3|3|"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type brokenSource struct{ rest string }

func (b *brokenSource) Read(p []byte) (int, error) {
	if b.rest == "" {
		return 0, errors.New("disk on fire")
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// An error of the source must not look like the end of the file, nor like an unclosed quote.
func TestSourceErrorIsNotALine(t *testing.T) {
	r := newReader(&brokenSource{"1;2\n3;\"4\n"}, ';', '\n', ordinary)
	if _, err := r.next(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if rec, err := r.next(); err == nil || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "disk on fire") {
			t.Fatalf("got %v, %v", rec, err)
		}
	}
}

func TestFileErrors(t *testing.T) {
	for _, c := range []struct {
		name, file string
		opts       CSVOptions
		code       string
	}{
		{"empty", "", CSVOptions{}, CodeFileEmpty},
		{"only a mark", "\xEF\xBB\xBF", CSVOptions{}, CodeFileEmpty},
		{"only blanks", "\n;;\n \n", CSVOptions{}, CodeFileEmpty},
		{"only sep", "sep=;\n", CSVOptions{}, CodeFileEmpty},
		{"xlsx", "PK\x03\x04\x14\x00\x06\x00", CSVOptions{}, CodeFileNotText},
		{"pdf", "%PDF-1.7\n", CSVOptions{}, CodeFileNotText},
		{"binary", strings.Repeat("\x01\x02ab", 100), CSVOptions{}, CodeFileNotText},
		{"columns", strings.Repeat("c;", 1999) + "c\n", CSVOptions{}, CodeTooManyColumns},
		{"comma", "a,b\n1,2\n", CSVOptions{Delimiter: ';'}, CodeFileWrongDelimiter},
		{"unclosed header", "a;\"b\n1;2\n", CSVOptions{}, CodeUnclosedQuote},
		{"delimiter", "a;b\n", CSVOptions{Delimiter: 'x'}, crm.CodeInvalid},
		{"encoding", "a;b\n", CSVOptions{Encoding: "ebcdic"}, CodeUnknownEncoding},
	} {
		_, err := OpenCSV(strings.NewReader(c.file), c.opts)
		if got := crm.CodeOf(err); got != c.code {
			t.Errorf("%s: %q (%v), want %q", c.name, got, err, c.code)
		}
	}
	var wrong *DelimiterError
	if _, err := OpenCSV(strings.NewReader("a,b\n1,2\n"), CSVOptions{Delimiter: ';'}); !errors.As(err, &wrong) || wrong.Detected != ',' {
		t.Errorf("the comma is not proposed: %v", err)
	}
	if rows, err := OpenCSV(strings.NewReader("contact_name\nSilva, Ana\nSouza, Bia\n"), CSVOptions{Delimiter: ';'}); err != nil || len(rows.Header()) != 1 {
		t.Errorf("a file of one column is refused: %v", err)
	}
	if rows, err := OpenCSV(strings.NewReader(strings.Repeat("c;", 999)+"c\n1\n"), CSVOptions{}); err != nil || len(rows.Header()) != 1000 {
		t.Errorf("1,000 columns are refused: %v", err)
	}
}
