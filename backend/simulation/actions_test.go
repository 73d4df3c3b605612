package simulation_test

import (
	"fmt"
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// What people in the offices do, on few people with few identifiers, so that offices meet.

// identifiers are those of one schedule's people; replicas do not check their digits again.
type identifiers struct {
	cpfs, cnpjs, emails []string
	phones              []crm.Phone
}

func (w *world) newIdentifiers() {
	w.serial++
	n := w.serial % 1_000_000
	w.identifiers = identifiers{emails: []string{fmt.Sprintf("ana%d@x.com.br", n), fmt.Sprintf("Ana%d@x.com.br", n), fmt.Sprintf("bia%d@x.com.br", n)}}
	for i := range 3 {
		w.cpfs = append(w.cpfs, fmt.Sprintf("%d%06d%04d", i+1, n, w.rng.IntN(10000)))
		w.cnpjs = append(w.cnpjs, fmt.Sprintf("%d%06dAB0001%d", i+1, n, i))
	}
	for i := range 12 {
		w.phones = append(w.phones, crm.Phone(fmt.Sprintf("55119%06d%02d", n, i)))
	}
	w.phones = append(w.phones, crm.Phone(fmt.Sprintf("5511%06d00", n))) // the first without its ninth digit
}

var (
	cities = []string{"Recife", "Natal", "Belém", ""}
	labels = []string{"VIP", "Norte", "norte"}
	fields = []string{"Saldo", "Plano"}
)

func choose[T any](w *world, list []T) T { return list[w.rng.IntN(len(list))] }

// act lets one person in one office do one thing.
func (w *world) act(o *office) {
	known := w.known(o)
	if len(known) == 0 || w.rng.IntN(6) == 0 {
		w.create(o)
		return
	}
	id := choose(w, known)
	if w.rng.IntN(12) == 0 {
		w.portray(o, id)
		return
	}
	switch w.rng.IntN(16) {
	case 0, 1, 2, 3, 4:
		w.edit(o, id)
	case 5:
		w.assign(o, id)
	case 6:
		w.call(o, id)
		w.request(o)
		w.request(o)
	case 7, 8:
		if len(known) > 1 {
			w.merge(o, id, choose(w, known))
		}
	case 9:
		w.erase(o, id)
	case 10:
		w.imports(o, known)
	case 11:
		w.batch(o, known)
		w.segment(o)
	case 12:
		w.blacklist(o)
	case 13:
		w.look(o)
	case 14:
		w.define(o)
	case 15:
		w.note(o, id)
	}
}

func (w *world) update(o *office, what string, f func(tx *sqlite.Tx) error) {
	w.say(o, "%s", what)
	w.must(o.db.Update(o.ctx, f))
}

// person is a new contact with a mark that nobody else has.
func (w *world) person(tx *sqlite.Tx) *crm.Contact {
	w.serial++
	c := &crm.Contact{ID: crm.NewID()}
	mark := fmt.Sprintf("Zzq%05dqzz", w.serial)
	w.people, w.marks[c.ID] = append(w.people, c.ID), mark
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Pessoa "+mark, "true"
	if w.rng.IntN(2) == 0 {
		c.Fields[crm.FieldCPF] = choose(w, w.cpfs)
	}
	if cnpj := choose(w, w.cnpjs); w.rng.IntN(3) == 0 {
		if n, err := tx.ByCNPJ(cnpj); err == nil && n == 0 {
			c.Fields[crm.FieldCNPJ] = cnpj
		}
	}
	if w.rng.IntN(2) == 0 {
		c.Phones = []crm.Phone{choose(w, w.phones)}
	}
	if w.rng.IntN(2) == 0 {
		c.Fields[crm.FieldEmail] = choose(w, w.emails)
	}
	c.Fields[crm.FieldCity] = choose(w, cities)
	return c
}

func (w *world) create(o *office) {
	w.update(o, "create", func(tx *sqlite.Tx) error {
		c := w.person(tx)
		w.say(o, "  contact %s", c.ID)
		_, err := tx.CreateContact(c, nil)
		return err
	})
}

// change alters a contact as a form would.
func (w *world) change(tx *sqlite.Tx, c *crm.Contact) error {
	for range 1 + w.rng.IntN(3) {
		switch w.rng.IntN(8) {
		case 0:
			c.Fields[crm.FieldCity] = choose(w, cities)
		case 1:
			c.Fields[crm.FieldEmail] = choose(w, w.emails)
		case 2:
			w.serial++
			next := fmt.Sprint("Firma ", w.rng.IntN(3), " ", w.serial)
			w.wrote(c.ID, c.ID, c.Fields[crm.FieldCompany], next)
			c.Fields[crm.FieldCompany] = next
		case 3:
			if p := choose(w, w.phones); len(c.Phones) < crm.MaxPhones && !hasPhone(c, p) {
				c.Phones = append(c.Phones, p)
			}
		case 4:
			if len(c.Phones) > 0 {
				c.Phones = append(c.Phones[1:len(c.Phones):len(c.Phones)], c.Phones[0])
				if w.rng.IntN(2) == 0 {
					c.Phones = c.Phones[:len(c.Phones)-1]
				}
			}
		case 5:
			id, _, err := tx.DefineLabel(crm.Label{Name: choose(w, labels)})
			if err != nil {
				return err
			}
			if len(c.Labels) > 0 && w.rng.IntN(2) == 0 {
				c.Labels = nil
			} else if !hasLabel(c, id) {
				c.Labels = append(c.Labels, id)
			}
		case 6:
			id, _, err := tx.DefineField(crm.CustomField{Name: choose(w, fields), Type: choose(w, []crm.FieldType{crm.TypeText, crm.TypeNumber})})
			if err != nil {
				return err
			}
			c.SetCustom(id, fmt.Sprint(w.rng.IntN(3)))
		case 7:
			c.Fields[crm.FieldActive] = choose(w, []string{"true", "false"})
		}
	}
	return nil
}

func hasPhone(c *crm.Contact, p crm.Phone) bool {
	for _, q := range append(c.Phones[:len(c.Phones):len(c.Phones)], c.Overflow...) {
		if p == q {
			return true
		}
	}
	return false
}

func hasLabel(c *crm.Contact, id crm.ID) bool {
	for _, l := range c.Labels {
		if l == id {
			return true
		}
	}
	return false
}

func (w *world) edit(o *office, id crm.ID) {
	w.update(o, "edit "+id.String(), func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil || old.MergedInto != crm.NoID { // its primary is what people change
			return err
		}
		next := old.Clone()
		if err := w.change(tx, next); err != nil {
			return err
		}
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func (w *world) note(o *office, id crm.ID) {
	w.update(o, "note on "+id.String(), func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		text := fmt.Sprintf("nota de %s %d", w.marks[id], w.serial)
		w.serial++
		if _, err := tx.UpdateContact(old, old.Clone(), []string{text}); err != nil {
			return err
		}
		notes, err := tx.Notes(old.N)
		for _, n := range notes {
			if n.Text == text {
				w.notes[n.ID] = id
			}
		}
		return err
	})
}

func (w *world) assign(o *office, id crm.ID) {
	w.update(o, "assign "+id.String(), func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Portfolio = nil
		if w.rng.IntN(3) > 0 {
			next.Portfolio = &crm.Portfolio{Type: crm.FlowMessage, Owner: choose(w, w.agents)}
		}
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func (w *world) call(o *office, id crm.ID) {
	w.update(o, "interaction of "+id.String(), func(tx *sqlite.Tx) error {
		c, err := tx.Primary(id) // of a merged contact it is its primary's
		if err != nil || c.Anonymized {
			return err
		}
		id = c.ID
		x := sqlite.NewInteraction{ID: crm.NewID(), Contact: id, Protocol: "1", Channel: "voice", Opened: time.Now(), Agent: choose(w, w.agents)}
		if w.rng.IntN(4) > 0 {
			x.Closed = time.Now()
		}
		w.calls[x.ID] = id
		return tx.AddInteractions([]sqlite.NewInteraction{x})
	})
}

func (w *world) perform(o *office, what string, kind replication.Kind, entity crm.ID, body any) {
	w.update(o, what, func(tx *sqlite.Tx) error {
		r, err := tx.Perform(kind, entity, body)
		w.say(o, "  %+v", r)
		return err
	})
}

func (w *world) merge(o *office, a, b crm.ID) {
	if a == b {
		return
	}
	w.perform(o, fmt.Sprintf("merge %s into %s", b, a), replication.KindMerge, a, &replication.Merge{Primary: a, Secondaries: []crm.ID{b}})
}

func (w *world) erase(o *office, id crm.ID) {
	kind := choose(w, []replication.Kind{replication.KindAnonymize, replication.KindDelete})
	w.perform(o, fmt.Sprintf("%s %s", kind, id), kind, id, &replication.Erase{ID: id})
}

// imports writes a batch of an import: new contacts that this office has no match for, and lines about known ones.
func (w *world) imports(o *office, known []crm.ID) {
	w.update(o, "import", func(tx *sqlite.Tx) error {
		job := crm.NewID()
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobEnded, Params: []byte("{}")}); err != nil {
			return err
		}
		b := &sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: 9}
		cpf := choose(w, w.cpfs)
		have, err := tx.ByCPF(cpf)
		if err != nil {
			return err
		}
		if len(have) == 0 {
			c := w.person(tx)
			c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ] = cpf, ""
			w.say(o, "  imports %s", c.ID)
			b.Drafts = append(b.Drafts, sqlite.ImportDraft{Next: c})
		}
		id := choose(w, known)
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldCity] = choose(w, cities[:3])
		if p := choose(w, w.phones); len(next.Phones) < crm.MaxPhones && !hasPhone(next, p) {
			next.Phones = append(next.Phones, p)
		}
		w.say(o, "  changes %s", id)
		b.Drafts = append(b.Drafts, sqlite.ImportDraft{Stored: old, Next: next})
		return tx.ApplyImport(b)
	})
}

