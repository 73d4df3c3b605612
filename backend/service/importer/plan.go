package importer

import (
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/matching"
	"carteira/backend/sqlite"
)

// Outcome is what becomes of a line.
type Outcome string

// The outcomes; their counts add up to the lines read (D3.13).
const (
	Create    Outcome = "create"
	Update    Outcome = "update"
	Unchanged Outcome = "unchanged"
	Reject    Outcome = "reject"
)

// decision is the outcome of one line with its reasons.
type decision struct {
	outcome           Outcome
	problems          []Problem
	possibleDuplicate bool
}

// draft is one contact as the batch so far would leave it. Lines earlier in the file are part of the base (D3.8).
type draft struct {
	number int64          // of the replica, or negative for one that the batch creates
	stored *sqlite.Stored // nil for a new one
	next   *crm.Contact   // nil as long as no line changes the stored one
	notes  []string
}

func (d *draft) contact() *crm.Contact {
	if d.next != nil {
		return d.next
	}
	return &d.stored.Contact
}

// planner decides line after line what a batch does. Nothing is written: the same plan is shown, tried or
// applied (D3.17).
type planner struct {
	base   base
	rules  *rules
	drafts []*draft
	loaded map[int64]*draft // by number; nil for a number that is gone or anonymized
	found  sqlite.Found     // holders of the keys of the unit being planned

	// What the batch itself has added to the base.
	cpf, phone, email holders
	cnpj              map[string]*draft
	newFields         []crm.CustomField
	newLabels         []crm.Label
}

func newPlanner(b base, r *rules) *planner {
	return &planner{
		base: b, rules: r, loaded: map[int64]*draft{}, cnpj: map[string]*draft{},
		cpf: newHolders(), phone: newHolders(), email: newHolders(),
	}
}

// unit decides some lines in their order.
func (p *planner) unit(rows []row, each func(*row, decision)) error {
	if err := p.prefetch(rows); err != nil {
		return err
	}
	for i := range rows {
		d, err := p.line(&rows[i])
		if err != nil {
			return err
		}
		each(&rows[i], d)
	}
	return nil
}

// line decides one line and keeps what it changes.
func (p *planner) line(r *row) (decision, error) {
	if len(r.problems) > 0 {
		return rejected(r.problems...), nil
	}
	target, problem, err := p.find(r)
	if err != nil || problem != nil {
		return reject(problem, err)
	}
	if problem, err = p.checkCNPJ(r, target); err != nil || problem != nil {
		return reject(problem, err)
	}
	next := &r.contact
	if target != nil {
		next = target.contact().Clone()
	} else if problem := p.checkNew(r); problem != nil {
		return rejected(*problem), nil
	}
	added, problem, err := p.fill(next, r, target)
	if err != nil || problem != nil {
		return reject(problem, err)
	}
	if target == nil {
		d := decision{outcome: Create}
		if p.rules.noDuplicates && r.contact.Fields[crm.FieldCPF] != "" {
			if d.possibleDuplicate, err = p.knownElsewhere(r); err != nil {
				return d, err
			}
		}
		p.create(next, added)
		return d, nil
	}
	if !added.anything() {
		return decision{outcome: Unchanged}, nil
	}
	p.update(target, next, added)
	return decision{outcome: Update}, nil
}

func rejected(problems ...Problem) decision { return decision{outcome: Reject, problems: problems} }

func reject(problem *Problem, err error) (decision, error) {
	if err != nil {
		return decision{}, err
	}
	return rejected(*problem), nil
}

// find resolves the contact a line is about; nil creates one (D3.8, D3.9).
func (p *planner) find(r *row) (*draft, *Problem, error) {
	if !p.rules.noDuplicates || !r.identified() {
		return nil, nil, nil
	}
	var found []*draft
	var err error
	switch {
	case r.contact.Fields[crm.FieldCPF] != "":
		found, err = p.byCPF(r.contact.Fields[crm.FieldCPF])
	case len(r.contact.Phones) > 0:
		for _, phone := range r.contact.Phones {
			more, perr := p.byPhone(phone)
			if perr != nil {
				return nil, nil, perr
			}
			found = append(found, more...)
		}
	default:
		found, err = p.byEmail(r.contact.Fields[crm.FieldEmail])
	}
	if err != nil || len(found) == 0 {
		return nil, nil, err
	}
	candidates := make([]matching.Candidate, len(found))
	for i, d := range found {
		candidates[i] = matching.Candidate{Number: d.number, Active: d.contact().Active()}
	}
	number, ambiguous := matching.Choose(candidates)
	if ambiguous {
		return nil, ambiguity(found), nil
	}
	return p.loaded[number], nil, nil
}

