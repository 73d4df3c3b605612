package replication

import (
	"bytes"

	"carteira/backend/crm"
)

// Avatar is the picture of a contact as it is kept. One that was removed stays, without an image: its version decides
// about pictures that were set without knowledge of the removal. A contact without a row never had one.
type Avatar struct {
	_       struct{} `cbor:",toarray"`
	Contact crm.ID
	Stamp   Stamp
	Image   []byte // JPEG, see crm.ParseAvatar; empty = removed
}

// AvatarSet gives a contact a picture, or takes it away. Base is the version that the author saw, zero for none.
type AvatarSet struct {
	Contact crm.ID `cbor:"1,keyasint"`
	Image   []byte `cbor:"2,keyasint,omitempty"`
	Base    Stamp  `cbor:"3,keyasint"`
}

// Next is the picture after it was set, nil when nothing changes: whoever saw what stands here is right, otherwise the
// later one (S2). a is nil for a contact that never had one. The other picture is not kept: a list of conflicts shows
// texts. redirected: the author meant a contact that is part of this one now, and has seen nothing of it.
func (a *Avatar) Next(contact crm.ID, x *AvatarSet, at Stamp, redirected bool) *Avatar {
	next := &Avatar{Contact: contact, Stamp: at, Image: orNil(x.Image)}
	if a == nil {
		if len(x.Image) == 0 {
			return nil
		}
		return next
	}
	base := x.Base
	if base.Device == OwnDevice {
		base.Device = at.Device
	}
	saw := !redirected && base == a.Stamp
	if !saw && at.Compare(a.Stamp) < 0 || at == a.Stamp && bytes.Equal(a.Image, x.Image) {
		return nil
	}
	return next
}

// Blank tells whether there is no picture to show.
func (a *Avatar) Blank() bool { return a == nil || len(a.Image) == 0 }

func (d *decision) setAvatar(x *AvatarSet) error {
	if len(x.Image) > crm.MaxAvatarBytes {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	own, err := d.aliasOnly(x.Contact)
	if err != nil {
		return err
	}
	c, err := d.target(own)
	if err != nil || c == nil {
		return err
	}
	old, err := d.s.Avatar(c.ID)
	if err != nil {
		return err
	}
	if next := old.Next(c.ID, x, d.op.Stamp(), c.ID != own); next != nil {
		return d.put(Effect{Avatar: next})
	}
	return nil
}

// mergeAvatars fills a primary without a picture from its secondaries, in order (D7.4).
func (d *decision) mergeAvatars(primary *Contact, secondaries []*Contact) error {
	old, err := d.s.Avatar(primary.ID)
	if err != nil || !old.Blank() {
		return err
	}
	for _, s := range secondaries {
		a, err := d.s.Avatar(s.ID)
		if err != nil {
			return err
		}
		if !a.Blank() {
			return d.put(Effect{Avatar: &Avatar{Contact: primary.ID, Stamp: d.op.Stamp(), Image: a.Image}})
		}
	}
	return nil
}

// restoreAvatar takes back what the server has lost: the later of the two. That of a person who is gone stays out.
func (d *decision) restoreAvatar(a *Avatar) error {
	if len(a.Image) > crm.MaxAvatarBytes {
		return nil
	}
	id, err := d.aliasOnly(a.Contact)
	if err != nil || id != a.Contact {
		return err
	}
	c, err := d.s.Contact(id)
	if err != nil || c == nil || c.Erased() {
		return err
	}
	old, err := d.s.Avatar(id)
	if err != nil || old != nil && old.Stamp.Compare(a.Stamp) >= 0 {
		return err
	}
	return d.put(Effect{Avatar: &Avatar{Contact: id, Stamp: a.Stamp, Image: orNil(a.Image)}})
}
