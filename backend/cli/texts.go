package cli

import "maps"

// catalogue is every text of this program by key. Help is in texts_help.go, sync in texts_sync.go, errors of the services in texts_errors.go.
var catalogue = func() map[string]words {
	all := maps.Clone(helpTexts)
	maps.Copy(all, undoTexts)
	maps.Copy(all, answerTexts)
	maps.Copy(all, syncTexts)
	maps.Copy(all, administrationTexts)
	maps.Copy(all, interactionTexts)
	maps.Copy(all, manualTexts)
	return all
}()

var answerTexts = map[string]words{
	"usage.command":     {"unknown command %q", "comando desconhecido: %q"},
	"usage.subcommand":  {"%s needs a subcommand", "%s precisa de um subcomando"},
	"usage.data":        {"name the data folder with --data or CARTEIRA_DATA", "indique a pasta de dados com --data ou CARTEIRA_DATA"},
	"usage.lang":        {"--lang is en or pt-BR", "--lang é en ou pt-BR"},
	"usage.missing":     {"something is missing; usage: %s", "falta algo; uso: %s"},
	"usage.extra":       {"unexpected argument %q", "argumento inesperado: %q"},
	"usage.value":       {"--%s needs a value", "--%s precisa de um valor"},
	"usage.flag":        {"unknown option --%s", "opção desconhecida: --%s"},
	"usage.invalid":     {"--%s does not take that value", "--%s não aceita esse valor"},
	"usage.other":       {"%s", "%s"},
	"usage.pair":        {"%s takes NAME=VALUE", "%s recebe NOME=VALOR"},
	"usage.idle":        {"--session-idle takes a time of one second at least, such as 90s or 10m", "--session-idle recebe um tempo de pelo menos um segundo, como 90s ou 10m"},
	"usage.limit":       {"--limit counts from 1 up", "--limit começa em 1"},
	"usage.json-output": {"with --json, name the file with --output", "com --json, indique o arquivo com --output"},
	"usage.resume":      {"--resume goes on with the options the import began with", "--resume continua com as opções com que a importação começou"},
	"usage.errors-file": {"--errors names the file that is imported; name another one", "--errors indica o próprio arquivo importado; indique outro"},
	"usage.password":    {"there is no terminal to ask for the password: use CARTEIRA_PASSWORD with init, --password-stdin with user", "não há terminal para pedir a senha: use CARTEIRA_PASSWORD com init, --password-stdin com user"},
	"usage.passwords":   {"the two passwords differ", "as duas senhas são diferentes"},
	"usage.demo":        {"--lines counts from 0 up, --known lies between 0 and 1", "--lines começa em 0, --known fica entre 0 e 1"},
	"usage.hint":        {"Add --help to see how the command is used.", "Acrescente --help para ver como usar o comando."},

	"internal.hint": {"To see the cause, run it again with %s=error in the environment.", "Para ver a causa, execute de novo com %s=error no ambiente."},

	"ask.password": {"Password: ", "Senha: "},
	"ask.new":      {"New password: ", "Nova senha: "},
	"ask.again":    {"Once more: ", "Repita a senha: "},

	"colour.":       {"", ""},
	"colour.green":  {"green", "verde"},
	"colour.yellow": {"yellow", "amarelo"},
	"colour.red":    {"red", "vermelho"},

	"init.done":            {"Created %s with the administrator %s.", "Criada a pasta %s com o administrador %s."},
	"list.head":            {"NAME|E-MAIL|PHONE|CPF|OWNER|LABELS|ID", "NOME|E-MAIL|TELEFONE|CPF|RESPONSÁVEL|ETIQUETAS|ID"},
	"list.total":           {"%d shown, %d in all", "%d exibidos, %d no total"},
	"list.next":            {"The next page: --after %s", "Próxima página: --after %s"},
	"batch.done":           {"%d done, %d refused", "%d feitos, %d recusados"},
	"user.head":            {"E-MAIL|NAME|PROFILE|ACTIVE|PRESENCE", "E-MAIL|NOME|PERFIL|ATIVO|PRESENÇA"},
	"service.head":         {"NAME|MAILBOX|VALIDATED", "NOME|CAIXA DE E-MAIL|VALIDADA"},
	"field.head":           {"NAME|TYPE|CHOICES|CONTACTS|", "NOME|TIPO|OPÇÕES|CONTATOS|"},
	"label.head":           {"NAME|COLOR|CONTACTS|", "NOME|COR|CONTATOS|"},
	"definition.archived":  {"archived", "arquivado"},
	"audit.head":           {"SEQ|AT|ACTION|SOURCE|DETAIL", "SEQ|QUANDO|AÇÃO|ORIGEM|DETALHE"},
	"audit.intact":         {"The chain of %d entries is intact.", "A cadeia de %d registros está íntegra."},
	"audit.broken":         {"The chain is broken at entry %d.", "A cadeia está rompida no registro %d."},
	"segment.head":         {"NAME|ORDER|AUTHOR|ID", "NOME|ORDEM|AUTOR|ID"},
	"action.done":          {"%d changed, %d were so already, %d refused", "%d alterados, %d já estavam assim, %d recusados"},
	"action.head":          {"contact_id|contact_name|code|reason", "contact_id|contact_name|code|reason"},
	"action.anonymized":    {"the contact is anonymized", "o contato está anonimizado"},
	"action.gone":          {"the contact does not exist any more", "o contato não existe mais"},
	"action.merged":        {"the contact was merged into another one", "o contato foi unificado a outro"},
	"usage.all":            {"choose contacts with a filter or a segment, or all of them with --all", "escolha contatos com um filtro ou segmento, ou todos com --all"},
	"usage.segment-search": {"a segment does not keep a search: its words may name a person", "um segmento não guarda uma busca: as palavras podem identificar uma pessoa"},
	"jobs.head":            {"JOB|KIND|STATE|COLOUR|TITLE|OWNER|CREATED|PROBLEM", "TAREFA|TIPO|ESTADO|COR|TÍTULO|DONO|CRIADA|PROBLEMA"},
	"job.interrupted":      {"Interrupted. What was saved stays saved; go on with: carteira jobs resume %s", "Interrompida. O que foi salvo continua salvo; continue com: carteira jobs resume %s"},
	"export.done":          {"%d contacts written to %s", "%d contatos gravados em %s"},
	"web.ready":            {"Open the address in a browser of this computer. Ctrl+C ends the program.", "Abra o endereço em um navegador deste computador. Ctrl+C encerra o programa."},
	"demo.done":            {"Created %d contacts, %d interactions and %d users.", "Criados %d contatos, %d interações e %d usuários."},
	"demo.sign-in":         {"Sign in as %s with the password %s", "Entre como %s com a senha %s"},

	"import.done":        {"Import (%s): %d lines; %d created, %d updated, %d unchanged, %d rejected", "Importação (%s): %d linhas; %d criadas, %d atualizadas, %d sem mudança, %d rejeitadas"},
	"import.would":       {"Dry run (%s): %d lines; %d would be created, %d updated, %d unchanged, %d rejected", "Simulação (%s): %d linhas; %d seriam criadas, %d atualizadas, %d sem mudança, %d rejeitadas"},
	"import.possible":    {"%d possible duplicates", "%d possíveis duplicados"},
	"import.reasons":     {"REASON|LINES|FIRST LINE", "MOTIVO|LINHAS|PRIMEIRA LINHA"},
	"import.errors":      {"The rejected lines are in %s: correct them and import that file.", "As linhas rejeitadas estão em %s: corrija-as e importe esse arquivo."},
	"import.report":      {"To see the rejected lines with their reasons: carteira import %q --dry-run --errors FILE, with the same options.", "Para ver as linhas rejeitadas e os motivos: carteira import %q --dry-run --errors ARQUIVO, com as mesmas opções."},
	"import.fixed":       {"%d phone masks were corrected.", "%d máscaras de telefone foram corrigidas."},
	"import.fixed-other": {"%d values were corrected: %s.", "%d valores foram corrigidos: %s."},
	"fix.dates":          {"dates written in another way", "datas escritas de outro jeito"},
	"fix.month_first":    {"dates with the month first", "datas com o mês na frente"},
	"fix.gender":         {"words for the gender", "palavras para o gênero"},
	"fix.zeros":          {"zeros in front that a spreadsheet had dropped", "zeros à esquerda que a planilha tirou"},
	"fix.emails":         {"e-mail addresses", "endereços de e-mail"},
	"fix.states":         {"states by their abbreviation", "estados pela sigla"},
	"fix.names":          {"names written in capitals", "nomes escritos em maiúsculas"},
	"import.header":      {"The header is line %d of the file; what is above it was passed over. Another line: --header-row.", "O cabeçalho é a linha %d do arquivo; o que está acima dela ficou de fora. Outra linha: --header-row."},
	"import.growing":     {"The file was still being written: what was whole by then was imported.", "O arquivo ainda estava sendo gravado: foi importado o que já estava completo."},
	"import.resumed":     {"The import was interrupted and resumed; no line was applied twice or skipped.", "A importação foi interrompida e retomada; nenhuma linha foi aplicada duas vezes nem pulada."},
	"import.interrupted": {"Interrupted. What was saved stays saved; finish it with: carteira import --resume", "Interrompida. O que foi salvo continua salvo; conclua com: carteira import --resume"},
	"history.head":       {"WHEN|WHO|FILE|RESULT|LINES|CREATED|UPDATED|UNCHANGED|REJECTED|TIME|STATE|UNDO|ID", "QUANDO|QUEM|ARQUIVO|RESULTADO|LINHAS|CRIADAS|ATUALIZADAS|SEM MUDANÇA|REJEITADAS|TEMPO|ESTADO|DESFAZER|ID"},

	"remedy.delimiter":     {": add --delimiter %s or --delimiter auto", ": acrescente --delimiter %s ou --delimiter auto"},
	"remedy.auto":          {": add --delimiter auto", ": acrescente --delimiter auto"},
	"remedy.map-or-header": {"; if the headers are further down, name their line with --header-row; else say which column it is with --map 'HEADER=name'", "; se o cabeçalho estiver mais abaixo, indique a linha com --header-row; senão, diga qual coluna é com --map 'CABEÇALHO=name'"},
	"remedy.map":           {": say what becomes of a column with --map 'HEADER=name', --map 'HEADER=custom:NAME' or --map 'HEADER=ignore'", ": diga o que fazer com a coluna usando --map 'CABEÇALHO=name', --map 'CABEÇALHO=custom:NOME' ou --map 'CABEÇALHO=ignore'"},
}
