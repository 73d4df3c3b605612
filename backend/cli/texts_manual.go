package cli

// manualTexts are what the page for man(1) says beside the help.
var manualTexts = map[string]words{
	"help.manual":       {"Write the page for man(1)", "Gravar a página do man(1)"},
	"usage.manual-json": {"the manual page is not JSON", "a página de manual não é JSON"},

	"manual.manual":    {"User Commands", "Comandos de usuário"},
	"manual.name":      {"NAME", "NOME"},
	"manual.synopsis":  {"SYNOPSIS", "SINOPSE"},
	"manual.options":   {"OPTIONS OF EVERY COMMAND", "OPÇÕES DE TODO COMANDO"},
	"manual.commands":  {"COMMANDS", "COMANDOS"},
	"manual.command":   {"command", "comando"},
	"manual.arguments": {"options and arguments", "opções e argumentos"},
	"manual.default":   {"default", "padrão"},

	"manual.status":   {"EXIT STATUS", "STATUS DE SAÍDA"},
	"manual.status.0": {"Everything was done (green).", "Tudo foi feito (verde)."},
	"manual.status.1": {"Nothing was done, or it failed (red).", "Nada foi feito, ou falhou (vermelho)."},
	"manual.status.2": {"Wrong usage.", "Uso incorreto."},
	"manual.status.3": {"Part of it was done (yellow).", "Uma parte foi feita (amarelo)."},
	"manual.status.4": {"Not allowed.", "Sem permissão."},

	"manual.environment":          {"ENVIRONMENT", "AMBIENTE"},
	"manual.environment.data":     {"The data folder, where --data does not name one.", "A pasta de dados, onde --data não indica outra."},
	"manual.environment.password": {"The password of the user named by --as. Without it the program asks for it at a terminal.", "A senha do usuário indicado por --as. Sem ela o programa pede a senha no terminal."},
	"manual.environment.log":      {"What is logged on standard error: debug, info, warn or error. Nothing by default.", "O que é registrado na saída de erro: debug, info, warn ou error. Nada por padrão."},

	"manual.files":      {"FILES", "ARQUIVOS"},
	"manual.files.data": {"The data: contacts, users, history and audit. Removing the program leaves it alone.", "Os dados: contatos, usuários, histórico e auditoria. Remover o programa não mexe neles."},

	"manual.also":        {"SEE ALSO", "VEJA TAMBÉM"},
	"manual.also.window": {"The same data in a window; the files named are opened for import.", "Os mesmos dados em uma janela; os arquivos indicados são abertos para importação."},
	"manual.also.server": {"The central server that offices synchronize with.", "O servidor central com que os escritórios sincronizam."},
}
