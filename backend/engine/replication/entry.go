package replication

import "carteira/backend/crm"

// Entry is one line of an organization's log: what one operation did, in the order that the server decided (S1, S4).
// Lines are numbered without gaps.
type Entry struct {
	Seq         int64    `cbor:"1,keyasint,omitempty"` // 0 = the one after that of the line before it
	Device      int64    `cbor:"2,keyasint,omitempty"` // number of the author's device; like the next two for the author alone
	Incarnation int64    `cbor:"3,keyasint,omitempty"`
	Counter     int64    `cbor:"4,keyasint,omitempty"`
	Actor       int64    `cbor:"5,keyasint,omitempty"` // number of the user, 0 = the program
	Effects     []Effect `cbor:"6,keyasint,omitempty"`
	AsProposed  bool     `cbor:"7,keyasint,omitempty"` // the author's own creations as it sent them; left out for the author
	HLC         HLC      `cbor:"8,keyasint,omitempty"` // of the operation as its author sent it, for the author alone
}

// Name is what a small number stands for: a device or a user. Numbers are given out by the server, from 2 on.
type Name struct {
	_      struct{} `cbor:",toarray"`
	Number int64
	ID     crm.ID
	Office string // of a device; "" for a user
}
