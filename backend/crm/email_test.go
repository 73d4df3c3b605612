package crm

import (
	"hash/fnv"
	"strings"
	"testing"
)

func TestParseEmail(t *testing.T) {
	local64, label63 := strings.Repeat("a", 64), strings.Repeat("b", 63)
	long := local64 + "@" + label63 + "." + label63 + "." + strings.Repeat("c", 61) // 254 bytes
	tests := []struct {
		in, want string // want "" is email_invalid
	}{
		{"ana@empresa.com.br", "ana@empresa.com.br"},
		{"  Ana.Souza+x@Empresa.COM \n", "Ana.Souza+x@Empresa.COM"},
		{"o'brien_1-2@a-b.co", "o'brien_1-2@a-b.co"},
		{"a@b.cd", "a@b.cd"},
		{"joão@exemplo.com", "joão@exemplo.com"},
		{"ana@açaí.com.br", "ana@açaí.com.br"},
		{"ana@例え.テスト", "ana@例え.テスト"},
		{"ana@xn--p1ai.xn--p1ai", "ana@xn--p1ai.xn--p1ai"},
		{"1@2.com", "1@2.com"},
		{local64 + "@b.com", local64 + "@b.com"},
		{long, long},
		{long + "c", ""},
		{local64 + "a@b.com", ""},
		{"a@" + label63 + "b.com", ""},
		{"", ""},
		{"ana", ""},
		{"@b.com", ""},
		{"ana@", ""},
		{"ana@b", ""},
		{"ana@localhost", ""},
		{"a@b@c.com", ""},
		{"ana souza@b.com", ""},
		{"ana@b .com", ""},
		{".ana@b.com", ""},
		{"ana.@b.com", ""},
		{"a..b@b.com", ""},
		{"ana@.b.com", ""},
		{"ana@b..com", ""},
		{"ana@b.com.", ""},
		{"ana@-b.com", ""},
		{"ana@b-.com", ""},
		{"ana@b.-com", ""},
		{"ana@b_c.com", ""},
		{"ana@b.c", ""},
		{"ana@10.0.0.1", ""},
		{"ana@[10.0.0.1]", ""},
		{`"a b"@c.com`, ""},
		{"Ana <ana@b.com>", ""},
		{"ana@b.com;eva@b.com", ""},
		{"ana,souza@b.com", ""},
		{"ana\x00@b.com", ""},
		{"ana@b.com\x7f", ""},
		{"ana\xff@b.com", ""},
		{"ana@b\xc3.com", ""},
		{"an\u200ba@b.com", ""}, // zero width space
		{"ana@b\u2026com.br", ""},
		{"mailto:ana@b.com", ""},
	}
	for _, test := range tests {
		got, err := ParseEmail(test.in)
		code := ""
		if test.want == "" {
			code = CodeEmailInvalid
		}
		if got != test.want || CodeOf(err) != code {
			t.Errorf("ParseEmail(%q) = %q, %v; want %q", test.in, got, err, test.want)
		}
	}
}

func TestEmailKey(t *testing.T) {
	same := [][2]string{
		{" Ana@Empresa.COM ", "ana@empresa.com"},
		{"JOÃO@b.com", "joa\u0303o@b.com"},
	}
	for _, pair := range same {
		if a, b := EmailKey(pair[0]), EmailKey(pair[1]); a != b || EmailHash(a) != EmailHash(b) {
			t.Errorf("%q and %q differ: %q, %q", pair[0], pair[1], a, b)
		}
	}
	if EmailKey("joao@b.com") == EmailKey("joão@b.com") {
		t.Error("an accent makes another address")
	}
}

// The hash is stored: it must be FNV-1a in every version.
func TestEmailHash(t *testing.T) {
	for _, key := range []string{"", "a", "ana@empresa.com.br", "joão@exemplo.com"} {
		h := fnv.New64a()
		h.Write([]byte(key))
		if got, want := EmailHash(key), int64(h.Sum64()&(1<<63-1)); got != want || got < 0 {
			t.Errorf("EmailHash(%q) = %d, want %d", key, got, want)
		}
	}
	if got := EmailHash("ana@empresa.com.br"); got != 1731973802289059049 {
		t.Errorf("the stored hash has changed: %d", got)
	}
	if EmailHash("ana@b.com") == EmailHash("anb@b.com") {
		t.Error("two addresses share a hash")
	}
}

func BenchmarkParseEmail(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseEmail("maria.aparecida@empresa.com.br"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmailKeyAndHash(b *testing.B) {
	b.ReportAllocs()
	var sum int64
	for b.Loop() {
		sum += EmailHash(EmailKey("maria.aparecida@empresa.com.br"))
	}
	_ = sum
}
