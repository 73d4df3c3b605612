package tabular

import "slices"

// Address books and CRMs keep a person's name in two columns or three. One of them alone, "Nome" beside "Sobrenome", is not the name.
var (
	firstNames  = foldedSet("first name", "given name", "nome", "primeiro nome", "prenome", "properties.firstname", "contact first name", "person first name")
	middleNames = foldedSet("middle name", "additional name", "segundo nome", "nome do meio")
	lastNames   = foldedSet("last name", "family name", "surname", "sobrenome", "ultimo nome", "properties.lastname", "contact last name", "person last name")
)

func foldedSet(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, n := range names {
		set[foldHeader(n)] = true
	}
	return set
}

// NameParts are the columns that together are a person's name, in its order; nil when it has a column of its own, or it cannot be told.
func NameParts(headers []string) (columns []int) {
	first, middle, last := -1, -1, -1
	for i, h := range headers {
		folded := foldHeader(h)
		var place *int
		switch {
		case firstNames[folded]:
			place = &first
		case middleNames[folded]:
			place = &middle
		case lastNames[folded]:
			place = &last
		case folded == foldHeader(string(Name)) || aliases[folded] == Name:
			return nil // the whole name
		default:
			continue
		}
		if *place >= 0 {
			return nil // which of the two?
		}
		*place = i
	}
	if first < 0 || last < 0 {
		return nil
	}
	return slices.DeleteFunc([]int{first, middle, last}, func(i int) bool { return i < 0 })
}
