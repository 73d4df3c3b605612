package app

import (
	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// undoPhrasesOf is what Go says of undone imports, in dialogs, files and native notifications.
var undoPhrasesOf = map[string]endings{
	"pt-BR": {
		done: "Importação desfeita", partly: "Importação desfeita em parte", none: "Nada pôde ser desfeito",
		failed: "A importação não foi desfeita por completo", cancelled: "O desfazer foi cancelado", resumed: "O desfazer da importação continua",
		counts:     "Removidos: %d · restaurados: %d · deixados como estão: %d",
		saveReport: "Salvar a lista do que ficou", file: "nao-desfeitos",
	},
	"en": {
		done: "Import undone", partly: "Import partly undone", none: "Nothing could be undone",
		failed: "The import was not undone completely", cancelled: "Undoing was cancelled", resumed: "Undoing the import goes on",
		counts:     "Removed: %d · restored: %d · left as they are: %d",
		saveReport: "Save the list of what was left", file: "not-undone",
	},
}

// ofUndo words a native notification of an undone import.
func (p *phrases) ofUndo(j crm.Job) (title, body string, err error) {
	return undoPhrasesOf[p.tag.String()].of(p, j, func() ([]any, error) {
		r, err := sqlite.UndoResultOf(j)
		return []any{r.Removed, r.Restored, r.Kept}, err
	})
}
