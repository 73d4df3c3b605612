package app

import (
	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// undoPhrases is what Go says of undone imports, in dialogs, files and native notifications.
type undoPhrases struct {
	done, partly, none, failed, cancelled, resumed string // titles
	counts                                         string
	saveReport, file                               string
}

var undoPhrasesOf = map[string]undoPhrases{
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

// ofUndo words a native notification of an undone import: counts only (D6.2).
func (p *phrases) ofUndo(j crm.Job) (title, body string, err error) {
	words := undoPhrasesOf[p.tag.String()]
	switch {
	case !j.State.Over():
		return words.resumed, p.resumed, nil
	case j.State == crm.JobCancelled:
		return words.cancelled, p.keptOnDisk, nil
	}
	r, err := sqlite.UndoResultOf(j)
	if err != nil {
		return "", "", err
	}
	body = p.sprintf(words.counts, r.Removed, r.Restored, r.Kept)
	switch {
	case j.State == crm.JobFailed:
		return words.failed, body, nil
	case j.Colour == crm.Green:
		return words.done, body, nil
	case j.Colour == crm.Red:
		return words.none, body, nil
	}
	return words.partly, body, nil
}