func (w *world) blacklist(o *office) {
	w.perform(o, "blacklist", replication.KindBlacklistAdd, crm.NoID, &replication.BlacklistAdd{ID: crm.NewID(), Number: "11999990001"})
}

// portray gives a contact a picture, or takes it away.
func (w *world) portray(o *office, id crm.ID) {
	w.serial++
	image := fmt.Appendf(nil, "picture %d", w.serial)
	if w.rng.IntN(4) == 0 {
		image = nil
	}
	w.update(o, fmt.Sprintf("portrays %s", id), func(tx *sqlite.Tx) error {
		_, err := tx.SetAvatar(id, image)
		if crm.CodeOf(err) == crm.CodeConflict { // erased meanwhile
			return nil
		}
		return err
	})
}

// look settles a conflict.
func (w *world) look(o *office) {
	w.update(o, "settle", func(tx *sqlite.Tx) error {
		all, err := tx.SyncConflicts(5)
		if err != nil || len(all) == 0 {
			return err
		}
		c := choose(w, all)
		w.replaced[c.Value], w.replaced[c.Winner] = true, true // somebody has looked at both
		return tx.SettleConflict(c.ID)
	})
}

func (w *world) define(o *office) {
	if w.rng.IntN(2) == 0 {
		w.redefine(o)
		return
	}
	if w.rng.IntN(2) == 0 {
		w.administer(o)
		return
	}
	w.update(o, "define", func(tx *sqlite.Tx) error {
		if w.rng.IntN(2) == 0 {
			return tx.SetSetting(crm.SettingNoDuplicates, choose(w, []string{"on", "on", "off"}))
		}
		_, err := tx.DefineService(crm.Service{Name: choose(w, []string{"Vendas", "Suporte"}), Mailbox: "v@x.com.br"})
		return err
	})
}

