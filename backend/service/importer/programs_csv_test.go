package importer

import (
	"slices"
	"strings"
	"testing"

	"carteira/backend/engine/tabular"
)

func TestCSVOfOtherPrograms(t *testing.T) {
	crlf := func(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n" }
	lf := func(lines ...string) string { return strings.Join(lines, "\n") + "\n" }
	tryPrograms(t, "csv", []program{
		{
			name: "Excel, pt-BR: CSV (separado por vírgulas)",
			file: latin(crlf("sep=;", "Nome;E-mail;CPF;Celular;Data de nascimento;Observações",
				"José Conceição;jose@exemplo.com.br;529.982.247-25;5548999990001;27/03/1985;\"Diz “olá” – custa € 5;\nliga à tarde\"",
				"Ana D’Ávila;;39053344705;5,549E+12;;;",
				"Bia;;52998224725,0;;31/02/1990;")),
			as:       "windows-1252 ;",
			contacts: []string{`José Conceição email=jose@exemplo.com.br cpf=52998224725 birth_date=1985-03-27 phone=5548999990001 note="Diz “olá” – custa € 5;\nliga à tarde"`},
			rejected: []string{"5 number_damaged contact_phone", "6 cpf_invalid contact_cpf"},
		},
		{
			name:     "Excel: CSV UTF-8 (delimitado por vírgulas), with the mark",
			file:     "\uFEFF" + crlf("Nome;Cidade;UF;Telefone", "Zé da Silva;São Luís;MA;5598999990001", `"Aspas ""duplas""";;;`),
			as:       "utf-8-bom ;",
			contacts: []string{`Aspas "duplas"`, "Zé da Silva city=São Luís state=MA phone=5598999990001"},
		},
		{
			name:     "Excel: texto Unicode, UTF-16 with tabs",
			file:     utf16le(crlf("Nome\tE-mail\tTelefone", "João\tjoao@exemplo.com.br\t5511999990001", "\"Uma\tcom tabulação\"\t\t", "Σωκράτης\t\t")),
			as:       "utf-16le tab",
			contacts: []string{"João email=joao@exemplo.com.br phone=5511999990001", "Uma\tcom tabulação", "Σωκράτης"},
		},
		{
			name:     "Excel for Mac: CSV, lines that end with a lone CR",
			file:     latin("Nome;Empresa;Telefone\rRenée;Café;5511999990001\r\"Duas\nlinhas\";;\r"),
			as:       "windows-1252 ;",
			contacts: []string{"Duas\nlinhas", "Renée company=Café phone=5511999990001"},
		},
		{
			name:     "Excel for Mac: CSV (Macintosh), whose letters are those of Mac OS",
			file:     "Nome;Cidade;Observa\x8D\x9Bes\rJos\x8E Concei\x8D\x8Bo;S\x8Bo Lu\x92s;\xD2l\x87\xD3\r",
			as:       "macintosh ;",
			contacts: []string{`José Conceição city=São Luís note="“lá”"`},
		},
		{
			name:     "Excel: CSV (MS-DOS), whose letters are those of code page 850",
			file:     crlf("Nome;Cidade", "Jos\x82 Concei\x87\xC6o;S\xC6o Lu\xA1s", "JO\xC7O;"),
			as:       "cp850 ;",
			contacts: []string{"JOÃO", "José Conceição city=São Luís"},
		},
		{
			name: "LibreOffice Calc, en: commas, texts quoted where they must be",
			file: lf("Name,Email,Phone,Notes", `"Silva, Maria",maria@example.com,5548999990001,"two
lines"`, "Ivo,,,"),
			as:       "utf-8 ,",
			contacts: []string{"Ivo", `Silva, Maria email=maria@example.com phone=5548999990001 note="two\nlines"`},
		},
		{
			name:     "LibreOffice Calc, pt-BR: every text quoted, numbers bare",
			file:     lf(`"Nome";"CPF";"CEP";"Nascimento";"Ativo"`, `"Maria";52998224725;"01310-100";27/03/1985;"VERDADEIRO"`, `"Rui";529982247;"";1985-03-27;"FALSO"`),
			as:       "utf-8 ;",
			contacts: []string{"Maria cpf=52998224725 birth_date=1985-03-27 zip_code=01310-100"},
			rejected: []string{"3 cpf_length contact_cpf"},
		},
		{
			name:     "Google Sheets: commas, LF, no last line ending",
			file:     "Nome,Celular,Tags\n\"Souza, Bia\",5521999990001,\"vip|sul\"\nCaio,,",
			as:       "utf-8 ,",
			contacts: []string{"Caio", "Souza, Bia phone=5521999990001 label=vip label=sul"},
		},
		{
			name:     "Numbers: semicolons, CRLF, blank columns at the end",
			file:     crlf("Nome;Telefone;;", "Ana;5511999990001;;", ";;;"),
			as:       "utf-8 ;",
			contacts: []string{"Ana phone=5511999990001"},
		},
		{
			name: "Google Contacts",
			file: lf("First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address",
				`Maria,,Silva,,,,,,,,Exemplo Ltda.,,,1985-03-27,,,* myContacts,* Work,maria@exemplo.com.br,Mobile,5548999990001,,,Home,"Rua das Flores, 100
Florianópolis",Rua das Flores,Florianópolis,,SC,88010400,BR,`,
				"Rui,,,,,,,,,,,,, --03-27,,,* myContacts,,,Mobile,+55 48 99999-0002 ::: +55 48 3333-0002,,,,,,,,,,,"),
			choose: "First Name=contact_name;Labels=ignore",
			as:     "utf-8 ,",
			contacts: []string{
				"Maria email=maria@exemplo.com.br birth_date=1985-03-27 company=Exemplo Ltda. zip_code=88010400 address=Rua das Flores city=Florianópolis state=SC country=BR phone=5548999990001",
			},
			rejected: []string{"4 date_invalid contact_birth_date"},
		},
		{
			name: "Outlook, pt-BR: Windows-1252, every cell quoted",
			file: latin(crlf(`"Título","Nome","Segundo Nome","Sobrenome","Empresa","Rua do endereço comercial","Cidade do endereço comercial","Telefone comercial","Celular","Aniversário","Endereço de email","Anotações"`,
				`"","José","","Araújo","Comércio & Cia","Av. Brasil, 10","São Paulo","1133330001","5511999990001","27/03/1985","jose@exemplo.com.br","linha um
linha dois"`,
				`"","Ana","","","","","","","5511999990002","0/0/00","",""`)),
			choose:   "Telefone comercial=ignore",
			as:       "windows-1252 ,",
			contacts: []string{`José email=jose@exemplo.com.br birth_date=1985-03-27 company=Comércio & Cia phone=5511999990001 note="linha um\nlinha dois"`},
			rejected: []string{"4 date_invalid contact_birth_date"},
		},
		{
			name: "Outlook, en",
			file: crlf(`"First Name","Last Name","Company","Business Street","Business City","Home Phone","Mobile Phone","Birthday","E-mail Address","E-mail 2 Address","Gender"`,
				`"Mary","Smith","Example Ltd","1 Main St","Boston","","12025550123","","mary@example.com","","Unspecified"`,
				`"Jon","Doe","","","","","","3/27/1985","jon@example.com","",""`),
			choose:   "First Name=contact_name;Gender=ignore",
			as:       "utf-8 ,",
			contacts: []string{"Mary email=mary@example.com company=Example Ltd phone=12025550123"},
			rejected: []string{"3 date_invalid contact_birth_date"},
		},
		{
			name: "HubSpot",
			file: lf("Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company",
				"101,Maria,Silva,maria@exemplo.com.br,5548999990001,Ana Dono,NEW,2026-01-02 10:11,Exemplo Ltda.",
				"102,Rui,,rui@exemplo,(48) 99999-0002,,,2026-01-02 10:12,"),
			choose:   "First Name=contact_name;Record ID=contact_external_id;Lead Status=custom:Fase",
			as:       "utf-8 ,",
			contacts: []string{"Maria email=maria@exemplo.com.br external_id=101 company=Exemplo Ltda. phone=5548999990001 Fase=NEW"},
			rejected: []string{"3 email_invalid contact_email"},
		},
		{
			name: "Salesforce: every cell quoted, commas",
			file: crlf(`"Id","Name","Email","MobilePhone","MailingStreet","MailingCity","MailingState","MailingPostalCode","Birthdate","HasOptedOutOfEmail"`,
				`"0035g00000AbCdEAAV","Silva, Maria","maria@exemplo.com.br","5548999990001","Rua das Flores, 100
Sala 2","Florianópolis","SC","88010-400","1985-03-27","false"`),
			choose: "Id=contact_external_id;MailingStreet=custom:Entrega",
			as:     "utf-8 ,",
			contacts: []string{
				"Silva, Maria email=maria@exemplo.com.br birth_date=1985-03-27 external_id=0035g00000AbCdEAAV zip_code=88010-400 city=Florianópolis state=SC phone=5548999990001 Entrega=Rua das Flores, 100\nSala 2",
			},
		},
		{
			name: "RD Station",
			file: lf("Email,Nome,Telefone,Celular,Empresa,Cidade,Estado,Tags,Estágio no funil",
				"maria@exemplo.com.br,Maria,,5548999990001,Exemplo,Florianópolis,SC,,Lead",
				"rui@exemplo.com.br,Rui,48999990002,,,,,,Cliente"),
			choose:   "Estágio no funil=custom:Funil",
			as:       "utf-8 ,",
			contacts: []string{"Maria email=maria@exemplo.com.br company=Exemplo city=Florianópolis state=SC phone=5548999990001 Funil=Lead"},
			rejected: []string{"3 phone_no_ddi contact_phone"},
		},
		{
			name: "Pipedrive",
			file: "\uFEFF" + lf("Pessoa - Nome;Pessoa - Telefone - Trabalho;Pessoa - E-mail - Trabalho;Pessoa - Organização;Pessoa - ID",
				"Maria;5548999990001;maria@exemplo.com.br;Exemplo;7", "Rui;55 48 99999-0002;;;8"),
			choose:   "Pessoa - ID=contact_external_id;Pessoa - Organização=contact_company",
			as:       "utf-8-bom ;",
			contacts: []string{"Maria email=maria@exemplo.com.br external_id=7 company=Exemplo phone=5548999990001"},
			rejected: []string{"3 phone_masked contact_phone"},
		},
		{
			name: "Zendesk",
			file: lf("id,name,email,external_id,details,notes,phone,role,tags,time_zone",
				`361234567890,Maria Silva,maria@exemplo.com.br,CLI-1,,"Prefere e-mail, sempre",5548999990001,end-user,vip,Brasilia`),
			choose:   "tags=contact_labels",
			as:       "utf-8 ,",
			contacts: []string{`Maria Silva email=maria@exemplo.com.br external_id=CLI-1 phone=5548999990001 label=vip note="Prefere e-mail, sempre"`},
		},
		{
			name: "iCloud, cards turned into a table",
			file: lf("Name\tMobile\tE-mail\tAddress\tBirthday", "Maria Silva\t+5548999990001\tmaria@icloud.com\t\t1985-03-27", "Rui\t+55 48 99999-0002\t\t\t"),
			as:   "utf-8 tab", contacts: []string{"Maria Silva email=maria@icloud.com birth_date=1985-03-27 phone=5548999990001"},
			rejected: []string{"3 phone_masked contact_phone"},
		},
		{
			name:     "MySQL, SELECT INTO OUTFILE with tabs: NULL is a text of its own",
			file:     lf("nome\temail\tcidade", "Maria\tmaria@exemplo.com.br\tRecife", "Rui\t\\N\tOlinda"),
			as:       "utf-8 tab",
			contacts: []string{"Maria email=maria@exemplo.com.br city=Recife"},
			rejected: []string{"3 email_invalid contact_email"},
		},
		{
			name:     "PostgreSQL, COPY TO … CSV HEADER, blank and empty",
			file:     lf("nome,email,observacoes", `Maria,maria@exemplo.com.br,"diz ""sim"""`, `Rui,,""`),
			as:       "utf-8 ,",
			contacts: []string{`Maria email=maria@exemplo.com.br note="diz \"sim\""`, "Rui"},
		},
		{
			name:     "a dump with bars",
			file:     lf("nome|cpf|telefone", "Maria|52998224725|5548999990001"),
			as:       "utf-8 |",
			contacts: []string{"Maria cpf=52998224725 phone=5548999990001"},
		},

		// Odd, and legal or nearly so.
		{
			name:     "quotes in the middle",
			file:     lf("nome;observacoes", `Ana "Nina" Souza;TV 50" na sala`, `"Zé" Silva;"ok"`),
			contacts: []string{`"Zé" Silva note="ok"`, `Ana "Nina" Souza note="TV 50\" na sala"`},
		},
		{
			name:     "spaces that are none to see: no-break, zero width, a mark inside",
			file:     lf("\u200Bnome\u00A0;e-mail;telefone", "\u00A0Ana\u00A0Souza\u00A0;\u200Bana@exemplo.com.br", "\uFEFFBia;bia@exemplo.com.br\u00A0;\u202A+5548999990001\u202C"),
			contacts: []string{"Ana\u00A0Souza email=ana@exemplo.com.br", "Bia email=bia@exemplo.com.br phone=5548999990001"},
		},
		{
			name:     "delimiters at the end of some lines, cells missing in others",
			file:     lf("nome;cidade;telefone;;", "Ana;Recife;5581999990001;;", "Bia", "Caio;Olinda;;;", "Dora;Natal;;;a mais"),
			contacts: []string{"Ana city=Recife phone=5581999990001", "Bia", "Caio city=Olinda", "Dora city=Natal"},
		},
		{
			name:     "more cells than columns",
			file:     lf("nome;cidade", "Ana;Recife;a mais", "Bia;Olinda"),
			contacts: []string{"Bia city=Olinda"},
			rejected: []string{"2 " + tabular.CodeExtraCells},
		},
		{
			name:     "headers that repeat, and blank ones",
			file:     lf("nome;telefone;telefone;telefone;", "Ana;5581999990001;5581999990002;558133330003;x"),
			contacts: []string{"Ana phone=5581999990001 phone=5581999990002 phone=558133330003"},
		},
		{
			name: "a telephone exchange: title, period, blank lines, then the header; a comma in the title is no delimiter",
			file: latin(crlf("Relatório de chamadas, fila Vendas, suporte", "Período: 01/11/2026 a 27/11/2026", "", ";;;", "Data;Nome do contato;Telefone;Duração",
				"27/11/2026;Ana;5548999990001;00:03:12", "27/11/2026;Bia;123;00:00:07")),
			choose:   "Nome do contato=contact_name",
			as:       "windows-1252 ;",
			header:   5,
			contacts: []string{"Ana phone=5548999990001"},
			rejected: []string{"7 phone_invalid contact_phone"},
		},
		{
			name:     "a dialer, separated by commas: names and values above the header",
			file:     lf("Campaign,Black Friday", "Exported by,renata@example.com", "Name,Phone,City", "Ana,5548999990001,Recife", "Bia,,Olinda"),
			as:       "utf-8 ,",
			header:   3,
			contacts: []string{"Ana city=Recife phone=5548999990001", "Bia city=Olinda"},
		},
		{
			name:     "a title of several lines in quotes, after a sep= line",
			file:     "\uFEFF" + crlf("sep=;", "\"Clientes", "do \"\"Sul\"\"\";;", "Nome;Telefone;Estado", "Ana;5548999990001;SC"),
			as:       "utf-8-bom ;",
			header:   4,
			contacts: []string{"Ana state=SC phone=5548999990001"},
		},
		{
			name:     "a title with a quote that is never closed",
			file:     lf(`"Clientes`, "Nome;Telefone;Estado", "Ana;5548999990001;SC", "Bia;;PR"),
			header:   2,
			contacts: []string{"Ana state=SC phone=5548999990001", "Bia state=PR"},
		},
		{
			name:     "headers nobody knows, below a title: found by their look",
			file:     lf("Base de 2026", "Assinante;Linha;Praça", "Ana;5548999990001;Recife", "Bia;5548999990002;Olinda"),
			choose:   "Assinante=contact_name;Linha=contact_phone;Praça=contact_city",
			header:   2,
			contacts: []string{"Ana city=Recife phone=5548999990001", "Bia city=Olinda phone=5548999990002"},
		},
		{
			name:     "UTF-16 with tabs below a title",
			file:     utf16le(crlf("Relatório", "", "Nome\tTelefone", "João\t5511999990001")),
			as:       "utf-16le tab",
			header:   3,
			contacts: []string{"João phone=5511999990001"},
		},
		{
			name:     "a line that looks like headers and is not: the person points at the other",
			file:     lf("Nome;Telefone;Estado", "Assinante;Linha;Praça", "Ana;5548999990001;SC"),
			row:      2,
			header:   2,
			choose:   "Assinante=contact_name;Linha=contact_phone;Praça=contact_state",
			contacts: []string{"Ana state=SC phone=5548999990001"},
		},
		{
			name:     "values that are words of headers do not make a line the header",
			file:     lf("Pessoa;Canal preferido;Canal alternativo", "Ana;E-mail;Telefone", "Bia;Telefone;E-mail", "Empresa;Cidade;E-mail"),
			choose:   "Pessoa=contact_name",
			contacts: []string{"Ana", "Bia", "Empresa"},
		},
		{
			name:     "a header narrower than some of its lines is still the header",
			file:     lf("assinante;cidade", "Ana;Recife", "Bia;Olinda;a mais"),
			choose:   "assinante=contact_name",
			contacts: []string{"Ana city=Recife"},
			rejected: []string{"3 " + tabular.CodeExtraCells},
		},
		{name: "the header is pointed at behind the end", file: lf("nome;telefone", "Ana;"), row: 9, refused: tabular.CodeNoHeaderLine},
		{name: "the header is pointed at a blank line", file: lf("Título", "", "nome;telefone", "Ana;"), row: 2, refused: tabular.CodeNoHeaderLine},
		{name: "a header and nothing else", file: lf("nome;telefone"), refused: tabular.CodeFileEmpty},
		{name: "nothing", file: "", refused: tabular.CodeFileEmpty},
		{name: "blank lines and delimiters", file: lf("", ";;", "  "), refused: tabular.CodeFileEmpty},
		{name: "no name", file: lf("telefone;cidade", "5581999990001;Recife"), refused: CodeNoNameColumn},
		{
			name:     "a delimiter at the end of every line, the header's too, is no column",
			file:     crlf("Nome;Cidade;;", "Ana;Recife;;", "Bia;Olinda;;", "\"Caio;Natal;;", "Dora;Belém;;"),
			columns:  2,
			contacts: []string{"Ana city=Recife", "Bia city=Olinda", "Dora city=Belém"},
			rejected: []string{"4 " + tabular.CodeUnclosedQuote},
		},
		{
			name:     "what no line at the top had, under no header, costs its line further down",
			file:     lf("Nome;Cidade;") + strings.Repeat("Ana;Recife;\n", 1) + strings.Repeat(";;;\n", 3) + strings.Repeat("Ana;Recife;\n", 45) + lf("Bia;Olinda;a mais", "Caio;Natal;"),
			columns:  2,
			contacts: append(slices.Repeat([]string{"Ana city=Recife"}, 46), "Caio city=Natal"),
			rejected: []string{"51 " + tabular.CodeExtraCells},
		},
		{
			name:     "a web system that keeps zeros from Excel: =\"0042\"",
			file:     lf(`="Nome";="CPF";="Código externo";Telefone;Obs`, `="Ana";="52998224725";="0042";="5548999990001";="diz ""sim"""`, `"=""Bia""";;;"=""5548999990002""";="a"&"b"`, `Caio;="";="";;'="x"`),
			contacts: []string{`Ana cpf=52998224725 external_id=0042 phone=5548999990001 note="diz \"sim\""`, `Bia phone=5548999990002 note="=\"a\"&\"b\""`, `Caio note="=\"x\""`},
		},
		{
			name:     "DOS: the character that ends a file, once or to the end of its block",
			file:     crlf("Nome;Cidade", "Ana;Recife") + strings.Repeat("\x1A", 100),
			contacts: []string{"Ana city=Recife"},
		},
		{
			name:     "files put together: the header again, its mark too; another header is a line like any other",
			file:     "\uFEFF" + crlf("Nome;Cidade;Obs", "Ana;Recife;", " Nome ;Cidade;Obs", "Bia;Olinda;Cidade", "\uFEFFNome;Cidade;Obs", "Nome;Cidade;", "nome;Cidade;Obs"),
			contacts: []string{"Ana city=Recife", `Bia city=Olinda note="Cidade"`, "Nome city=Cidade", `nome city=Cidade note="Obs"`},
			rejected: []string{"3 " + tabular.CodeHeaderAgain, "5 " + tabular.CodeHeaderAgain},
		},
		{
			name:     "the report of such a file: the header again has the report's columns behind it",
			file:     lf("Nome;Cidade;import_error_line;import_error_reason", "Nome;Cidade;4;a linha repete o cabeçalho", "Bia;Olinda;5;x"),
			contacts: []string{"Bia city=Olinda"},
			rejected: []string{"2 " + tabular.CodeHeaderAgain},
		},
		{
			name:     "one column, in which two people have the name of its header",
			file:     lf("Nome", "Ana", "Nome"),
			contacts: []string{"Ana", "Nome"},
		},
		{
			name:     "errors of a spreadsheet are no values: a lookup that found nothing, a column too narrow",
			file:     lf("Nome;Cidade;Telefone;Obs;Time;Tags", "#N/D;Recife;;;;", "Bia;#REF!;#N/A;;;", "Caio;Natal;; #NOME? ;;", "Dora;;########;;;", "Eva;;;;#VALOR!;", "Fe;;;;Err:502;", "Fe;;;;;#N/D", "Gil;#1;;# 2;Err: 5;#vip"),
			choose:   "Time=custom:Time",
			contacts: []string{`Gil city=#1 Time=Err: 5 label=#vip note="# 2"`},
			rejected: []string{"2 cell_error contact_name", "3 cell_error contact_city", "4 cell_error contact_notes", "5 cell_error contact_phone", "6 cell_error custom:Time", "7 cell_error custom:Time", "8 cell_error contact_labels"},
		},
		{name: "a table of a web page called .xls", file: crlf("", " <HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", "<table><tr><td>Nome;Telefone</td></tr></table>"), refused: tabular.CodeFileMarkup},
		{name: "the page where one signs in, saved in place of the file", file: utf16le("<!DOCTYPE html>\n<html><head><title>Entrar</title>"), refused: tabular.CodeFileMarkup},
		{name: "XML Spreadsheet 2003", file: "\uFEFF" + lf(`<?xml version="1.0"?>`, `<?mso-application progid="Excel.Sheet"?>`, "<Workbook>"), refused: tabular.CodeFileMarkup},
		{name: "contact cards", file: crlf("BEGIN:VCARD", "VERSION:3.0", "N:Silva;Maria;;;", "FN:Maria Silva", "END:VCARD"), refused: tabular.CodeFileCards},
		{name: "a header that has a sign of markup", file: lf("<nome>;cidade", "Ana;Recife"), contacts: []string{"Ana city=Recife"}},
		{
			name:     "a NUL costs its line",
			file:     lf("nome;cidade", "Ana\x00;Recife", "Bia;Olinda"),
			contacts: []string{"Bia city=Olinda"},
			rejected: []string{"2 " + tabular.CodeNUL},
		},
		{
			name:     "an unclosed quote costs its line",
			file:     lf("nome;cidade;estado", "\"Ana;Recife;PE", "Bia;Olinda;PE", "Caio;Natal;RN"),
			contacts: []string{"Bia city=Olinda state=PE", "Caio city=Natal state=RN"},
			rejected: []string{"2 " + tabular.CodeUnclosedQuote},
		},
		{
			name:     "letters in two pieces become one (NFC)",
			file:     lf("nome;cidade", "Jose\u0301;Sa\u0303o Paulo"),
			contacts: []string{"José city=São Paulo"},
		},
		{
			name:     "a formula that an export has made harmless, and one that was never ours",
			file:     lf("nome;observacoes", "Ana;'=1+1", "Bia;=1+1"),
			contacts: []string{`Ana note="=1+1"`, `Bia note="=1+1"`},
		},
		{
			name:     "the portfolio of another system is not ours",
			file:     lf("nome;carteira;portfolio", "Ana;Bruno;verdadeiro"),
			contacts: []string{"Ana"},
		},
	})
}
