package crm

import "time"

// AuditEntry is one link of the audit chain (D9.3). Detail holds names of fields, counts and ids: never personal data.
type AuditEntry struct {
	Seq     int64
	At      time.Time
	Actor   ID
	Source  string // where from: "window", "command line", …
	Action  string // "contact.create", "import.end", "setting.set", …
	Subject ID     // the record acted on, or NoID
	Detail  map[string]any
	Hash    string // hex SHA-256 over the previous hash and this entry
}

// AuditWindow is a part of the audit, the newest entries first.
type AuditWindow struct {
	Entries []AuditEntry
	Total   int   // how many the whole list has
	UpTo    int64 // the newest entry of all when the list was opened
}

// AuditFilter narrows the audit; zero values let everything through.
type AuditFilter struct {
	From, To time.Time // from, to but without
	Actor    *ID       // NoID = the program itself
	Action   string
	Subject  ID
}

// Change is one edit of one contact, as its history shows it (D2.6).
type Change struct {
	At     time.Time
	Author string
	Source string // "window", "import", …
	Fields []FieldChange
}

// FieldChange is the old and new text of one field; a custom field appears under its name.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}
