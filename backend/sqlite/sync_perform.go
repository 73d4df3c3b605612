package sqlite

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Perform carries out an operation by the rules that the server has, and records it: merges, deletions, blacklists
// (S1.4). What only the server may decide on an enrolled replica, the erasure of a person, is recorded and waits. The
// result says what came of it; a rejected operation leaves no trace. The caller has checked the rights.
func (tx *Tx) Perform(kind replication.Kind, entity crm.ID, body any) (replication.Result, error) {
	b, err := replication.Encode(body)
	if err != nil {
		return replication.Result{}, err
	}
	s, err := tx.nextStamp()
	if err != nil {
		return replication.Result{}, err
	}
	enrolled, err := tx.isEnrolled()
	if err != nil {
		return replication.Result{}, err
	}
	if enrolled && (kind == replication.KindAnonymize || kind == replication.KindDelete) {
		tx.Announce(Event{"sync"})
		return replication.Result{Outcome: replication.Applied}, tx.record(s, replication.LaneEdit, kind, entity, b)
	}
	op := &replication.Op{
		Device: thisDevice, Incarnation: tx.clock.incarnation, Counter: s.op, Kind: kind, Entity: entity, HLC: s.hlc,
		At: tx.now.UnixMilli(), Actor: tx.actor.User, Body: b,
	}
	result, err := replication.Decide(&local{tx, s}, op, replication.Env{Mask: mask})
	if err != nil {
		return result, err
	}
	if result.Outcome != replication.Applied {
		tx.clock.counter-- // the number was not used: they stay contiguous (S1.1)
		return result, nil
	}
	return result, tx.record(s, replication.LaneEdit, kind, entity, b)
}

// mask replaces a personal value by what nobody can trace back (D8.3): the key is gone with this call.
func mask(value string) string {
	key := make([]byte, 32)
	rand.Read(key)
	sum := sha256.Sum256(append(key, value...))
	return hex.EncodeToString(sum[:])
}

// local is the replica as the rules see it when it decides for itself.
type local struct {
	tx *Tx
	s  stamp
}

func (l *local) Root(noun replication.Noun, id crm.ID) (crm.ID, error) {
	root, err := l.tx.Resolve(noun, id)
	if err != nil || noun != replication.NounContact {
		return root, err
	}
	chain, err := l.tx.primaries(root)
	if len(chain) > 0 {
		root = chain[len(chain)-1].ID
	}
	return root, err
}

func (l *local) Contact(id crm.ID) (*replication.Contact, error) {
	s, err := l.tx.stored(id)
	if err != nil || s == nil {
		return nil, err
	}
	return s.state(), nil
}

const secondariesSQL = `
	SELECT c.id FROM contact p CROSS JOIN contact c ON c.merged_into = p.n AND c.merged_into > 0 WHERE p.id = ?`

