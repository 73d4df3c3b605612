package access

import "strings"

// The passwords of ten characters or more that lead every list of stolen ones, here and abroad. There are no rules on
// what a password is made of: they make passwords predictable, length makes them good.
var commonPasswords = set(`
	1234567890 0123456789 0987654321 9876543210 12345678910 123456789a 12345678901 123123123123 1234512345 1q2w3e4r5t
	1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 asdfghjkl1 asdfghjkl123 zxcvbnm123
	abcdefghij abcd123456 abc1234567 a123456789 aa123456789 password12 password123 password1234 passw0rd123 p@ssw0rd123
	p@ssword123 iloveyou123 welcome123 welcome1234 administrator administrador admin12345 admin123456 letmein1234
	football123 princess123 sunshine123 superman123 changeme123 minhasenha minhasenha123 senha12345 senha123456 senha1234567
	senhasenha senhaforte senhaforte123 mudar12345 mudar@12345 trocarsenha brasil1234 brasil12345 brasil2026 flamengo123
	flamengo2026 corinthians corinthians123 palmeiras123 palmeiras1914 saopaulo123 vascodagama internacional gremio1903
	euteamo123 teamo12345 deusefiel123 deusefiel10 jesuscristo jesus12345 felicidade familia123 carteira123 carteira1234
	callcenter callcenter123 atendimento atendimento123 contactcenter
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// common tells whether a password is one of the list, in any case, or one character or pair over and over.
func common(password string) bool {
	p := strings.ToLower(strings.TrimSpace(password))
	runes := []rune(p)
	for _, period := range []int{1, 2} {
		repeats := len(runes) > period
		for i := period; i < len(runes) && repeats; i++ {
			repeats = runes[i] == runes[i-period]
		}
		if repeats {
			return true
		}
	}
	return commonPasswords[p]
}
