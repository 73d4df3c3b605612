package cli

// administrationTexts are what the commands of users, tabulations and the audit say.
var administrationTexts = map[string]words{
	"help.user.password":      {"Give a user, or yourself, a new password", "Dar uma nova senha a um usuário ou a você"},
	"help.tabulation":         {"Add, list, rename and archive tabulations", "Criar, listar, renomear e arquivar tabulações"},
	"help.tabulation.add":     {"Add a tabulation; an archived one of that name is brought back", "Criar uma tabulação; a arquivada com o mesmo nome volta"},
	"help.tabulation.list":    {"List the tabulations in use", "Listar as tabulações em uso"},
	"help.tabulation.rename":  {"Rename a tabulation; closed interactions keep the old name", "Renomear uma tabulação; atendimentos encerrados mantêm o nome antigo"},
	"help.tabulation.archive": {"Take a tabulation out of use, or bring it back with --undo", "Tirar uma tabulação de uso ou trazê-la de volta com --undo"},
	"flag.tabulation-service": {"`name` of the service it belongs to; without it, every service", "`nome` do serviço a que pertence; sem ele, todos os serviços"},
	"flag.tabulation-all":     {"archived ones too", "também as arquivadas"},
	"flag.tabulation-undo":    {"bring it back into use", "colocar de novo em uso"},
	"flag.audit-before":       {"only entries before this `number`: the next page", "só registros antes deste `número`: a próxima página"},
	"flag.audit-from":         {"from this `day` on, yyyy-mm-dd", "a partir deste `dia`, aaaa-mm-dd"},
	"flag.audit-to":           {"up to and with this `day`, yyyy-mm-dd", "até este `dia`, inclusive, aaaa-mm-dd"},
	"flag.audit-user":         {"`e-mail` of who acted; system is the program itself", "`e-mail` de quem agiu; system é o próprio programa"},
	"flag.audit-action":       {"only this `action`, as the list names it", "só esta `ação`, como a lista a chama"},
	"tabulation.head":         {"NAME|SERVICE|ARCHIVED", "NOME|SERVIÇO|ARQUIVADA"},
}