// administer changes what the server decides alone: a user, a right, a setting, a service.
func (w *world) administer(o *office) {
	w.update(o, "administer", func(tx *sqlite.Tx) error {
		n := w.rng.IntN(3)
		switch w.rng.IntN(4) {
		case 0:
			u, err := tx.User(choose(w, w.agents))
			if err != nil {
				return err
			}
			u.Name, u.ConcurrencyLimit = fmt.Sprint("Agente ", n), n
			return tx.PutUser(u, "")
		case 1:
			return tx.SetPermission(crm.ProfileAgent, crm.PermMerge, n == 0)
		case 2:
			return tx.SetSetting(crm.SettingIdle, choose(w, []string{"15", "30", "60"}))
		}
		all, err := tx.Services()
		if err != nil || len(all) == 0 {
			return err
		}
		s := choose(w, all)
		s.Mailbox = fmt.Sprintf("v%d@x.com.br", n)
		return tx.PutService(s)
	})
}

// redefine renames, moves or archives a label or field; a name that is taken here is refused at once.
func (w *world) redefine(o *office) {
	w.update(o, "redefine", func(tx *sqlite.Tx) error {
		name := choose(w, []string{"VIP", "Norte", "Sul", "Saldo", "Plano", "Ramo"})
		archived := w.rng.IntN(2) == 0
		allLabels, err := tx.Labels()
		if err != nil {
			return err
		}
		allFields, err := tx.CustomFields()
		if err != nil {
			return err
		}
		what := w.rng.IntN(3)
		if w.rng.IntN(2) == 0 && len(allLabels) > 0 {
			id := choose(w, allLabels).ID
			switch what {
			case 0:
				err = tx.UpdateLabel(id, sqlite.LabelUpdate{Name: &name})
			case 1:
				err = tx.UpdateLabel(id, sqlite.LabelUpdate{Archived: &archived})
			case 2:
				err = tx.MoveLabel(id, w.rng.IntN(len(allLabels)))
			}
		} else if len(allFields) > 0 {
			id := choose(w, allFields).ID
			switch what {
			case 0:
				err = tx.UpdateField(id, sqlite.FieldUpdate{Name: &name})
			case 1:
				err = tx.UpdateField(id, sqlite.FieldUpdate{Archived: &archived})
			case 2:
				err = tx.MoveField(id, w.rng.IntN(len(allFields)))
			}
		}
		if code := crm.CodeOf(err); code == crm.CodeConflict || code == crm.CodeNotFound {
			return nil
		}
		return err
	})
}

