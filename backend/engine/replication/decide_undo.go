package replication

import (
	"slices"

	"carteira/backend/crm"
)

// Codes of what an undo leaves as it is (D3.18), beside those of contacts that are gone.
const (
	CodeChangedSince = "changed_since" // somebody has changed it since the import
	CodeFolded       = "folded"        // another office had made a contact of the same person first: the lines became edits of that one
	CodeMerged       = "merged"
	CodeInUse        = "has_interactions" // interactions, surveys or appointments
)

// undoImport takes back what an import did (D3.18), of every contact what nobody else has touched since. An undo is no
// edit among others: whatever its author had not seen stays, whoever is later.
func (d *decision) undoImport() error {
	c, err := d.op.takeChunk()
	if err != nil || len(c.Creates) > 0 || slices.ContainsFunc(c.Edits, func(e ContactEdit) bool { return !e.wellFormed() }) {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	for i := range c.Removes {
		if err := d.removeImported(&c.Removes[i]); err != nil {
			return err
		}
	}
	for i := range c.Edits {
		if err := d.undoEdit(&c.Edits[i]); err != nil {
			return err
		}
	}
	for _, id := range c.Unnoted {
		if err := d.takeNoteBack(id); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) removeImported(x *ContactRemoval) error {
	c, err := d.s.Contact(x.ID)
	if err != nil {
		return err
	}
	if c == nil {
		root, err := d.s.Root(NounContact, x.ID)
		code := CodeUnknown
		if root != x.ID {
			code = CodeFolded
		}
		d.refuse(Refusal{Part: string(NounContact), Code: code, Other: x.ID})
		return err
	}
	if c.Erased() {
		if c.Mark != Removed {
			d.refuse(Refusal{Part: string(NounContact), Code: erasedCode(c), Other: x.ID})
		}
		return nil
	}
	hanging, err := d.s.Attached(c.ID)
	if err != nil {
		return err
	}
	code, err := d.touched(c, x, hanging)
	if err != nil {
		return err
	}
	if code != "" { // its author has hidden it already: here it is again
		d.refuse(Refusal{Part: string(NounContact), Code: code, Other: x.ID})
		return d.put(Effect{Put: c})
	}
	for _, id := range hanging.Notes {
		if err := d.takeNoteBack(id); err != nil {
			return err
		}
	}
	for _, id := range hanging.Conflicts {
		if err := d.put(Effect{Settled: &id}); err != nil {
			return err
		}
	}
	return d.put(Effect{Put: &Contact{ID: c.ID, Created: c.Created, Updated: d.op.At, By: c.By, Stamp: d.op.Stamp(), Mark: Removed}})
}

// touched says why a contact that an import has made is not the import's alone any more; "" when it is.
func (d *decision) touched(c *Contact, x *ContactRemoval, hanging Attached) (code string, err error) {
	tree, err := d.s.Tree(c.ID)
	if err != nil {
		return "", err
	}
	switch {
	case c.MergedInto != crm.NoID || len(tree) > 1:
		return CodeMerged, nil
	case hanging.Requests:
		return CodeInUse, nil
	case !c.writtenBy(d.op.Device) || slices.ContainsFunc(hanging.Notes, func(id crm.ID) bool { return !slices.Contains(x.Notes, id) }):
		return CodeChangedSince, nil
	}
	picture, err := d.s.Avatar(c.ID)
	if err == nil && picture != nil && len(picture.Image) > 0 {
		code = CodeChangedSince
	}
	return code, err
}

// writtenBy tells whether every part of the contact is of one device.
func (c *Contact) writtenBy(device int64) bool {
	if c.Stamp.Device != device {
		return false
	}
	other := func(s Stamp) bool { return s.Device != device }
	for _, s := range c.Versions {
		if other(s) {
			return false
		}
	}
	for _, tags := range c.PhoneTags {
		if slices.ContainsFunc(tags, other) {
			return false
		}
	}
	for _, tags := range c.LabelTags {
		if slices.ContainsFunc(tags, other) {
			return false
		}
	}
	return true
}

// undoEdit puts old values back where what stands is what the author saw.
func (d *decision) undoEdit(e *ContactEdit) error {
	id := e.ID
	if err := d.rename(e); err != nil {
		return err
	}
	c, err := d.s.Contact(e.ID)
	if err != nil {
		return err
	}
	code := ""
	switch {
	case c == nil:
		code = CodeUnknown
	case c.Erased():
		code = erasedCode(c)
	case c.MergedInto != crm.NoID:
		code = CodeMerged
	}
	if code != "" {
		d.refuse(Refusal{Part: string(NounContact), Code: code, Other: id})
		return nil
	}
	seen := func(part string, base Stamp) bool {
		now := c.Version(part)
		if base == now || now.Device == d.op.Device {
			return true
		}
		d.refuse(Refusal{Part: part, Code: CodeChangedSince, Other: id})
		return false
	}
	e.Fields = slices.DeleteFunc(e.Fields, func(f FieldEdit) bool { return !seen(FieldPart(f.Field), f.Base) })
	e.Custom = slices.DeleteFunc(e.Custom, func(f CustomEdit) bool { return !seen(CustomPart(f.Field), f.Base) })
	if e.Portfolio != nil && c.Version(PartPortfolio).Device != d.op.Device { // the owner seen says nothing of the type
		d.refuse(Refusal{Part: PartPortfolio, Code: CodeChangedSince, Other: id})
		e.Portfolio = nil
	}
	before := len(d.result.Refused)
	if err := d.editContact(c, e); err != nil {
		return err
	}
	for i := before; i < len(d.result.Refused); i++ { // whom it is about says more than what stands in the way
		d.result.Refused[i].Other = id
	}
	return nil
}

func (d *decision) takeNoteBack(id crm.ID) error {
	n, err := d.s.Note(id)
	if err != nil || n == nil || n.TakenBack() {
		return err
	}
	gone := *n
	gone.Text = ""
	return d.put(Effect{Note: &gone})
}
