package importer

import (
	"strconv"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
)

// row is one line of the file, validated. Contact holds only what the line fills.
type row struct {
	number    int
	after     tabular.Position
	problems  []Problem
	contact   crm.Contact
	custom    []tabular.Pair
	labels    []string
	note      string
	portfolio *wish
	mended    []mending // nil as long as no rule has anything to say
}

// wish is what the portfolio columns of a line ask for, not yet resolved.
type wish struct {
	kind                    crm.PortfolioType
	owner, service, reserve string
}

// Problem is why a line is not taken. Message is for the person whose file it is.
type Problem struct {
	Field   tabular.Field `json:"field"` // the column at fault, "" for the whole line
	Code    string        `json:"code"`
	Message string        `json:"message"`
}

// scalarColumns are the columns that fill a scalar field of the contact.
var scalarColumns = [...]struct {
	column tabular.Field
	field  crm.Field
	value  func(*tabular.Line) string
}{
	{tabular.Name, crm.FieldName, func(l *tabular.Line) string { return l.Name }},
	{tabular.Email, crm.FieldEmail, func(l *tabular.Line) string { return l.Email }},
	{tabular.CPF, crm.FieldCPF, func(l *tabular.Line) string { return l.CPF }},
	{tabular.CNPJ, crm.FieldCNPJ, func(l *tabular.Line) string { return l.CNPJ }},
	{tabular.Gender, crm.FieldGender, func(l *tabular.Line) string { return l.Gender }},
	{tabular.BirthDate, crm.FieldBirthDate, func(l *tabular.Line) string { return l.BirthDate }},
	{tabular.ExternalID, crm.FieldExternalID, func(l *tabular.Line) string { return l.ExternalID }},
	{tabular.Company, crm.FieldCompany, func(l *tabular.Line) string { return l.Company }},
	{tabular.ZipCode, crm.FieldZipCode, func(l *tabular.Line) string { return l.ZipCode }},
	{tabular.Address, crm.FieldAddress, func(l *tabular.Line) string { return l.Address }},
	{tabular.Number, crm.FieldNumber, func(l *tabular.Line) string { return l.Number }},
	{tabular.Complement, crm.FieldComplement, func(l *tabular.Line) string { return l.Complement }},
	{tabular.City, crm.FieldCity, func(l *tabular.Line) string { return l.City }},
	{tabular.State, crm.FieldState, func(l *tabular.Line) string { return l.State }},
	{tabular.Country, crm.FieldCountry, func(l *tabular.Line) string { return l.Country }},
	{tabular.Instagram, crm.FieldInstagram, func(l *tabular.Line) string { return l.Instagram }},
	{tabular.Facebook, crm.FieldFacebook, func(l *tabular.Line) string { return l.Facebook }},
	{tabular.Twitter, crm.FieldTwitter, func(l *tabular.Line) string { return l.Twitter }},
	{tabular.WhatsApp, crm.FieldWhatsApp, func(l *tabular.Line) string { return l.WhatsApp }},
	{tabular.Active, crm.FieldActive, func(l *tabular.Line) string { return l.Active }},
	{tabular.Corporate, crm.FieldCorporate, func(l *tabular.Line) string { return l.Corporate }},
}

// converter validates lines; it belongs to one goroutine.
type converter struct {
	mend  *mender // nil = values are taken as they are
	today string  // YYYY-MM-DD
}

// convert reads one line. Every problem of the line is found, so that it can be corrected in one go.
func (c *converter) convert(item *tabular.Item, r *row) {
	*r = row{number: item.Number, after: item.After}
	if item.Err != nil {
		r.fail(tabular.Field(item.Err.Field), item.Err.Code, item.Err.Message)
		return
	}
	l := item.Line
	for i := range scalarColumns {
		s := &scalarColumns[i]
		text := s.value(l)
		if text == "" || r.failed(s.column, text) {
			continue
		}
		if c.mend != nil {
			text = c.mend.rewrite(r, mend.Rewrites(s.field), s.column, text)
		}
		value, err := crm.ParseField(s.field, text)
		if err != nil {
			mended, ok := "", false
			if c.mend != nil {
				mended, ok = c.mend.rescue(r, mend.Rescues(s.field), s.column, text, func(t string) (string, error) { return crm.ParseField(s.field, t) })
			}
			if !ok {
				r.refuse(s.column, err)
				continue
			}
			value = mended
		}
		r.contact.Fields[s.field] = value
	}
	if b := r.contact.Fields[crm.FieldBirthDate]; b != "" && crm.DateInFuture(b, c.today) {
		r.fail(tabular.BirthDate, crm.CodeDateInvalid, "this date lies in the future")
	}
	c.phones(l, r)
	c.more(item, r)
	if l.Portfolio == "true" { // exactly, D3.12
		r.portfolio = readWish(l, r)
	}
}

// asItIs takes what is a number already.
func asItIs(phone string) (string, error) { return phone, nil }

