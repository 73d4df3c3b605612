package simulation_test

import (
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// word is a text that one person has written, unlike any other: in which record, about whom.
type word struct{ record, contact crm.ID }

// wrote notes that somebody who saw one text has put another in its place.
func (w *world) wrote(record, contact crm.ID, seen, text string) {
	w.replaced[seen] = true
	if text != "" && text != seen {
		w.words[text] = word{record, contact}
	}
}

// checkNoWordLost: every text that somebody wrote stands, or gave way and is listed for review, unless somebody who has seen it
// put another in its place, the person is erased, or its author has it among the drafts (S2).
func (w *world) checkNoWordLost(drafts map[crm.ID]bool, erased func(contact crm.ID) bool) {
	if w.restored {
		return
	}
	kept := map[string]bool{}
	contacts := map[crm.ID]crm.ID{} // of requests, by now
	w.must(w.offices[0].db.View(w.ctx, func(v *sqlite.View) error {
		return v.EachSynced(func(_ replication.Noun, id crm.ID, e replication.Effect) error {
			switch {
			case e.Put != nil:
				kept[e.Put.Field(crm.FieldCompany)] = true
			case e.Interaction != nil:
				kept[e.Interaction.Tabulation], contacts[id] = true, e.Interaction.Contact
			case e.Survey != nil:
				kept[e.Survey.Comment] = true
			case e.Appointment != nil:
				kept[e.Appointment.Text], contacts[id] = true, e.Appointment.Contact
			case e.Conflict != nil:
				kept[e.Conflict.Value], kept[e.Conflict.Winner] = true, true
			}
			return nil
		})
	}))
	for text, x := range w.words {
		if kept[text] || w.replaced[text] || drafts[x.record] || drafts[x.contact] || erased(x.contact) {
			continue
		}
		if now, there := contacts[x.record]; there && erased(now) {
			continue
		}
		w.must(fmt.Errorf("%q, written in %s about %s, is lost", text, x.record, x.contact))
	}
}
