package cli

// undoTexts are those of the history of imports and of taking them back.
var undoTexts = map[string]words{
	"help.import.show":      {"Show one import: counts, columns, encoding, what became of it", "Mostrar uma importação: números, colunas, codificação, o que foi feito dela"},
	"help.import.report":    {"Write the rejected lines of an import, or what an undo left, while they are kept", "Gravar as linhas rejeitadas de uma importação, ou o que ficou de uma desfeita, enquanto são guardadas"},
	"help.import.undo":      {"Take an import back: remove what it created, restore what it changed", "Desfazer uma importação: remover o que criou, restaurar o que alterou"},
	"help.import.undo-long": {"Takes an import back: contacts that it created are removed, what it changed is restored. Whatever somebody has changed since stays and is listed. An import can be undone for 90 days, once.", "Desfaz uma importação: os contatos que ela criou são removidos, o que ela alterou é restaurado. O que alguém alterou depois permanece e é listado. Uma importação pode ser desfeita durante 90 dias, uma vez."},
	"flag.history-search":   {"words in the file's or the person's name", "palavras no nome do arquivo ou da pessoa"},
	"flag.history-by":       {"imports of the user with this e-mail", "importações do usuário com este e-mail"},
	"flag.history-result":   {"green, yellow or red", "green, yellow ou red"},
	"flag.history-undo":     {"possible: can be undone; done: has been", "possible: pode ser desfeita; done: já foi"},
	"flag.history-from":     {"begun on this day or later, YYYY-MM-DD", "iniciadas neste dia ou depois, AAAA-MM-DD"},
	"flag.history-to":       {"begun on this day or earlier, YYYY-MM-DD", "iniciadas neste dia ou antes, AAAA-MM-DD"},
	"flag.kept":             {"write what was left as it is, with the reasons, to this CSV file", "gravar o que ficou como está, com os motivos, neste arquivo CSV"},
	"history.undone":        {"undone (%s)", "desfeita (%s)"},
	"history.undoable":      {"can be undone", "pode ser desfeita"},
	"history.how":           {"Format %s, encoding %s, delimiter %s", "Formato %s, codificação %s, delimitador %s"},
	"history.columns":       {"COLUMN|BECOMES|HOW", "COLUNA|VIRA|COMO"},
	"undo.would":            {"Undoing would remove %d contacts, restore %d and leave %d as they are", "Desfazer removeria %d contatos, restauraria %d e deixaria %d como estão"},
	"undo.done":             {"Undone (%s): %d removed, %d restored, %d left as they are", "Desfeita (%s): %d removidos, %d restaurados, %d deixados como estão"},
	"undo.reasons":          {"LEFT BECAUSE|CONTACTS", "DEIXADOS PORQUE|CONTATOS"},
	"undo.kept":             {"What was left is listed in %s.", "O que ficou como está consta em %s."},
	"undo.list":             {"List what was left with: carteira import report %s", "Liste o que ficou com: carteira import report %s"},
}