// batch labels or deactivates some contacts at once.
func (w *world) batch(o *office, known []crm.ID) {
	w.update(o, "batch", func(tx *sqlite.Tx) error {
		label, _, err := tx.DefineLabel(crm.Label{Name: choose(w, labels)})
		if err != nil {
			return err
		}
		job := crm.Job{ID: crm.NewID(), Kind: crm.JobBatch, State: crm.JobEnded, Params: []byte("{}")}
		if err := tx.CreateJob(&job); err != nil {
			return err
		}
		var drafts []sqlite.ImportDraft
		for _, id := range known[:min(len(known), 1+w.rng.IntN(5))] {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			if old.Anonymized || slices.ContainsFunc(drafts, func(d sqlite.ImportDraft) bool { return d.Stored.N == old.N }) {
				continue
			}
			next := old.Clone()
			if w.rng.IntN(2) == 0 {
				next.Fields[crm.FieldActive] = choose(w, []string{"true", "false"})
			} else if slices.Contains(next.Labels, label) {
				next.Labels = slices.DeleteFunc(next.Labels, func(id crm.ID) bool { return id == label })
			} else {
				next.Labels = append(next.Labels, label)
			}
			drafts = append(drafts, sqlite.ImportDraft{Stored: old, Next: next})
		}
		_, err = tx.ApplyBatch(job.ID, drafts)
		return err
	})
}

// segment saves, renames or deletes a segment.
func (w *world) segment(o *office) {
	w.update(o, "segment", func(tx *sqlite.Tx) error {
		all, err := tx.Segments()
		if err != nil {
			return err
		}
		s := crm.Segment{ID: crm.NewID(), Name: choose(w, []string{"Ativos", "Norte"})}
		s.Status = choose(w, []crm.StatusFilter{crm.StatusActive, crm.StatusInactive})
		if len(all) > 0 && w.rng.IntN(4) > 0 {
			s.ID = choose(w, all).ID
			if w.rng.IntN(3) == 0 {
				return tx.DeleteSegment(s.ID)
			}
		}
		return tx.PutSegment(s)
	})
}