func (c *converter) phones(l *tabular.Line, r *row) {
	for i, text := range [...]string{
		l.Phone, l.Phone2, l.Phone3, l.Phone4, l.Phone5, l.Phone6, l.Phone7, l.Phone8, l.Phone9, l.Phone10,
	} {
		if text == "" || strings.TrimSpace(text) == "" || r.failed(tabular.PhoneColumns[i], text) {
			continue
		}
		p, err := crm.ParseImportPhone(text)
		if err != nil {
			mended, ok := "", false
			if c.mend != nil {
				mended, ok = c.mend.rescue(r, mend.PhoneRescues, tabular.PhoneColumns[i], text, asItIs)
			}
			if !ok {
				r.refuse(tabular.PhoneColumns[i], err)
				continue
			}
			p = crm.Phone(mended)
		}
		if !hasNumber(r.contact.Phones, p) {
			r.contact.Phones = append(r.contact.Phones, p)
		}
	}
}

// hasNumber compares by the ninth-digit rule, so that a file in the old format adds no second copy of a
// number (D1.6).
func hasNumber(phones []crm.Phone, p crm.Phone) bool {
	if len(phones) == 0 {
		return false
	}
	key := p.MatchKey()
	for _, q := range phones {
		if q.MatchKey() == key {
			return true
		}
	}
	return false
}

// more reads custom fields, labels and the note.
func (c *converter) more(item *tabular.Item, r *row) {
	l := item.Line
	for _, pair := range item.Custom {
		c.custom(r, tabular.CustomField(pair.Name), pair)
	}
	if strings.TrimSpace(l.CustomFields) != "" {
		pairs, err := tabular.ParseCustomFields(l.CustomFields)
		if err != nil {
			r.refuse(tabular.CustomFields, err)
		}
		for _, pair := range pairs {
			c.custom(r, tabular.CustomFields, pair)
		}
	}
	if l.Labels != "" && !r.failed(tabular.Labels, l.Labels) {
		for name := range strings.SplitSeq(l.Labels, "|") {
			if strings.TrimSpace(name) == "" {
				continue
			}
			name, err := crm.ParseDefinitionName("labels", name)
			if err != nil {
				r.refuse(tabular.Labels, err)
				continue
			}
			r.labels = append(r.labels, name)
		}
	}
	if l.Notes != "" && !r.failed(tabular.Notes, l.Notes) {
		note, err := crm.ParseText("notes", l.Notes, 10_000)
		if err != nil {
			r.refuse(tabular.Notes, err)
		}
		r.note = note
	}
}

// custom adds a custom field's value. Its type is known in the transaction only; what can be mended of a date is mended here.
func (c *converter) custom(r *row, column tabular.Field, pair tabular.Pair) {
	if m := c.mend; m != nil && m.dates[crm.Fold(pair.Name)] {
		pair.Value = m.rewrite(r, mend.DateRewrites, column, pair.Value)
		if _, err := crm.ParseDate(pair.Value); err != nil {
			if mended, ok := m.rescue(r, mend.DateRescues, column, pair.Value, crm.ParseDate); ok {
				pair.Value = mended
			}
		}
	}
	r.addCustom(column, pair)
}

func (r *row) addCustom(column tabular.Field, pair tabular.Pair) {
	if r.failed(column, pair.Value) {
		return
	}
	name, err := crm.ParseDefinitionName("custom_fields", pair.Name)
	if err != nil {
		r.refuse(column, err)
		return
	}
	value, err := crm.ParseText("custom_fields", pair.Value, 4000)
	if err != nil {
		r.refuse(column, err)
		return
	}
	if value != "" {
		r.custom = append(r.custom, tabular.Pair{Name: name, Value: value})
	}
}

func readWish(l *tabular.Line, r *row) *wish {
	w := &wish{
		owner:   strings.TrimSpace(l.PortfolioUserEmail),
		service: strings.TrimSpace(l.PortfolioServiceName),
		reserve: strings.TrimSpace(l.PortfolioReserveEmail),
	}
	kind, err := strconv.Atoi(strings.TrimSpace(l.PortfolioType))
	if err != nil || kind < 1 || kind > 4 {
		r.fail(tabular.PortfolioType, CodePortfolioType, "the portfolio type must be 1, 2, 3 or 4")
		return nil
	}
	w.kind = crm.PortfolioType(kind)
	return w
}

func (r *row) fail(column tabular.Field, code, message string) {
	r.problems = append(r.problems, Problem{Field: column, Code: code, Message: message})
}

// refuse keeps an error of a value. Its whole text is used: that of a phone names the number it probably is.
func (r *row) refuse(column tabular.Field, err error) {
	r.fail(column, crm.CodeOf(err), err.Error())
}

// identified tells whether the line says anything by which a contact can be recognised.
func (r *row) identified() bool {
	return r.contact.Fields[crm.FieldCPF] != "" || len(r.contact.Phones) > 0 || r.contact.Fields[crm.FieldEmail] != ""
}
