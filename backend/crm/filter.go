package crm

// Sort is an order of the contact list.
type Sort string

// The orders of D2.3. SortName is by folded name; the others are by time, contacts without one last.
const (
	SortName            Sort = "name"
	SortCreated         Sort = "created"
	SortLastInteraction Sort = "last_interaction"
)

// OwnerFilter is the choice between contacts with and without an owner (D2.2).
type OwnerFilter string

// The owner filters.
const (
	OwnerEither OwnerFilter = ""
	OwnerNone   OwnerFilter = "none"
	OwnerAny    OwnerFilter = "any"
)

// StatusFilter is the choice between active and inactive contacts.
type StatusFilter string

// The status filters; "" is StatusAll.
const (
	StatusAll      StatusFilter = "all"
	StatusActive   StatusFilter = "active"
	StatusInactive StatusFilter = "inactive"
)

// ContactFilter chooses contacts (D2.1, D2.2). The zero value matches all of them. Members of one list are
// alternatives; different conditions must all hold.
type ContactFilter struct {
	Search         string
	Status         StatusFilter
	Owner          OwnerFilter
	Owners         []ID
	PortfolioTypes []PortfolioType
	Labels         []ID
	Custom         []CustomValue // each must hold; compared folded
	Channel        string
	CreatedFrom    string // "YYYY-MM-DD", inclusive, in local time; "" = open
	CreatedTo      string // inclusive
}

// ContactOrder is how a list is sorted; ties are broken by the order of creation.
type ContactOrder struct {
	By   Sort // "" = SortName
	Desc bool
}

// Selection is a set of contacts without its members: some of them by id, or all that match a filter except some (D2.4).
type Selection struct {
	All    bool
	IDs    []ID // when !All
	Filter ContactFilter
	Except []ID // when All
}
