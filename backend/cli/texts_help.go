package cli

// helpTexts are what --help shows.
var helpTexts = map[string]words{
	"help.root":                 {"Carteira keeps the contacts of a customer-service office", "Carteira guarda os contatos de uma central de atendimento"},
	"help.init":                 {"Create the data folder and its first administrator", "Criar a pasta de dados e o primeiro administrador"},
	"help.import":               {"Import contacts from a CSV file", "Importar contatos de um arquivo CSV"},
	"help.import.history":       {"List the imports made so far", "Listar as importações feitas"},
	"help.template-command":     {"Write the import template", "Gravar o modelo de importação"},
	"help.export":               {"Export contacts as CSV that can be imported again", "Exportar contatos em um CSV que pode ser importado de novo"},
	"help.contact":              {"List, show, create and change contacts", "Listar, mostrar, criar e alterar contatos"},
	"help.contact.list":         {"List contacts", "Listar contatos"},
	"help.contact.show":         {"Show one contact", "Mostrar um contato"},
	"help.contact.create":       {"Create a contact", "Criar um contato"},
	"help.contact.update":       {"Change a contact: absent options leave it as it is, blank ones clear", "Alterar um contato: opção ausente mantém, opção em branco limpa"},
	"help.contact.activate":     {"Activate contacts", "Ativar contatos"},
	"help.contact.deactivate":   {"Deactivate contacts", "Desativar contatos"},
	"help.contact.history":      {"Show what was changed on a contact", "Mostrar o que mudou em um contato"},
	"help.user":                 {"Add, list and change users", "Criar, listar e alterar usuários"},
	"help.user.add":             {"Add a user", "Criar um usuário"},
	"help.user.list":            {"List the users", "Listar os usuários"},
	"help.user.update":          {"Change a user", "Alterar um usuário"},
	"help.user.presence":        {"Set an agent's presence", "Definir a presença de um agente"},
	"help.service":              {"Add and list services", "Criar e listar serviços"},
	"help.service.add":          {"Add a service, or change its mailbox", "Criar um serviço ou alterar sua caixa de e-mail"},
	"help.service.list":         {"List the services", "Listar os serviços"},
	"help.permission":           {"List and change the permissions of the profiles", "Listar e alterar as permissões dos perfis"},
	"help.permission.list":      {"List the permissions of every profile", "Listar as permissões de cada perfil"},
	"help.permission.set":       {"Give a profile a permission, or take it away", "Dar ou retirar uma permissão de um perfil"},
	"help.settings":             {"Read and change the settings of the organization", "Ler e alterar as configurações da organização"},
	"help.settings.get":         {"Show one setting or all", "Mostrar uma configuração ou todas"},
	"help.settings.set":         {"Change a setting", "Alterar uma configuração"},
	"help.field":                {"Add, list and change custom fields", "Criar, listar e alterar campos personalizados"},
	"help.field.add":            {"Add a custom field", "Criar um campo personalizado"},
	"help.field.list":           {"List the custom fields", "Listar os campos personalizados"},
	"help.field.rename":         {"Give a custom field another name", "Renomear um campo personalizado"},
	"help.field.archive":        {"Stop offering a custom field; contacts keep their values", "Deixar de oferecer um campo personalizado; os contatos mantêm os valores"},
	"help.field.restore":        {"Offer an archived custom field again", "Voltar a oferecer um campo personalizado arquivado"},
	"help.field.choices":        {"Say anew which choices a field offers", "Redefinir as opções que um campo oferece"},
	"help.field.order":          {"Put custom fields first, in this order", "Pôr campos personalizados no início, nesta ordem"},
	"help.label":                {"Add, list and change labels", "Criar, listar e alterar etiquetas"},
	"help.label.add":            {"Add a label", "Criar uma etiqueta"},
	"help.label.list":           {"List the labels", "Listar as etiquetas"},
	"help.label.rename":         {"Give a label another name", "Renomear uma etiqueta"},
	"help.label.color":          {"Give a label another color", "Trocar a cor de uma etiqueta"},
	"help.label.archive":        {"Stop offering a label; contacts keep it", "Deixar de oferecer uma etiqueta; os contatos a mantêm"},
	"help.label.restore":        {"Offer an archived label again", "Voltar a oferecer uma etiqueta arquivada"},
	"help.label.order":          {"Put labels first, in this order", "Pôr etiquetas no início, nesta ordem"},
	"help.segment":              {"Saved filters of the contact list", "Filtros salvos da lista de contatos"},
	"help.segment.list":         {"List the saved segments", "Listar os segmentos salvos"},
	"help.segment.add":          {"Save a filter and an order under a name", "Salvar um filtro e uma ordem com um nome"},
	"help.segment.remove":       {"Delete a segment; the contacts stay", "Excluir um segmento; os contatos permanecem"},
	"help.contact.label":        {"Add a label to many contacts, or remove it", "Pôr uma etiqueta em muitos contatos, ou tirá-la"},
	"help.contact.label.add":    {"Add a label to all contacts of a filter", "Pôr uma etiqueta em todos os contatos de um filtro"},
	"help.contact.label.remove": {"Remove a label from all contacts of a filter", "Tirar uma etiqueta de todos os contatos de um filtro"},
	"flag.segment":              {"`name` or id of a saved segment; flags beside it replace that part of it", "`nome` ou identificador de um segmento salvo; as opções ao lado substituem essa parte dele"},
	"flag.replace":              {"change the segment of that name", "alterar o segmento com esse nome"},
	"flag.all":                  {"every contact there is", "todos os contatos que existem"},
	"flag.refused":              {"write the refused contacts with their reasons to `file`", "gravar em `arquivo` os contatos recusados com os motivos"},
	"help.jobs":                 {"List, cancel and resume long work", "Listar, cancelar e retomar tarefas longas"},
	"help.jobs.list":            {"List the jobs, newest first", "Listar as tarefas, as mais novas primeiro"},
	"help.jobs.show":            {"Show one job", "Mostrar uma tarefa"},
	"help.jobs.cancel":          {"Ask a job to stop; what it has saved stays", "Pedir que uma tarefa pare; o que salvou permanece"},
	"help.jobs.resume":          {"Go on with an interrupted job and wait for it", "Continuar uma tarefa interrompida e esperar por ela"},
	"help.audit":                {"Read and verify the audit", "Ler e verificar a auditoria"},
	"help.audit.list":           {"List the newest entries", "Listar os registros mais novos"},
	"help.audit.verify":         {"Verify the whole chain of entries", "Verificar toda a cadeia de registros"},
	"help.demo":                 {"Fill an empty data folder with plausible people", "Preencher uma pasta de dados vazia com pessoas plausíveis"},
	"help.demo.csv":             {"Write a CSV file to measure imports with", "Gravar um arquivo CSV para medir importações"},
	"help.web":                  {"Open the window in a browser of this computer", "Abrir a janela em um navegador deste computador"},
	"flag.help":                 {"show this help", "mostrar esta ajuda"},
	"flag.data":                 {"data `folder` (or CARTEIRA_DATA)", "`pasta` de dados (ou CARTEIRA_DATA)"},
	"flag.as":                   {"`e-mail` of the user who acts; the password comes from CARTEIRA_PASSWORD or is asked for", "`e-mail` do usuário que age; a senha vem de CARTEIRA_PASSWORD ou é pedida"},
	"flag.json":                 {"answer with exactly one JSON document on standard output", "responder com exatamente um documento JSON na saída padrão"},
	"flag.lang":                 {"language of the messages: en or pt-BR", "idioma das mensagens: en ou pt-BR"},
	"flag.admin-email":          {"`e-mail` of the first administrator", "`e-mail` do primeiro administrador"},
	"flag.admin-name":           {"`name` of the first administrator", "`nome` do primeiro administrador"},
	"flag.format":               {"file format: auto csv xlsx json", "formato do arquivo: auto csv xlsx json"},
	"flag.format-export":        {"file format: csv xlsx json", "formato do arquivo: csv xlsx json"},
	"flag.format-template":      {"file format: csv xlsx", "formato do arquivo: csv xlsx"},
	"flag.sheet":                {"`name` of the sheet of an XLSX file (default: the first that holds something)", "`nome` da planilha de um arquivo XLSX (padrão: a primeira que tenha algo)"},
	"flag.output":               {"`file` to write; default: standard output", "`arquivo` a gravar; padrão: saída padrão"},
	"flag.delimiter":            {"column delimiter: ';' ',' '|' tab auto", "delimitador das colunas: ';' ',' '|' tab auto"},
	"flag.encoding":             {"auto, utf-8, utf-16 or windows-1252", "auto, utf-8, utf-16 ou windows-1252"},
	"flag.map":                  {"`HEADER=FIELD`: a column of the template, its short form, custom:NAME or ignore; may be repeated", "`CABEÇALHO=CAMPO`: uma coluna do modelo, sua forma curta, custom:NOME ou ignore; pode repetir"},
	"flag.fix-phones":           {"correct masked phones and those without country code", "corrigir telefones com máscara ou sem DDI"},
	"flag.dry-run":              {"only count what would happen", "apenas contar o que aconteceria"},
	"flag.errors":               {"write the rejected lines with their reasons to `file`", "gravar em `arquivo` as linhas rejeitadas com os motivos"},
	"flag.resume":               {"finish your interrupted import", "concluir sua importação interrompida"},
	"flag.search":               {"`text` in name, e-mail, phones or documents", "`texto` em nome, e-mail, telefones ou documentos"},
	"flag.status":               {"active, inactive or all", "active, inactive ou all"},
	"flag.owner":                {"`e-mail` of the owner, none or any; may be repeated", "`e-mail` do responsável, none ou any; pode repetir"},
	"flag.portfolio-type":       {"portfolio type, 1 to 4; may be repeated", "tipo de carteira, 1 a 4; pode repetir"},
	"flag.label":                {"`name` of a label; may be repeated", "`nome` de uma etiqueta; pode repetir"},
	"flag.created-from":         {"created on this `date` or later, yyyy-mm-dd", "criado nesta `data` ou depois, aaaa-mm-dd"},
	"flag.created-to":           {"created on this `date` or earlier, yyyy-mm-dd", "criado nesta `data` ou antes, aaaa-mm-dd"},
	"flag.field-filter":         {"`NAME=VALUE` of a custom field; may be repeated", "`NOME=VALOR` de um campo personalizado; pode repetir"},
	"flag.sort":                 {"name, created or last_interaction", "name, created ou last_interaction"},
	"flag.desc":                 {"in descending order", "em ordem decrescente"},
	"flag.limit":                {"how many at most", "quantos no máximo"},
	"flag.after":                {"`cursor` of the page before, as given in next", "`cursor` da página anterior, como veio em next"},
	"flag.contact":              {"%s of the contact", "%s do contato"},
	"flag.phone":                {"`phone` with country code; may be repeated, the first is the main one", "`telefone` com DDI; pode repetir, o primeiro é o principal"},
	"flag.field":                {"`NAME=VALUE` of a custom field; may be repeated", "`NOME=VALOR` de um campo personalizado; pode repetir"},
	"flag.contact-label":        {"`name` of a label; may be repeated", "`nome` de uma etiqueta; pode repetir"},
	"flag.note":                 {"`text` of a note to add; may be repeated", "`texto` de uma anotação a acrescentar; pode repetir"},
	"flag.email":                {"`e-mail` of the user", "`e-mail` do usuário"},
	"flag.name":                 {"`name` of the user", "`nome` do usuário"},
	"flag.profile":              {"admin, supervisor or agent", "admin, supervisor ou agent"},
	"flag.external-number":      {"`phone` for the follow-me flow", "`telefone` para o fluxo siga-me"},
	"flag.user-limit":           {"interactions at once, 0 = no limit", "atendimentos simultâneos, 0 = sem limite"},
	"flag.user-active":          {"on or off", "on ou off"},
	"flag.password-stdin":       {"read the new password from standard input", "ler a nova senha da entrada padrão"},
	"flag.reason":               {"`text` saying why the agent is paused", "`texto` com o motivo da pausa"},
	"flag.mailbox":              {"`e-mail` of the service's mailbox", "`e-mail` da caixa do serviço"},
	"flag.validated":            {"the mailbox has been confirmed", "a caixa de e-mail foi confirmada"},
	"flag.type":                 {"text, number, date or choice", "text, number, date ou choice"},
	"flag.choice":               {"one `choice` of a field of type choice; may be repeated", "uma `opção` de um campo do tipo choice; pode repetir"},
	"flag.color":                {"gray, petrol, green, amber or red", "gray, petrol, green, amber ou red"},
	"flag.contacts":             {"how many contacts", "quantos contatos"},
	"flag.seed":                 {"the same number gives the same people", "o mesmo número gera as mesmas pessoas"},
	"flag.lines":                {"how many lines", "quantas linhas"},
	"flag.known":                {"share of lines, 0 to 1, about people of the file with the same seed", "parte das linhas, 0 a 1, sobre pessoas do arquivo com o mesmo seed"},
	"flag.change":               {"change two fields of those people", "mudar dois campos dessas pessoas"},
	"flag.listen":               {"`address` of this computer; port 0 is any free one", "`endereço` deste computador; a porta 0 é qualquer uma livre"},
	"help.template": {
		`Usage:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [command]

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Options:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Options of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`,
		`Uso:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [comando]

Comandos:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Opções:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Opções de todo comando:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`,
	},
}
