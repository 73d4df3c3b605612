package crm

// Tabulation is the disposition code of a closed interaction. An archived one is offered no more and stays on the
// interactions that have it, which keep its name.
type Tabulation struct {
	ID       ID
	Name     string
	Service  ID // NoID = offered in every service
	Archived bool
}

// OfferedIn tells whether the tabulation can be chosen for an interaction of the service, NoID = of none.
func (t *Tabulation) OfferedIn(service ID) bool {
	return !t.Archived && (t.Service == NoID || t.Service == service)
}