func (l *local) Tree(root crm.ID) ([]crm.ID, error) {
	out := []crm.ID{root}
	for i := 0; i < len(out); i++ {
		if err := l.tx.c.query(secondariesSQL, values(out[i][:]), func(row result) error {
			out = append(out, blobID(row[0]))
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (l *local) Holders(k replication.Key) (out []crm.ID, err error) {
	var numbers []int64
	switch k.Kind {
	case replication.KeyCPF:
		numbers, err = l.tx.numbers(`SELECT contact FROM contact_cpf WHERE cpf = ?`, k.Number)
	case replication.KeyPhone:
		numbers, err = l.tx.numbers(`SELECT contact FROM contact_phone WHERE phone = ?`, k.Number)
	case replication.KeyEmail:
		numbers, err = l.tx.numbers(`SELECT contact FROM contact_email WHERE email = ?`, k.Number)
	case replication.KeyCNPJ:
		err = l.tx.c.query(`SELECT contact FROM contact_cnpj WHERE cnpj = ?`, values(k.Text), func(row result) error {
			numbers = append(numbers, row[0].(int64))
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		s, err := l.tx.storedAt(n)
		if err != nil {
			return nil, err
		}
		if s == nil {
			continue
		}
		root, err := l.Root(replication.NounContact, s.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, root)
	}
	return out, nil
}

// openRequestsSQL counts what of a contact's is open (D8.2).
const openRequestsSQL = `
	SELECT EXISTS (SELECT 1 FROM interaction i WHERE i.contact = c.n AND i.status = 'open')
	     + EXISTS (SELECT 1 FROM survey s WHERE s.contact = c.n AND s.answered_at = 0)
	     + EXISTS (SELECT 1 FROM appointment a WHERE a.contact = c.n AND a.status = 'open')
	FROM contact c WHERE c.id = ?`

func (l *local) Open(contact crm.ID) (bool, error) {
	tree, err := l.Tree(contact)
	if err != nil {
		return false, err
	}
	for _, id := range tree {
		n, err := l.tx.c.integer(openRequestsSQL, id[:])
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

func (l *local) Known(noun replication.Noun, id crm.ID) (bool, error) {
	if noun == replication.NounSetting || noun == replication.NounPermission {
		return false, nil // only a restored server asks
	}
	table, ok := nounTables[noun]
	if !ok {
		table = string(noun)
	}
	n, err := l.tx.c.integer(`SELECT count(*) FROM `+table+` WHERE id = ?`, id[:])
	return n > 0, err
}

func (l *local) Note(id crm.ID) (n *replication.Note, err error) {
	_, err = l.tx.c.one(`
		SELECT c.id, a.id, n.at, n.text
		FROM note n JOIN contact c ON c.n = n.contact LEFT JOIN account a ON a.n = n.author
		WHERE n.id = ?`, values(id[:]), func(row result) error {
		n = &replication.Note{ID: id, Contact: blobID(row[0]), Author: blobID(row[1]), At: row[2].(int64), Text: row[3].(string)}
		return nil
	})
	return n, err
}

func (l *local) Attached(contact crm.ID) (out replication.Attached, err error) {
	n, err := l.tx.c.integer(`SELECT n FROM contact WHERE id = ?`, contact[:])
	if err != nil || n == 0 {
		return out, err
	}
	requests, err := l.tx.c.integer(`
		SELECT EXISTS (SELECT 1 FROM interaction WHERE contact = ?1) + EXISTS (SELECT 1 FROM survey WHERE contact = ?1)
		     + EXISTS (SELECT 1 FROM appointment WHERE contact = ?1)`, n)
	if err != nil {
		return out, err
	}
	out.Requests = requests > 0
	for _, q := range []struct {
		sql  string
		into *[]crm.ID
	}{
		{`SELECT id FROM note WHERE contact = ? AND text <> ''`, &out.Notes},
		{`SELECT id FROM conflict WHERE contact = ?`, &out.Conflicts},
	} {
		if err := l.tx.c.query(q.sql, values(n), func(row result) error {
			*q.into = append(*q.into, blobID(row[0]))
			return nil
		}); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (l *local) Interaction(id crm.ID) (*replication.InteractionAdd, error) {
	e, err := l.tx.request(replication.NounInteraction, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Interaction, nil
}

func (l *local) Survey(id crm.ID) (*replication.Survey, error) {
	e, err := l.tx.request(replication.NounSurvey, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Survey, nil
}

func (l *local) Appointment(id crm.ID) (*replication.Appointment, error) {
	e, err := l.tx.request(replication.NounAppointment, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Appointment, nil
}

func (l *local) Segment(id crm.ID) (*replication.Segment, error) { return l.tx.segmentRow(id) }

func (l *local) Segments() (out []*replication.Segment, err error) {
	err = l.tx.c.query(`SELECT`+segmentColumns+` FROM segment s WHERE s.gone = 0 ORDER BY s.id`, nil, func(row result) error {
		out = append(out, scanSegment(row))
		return nil
	})
	return out, err
}

func (l *local) Field(id crm.ID) (*replication.FieldDefine, error) {
	return l.tx.fieldWhere(`f.id = ?`, id[:])
}

func (l *local) Label(id crm.ID) (*replication.LabelDefine, error) {
	return l.tx.labelWhere(`l.id = ?`, id[:])
}

func (l *local) FieldNamed(key string) (*replication.FieldDefine, error) {
	return l.tx.fieldWhere(`f.name_key = ?`, key)
}

func (l *local) LabelNamed(key string) (*replication.LabelDefine, error) {
	return l.tx.labelWhere(`l.name_key = ?`, key)
}

func (l *local) ServiceNamed(name string) (x *replication.ServiceDefine, err error) {
	_, err = l.tx.c.one(`SELECT`+serviceColumns+` FROM service s WHERE s.name = ?`, values(name), func(row result) error {
		x = scanService(row)
		return nil
	})
	return x, err
}

func (l *local) Tabulation(id crm.ID) (*replication.TabulationPut, error) { return l.tx.tabulation(id) }

func (l *local) TabulationNamed(key string, service crm.ID) (*replication.TabulationPut, error) {
	return l.tx.tabulationNamed(key, service)
}

func (l *local) UserByEmail(key string) (id crm.ID, err error) {
	_, err = l.tx.c.one(`SELECT id FROM account WHERE email_key = ?`, values(key), func(row result) error {
		id = blobID(row[0])
		return nil
	})
	return id, err
}

func (l *local) User(id crm.ID) (*replication.UserPut, error) {
	e, err := l.tx.recordNamed(replication.NounUser, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.User, nil
}

func (l *local) Administrator(but crm.ID) (bool, error) {
	n, err := l.tx.c.integer(`SELECT EXISTS (SELECT 1 FROM account WHERE id <> ? AND active = 1 AND profile = ?)`,
		but[:], string(crm.ProfileAdmin))
	return n != 0, err
}

func (l *local) Record(noun replication.Noun, id crm.ID) (*replication.Effect, error) {
	return l.tx.recordNamed(noun, id)
}

func (l *local) Allowed(profile crm.Profile, p crm.Permission) (bool, error) {
	return l.tx.Allowed(profile, p)
}

func (l *local) Setting(name crm.Setting) (string, error) { return l.tx.Setting(name) }

// Put carries out what the rules decided, with a line in the contact's history.
func (l *local) Put(e replication.Effect) error {
	switch {
	case e.Change != nil:
		return l.change(e.Change)
	case e.Avatar != nil:
		return l.putAvatar(e.Avatar)
	case e.Put != nil && e.Put.Erased():
		s, err := l.tx.stored(e.Put.ID)
		if err != nil || s == nil {
			return err
		}
		if err := l.tx.scrub(s); err != nil {
			return err
		}
		return l.tx.show(s, e.Put)
	}
	if noun, _ := requestOf(&e); noun != "" {
		return l.tx.putRequest(&e)
	}
	if noun, _ := recordOf(&e); noun != "" {
		if err := l.tx.keepRecord(e); err != nil {
			return err
		}
	}
	a := applying{tx: l.tx, e: new(Enrolment)}
	return a.effect(&e)
}

func (l *local) change(d *replication.Delta) error {
	s, err := l.tx.stored(d.ID)
	if err != nil || s == nil {
		return err
	}
	if err := l.tx.keepImage(s); err != nil {
		return err
	}
	next := s.state()
	next.Apply(d)
	doc, err := l.tx.difference(s, contactOf(next))
	if err != nil {
		return err
	}
	if d.Merge != nil && *d.Merge != crm.NoID {
		if err := l.tx.listBelongings(s.N, doc.Merge); err != nil {
			return err
		}
		if err := l.tx.moveBelongings(s.N, *d.Merge); err != nil {
			return err
		}
	}
	if err := l.tx.writeChange(s.N, l.s, 0, doc); err != nil {
		return err
	}
	return l.tx.show(s, next)
}
