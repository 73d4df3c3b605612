package traces

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"carteira/backend/crm"
)

func person() *crm.Contact {
	c := &crm.Contact{ID: crm.NewID()}
	c.Fields[crm.FieldName] = "João D’Ávila"
	c.Fields[crm.FieldEmail] = "Joao.davila@Example.com"
	c.Fields[crm.FieldCPF] = "00123456797"
	c.Fields[crm.FieldCNPJ] = "12ABC34501DE35"
	c.Fields[crm.FieldExternalID] = "CLI-0042-77"
	c.Phones = []crm.Phone{"5541998765432", "551133445566", "351912345678"}
	return c
}

// A file writes people in its own way (D8.4).
func TestText(t *testing.T) {
	p := person()
	f := New([]*crm.Contact{p, {}}, func(*crm.Contact) bool { return true })
	for text, want := range map[string]bool{
		"JOÃO D'ÁVILA;Natal":              true,
		"lista do joao d avila.csv":       true,
		"João;D’Ávila":                    true, // two columns
		"João D’Ávilas":                   false,
		"Maria João D’Ávila":              true,
		"João":                            false,
		"JOAO.DAVILA@EXAMPLE.COM":         true,
		"joao.davila@example.com.br":      true, // errs on the side of the person
		"xjoao.davila@example.com":        false,
		"001.234.567-97":                  true,
		"1.234.567-97":                    true, // without its zeros
		"1234567":                         false,
		"12.abc.345/01DE-35":              true,
		"(41) 99876-5432":                 true,
		"41;99876-5432":                   true,
		"+55 41 9876-5432":                true, // without the ninth digit
		"99876-5432":                      false,
		"(11) 3344-5566":                  true,
		"+351 912 345 678":                true,
		"cli 0042 77":                     true,
		strings.ToUpper(crm.IDText(p.ID)): true,
		"":                                false,
	} {
		if got := f.Text(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		for at := range 3 { // wherever the parts of a file meet
			file := strings.Repeat("x;y\n", block/4-4+at*2) + text + "\n" + strings.Repeat("z;z\n", block/4)
			got, err := f.Reader(iotest.HalfReader(strings.NewReader(file)))
			if err != nil || got != want {
				t.Errorf("%q in a file: %v, %v, want %v", text, got, err, want)
			}
		}
	}
	if shared := New([]*crm.Contact{p}, func(*crm.Contact) bool { return false }); shared.Text("João D’Ávila") || !shared.Text("00123456797") {
		t.Error("a name that others bear says who somebody is, or a document does not")
	}
	if New(nil, nil).Text("João D’Ávila 00123456797") {
		t.Error("nobody was found")
	}
}

// A value is found wherever it lies, also where one part of a long file ends.
func TestReaderMeetsEveryPlace(t *testing.T) {
	f := New([]*crm.Contact{person()}, func(*crm.Contact) bool { return true })
	for _, value := range []string{"JOÃO D'ÁVILA", "(41) 99876-5432"} {
		for at := block - 40; at < block+8; at++ {
			file := append(bytes.Repeat([]byte(";"), at), value+";"+strings.Repeat(";", 100)...)
			if found, err := f.Reader(bytes.NewReader(file)); err != nil || !found {
				t.Fatalf("%q at %d: %v, %v", value, at, found, err)
			}
		}
	}
	if _, err := f.Reader(iotest.ErrReader(fmt.Errorf("broken"))); err == nil {
		t.Error("a file that cannot be read holds nobody")
	}
}

func BenchmarkReader(b *testing.B) {
	var people []*crm.Contact
	for i := range 100 {
		c := &crm.Contact{ID: crm.NewID()}
		c.Fields[crm.FieldName], c.Fields[crm.FieldCPF] = fmt.Sprintf("Fulano de Tal %d", i), fmt.Sprintf("%011d", 11144477735+i*7_919_999_999%80_000_000_000)
		people = append(people, c)
	}
	f := New(people, func(*crm.Contact) bool { return true })
	file := []byte(strings.Repeat("Maria da Silva;529.982.247-00;(11) 98888-7777;maria@example.com;Rua das Flores, 12;Natal\n", 100_000))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if found, err := f.Reader(bytes.NewReader(file)); found || err != nil {
			b.Fatal(found, err)
		}
	}
}
