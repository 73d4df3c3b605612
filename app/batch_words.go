package app

import (
	"carteira/backend/crm"
	"carteira/backend/service/batch"
)

// batchPhrases is what Go says of batch actions, in dialogs, files and native notifications.
type batchPhrases struct {
	endings
	head    []string
	reasons map[string]string // by code
}

var batchPhrasesOf = map[string]batchPhrases{
	"pt-BR": {
		endings: endings{
			done: "Ação em lote concluída", partly: "Ação em lote concluída em parte", none: "Ação em lote recusada",
			failed: "A ação em lote não terminou", cancelled: "Ação em lote cancelada", resumed: "Ação em lote retomada",
			counts:     "Alterados: %d · já estavam assim: %d · recusados: %d",
			saveReport: "Salvar os contatos recusados", file: "contatos-recusados",
		},
		head: []string{"id", "nome", "codigo", "motivo"},
		reasons: map[string]string{
			batch.CodeAnonymized: "O contato está anonimizado.",
			batch.CodeGone:       "O contato não existe mais.",
			batch.CodeMerged:     "O contato foi unificado a outro.",
		},
	},
	"en": {
		endings: endings{
			done: "Batch action finished", partly: "Batch action partly finished", none: "Batch action refused",
			failed: "The batch action did not finish", cancelled: "Batch action cancelled", resumed: "Batch action resumed",
			counts:     "Changed: %d · were so already: %d · refused: %d",
			saveReport: "Save the refused contacts", file: "refused-contacts",
		},
		head: []string{"id", "name", "code", "reason"},
		reasons: map[string]string{
			batch.CodeAnonymized: "The contact is anonymized.",
			batch.CodeGone:       "The contact does not exist any more.",
			batch.CodeMerged:     "The contact was merged into another one.",
		},
	},
}

// ofBatch words a native notification of a batch.
func (p *phrases) ofBatch(j crm.Job) (title, body string, err error) {
	return batchPhrasesOf[p.tag.String()].of(p, j, func() ([]any, error) {
		r, err := batch.ResultOf(j)
		if err != nil || r == nil {
			return nil, err
		}
		return []any{r.Changed, r.Unchanged, r.Refused}, nil
	})
}
