package replication

import "carteira/backend/crm"

// versionAfter is the version that a change gets of a record which the server decides alone and whose last version is
// known. Versions grow in the order of decisions, whatever the clocks say: of two states of one record the later is the
// one with the greater version, which is what a server restored from a backup has to know.
func (d *decision) versionAfter(known Stamp) Stamp {
	at := d.op.Stamp()
	if at.Compare(known) <= 0 {
		at.HLC = known.HLC + 1
	}
	return at
}

// restate repeats how the server has a record, for an office that offers a later state which cannot be taken.
func (d *decision) restate(e Effect, code string, other crm.ID) error {
	d.refuse(Refusal{Part: "record", Code: code, Other: other})
	return d.put(e)
}

// setSetting takes only what the vocabulary knows: a value that no program understands would be everywhere at once.
func (d *decision) setSetting(x *SettingSet) error {
	known, err := d.knownSetting(x)
	if err != nil || d.result.Outcome == Rejected || known != nil && known.Value == x.Value {
		return err
	}
	var before Stamp
	if known != nil {
		before = known.Version
	}
	x.Version = d.versionAfter(before)
	return d.put(Effect{Setting: x})
}

func (d *decision) restoreSetting(x *SettingSet) error {
	known, err := d.knownSetting(x)
	if err != nil || d.result.Outcome == Rejected || known != nil && x.Version.Compare(known.Version) <= 0 {
		return err
	}
	return d.put(Effect{Setting: x})
}

func (d *decision) knownSetting(x *SettingSet) (*SettingSet, error) {
	if err := crm.CheckSetting(x.Name, x.Value); err != nil {
		d.reject(crm.CodeOf(err), crm.NoID)
		return nil, nil
	}
	e, err := d.s.Record(NounSetting, x.ID())
	if err != nil || e == nil {
		return nil, err
	}
	return e.Setting, nil
}

func (d *decision) setPermission(x *PermissionSet) error {
	known, err := d.knownPermission(x)
	if err != nil || d.result.Outcome == Rejected || known != nil && known.Allowed == x.Allowed {
		return err
	}
	var before Stamp
	if known != nil {
		before = known.Version
	}
	x.Version = d.versionAfter(before)
	return d.put(Effect{Permission: x})
}

func (d *decision) restorePermission(x *PermissionSet) error {
	known, err := d.knownPermission(x)
	if err != nil || d.result.Outcome == Rejected || known != nil && x.Version.Compare(known.Version) <= 0 {
		return err
	}
	return d.put(Effect{Permission: x})
}

func (d *decision) knownPermission(x *PermissionSet) (*PermissionSet, error) {
	if err := crm.CheckPermission(x.Profile, x.Permission, x.Allowed); err != nil {
		d.reject(crm.CodeOf(err), crm.NoID)
		return nil, nil
	}
	e, err := d.s.Record(NounPermission, x.ID())
	if err != nil || e == nil {
		return nil, err
	}
	return e.Permission, nil
}
