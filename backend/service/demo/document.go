package demo

import (
	"fmt"
	"strconv"
	"strings"
)

// scatter spreads numbers below size over all of 0…size-1 without ever giving two the same place: the multiplier is odd and
// no multiple of five, hence coprime with the sizes used, whose only prime factors are two and five.
func scatter(seed uint64, i, size int) int {
	const multiplier = 617_283_947
	return int((uint64(i)%uint64(size)*multiplier + seed%uint64(size)*7919) % uint64(size))
}

// cpf is the nine digits of n with their check digits.
func cpf(n int) string {
	base := fmt.Sprintf("%09d", n)
	if strings.Count(base, base[:1]) == len(base) {
		base = "12345678" + base[:1] // all digits equal is no CPF
	}
	first := check(base, 11)
	return base + first + check(base+first, 11)
}

// cnpj is a root of n and the branch 0001 with its check digits; the root holds letters when alphanumeric (in force since
// July 2026).
func cnpj(n int, alphanumeric bool) string {
	root := fmt.Sprintf("%08d", n)
	if alphanumeric {
		root = strings.ToUpper(strconv.FormatInt(int64(n), 36))
		root = "A" + strings.Repeat("0", 7-len(root)) + root // a letter in front: never the root of a numeric one
	}
	base := root + "0001"
	first := check(base, 9)
	return base + first + check(base+first, 9)
}

// check is the modulo-11 digit over weights 2…highest from the right, starting anew after the highest.
func check(s string, highest int) string {
	sum, weight := 0, 2
	for i := len(s) - 1; i >= 0; i-- {
		sum += int(s[i]-'0') * weight
		if weight++; weight > highest {
			weight = 2
		}
	}
	if r := sum % 11; r >= 2 {
		return strconv.Itoa(11 - r)
	}
	return "0"
}