// ambiguity names the candidates, so that the person can decide and correct the line.
func ambiguity(found []*draft) *Problem {
	var names []string
	for _, d := range found {
		c := d.contact()
		name := c.Name()
		if d.stored != nil {
			name += " (" + c.ID.String() + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return &Problem{Code: CodeAmbiguous, Message: "several contacts match this line: " + strings.Join(names, ", ")}
}

// checkCNPJ refuses a CNPJ that another contact has (D3.11).
func (p *planner) checkCNPJ(r *row, target *draft) (*Problem, error) {
	cnpj := r.contact.Fields[crm.FieldCNPJ]
	if cnpj == "" {
		return nil, nil
	}
	taken := &Problem{Field: "contact_cnpj", Code: crm.CodeCNPJTaken, Message: "another contact already has this CNPJ"}
	if d := p.cnpj[cnpj]; d != nil && d.contact().Fields[crm.FieldCNPJ] == cnpj {
		if d != target {
			return taken, nil
		}
		return nil, nil
	}
	n := p.found.CNPJ[cnpj]
	if n == 0 {
		return nil, nil
	}
	if target != nil && target.number == n {
		return nil, nil
	}
	d, err := p.at(n)
	if err != nil || d == nil || d.contact().Fields[crm.FieldCNPJ] != cnpj { // it has another one by now
		return nil, err
	}
	return taken, nil
}

// checkNew is what only a new contact must satisfy (D1.2).
func (p *planner) checkNew(r *row) *Problem {
	c := &r.contact
	if c.Fields[crm.FieldName] == "" {
		return &Problem{Field: "contact_name", Code: crm.CodeNameRequired, Message: "a new contact needs a name"}
	}
	if p.rules.mustBeReached && c.Fields[crm.FieldEmail] == "" && len(c.Phones) == 0 {
		return &Problem{Code: crm.CodeUnreachable, Message: "a new contact needs an e-mail address or a phone"}
	}
	return nil
}

// knownElsewhere tells whether a phone or the e-mail of a line that creates belongs to another contact (D3.8).
func (p *planner) knownElsewhere(r *row) (bool, error) {
	for _, phone := range r.contact.Phones {
		if found, err := p.byPhone(phone); err != nil || len(found) > 0 {
			return len(found) > 0, err
		}
	}
	if email := r.contact.Fields[crm.FieldEmail]; email != "" {
		found, err := p.byEmail(email)
		return len(found) > 0, err
	}
	return false, nil
}

// create keeps a new contact and makes it part of the base for the lines after it.
func (p *planner) create(c *crm.Contact, a added) {
	if c.Fields[crm.FieldActive] == "" {
		c.Fields[crm.FieldActive] = "true"
	}
	c.ID = crm.NewID()
	d := &draft{number: -int64(len(p.drafts)) - 1, next: c, notes: a.notes}
	p.drafts = append(p.drafts, d)
	p.loaded[d.number] = d
	p.define(a)
	p.index(d, c.Fields[crm.FieldCPF], c.Phones, c.Fields[crm.FieldEmail], c.Fields[crm.FieldCNPJ])
}

func (p *planner) update(d *draft, next *crm.Contact, a added) {
	if d.next == nil {
		p.drafts = append(p.drafts, d)
	}
	before := d.contact()
	cpf, email, cnpj := next.Fields[crm.FieldCPF], next.Fields[crm.FieldEmail], next.Fields[crm.FieldCNPJ]
	if cpf == before.Fields[crm.FieldCPF] {
		cpf = ""
	}
	if crm.EmailKey(email) == crm.EmailKey(before.Fields[crm.FieldEmail]) {
		email = ""
	}
	if cnpj == before.Fields[crm.FieldCNPJ] {
		cnpj = ""
	}
	d.next = next
	d.notes = append(d.notes, a.notes...)
	p.define(a)
	p.index(d, cpf, a.phones, email, cnpj)
}

// define keeps the custom fields and labels that a line which is saved has brought with it (D1.7).
func (p *planner) define(a added) {
	for _, f := range a.fields {
		p.newFields = append(p.newFields, f)
		p.rules.fields[crm.Fold(f.Name)] = f
	}
	for _, l := range a.labels {
		p.newLabels = append(p.newLabels, l)
		p.rules.labels[crm.Fold(l.Name)] = l.ID
	}
}

func (p *planner) index(d *draft, cpf string, phones []crm.Phone, email, cnpj string) {
	if cpf != "" {
		p.cpf.add(crm.CPFKey(cpf), d)
	}
	for _, phone := range phones {
		p.phone.add(phone.MatchKey(), d)
	}
	if email != "" {
		p.email.add(crm.EmailHash(crm.EmailKey(email)), d)
	}
	if cnpj != "" {
		p.cnpj[cnpj] = d
	}
}
