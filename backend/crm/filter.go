package crm

import "slices"

// Sort is an order of the contact list.
type Sort string

// The orders of D2.3. SortName and SortEmail are by the folded text, SortOwner by the owner's folded name, SortChannel by
// the channel's. Contacts without what a list is sorted by come last in both directions.
const (
	SortName            Sort = "name"
	SortCreated         Sort = "created"
	SortLastInteraction Sort = "last_interaction"
	SortEmail           Sort = "email"
	SortOwner           Sort = "owner"
	SortPortfolioType   Sort = "portfolio_type"
	SortChannel         Sort = "channel"
)

// Sorts are all of them.
var Sorts = []Sort{SortName, SortEmail, SortOwner, SortPortfolioType, SortChannel, SortCreated, SortLastInteraction}

// Ranked tells the orders in which many contacts may share a value: these stand by name among each other, A to Z in both
// directions.
func (s Sort) Ranked() bool {
	switch s {
	case SortEmail, SortOwner, SortPortfolioType, SortChannel:
		return true
	}
	return false
}

// CheckOrder answers a wrong order with crm.CodeInvalid; "" is by name.
func CheckOrder(o ContactOrder) (ContactOrder, error) {
	if o.By == "" {
		o.By = SortName
	}
	if !slices.Contains(Sorts, o.By) {
		return o, Errorf(CodeInvalid, "sort", "the order is name, email, owner, portfolio_type, channel, created or last_interaction")
	}
	return o, nil
}

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

// ContactOrder is how a list is sorted; ties are broken by the order of creation, those of Ranked by name before.
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
