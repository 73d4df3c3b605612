package replication

import "carteira/backend/crm"

// TabulationPut creates, renames, archives or brings back a tabulation (D9.4). Stamp is the version of the whole
// record: the later (hybrid time, device) stands. An operation carries none, its effect does.
type TabulationPut struct {
	ID       crm.ID `cbor:"1,keyasint"`
	Name     string `cbor:"2,keyasint"`
	Service  crm.ID `cbor:"3,keyasint"` // NoID = offered in every service
	Archived bool   `cbor:"4,keyasint,omitempty"`
	Stamp    Stamp  `cbor:"5,keyasint"`
}

// putTabulation keeps the later version. Two offices' tabulations of one name in one service are one.
func (d *decision) putTabulation(x *TabulationPut, at Stamp) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	if x.Service != crm.NoID {
		service, ok, err := d.ref(NounService, x.Service)
		if err != nil {
			return err
		}
		if !ok {
			d.result.Refused = nil
			d.reject(CodeUnknown, x.Service)
			return nil
		}
		x.Service = service
	}
	root, err := d.s.Root(NounTabulation, x.ID)
	if err != nil {
		return err
	}
	known, err := d.s.Tabulation(root)
	if err != nil {
		return err
	}
	if known != nil && at.Compare(known.Stamp) <= 0 {
		return nil // somebody else has changed it since
	}
	same, err := d.s.TabulationNamed(crm.Fold(x.Name), x.Service)
	if err != nil {
		return err
	}
	if same != nil && same.ID != root {
		if known != nil { // renamed to a name that is taken
			d.reject(crm.CodeConflict, same.ID)
			return nil
		}
		if err := d.put(Effect{Alias: &Alias{Noun: NounTabulation, From: x.ID, To: same.ID}}); err != nil {
			return err
		}
		if at.Compare(same.Stamp) <= 0 {
			return nil
		}
		root, x.Name = same.ID, same.Name
	}
	x.ID, x.Stamp = root, at
	return d.put(Effect{Tabulation: x})
}

// restoreTabulation takes the later state of a tabulation, unless its name was given to another one meanwhile.
func (d *decision) restoreTabulation(x *TabulationPut) error {
	before := d.result
	if err := d.putTabulation(x, x.Stamp); err != nil || d.result.Outcome != Rejected {
		return err
	}
	refused := d.result
	known, err := d.s.Tabulation(x.ID)
	if err != nil || known == nil {
		return err
	}
	d.result = before
	return d.restate(Effect{Tabulation: known}, refused.Code, refused.Other)
}
