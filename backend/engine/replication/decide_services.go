package replication

import "carteira/backend/crm"

// defineService creates a service or changes its mailbox; the later in server order decides. Two offices' services of
// one name are one, and keep the mailbox when the second comes without.
func (d *decision) defineService(x *ServiceDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounService, x.ID)
	if err != nil {
		return err
	}
	same, err := d.s.ServiceNamed(x.Name)
	if err != nil {
		return err
	}
	if same != nil && same.ID != root {
		known, err := d.s.Known(NounService, root)
		if err != nil {
			return err
		}
		if known { // renamed to a name that is taken
			d.reject(crm.CodeConflict, same.ID)
			return nil
		}
		err = d.put(Effect{Alias: &Alias{Noun: NounService, From: x.ID, To: same.ID}})
		if err != nil {
			return err
		}
		x.Name, root = same.Name, same.ID
	}
	if root != x.ID && x.Mailbox == "" {
		return nil
	}
	x.ID = root
	known, err := d.s.Record(NounService, root)
	if err != nil {
		return err
	}
	var before Stamp
	if known != nil {
		before = known.Service.Version
		if x.Version = before; *x == *known.Service {
			return nil
		}
	}
	x.Version = d.versionAfter(before)
	return d.put(Effect{Service: x})
}

// nameless rejects a definition that has no id or no name.
func (d *decision) nameless(id crm.ID, name string) bool {
	if id != crm.NoID && crm.Fold(name) != "" && len(name) <= maxName {
		return false
	}
	d.reject(crm.CodeInvalid, crm.NoID)
	return true
}

// known tells whether the id is defined or stands for something that is.
func (d *decision) known(noun Noun, id crm.ID) (bool, error) {
	root, err := d.s.Root(noun, id)
	if err != nil || root != id {
		return root != id, err
	}
	return d.s.Known(noun, id)
}

// restoreService takes a service that a restored server lacks, or has an earlier state of. A name that was given to
// another one meanwhile stays there.
func (d *decision) restoreService(x *ServiceDefine) error {
	if d.nameless(x.ID, x.Name) {
		return nil
	}
	root, err := d.s.Root(NounService, x.ID)
	if err != nil || root != x.ID {
		return err
	}
	known, err := d.s.Record(NounService, x.ID)
	if err != nil {
		return err
	}
	same, err := d.s.ServiceNamed(x.Name)
	switch {
	case err != nil:
		return err
	case known != nil && x.Version.Compare(known.Service.Version) <= 0:
		return nil
	case same == nil || same.ID == x.ID:
		return d.put(Effect{Service: x})
	case known != nil:
		return d.restate(*known, crm.CodeConflict, same.ID)
	}
	return d.put(Effect{Alias: &Alias{Noun: NounService, From: x.ID, To: same.ID}})
}
