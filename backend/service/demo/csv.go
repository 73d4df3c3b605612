package demo

import (
	"fmt"
	"io"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// CSVOptions shape a generated file. The zero value is a file of new people.
type CSVOptions struct {
	// Known is the share of lines, 0 to 1, that are about people of the file of equal length with the same seed. The
	// others are people that file does not have.
	Known float64
	// Change gives the known people another company and complement: two fields to update. Without it they are unchanged.
	Change bool
}

// scalarColumns are the fields of a person that have a column.
var scalarColumns = []struct {
	field  crm.Field
	column tabular.Field
}{
	{crm.FieldName, tabular.Name}, {crm.FieldEmail, tabular.Email}, {crm.FieldCPF, tabular.CPF}, {crm.FieldCNPJ, tabular.CNPJ},
	{crm.FieldGender, tabular.Gender}, {crm.FieldBirthDate, tabular.BirthDate}, {crm.FieldExternalID, tabular.ExternalID},
	{crm.FieldCompany, tabular.Company}, {crm.FieldZipCode, tabular.ZipCode}, {crm.FieldAddress, tabular.Address},
	{crm.FieldNumber, tabular.Number}, {crm.FieldComplement, tabular.Complement}, {crm.FieldCity, tabular.City},
	{crm.FieldState, tabular.State}, {crm.FieldCountry, tabular.Country}, {crm.FieldInstagram, tabular.Instagram}, {crm.FieldFacebook, tabular.Facebook},
	{crm.FieldWhatsApp, tabular.WhatsApp}, {crm.FieldActive, tabular.Active}, {crm.FieldCorporate, tabular.Corporate},
}

// WriteCSV writes n lines under all columns of the template, about 265 bytes each. Every line is valid; the same seed
// gives the same people.
func WriteCSV(w io.Writer, n int, seed uint64, o CSVOptions) error {
	out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{})
	if err != nil {
		return err
	}
	if err := out.Write(tabular.Headers()); err != nil {
		return err
	}
	for i := range n {
		who, known := n+i, int(float64(i+1)*o.Known) > int(float64(i)*o.Known) // evenly spread
		if known || o.Known == 0 {
			who = i
		}
		p := newPerson(seed, who)
		if known && o.Change {
			p.fields[crm.FieldCompany] = fmt.Sprintf("Empresa Nova %d", i)
			p.fields[crm.FieldComplement] = fmt.Sprintf("Conjunto %d", i)
		}
		if err := out.Write(p.cells()); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (p *person) cells() []string {
	var l tabular.Line
	for _, c := range scalarColumns {
		*l.Slot(c.column) = p.fields[c.field]
	}
	for i, phone := range p.phones {
		*l.Slot(tabular.PhoneColumns[i]) = string(phone)
	}
	var pairs []tabular.Pair
	for _, c := range p.custom {
		pairs = append(pairs, tabular.Pair{Name: c.name, Value: c.value})
	}
	l.CustomFields, l.Labels, l.Notes = tabular.FormatCustomFields(pairs), strings.Join(p.labels, "|"), p.note
	return l.Cells()
}
