package replication

// Renumber replaces a device's number in every version of an effect: between the server's numbers and what a device
// calls itself.
func (e *Effect) Renumber(from, to int64) {
	switch {
	case e.Put != nil:
		e.Put.renumber(from, to)
	case e.Change != nil:
		e.Change.Stamp.renumber(from, to)
		if p := e.Change.Phones; p != nil {
			renumberTags(p.Tags, from, to)
		}
		if l := e.Change.Labels; l != nil {
			renumberTags(l.Tags, from, to)
		}
	case e.Service != nil:
		e.Service.Version.renumber(from, to)
	case e.User != nil:
		e.User.Version.renumber(from, to)
	case e.Setting != nil:
		e.Setting.Version.renumber(from, to)
	case e.Permission != nil:
		e.Permission.Version.renumber(from, to)
	case e.Tabulation != nil:
		e.Tabulation.Stamp.renumber(from, to)
	case e.Avatar != nil:
		e.Avatar.Stamp.renumber(from, to)
	case e.Field != nil:
		e.Field.Versions.renumber(from, to)
	case e.Label != nil:
		e.Label.Versions.renumber(from, to)
	case e.Segment != nil:
		e.Segment.Stamp.renumber(from, to)
	case e.Interaction != nil:
		e.Interaction.Closing.renumber(from, to)
		e.Interaction.Tabulated.renumber(from, to)
	case e.Survey != nil:
		e.Survey.Stamp.renumber(from, to)
	case e.Appointment != nil:
		e.Appointment.Stamp.renumber(from, to)
	case e.Conflict != nil:
		e.Conflict.Stamp.renumber(from, to)
		e.Conflict.WinnerStamp.renumber(from, to)
	}
}

func (s *Stamp) renumber(from, to int64) {
	if s.Device == from {
		s.Device = to
	}
}

func (c *Contact) renumber(from, to int64) {
	c.Stamp.renumber(from, to)
	for part, s := range c.Versions {
		s.renumber(from, to)
		c.Versions[part] = s
	}
	renumberTags(c.PhoneTags, from, to)
	renumberTags(c.LabelTags, from, to)
}

func renumberTags[K comparable](tags map[K][]Stamp, from, to int64) {
	for _, list := range tags {
		for i := range list {
			list[i].renumber(from, to)
		}
	}
}
