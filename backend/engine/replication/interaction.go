package replication

import (
	"bytes"
	"fmt"
	"slices"

	"carteira/backend/crm"
)

// InteractionAdd is one interaction as it is added and kept (D10.1). Times are Unix ms, 0 = none. How it was closed
// and what it was tabulated as have versions of their own, zero as long as nobody has written them since it was added.
type InteractionAdd struct {
	_          struct{} `cbor:",toarray"`
	ID         crm.ID
	Contact    crm.ID
	Protocol   string
	Channel    string
	Outbound   bool
	Open       bool
	Service    crm.ID
	Agent      crm.ID
	Tabulation string
	Opened     int64
	Answered   int64
	Closed     int64
	Handle     int64     // seconds
	Closing    Stamp     // of Open, Answered, Closed, Handle
	Tabulated  Stamp     // of Tabulation
	Contents   []Content // personal: gone with an erasure (D8.4); by id
}

// ContentKind says what a piece of an interaction's contents is.
type ContentKind string

// The kinds of content.
const (
	ContentSubject ContentKind = "subject"
	ContentCaller  ContentKind = "caller" // number or address it came from
	ContentMessage ContentKind = "message"
)

// Content is one piece of what was said, or of who said it. It is appended and never changed.
type Content struct {
	_        struct{} `cbor:",toarray"`
	ID       crm.ID
	Kind     ContentKind
	At       int64 // Unix ms
	Outbound bool  // said by the office
	Text     string
}

// InteractionEdit changes an interaction: closes it, tabulates it, appends contents.
type InteractionEdit struct {
	ID       crm.ID      `cbor:"1,keyasint"`
	Close    *Closing    `cbor:"2,keyasint,omitempty"`
	Tabulate *Tabulating `cbor:"3,keyasint,omitempty"`
	Contents []Content   `cbor:"4,keyasint,omitempty"`
}

// Closing says when and how an interaction ended. Base is the version that the author saw.
type Closing struct {
	_        struct{} `cbor:",toarray"`
	Answered int64
	Closed   int64
	Handle   int64
	Base     Stamp
}

// Tabulating is a new tabulation, "" for none. Base is the version that the author saw.
type Tabulating struct {
	_          struct{} `cbor:",toarray"`
	Tabulation string
	Base       Stamp
}

// MaxContents is how many pieces of content one interaction keeps.
const MaxContents = 2000

// prevails tells whether what an author writes at a version takes effect over the current one: when the author saw
// that, or is later (S2).
func prevails(base, current, at Stamp) bool {
	if base.Device == OwnDevice {
		base.Device = at.Device
	}
	return base == current || at.Compare(current) >= 0
}

// Edit is the interaction after an edit. A closed interaction is never opened again; contents append.
func (x InteractionAdd) Edit(e *InteractionEdit, at Stamp) (next InteractionAdd, changed bool) {
	next = x
	if c := e.Close; c != nil && (x.Open || prevails(c.Base, x.Closing, at)) {
		next.Open, next.Answered, next.Closed, next.Handle, next.Closing = false, c.Answered, c.Closed, c.Handle, at
		changed = true
	}
	if t := e.Tabulate; t != nil && prevails(t.Base, x.Tabulated, at) {
		next.Tabulation, next.Tabulated = t.Tabulation, at
		changed = true
	}
	next.Contents = uniteContents(x.Contents, e.Contents)
	if changed && x.sameParts(&next) {
		changed = false
	}
	return next, changed || len(next.Contents) > len(x.Contents)
}

func (x *InteractionAdd) sameParts(o *InteractionAdd) bool {
	return x.Open == o.Open && x.Answered == o.Answered && x.Closed == o.Closed && x.Handle == o.Handle &&
		x.Closing == o.Closing && x.Tabulation == o.Tabulation && x.Tabulated == o.Tabulated
}

// JoinInteractions is the later of each part of two states of one interaction; the contact is that of a.
func JoinInteractions(a, b *InteractionAdd) InteractionAdd {
	next := *a
	if a.Open && !b.Open || a.Open == b.Open && b.Closing.Compare(a.Closing) > 0 {
		next.Open, next.Answered, next.Closed, next.Handle, next.Closing = b.Open, b.Answered, b.Closed, b.Handle, b.Closing
		next.Agent, next.Service = b.Agent, b.Service
	}
	if n := b.Tabulated.Compare(a.Tabulated); n > 0 || n == 0 && a.Open && !b.Open && b.Tabulation != "" {
		next.Tabulation, next.Tabulated = b.Tabulation, b.Tabulated
	}
	next.Contents = uniteContents(a.Contents, b.Contents)
	return next
}

// Equal compares two states of an interaction, whatever the order of its contents.
func (x *InteractionAdd) Equal(o *InteractionAdd) bool {
	return x.sameParts(o) && x.ID == o.ID && x.Contact == o.Contact && x.Protocol == o.Protocol && x.Channel == o.Channel &&
		x.Outbound == o.Outbound && x.Service == o.Service && x.Agent == o.Agent && x.Opened == o.Opened &&
		slices.Equal(uniteContents(nil, x.Contents), uniteContents(nil, o.Contents))
}

// uniteContents is both lists in order of ids, each id once; nil when there is nothing.
func uniteContents(a, b []Content) []Content {
	if len(b) == 0 && slices.IsSortedFunc(a, byContentID) {
		return orNil(a)
	}
	out := slices.Clone(a)
	for _, c := range b {
		if !slices.ContainsFunc(out, func(o Content) bool { return o.ID == c.ID }) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, byContentID)
	return orNil(out)
}

func byContentID(a, b Content) int { return bytes.Compare(a.ID[:], b.ID[:]) }

// contentsWellFormed: contents have an id and an end.
func contentsWellFormed(list []Content) bool {
	return len(list) <= MaxContents && !slices.ContainsFunc(list, func(c Content) bool {
		return c.ID == crm.NoID || tooLong(c.Text) || len(c.Kind) > maxName
	})
}

// InteractionChunk is what one committed batch of interactions added: the body of KindInteraction.
type InteractionChunk struct {
	Interactions []InteractionAdd `cbor:"1,keyasint"`
}

// EncodeInteractions writes a chunk, compressed.
func EncodeInteractions(c *InteractionChunk) ([]byte, error) {
	b, err := Encode(c)
	if err != nil {
		return nil, err
	}
	return compressor.EncodeAll(b, nil), nil
}

// DecodeInteractions is the inverse of EncodeInteractions.
func DecodeInteractions(b []byte) (*InteractionChunk, error) {
	raw, err := expander.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("expand interactions: %w", err)
	}
	c := new(InteractionChunk)
	return c, Decode(raw, c)
}
