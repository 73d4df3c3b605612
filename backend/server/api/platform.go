package api

import (
	"net/http"

	"carteira/backend/crm"
)

const maxReason = 120 // characters

// presence is the body of PUT /v1/platform/users/{email}/presence.
type presence struct {
	Presence crm.Presence `json:"presence"`
	Reason   string       `json:"reason,omitempty"`
}

// setPresence says whether an agent can take an interaction (D5.4).
func (s *Server) setPresence(c *call) error {
	var p presence
	if err := readJSON(c, true, &p); err != nil {
		return err
	}
	switch p.Presence {
	case crm.PresenceAvailable, crm.PresencePaused, crm.PresenceOffline:
	default:
		return crm.Errorf(crm.CodeInvalid, "presence", "a presence is available, paused or offline")
	}
	reason, err := crm.ParseText("reason", p.Reason, maxReason)
	if err != nil {
		return err
	}
	u, err := s.store.UserByEmail(c.r.Context(), c.org, c.r.PathValue("email"))
	if err != nil {
		return err
	}
	if err := s.store.SetPresence(c.r.Context(), c.org, u.ID, p.Presence, reason); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// blacklistAnswer is the body of GET /v1/platform/blacklist/check.
type blacklistAnswer struct {
	Blocked bool     `json:"blocked"`
	Entries []crm.ID `json:"entries"` // that block it
}

const maxNumber = 40 // bytes of a written phone number

// checkBlacklist tells whether a number is blocked (D5.5).
func (s *Server) checkBlacklist(c *call) error {
	q := c.r.URL.Query()
	outbound, err := direction(q.Get("direction"))
	if err != nil {
		return err
	}
	number := q.Get("number")
	if number == "" || len(number) > maxNumber {
		return crm.Errorf(crm.CodeInvalid, "number", "the number to be checked is needed")
	}
	entries, err := s.store.Blacklist(c.r.Context(), c.org, outbound)
	if err != nil {
		return err
	}
	asked := map[int64]bool{}
	for _, k := range crm.BlacklistKeys(number, outbound) {
		asked[k] = true
	}
	a := blacklistAnswer{Entries: []crm.ID{}}
	for _, e := range entries {
		if k := crm.BlacklistKey(e.Number, outbound); k != 0 && asked[k] {
			a.Blocked = true
			a.Entries = append(a.Entries, e.ID)
		}
	}
	return c.json(a)
}

// direction reads inbound or outbound.
func direction(text string) (outbound bool, err error) {
	switch text {
	case "inbound":
		return false, nil
	case "outbound":
		return true, nil
	}
	return false, crm.Errorf(crm.CodeInvalid, "direction", "a direction is inbound or outbound")
}
