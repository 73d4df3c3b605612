package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"carteira/backend/crm"
)

// person is one invented contact, a pure function of seed and number: CPF, CNPJ and phones of two numbers below a
// hundred million are never the same, so that a generated file matches exactly what it should.
type person struct {
	fields [crm.NumFields]string
	phones []crm.Phone
	custom []pair
	labels []string
	note   string
}

type pair struct{ name, value string }

// The shares of people who have something.
const (
	withCPF     = 0.70
	withEmail   = 0.70
	withCNPJ    = 0.15
	withSecond  = 0.30 // phone
	withCustom  = 0.30
	withLabel   = 0.30
	withNote    = 0.10
	withCompany = 0.50
	withAddress = 0.85
	inactive    = 0.04
)

func newPerson(seed uint64, i int) *person {
	r := rand.New(rand.NewPCG(seed, uint64(i))) // invented people, not secrets
	p := new(person)
	name, gender := fullName(r)
	f := &p.fields
	f[crm.FieldName] = name
	where := places[r.IntN(len(places))]
	if r.Float64() < withCPF {
		f[crm.FieldCPF] = cpf(scatter(seed+1, i, 1_000_000_000))
	}
	if r.Float64() < withEmail {
		f[crm.FieldEmail] = email(r, name, i)
	}
	if r.Float64() < withCNPJ {
		f[crm.FieldCNPJ] = cnpj(scatter(seed+2, i, 100_000_000), i%3 == 0)
		f[crm.FieldCompany] = companies[r.IntN(len(companies))] + " " + companyEnds[r.IntN(len(companyEnds))]
		if r.Float64() < 0.4 {
			f[crm.FieldCorporate] = "true"
		}
	} else if r.Float64() < withCompany {
		f[crm.FieldCompany] = companies[r.IntN(len(companies))]
	}
	if r.Float64() < 0.9 {
		f[crm.FieldGender] = gender
		f[crm.FieldBirthDate] = fmt.Sprintf("%04d-%02d-%02d", 1940+r.IntN(66), 1+r.IntN(12), 1+r.IntN(28))
	}
	f[crm.FieldExternalID] = fmt.Sprintf("CLI-%07d", i+1)
	f[crm.FieldActive] = strconv.FormatBool(r.Float64() >= inactive)
	p.phones = append(p.phones, crm.Phone(fmt.Sprintf("55%02d9%08d", where.ddd, scatter(seed, i, 100_000_000))))
	if r.Float64() < withSecond {
		n := scatter(seed+3, i, 40_000_000)
		p.phones = append(p.phones, crm.Phone(fmt.Sprintf("55%02d%d%07d", places[i/40_000_000%len(places)].ddd, 2+n/10_000_000, n%10_000_000)))
	}
	p.address(r, where)
	p.rest(r)
	return p
}

func fullName(r *rand.Rand) (name, gender string) {
	first, gender := firstFemale, crm.GenderFemale
	if r.IntN(2) == 0 {
		first, gender = firstMale, crm.GenderMale
	}
	parts := []string{first[r.IntN(len(first))]}
	if r.IntN(3) == 0 {
		parts = append(parts, middles[r.IntN(len(middles))])
	}
	parts = append(parts, surnames[r.IntN(len(surnames))])
	if r.IntN(2) == 0 {
		parts = append(parts, surnames[r.IntN(len(surnames))])
	}
	if r.IntN(40) == 0 {
		gender = crm.GenderNotInformed
	}
	return strings.Join(parts, " "), gender
}

func (p *person) address(r *rand.Rand, where place) {
	f := &p.fields
	f[crm.FieldCity], f[crm.FieldState], f[crm.FieldCountry] = where.city, where.state, "Brasil"
	if r.Float64() < withAddress {
		f[crm.FieldZipCode] = fmt.Sprintf("%05d%03d", where.zip+r.IntN(60), r.IntN(1000))
		f[crm.FieldAddress] = streets[r.IntN(len(streets))]
		f[crm.FieldNumber] = strconv.Itoa(1 + r.IntN(3000))
		f[crm.FieldComplement] = complements[r.IntN(len(complements))]
	}
}

func (p *person) rest(r *rand.Rand) {
	f := &p.fields
	handle := strings.ReplaceAll(crm.Fold(f[crm.FieldName]), " ", ".")
	if r.IntN(2) == 0 {
		f[crm.FieldInstagram] = handle
	}
	if r.IntN(2) == 0 {
		f[crm.FieldFacebook] = "facebook.com/" + handle
	}
	if r.IntN(2) == 0 {
		f[crm.FieldWhatsApp] = string(p.phones[0])
	}
	if r.Float64() < withCustom {
		first := r.IntN(len(customNames))
		for k := range 1 + r.IntN(3) {
			at := (first + k) % len(customNames)
			p.custom = append(p.custom, pair{customNames[at], customText[at][r.IntN(len(customText[at]))]})
		}
	}
	if r.Float64() < withLabel {
		first := r.IntN(len(labels))
		for k := range 1 + r.IntN(2) {
			p.labels = append(p.labels, labels[(first+k)%len(labels)])
		}
	}
	if r.Float64() < withNote {
		p.note = notes[r.IntN(len(notes))]
	}
}

// domains are reserved for examples: no mail ever reaches anybody.
var domains = []string{"example.com", "example.org", "example.net"}

func email(r *rand.Rand, name string, i int) string {
	words := strings.Fields(crm.Fold(name))
	return fmt.Sprintf("%s.%s%d@%s", words[0], words[len(words)-1], i, domains[r.IntN(len(domains))])
}
