package replication

import "carteira/backend/crm"

// setSetting takes only what the vocabulary knows: a value that no program understands would be everywhere at once.
func (d *decision) setSetting(x *SettingSet) error {
	if err := crm.CheckSetting(x.Name, x.Value); err != nil {
		d.reject(crm.CodeOf(err), crm.NoID)
		return nil
	}
	return d.put(Effect{Setting: x})
}

func (d *decision) setPermission(x *PermissionSet) error {
	if err := crm.CheckPermission(x.Profile, x.Permission, x.Allowed); err != nil {
		d.reject(crm.CodeOf(err), crm.NoID)
		return nil
	}
	return d.put(Effect{Permission: x})
}
