package interactions

import (
	"io"

	"carteira/backend/engine/tabular"
)

// template is the header of a file to import and one line of it: every column that is understood, in reading order.
var template = [][2]string{
	{"protocol", "2025-000123"},
	{"channel", "whatsapp"},
	{"direction", "inbound"},
	{"from", "5548999999999"},
	{"name", "Maria da Silva"},
	{"service", ""},
	{"agent", ""},
	{"tabulation", "Resolvido"},
	{"opened", "2025-03-10 09:12"},
	{"answered", "2025-03-10 09:13"},
	{"closed", "2025-03-10 09:20"},
	{"handle_seconds", "420"},
	{"status", "closed"},
	{"subject", "Segunda via"},
	{"message", "Bom dia, preciso da segunda via do boleto."},
	{"caller", ""},
	{"survey_score", "9"},
	{"survey_comment", "Rápido e claro"},
	{"survey_sent", "2025-03-10 09:21"},
	{"survey_answered", "2025-03-10 09:40"},
	{"appointment", "2025-03-17 14:00"},
	{"appointment_status", "open"},
	{"appointment_text", "Confirmar o recebimento"},
	{"contact_id", ""},
}

// WriteTemplate writes a file that imports as it is: the headers and one line (D3.1).
func WriteTemplate(w io.Writer) error {
	out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true})
	if err != nil {
		return err
	}
	header, line := make([]string, len(template)), make([]string, len(template))
	for i, column := range template {
		header[i], line[i] = column[0], column[1]
	}
	if err := out.Write(header); err != nil {
		return err
	}
	if err := out.Write(line); err != nil {
		return err
	}
	return out.Flush()
}
