package crm

import "time"

// PortfolioType is the contingency flow of a portfolio link (D5.1).
type PortfolioType int

// The flows; Unassign is an instruction, never stored.
const (
	FlowMessage  PortfolioType = 1 // Recado
	FlowBackup   PortfolioType = 2
	FlowQueue    PortfolioType = 3
	FlowFollowMe PortfolioType = 4
	Unassign     PortfolioType = 5
)

// Portfolio ties a contact to the agent who holds it.
type Portfolio struct {
	Type    PortfolioType
	Owner   ID // user
	Service ID // FlowQueue only
	Reserve ID // FlowBackup only: another active user
	Since   time.Time
}

// Equal compares what routing depends on; Since is not part of it.
func (p *Portfolio) Equal(q *Portfolio) bool {
	if p == nil || q == nil {
		return p == q
	}
	return p.Type == q.Type && p.Owner == q.Owner && p.Service == q.Service && p.Reserve == q.Reserve
}
