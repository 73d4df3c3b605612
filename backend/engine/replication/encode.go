package replication

import "carteira/backend/crm"

// EncodeEffect writes an effect as Encode does. The server writes one for every imported contact, so a contact that nobody
// has changed since its creation goes without the library's reflection; a test holds the two equal.
func EncodeEffect(e *Effect) ([]byte, error) {
	if c := e.Put; c != nil && c.plain() && *e == (Effect{Put: c}) {
		b := make([]byte, 0, 384)
		return c.appendTo(append(b, 0xa1, 1)), nil // a map of one pair, whose key is 1
	}
	return Encode(e)
}

// plain tells whether appendTo can write the contact.
func (c *Contact) plain() bool {
	return c.Versions == nil && c.PhoneTags == nil && c.LabelTags == nil && c.Portfolio == nil &&
		min(c.Created, c.Updated, int64(c.Stamp.HLC), c.Stamp.Device, c.Since, int64(c.Mark)) >= 0
}

func (c *Contact) appendTo(b []byte) []byte {
	b = appendHead(b, 4, contactParts)
	b = appendBytes(b, c.ID[:])
	b = appendHead(b, 0, uint64(c.Created))
	b = appendHead(b, 0, uint64(c.Updated))
	b = appendBytes(b, c.By[:])
	b = appendHead(b, 4, 2)
	b = appendHead(b, 0, uint64(c.Stamp.HLC))
	b = appendHead(b, 0, uint64(c.Stamp.Device))
	b = append(b, null) // versions
	b = appendList(b, c.Fields, appendText)
	b = appendList(b, c.Custom, func(b []byte, v Custom) []byte {
		return appendText(appendBytes(appendHead(b, 4, 2), v.Field[:]), v.Value)
	})
	b = appendList(b, c.Phones, appendText)
	b = appendList(b, c.Labels, func(b []byte, id crm.ID) []byte { return appendBytes(b, id[:]) })
	b = append(b, null, null, null) // phone tags, label tags, portfolio
	b = appendHead(b, 0, uint64(c.Since))
	b = appendBytes(b, c.MergedInto[:])
	return appendHead(b, 0, uint64(c.Mark))
}

// null stands for nil slices, maps and pointers.
const null = 0xf6

func appendBytes(b, s []byte) []byte { return append(appendHead(b, 2, uint64(len(s))), s...) }

func appendList[T any](b []byte, list []T, one func([]byte, T) []byte) []byte {
	if list == nil {
		return append(b, null)
	}
	b = appendHead(b, 4, uint64(len(list)))
	for _, x := range list {
		b = one(b, x)
	}
	return b
}

// JoinEffects makes one array of effects that are encoded already.
func JoinEffects(effects [][]byte) []byte {
	size := 9
	for _, e := range effects {
		size += len(e)
	}
	b := appendHead(make([]byte, 0, size), 4, uint64(len(effects)))
	for _, e := range effects {
		b = append(b, e...)
	}
	return b
}
