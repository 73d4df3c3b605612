package replication

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// canonicalMode writes equal values as equal bytes.
var canonicalMode = func() cbor.EncMode {
	m, err := cbor.CanonicalEncOptions().EncMode()
	if err != nil {
		panic("bug: canonical CBOR: " + err.Error())
	}
	return m
}()

// Canonical is the contact in the one form that two equal ones share: order that means nothing sorted, versions and
// tags that say nothing left out.
func (c *Contact) Canonical() *Contact {
	d := c.Clone()
	d.trim()
	slices.SortFunc(d.Custom, func(a, b Custom) int { return bytes.Compare(a.Field[:], b.Field[:]) })
	slices.SortFunc(d.Labels, func(a, b crm.ID) int { return bytes.Compare(a[:], b[:]) })
	maps.DeleteFunc(d.Versions, func(_ string, s Stamp) bool { return s == d.Stamp })
	maps.DeleteFunc(d.PhoneTags, func(_ crm.Phone, t []Stamp) bool { return len(t) == 1 && t[0] == d.Stamp })
	maps.DeleteFunc(d.LabelTags, func(_ crm.ID, t []Stamp) bool { return len(t) == 1 && t[0] == d.Stamp })
	sortTags(d.PhoneTags)
	sortTags(d.LabelTags)
	if len(d.Versions) == 0 {
		d.Versions = nil
	}
	if len(d.PhoneTags) == 0 {
		d.PhoneTags = nil
	}
	if len(d.LabelTags) == 0 {
		d.LabelTags = nil
	}
	d.Fields, d.Custom, d.Phones, d.Labels = orNil(d.Fields), orNil(d.Custom), orNil(d.Phones), orNil(d.Labels)
	return d
}

// sortTags: they are sorted where they are written, but a device counts as another number there than on the server.
func sortTags[K comparable](tags map[K][]Stamp) {
	for _, list := range tags {
		slices.SortFunc(list, Stamp.Compare)
	}
}

// Equal compares two states, but for the order of what has none.
func (c *Contact) Equal(o *Contact) bool { return reflect.DeepEqual(c.Canonical(), o.Canonical()) }

func orNil[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

// Digest sums up records whatever their order, so that replicas and server can compare what they hold (S5.1).
type Digest struct {
	Records map[Noun]int64
	Sum     [4]uint64 // of the records' SHA-256, by words
}

// Add counts one record: an Effect whose member is the whole record.
func (g *Digest) Add(noun Noun, e Effect) error {
	if e.Put != nil {
		e.Put = e.Put.Canonical()
	}
	b, err := canonicalMode.Marshal(e)
	if err != nil {
		return err
	}
	if g.Records == nil {
		g.Records = map[Noun]int64{}
	}
	g.Records[noun]++
	h := sha256.Sum256(b)
	for i := range g.Sum {
		g.Sum[i] += binary.BigEndian.Uint64(h[8*i:])
	}
	return nil
}

// Equal compares two digests.
func (g *Digest) Equal(o *Digest) bool { return g.Sum == o.Sum && maps.Equal(g.Records, o.Records) }

// nameID is the id of a record that is known by its name, which is not personal.
func nameID(noun Noun, name string) crm.ID {
	sum := sha256.Sum256([]byte(string(noun) + "\x00" + name))
	return crm.ID(sum[:16])
}

// ID is the record's id on the server.
func (s *SettingSet) ID() crm.ID { return nameID(NounSetting, string(s.Name)) }

// ID is the record's id on the server.
func (p *PermissionSet) ID() crm.ID {
	return nameID(NounPermission, string(p.Profile)+"\x00"+string(p.Permission))
}

func customPartID(part string) (crm.ID, bool) {
	text, ok := strings.CutPrefix(part, "custom:")
	if !ok {
		return crm.NoID, false
	}
	id, err := crm.ParseID(text)
	return id, err == nil
}
