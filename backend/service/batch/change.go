package batch

import (
	"slices"
	"strconv"

	"carteira/backend/crm"
)

// change carries the action out on a contact; false when it is so already.
func (o *Options) change(c *crm.Contact) bool {
	has := slices.Contains(c.Labels, o.Label)
	switch o.Action {
	case Activate, Deactivate:
		active := o.Action == Activate
		if c.Active() == active {
			return false
		}
		c.Fields[crm.FieldActive] = strconv.FormatBool(active)
		return true
	case AddLabel:
		if !has {
			c.Labels = append(slices.Clip(c.Labels), o.Label)
		}
		return !has
	case RemoveLabel:
		c.Labels = slices.DeleteFunc(slices.Clone(c.Labels), func(id crm.ID) bool { return id == o.Label })
		return has
	}
	panic("bug: no action " + string(o.Action))
}
