package replication

import "carteira/backend/crm"

// A blacklist is an observed-remove set: an addition that whoever removes a number has not seen survives (S2).

func (d *decision) blacklistAdd(x *BlacklistAdd) error {
	if x.ID == crm.NoID || x.Number == "" || len(x.Number) > maxName {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	known, err := d.s.Known(NounBlacklist, x.ID)
	if err != nil || known {
		return err
	}
	return d.put(Effect{Blacklist: x})
}

func (d *decision) blacklistRemove(x *BlacklistRemove) error {
	for _, id := range x.IDs {
		known, err := d.s.Known(NounBlacklist, id)
		if err != nil {
			return err
		}
		if known {
			if err := d.put(Effect{Unlisted: &id}); err != nil {
				return err
			}
		}
	}
	return nil
}
