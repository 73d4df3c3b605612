package replication

import "carteira/backend/crm"

// Interactions, surveys and appointments are facts: they are kept whatever became of the person; what is personal of
// them, contents, comments and texts, is not (D8.4).

func (d *decision) interactions() error {
	c, err := DecodeInteractions(d.op.Body)
	if err != nil {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	for i := range c.Interactions {
		x := c.Interactions[i]
		x.Closing, x.Tabulated = Stamp{}, Stamp{} // nobody has written them since it was added
		if err := d.interaction(x, d.op.Stamp()); err != nil {
			return err
		}
	}
	return nil
}

// interaction adds an interaction; one that is there already is closed by one that is closed, at a version.
func (d *decision) interaction(x InteractionAdd, at Stamp) error {
	if x.ID == crm.NoID || !contentsWellFormed(x.Contents) {
		d.refuse(Refusal{Part: string(NounInteraction), Code: crm.CodeInvalid})
		return nil
	}
	contact, err := d.resolve(x.Contact)
	if err != nil {
		return err
	}
	if contact == nil {
		d.refuse(Refusal{Part: x.ID.String(), Code: CodeUnknown})
		return nil
	}
	known, err := d.s.Interaction(x.ID)
	if err != nil {
		return err
	}
	if known == nil {
		d.unsaid(NounInteraction, contact, len(x.Contents) > 0)
	}
	if known != nil {
		if x.Open || !known.Open {
			return nil
		}
		x.Closing = at
		if x.Tabulation != "" {
			x.Tabulated = at
		}
	}
	return d.putInteraction(known, &x, contact)
}

// unsaid: words about a contact whose import was undone meanwhile have no place any more. That is nobody's erasure: their
// author keeps them as a draft.
func (d *decision) unsaid(noun Noun, contact *Contact, words bool) {
	if words && contact != nil && contact.Mark == Removed {
		d.refuse(Refusal{Part: string(noun), Code: CodeDeleted, Other: contact.ID})
	}
}

// putInteraction writes an interaction joined with what is known of it.
func (d *decision) putInteraction(known, x *InteractionAdd, contact *Contact) error {
	next := *x
	next.Contact = contact.ID
	if known != nil {
		var err error
		if contact, err = d.resolve(known.Contact); err != nil {
			return err
		}
	}
	if contact == nil || contact.Erased() {
		next.Contents = nil
	}
	if err := d.involved(NounUser, &next.Agent); err != nil {
		return err
	}
	if err := d.involved(NounService, &next.Service); err != nil {
		return err
	}
	next.Contents = uniteContents(nil, next.Contents)
	if known != nil {
		next = JoinInteractions(known, &next)
		if next.Equal(known) {
			return nil
		}
	}
	return d.put(Effect{Interaction: &next})
}

// restoreInteraction is one that a replica offers, with its versions.
func (d *decision) restoreInteraction(x *InteractionAdd) error {
	if x.ID == crm.NoID || !contentsWellFormed(x.Contents) {
		return nil
	}
	contact, err := d.resolve(x.Contact)
	if err != nil {
		return err
	}
	if contact == nil {
		d.refuse(Refusal{Part: x.ID.String(), Code: CodeUnknown})
		return nil
	}
	known, err := d.s.Interaction(x.ID)
	if err != nil {
		return err
	}
	return d.putInteraction(known, x, contact)
}

// involved resolves the agent or service of an interaction. One that was refused itself is left out: the interaction
// is a fact without it, and no replica could keep it with it.
func (d *decision) involved(noun Noun, id *crm.ID) error {
	if *id == crm.NoID {
		return nil
	}
	root, ok, err := d.ref(noun, *id)
	if err != nil {
		return err
	}
	if *id = root; !ok {
		*id = crm.NoID
	}
	return nil
}

func (d *decision) editInteraction(e *InteractionEdit) error {
	if !contentsWellFormed(e.Contents) || e.Tabulate != nil && tooLong(e.Tabulate.Tabulation) {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	known, err := d.s.Interaction(e.ID)
	if err != nil {
		return err
	}
	if known == nil {
		d.reject(CodeUnknown, crm.NoID)
		return nil
	}
	contact, err := d.resolve(known.Contact)
	if err != nil {
		return err
	}
	if contact == nil || contact.Erased() || len(known.Contents)+len(e.Contents) > MaxContents {
		if len(e.Contents) > 0 {
			d.refuse(Refusal{Part: string(NounInteraction), Code: crm.CodeConflict})
		}
		e.Contents = nil
	}
	if err := d.listLost(contact, known.lost(e, d.op.Stamp())); err != nil {
		return err
	}
	next, changed := known.Edit(e, d.op.Stamp())
	if !changed {
		return nil
	}
	return d.put(Effect{Interaction: &next})
}

// survey sends or answers the survey of an interaction, whose contact is its contact.
func (d *decision) survey(p *SurveyPut) error {
	x := &p.Survey
	if s := x.Score; tooLong(x.Comment) || s != nil && (*s < 0 || *s > crm.MaxScore) || x.Sent == 0 && x.Answered == 0 {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	words := x.Comment != ""
	known, contact, err := d.surveyed(x)
	if err != nil || x.Contact == crm.NoID {
		return err
	}
	d.unsaid(NounSurvey, contact, words)
	if err := d.listLost(contact, known.lost(p, d.op.Stamp())); err != nil {
		return err
	}
	next, changed := known.Put(p, d.op.Stamp())
	if !changed {
		return nil
	}
	return d.put(Effect{Survey: &next})
}

// surveyed finds the survey that x is about, and gives x the contact of its interaction, without a comment when that is gone;
// NoID, and rejected, when there is no such interaction.
func (d *decision) surveyed(x *Survey) (known *Survey, contact *Contact, err error) {
	of, err := d.s.Interaction(x.ID)
	if err != nil {
		return nil, nil, err
	}
	x.Contact = crm.NoID
	if of == nil {
		d.reject(CodeUnknown, crm.NoID)
		return nil, nil, nil
	}
	if contact, err = d.resolve(of.Contact); err != nil {
		return nil, nil, err
	}
	if contact == nil || contact.Erased() {
		x.Comment = ""
	}
	x.Contact = of.Contact
	known, err = d.s.Survey(x.ID)
	return known, contact, err
}

func (d *decision) restoreSurvey(x *Survey) error {
	next := *x
	known, _, err := d.surveyed(&next)
	if err != nil || next.Contact == crm.NoID {
		return err
	}
	if known != nil {
		if next = JoinSurveys(known, &next); next.Equal(known) {
			return nil
		}
	}
	return d.put(Effect{Survey: &next})
}

func (d *decision) appointment(p *AppointmentPut) error {
	x := &p.Appointment
	if status, err := crm.ParseAppointmentStatus(string(x.Status)); x.ID == crm.NoID || tooLong(x.Text) || err != nil || status != x.Status {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	known, contact, err := d.appointed(x)
	if err != nil {
		return err
	}
	if contact == nil {
		d.reject(CodeUnknown, crm.NoID)
		return nil
	}
	if contact.Erased() {
		if x.Open() { // there is nobody to meet
			d.supersede(contact)
			return nil
		}
		d.unsaid(NounAppointment, contact, x.Text != "")
		x.Text = ""
	}
	if err := d.listLost(contact, known.lost(p, d.op.Stamp())); err != nil {
		return err
	}
	next, changed := known.Put(p, d.op.Stamp())
	if !changed {
		return nil
	}
	return d.put(Effect{Appointment: &next})
}

// appointed finds the appointment that x is about and its contact, and resolves what x names.
func (d *decision) appointed(x *Appointment) (known *Appointment, contact *Contact, err error) {
	if known, err = d.s.Appointment(x.ID); err != nil {
		return nil, nil, err
	}
	of := x.Contact
	if known != nil {
		of = known.Contact
	}
	if contact, err = d.resolve(of); err != nil || contact == nil {
		return known, nil, err
	}
	x.Contact = contact.ID
	if known != nil {
		x.Contact = known.Contact
	}
	if err := d.involved(NounUser, &x.Agent); err != nil {
		return nil, nil, err
	}
	if x.Interaction != crm.NoID {
		in, err := d.s.Known(NounInteraction, x.Interaction)
		if err != nil {
			return nil, nil, err
		}
		if !in {
			x.Interaction = crm.NoID
		}
	}
	return known, contact, nil
}

func (d *decision) restoreAppointment(x *Appointment) error {
	next := *x
	if next.ID == crm.NoID || tooLong(next.Text) {
		return nil
	}
	known, contact, err := d.appointed(&next)
	if err != nil || contact == nil {
		return err
	}
	if contact.Erased() {
		if next.Text = ""; next.Open() {
			return nil
		}
	}
	if known != nil {
		if next = JoinAppointments(known, &next); next == *known {
			return nil
		}
	}
	return d.put(Effect{Appointment: &next})
}
