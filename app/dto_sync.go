package app

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/service/syncer"
)

// SyncInfo is how things stand with the server.
type SyncInfo struct {
	State        string   `json:"state"` // "never" (not enrolled), "online", "offline", "syncing", "revoked"
	Server       string   `json:"server"`
	Organization string   `json:"organization"`
	Office       string   `json:"office"`
	Pending      int      `json:"pending"` // operations that the server has not acknowledged
	Refused      int      `json:"refused"` // operations that it did not carry out
	Conflicts    int      `json:"conflicts"`
	LastSyncAt   string   `json:"lastSyncAt"`
	NextTryAt    string   `json:"nextTryAt"`
	Problem      *Problem `json:"problem"`
	Phase        string   `json:"phase"` // "copy", "push", "pull", ""
	Done         int      `json:"done"`
	Total        int      `json:"total"` // 0 = not known
	KeyInFile    bool     `json:"keyInFile"`
	Fingerprint  string   `json:"fingerprint"` // of a pinned self-signed server, or ""
}

// SyncPending is one operation that waits, and why.
type SyncPending struct {
	Counter     int64  `json:"counter"`
	Kind        string `json:"kind"`
	Contact     string `json:"contact"` // id of the contact it is about, or ""
	Name        string `json:"name"`
	At          string `json:"at"`
	Author      string `json:"author"`
	Why         string `json:"why"`   // see syncer.Why
	Code        string `json:"code"`  // of a refusal
	Other       string `json:"other"` // the contact that stands in the way, or ""
	Size        int    `json:"size"`  // lines of an import chunk, else 1
	Cancellable bool   `json:"cancellable"`
}

// SyncConflict is one line of the conflict review. Documents are masked.
type SyncConflict struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"` // "field", "cnpj", "duplicate"
	Contact   string `json:"contact"`
	Name      string `json:"name"`
	Field     string `json:"field"`
	Custom    bool   `json:"custom"` // field is a custom field's own name
	About     string `json:"about"`  // protocol of the interaction whose part field is, or ""
	Due       string `json:"due"`    // time of the appointment whose part field is, or ""
	Value     string `json:"value"`  // what gave way
	ValueBy   string `json:"valueBy"`
	ValueAt   string `json:"valueAt"`
	Winner    string `json:"winner"` // what stands
	WinnerBy  string `json:"winnerBy"`
	WinnerAt  string `json:"winnerAt"`
	Other     string `json:"other"` // the other contact
	OtherName string `json:"otherName"`
	Mine      bool   `json:"mine"` // value was written in this office
}

// SyncDevice is one device of the organization.
type SyncDevice struct {
	ID          string `json:"id"`
	Office      string `json:"office"`
	EnrolledAt  string `json:"enrolledAt"`
	LastSeenAt  string `json:"lastSeenAt"`
	Behind      int    `json:"behind"`
	ErasureOwed bool   `json:"erasureOwed"`
	Revoked     bool   `json:"revoked"`
	Self        bool   `json:"self"`
}

func syncInfoOf(s syncer.Status) SyncInfo {
	return SyncInfo{
		State: string(s.State), Server: s.Server, Organization: s.Organization, Office: s.Office,
		Pending: s.Pending, Refused: s.Refused, Conflicts: s.Conflicts,
		LastSyncAt: timeText(s.LastSyncAt), NextTryAt: timeText(s.NextTryAt), Problem: problemOf(s.Problem),
		Phase: s.Phase, Done: int(s.Done), Total: int(s.Total), KeyInFile: s.KeyInFile, Fingerprint: s.Fingerprint,
	}
}

func pendingOf(p syncer.Pending) SyncPending {
	out := SyncPending{
		Counter: p.Counter, Kind: string(p.Kind), Name: p.Name, At: timeText(p.At), Author: p.Author,
		Why: string(p.Why), Code: p.Code, Other: crm.IDText(p.Other), Size: p.Size, Cancellable: p.Cancellable,
	}
	// Other records have no screen of their own to link to.
	if p.Name != "" && p.Kind != replication.KindUserPut && !p.Unmade {
		out.Contact = crm.IDText(p.Entity)
	}
	return out
}

func conflictOf(c syncer.Conflict) SyncConflict {
	out := SyncConflict{
		ID: c.ID.String(), Kind: string(c.Kind), Contact: crm.IDText(c.Contact), Name: c.Name, Field: c.Field, Custom: c.Custom,
		Value: c.Value, ValueBy: c.ValueBy, ValueAt: timeText(c.ValueAt),
		Winner: c.Winner, WinnerBy: c.WinnerBy, WinnerAt: timeText(c.WinnerAt),
		Other: crm.IDText(c.Other), OtherName: c.OtherName, Mine: c.Mine, About: c.About, Due: timeText(c.Due),
	}
	if !c.Custom {
		out.Value, out.Winner = maskChange(c.Field, c.Value), maskChange(c.Field, c.Winner)
	}
	return out
}

func deviceOf(d wire.Device) SyncDevice {
	return SyncDevice{
		ID: d.ID.String(), Office: d.Office, EnrolledAt: unixText(d.EnrolledAt), LastSeenAt: unixText(d.LastSeenAt),
		Behind: int(d.Behind), ErasureOwed: d.ErasureOwed, Revoked: d.Revoked, Self: d.Self,
	}
}

// unixText is timeText of Unix ms, 0 for never.
func unixText(ms int64) string {
	if ms == 0 {
		return ""
	}
	return timeText(time.UnixMilli(ms))
}
