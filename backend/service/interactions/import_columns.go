package interactions

import (
	"strings"

	"carteira/backend/crm"
)

// aliases are the headers that a column may have, folded, and what it holds.
var aliases = map[string]string{
	"protocol": "protocol", "protocolo": "protocol", "protocol_number": "protocol",
	"channel": "channel", "canal": "channel",
	"direction": "direction", "direcao": "direction", "sentido": "direction",
	"contact_id": "contact_id", "contact": "contact_id", "id_contato": "contact_id",
	"from": "from", "address": "from", "contact_address": "from", "de": "from", "origem": "from", "endereco": "from", "telefone": "from",
	"contact_phone": "from", "contact_email": "from", "phone": "from", "email": "from", "e-mail": "from",
	"name": "name", "contact_name": "name", "nome": "name", "contato": "name",
	"service": "service", "servico": "service", "fila": "service",
	"agent": "agent", "agente": "agent", "agent_email": "agent",
	"tabulation": "tabulation", "tabulacao": "tabulation",
	"opened": "opened", "opened_at": "opened", "abertura": "opened", "aberto_em": "opened",
	"answered": "answered", "answered_at": "answered", "atendimento": "answered", "atendido_em": "answered",
	"closed": "closed", "closed_at": "closed", "encerramento": "closed", "encerrado_em": "closed",
	"handle_seconds": "handle_seconds", "handle_time": "handle_seconds", "tma_segundos": "handle_seconds", "duracao_segundos": "handle_seconds",
	"status": "status", "situacao": "status",
	"subject": "subject", "assunto": "subject", "message": "message", "mensagem": "message", "caller": "caller",
	"survey_score": "survey_score", "nota": "survey_score", "survey_comment": "survey_comment", "comentario": "survey_comment",
	"survey_sent": "survey_sent", "pesquisa_enviada": "survey_sent", "survey_answered": "survey_answered", "pesquisa_respondida": "survey_answered",
	"appointment": "appointment", "appointment_at": "appointment", "agendamento": "appointment",
	"appointment_status": "appointment_status", "situacao_do_agendamento": "appointment_status",
	"appointment_text": "appointment_text", "assunto_do_agendamento": "appointment_text",
}

// columns are the places of what a file holds.
type columns map[string]int

func columnsOf(header []string) columns {
	c := columns{}
	for i, h := range header {
		if name, ok := aliases[strings.ReplaceAll(crm.Fold(strings.TrimSpace(h)), " ", "_")]; ok {
			if _, taken := c[name]; !taken {
				c[name] = i
			}
		}
	}
	return c
}

// ColumnOf is the index of the column of a file that holds something of an interaction, -1 when none does.
func ColumnOf(header []string, name string) int {
	if i, ok := columnsOf(header)[name]; ok {
		return i
	}
	return -1
}

func (c columns) check() error {
	_, contact := c["contact_id"]
	_, from := c["from"]
	_, channel := c["channel"]
	if !contact && !from || !channel {
		return crm.Errorf(CodeNoColumn, "", "the file needs a column channel, and contact_id or from to say whom each line is about")
	}
	return nil
}
