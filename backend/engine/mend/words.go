package mend

import (
	"strings"

	"carteira/backend/crm"
)

var genders = map[string]string{
	"m": crm.GenderMale, "masc": crm.GenderMale, "masculino": crm.GenderMale, "male": crm.GenderMale, "homem": crm.GenderMale, "man": crm.GenderMale,
	"f": crm.GenderFemale, "fem": crm.GenderFemale, "feminino": crm.GenderFemale, "female": crm.GenderFemale, "mulher": crm.GenderFemale, "woman": crm.GenderFemale,
	"n": crm.GenderNotInformed, "ni": crm.GenderNotInformed, "n/i": crm.GenderNotInformed, "n/d": crm.GenderNotInformed, "-": crm.GenderNotInformed,
	"nao informado": crm.GenderNotInformed, "nao informada": crm.GenderNotInformed, "nao declarado": crm.GenderNotInformed,
	"prefiro nao informar": crm.GenderNotInformed, "outro": crm.GenderNotInformed, "outros": crm.GenderNotInformed,
	"other": crm.GenderNotInformed, "unknown": crm.GenderNotInformed, "indefinido": crm.GenderNotInformed, "u": crm.GenderNotInformed,
}

// gender reads the words people use. "H" is left alone: where it stands for homem, "M" would be mulher.
func gender(text, _ string) (string, bool) {
	g, ok := genders[strings.TrimRight(crm.Fold(text), ".")]
	return g, ok
}

var statesByName = map[string]string{
	"acre": "AC", "alagoas": "AL", "amapa": "AP", "amazonas": "AM", "bahia": "BA", "ceara": "CE", "distrito federal": "DF",
	"espirito santo": "ES", "goias": "GO", "maranhao": "MA", "mato grosso": "MT", "mato grosso do sul": "MS", "minas gerais": "MG",
	"para": "PA", "paraiba": "PB", "parana": "PR", "pernambuco": "PE", "piaui": "PI", "rio de janeiro": "RJ",
	"rio grande do norte": "RN", "rio grande do sul": "RS", "rondonia": "RO", "roraima": "RR", "santa catarina": "SC",
	"sao paulo": "SP", "sergipe": "SE", "tocantins": "TO",
}

var stateCodes = func() map[string]bool {
	codes := map[string]bool{}
	for _, uf := range statesByName {
		codes[uf] = true
	}
	return codes
}()

// state gives the abbreviation of a Brazilian state that is written out, or in small letters.
func state(text, _ string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) == 2 {
		uf := strings.ToUpper(text)
		return uf, uf != text && stateCodes[uf]
	}
	if len(text) > 40 {
		return "", false
	}
	name := strings.TrimPrefix(crm.Fold(text), "estado ")
	for _, article := range []string{"de ", "do ", "da "} {
		name = strings.TrimPrefix(name, article)
	}
	uf, ok := statesByName[name]
	return uf, ok
}
