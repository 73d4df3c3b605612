package undo

import (
	"strings"
	"time"

	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// WordsIn are the texts of a report in a language: "pt-BR", or else English.
func WordsIn(language string) Words {
	i := 0
	if language == "pt-BR" {
		i = 1
	}
	say := func(texts map[string][2]string) func(string) string {
		return func(key string) string {
			if t, ok := texts[key]; ok {
				return t[i]
			}
			return key
		}
	}
	return Words{
		Head: strings.Split([2]string{"id|name|reason|parts|changed by|changed at|code", "id|nome|motivo|partes|alterado por|alterado em|codigo"}[i], "|"),
		Code: say(codeTexts), Part: say(partTexts),
		Time: func(t time.Time) string { return t.Local().Format("02/01/2006 15:04") },
	}
}

// In English and in Portuguese.
var codeTexts = map[string][2]string{
	replication.CodeChangedSince: {"somebody has changed it since the import", "alguém alterou depois da importação"},
	replication.CodeFolded:       {"another office had this person already: the lines became part of its contact", "outro escritório já tinha esta pessoa: as linhas passaram a fazer parte do contato dele"},
	replication.CodeMerged:       {"it was merged", "foi unificado"},
	replication.CodeInUse:        {"it has interactions, surveys or appointments", "tem atendimentos, pesquisas ou agendamentos"},
	replication.CodeOpenRequest:  {"it has an open interaction: the portfolio stays", "tem atendimento aberto: a carteira permanece"},
	replication.CodeOwnerChanged: {"somebody has assigned it since the import", "alguém mudou a carteira depois da importação"},
	replication.CodeUnknown:      {"the server does not have it", "o servidor não tem este contato"},
	replication.CodeErased:       {"the person was anonymized", "a pessoa foi anonimizada"},
	replication.CodeDeleted:      {"it was deleted", "foi excluído"},
	sqlite.UndoGone:              {"it is there no more", "não existe mais"},
	sqlite.UndoErased:            {"the person was anonymized", "a pessoa foi anonimizada"},
	sqlite.UndoDraft:             {"somebody is editing it", "alguém está editando"},
	sqlite.UndoCNPJTaken:         {"its former CNPJ is another contact's by now", "o CNPJ anterior agora é de outro contato"},
	"not_allowed":                {"the right to import was taken away before the server heard of it", "o direito de importar foi retirado antes de o servidor saber"},
}

var partTexts = map[string][2]string{
	"name": {"name", "nome"}, "email": {"e-mail", "e-mail"}, "cpf": {"CPF", "CPF"}, "cnpj": {"CNPJ", "CNPJ"}, "gender": {"gender", "gênero"},
	"birth_date": {"birth date", "data de nascimento"}, "external_id": {"external id", "id externo"}, "company": {"company", "empresa"},
	"zip_code": {"zip code", "CEP"}, "address": {"address", "endereço"}, "number": {"number", "número"}, "complement": {"complement", "complemento"},
	"city": {"city", "cidade"}, "state": {"state", "estado"}, "country": {"country", "país"}, "instagram": {"Instagram", "Instagram"},
	"facebook": {"Facebook", "Facebook"}, "twitter": {"Twitter", "Twitter"}, "whatsapp": {"WhatsApp", "WhatsApp"},
	"active": {"active", "ativo"}, "corporate": {"corporate", "corporativo"}, "channel": {"channel", "canal"}, "channel_user": {"channel user", "usuário do canal"},
	"portfolio": {"portfolio", "carteira"}, "phone": {"phone", "telefone"}, "phones": {"phones", "telefones"}, "label": {"label", "etiqueta"},
	"note": {"note", "nota"},
}
