package replication

import (
	"fmt"

	"carteira/backend/crm"
)

// InteractionAdd is one interaction as it is added (D10.1). Times are Unix ms, 0 = none.
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
	Handle     int64 // seconds
}

// InteractionChunk is what one committed batch of interactions added: the body of KindInteraction in the bulk lane.
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
