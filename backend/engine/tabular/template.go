package tabular

import "io"

// Sample is the one line of the template (D3.1): every rule of D3 passes it. The CPF and the CNPJ are well-known examples
// with valid check digits, and the portfolio columns are blank, for they would need a user and a service that exist.
func Sample() Line {
	return Line{
		Name: "Maria da Silva", Email: "maria.silva@example.com", CPF: "52998224725", CNPJ: "11222333000181",
		Gender: "Feminino", BirthDate: "1985-03-27", ExternalID: "CLI-0001", Company: "Exemplo Ltda.",
		ZipCode: "88010400", Address: "Rua das Flores", Number: "100", Complement: "Sala 2",
		City: "Florianópolis", State: "SC", Country: "Brasil",
		Instagram: "mariadasilva", Facebook: "mariadasilva", Twitter: "mariadasilva", WhatsApp: "5548999999999",
		Active: "true", Corporate: "false", Phone: "5548999999999", Phone2: "554833333333",
		CustomFields: FormatCustomFields([]Pair{
			{"Faturamento", "20.000"}, {"Advogado", "Dr. Augusto Martins"}, {"Secretária", "Gabriela Santos"}}),
		Labels: "vip|newsletter", Notes: "Prefere contato à tarde",
	}
}

// Headers are the canonical names as text, for headers and rows.
func Headers() []string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return names
}

// Cells are the columns of l in the order of Fields.
func (l *Line) Cells() []string {
	cells := make([]string, len(Fields))
	for i, f := range Fields {
		cells[i] = *l.Slot(f)
	}
	return cells
}

// TemplateRows are the exact headers and the sample.
func TemplateRows() [][]string {
	sample := Sample()
	return [][]string{Headers(), sample.Cells()}
}

// WriteTemplate writes the CSV template.
func WriteTemplate(w io.Writer) error {
	c, err := NewCSVWriter(w, CSVWriterOptions{BOM: true, Neutralise: true})
	if err != nil {
		return err
	}
	for _, row := range TemplateRows() {
		if err := c.Write(row); err != nil {
			return err
		}
	}
	return c.Flush()
}
