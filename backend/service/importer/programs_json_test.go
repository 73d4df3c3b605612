package importer

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

func TestJSONOfOtherPrograms(t *testing.T) {
	tryPrograms(t, "json", []program{
		{
			name: "an array: phones as numbers, an exponent, a large one, null, a key of its own",
			file: `[{"nome":"Ana","celular":5548999990001,"cpf":null,"plano":"Ouro"},{"nome":"Bia","celular":5.548999990002e12,"cpf":52998224725},` +
				`{"nome":"Caio","celular":"5,549E+12"},{"nome":"Dora","external_id":12345678901234567890,"ativo":false}]`,
			choose:   "plano=custom:Plano",
			contacts: []string{"Ana phone=5548999990001 Plano=Ouro", "Bia cpf=52998224725 phone=5548999990002", "Dora external_id=12345678901234567890 active=false"},
			rejected: []string{"4 number_damaged contact_phone"},
		},
		{
			name:     "one object a line, with the mark, CRLF, keys in another order, one of them missing",
			file:     "\uFEFF{\"name\":\"Ana\",\"email\":\"ana@x.br\"}\r\n\r\n{\"email\":\"bia@x.br\",\"name\":\"Bia\"}\r\n{\"email\":\"c@x.br\"}\r\n",
			contacts: []string{"Ana email=ana@x.br", "Bia email=bia@x.br"},
			rejected: []string{"4 name_required contact_name"},
		},
		{
			name:     "HubSpot's interface: objects inside, dates with a time",
			file:     `[{"id":"101","properties":{"firstname":"Maria","lastname":"Silva","email":"maria@exemplo.com.br","phone":"+5548999990001","hs_object_id":101},"createdAt":"2026-01-02T10:11:00Z","archived":false,"associations":{}}]`,
			choose:   "properties.email=contact_email;properties.phone=contact_phone;id=contact_external_id",
			contacts: []string{"Maria Silva email=maria@exemplo.com.br external_id=101 phone=5548999990001"},
		},
		{
			name:     "Mongo's export: ids that are objects, lists",
			file:     `{"_id":{"$oid":"65a"},"nome":"Ana","tags":["vip","sul"],"enderecos":[{"cidade":"Recife"}]}` + "\n",
			choose:   "_id.$oid=contact_external_id;enderecos=custom:Endereços",
			contacts: []string{`Ana external_id=65a Endereços={"cidade":"Recife"} label=vip label=sul`},
		},
		{
			name:     "a key twice: the last that says something",
			file:     `[{"nome":"Ana","nome":"Ana Paula","nome":""}]`,
			contacts: []string{"Ana Paula"},
		},
		{
			name:     "PowerShell writes UTF-16",
			file:     utf16le("[\r\n    {\r\n        \"nome\":  \"João\"\r\n    }\r\n]\r\n"),
			contacts: []string{"João"},
		},
		{
			name:     "an emoji cut in half, where a program kept so many characters of a text: its record alone is lost",
			file:     `[{"nome":"Ana \ud83d"},{"nome":"Bia \ud83d\ude00","tags":["\ude00"]},{"nome":"Caio"},{"nome":"Dora","x":{"\ud83d":1}},{"nome":"Eva","x":[{"y":"\ud83d"}]}]`,
			contacts: []string{"Caio", "Dora", "Eva"},
			rejected: []string{"2 " + tabular.CodeBadText, "3 " + tabular.CodeBadText},
		},
		{
			name:     "the answer of an interface, and of contact list --json: the records in an object",
			file:     `{"total":2,"page":{"next":null},"contacts":[{"name":"Ana","phones":["5548999990001"],"custom_fields":{},"id":null},{"name":"Bia"}],"next":"abc","meta":{"data":[{"name":"Caio"}]}}`,
			contacts: []string{"Ana phone=5548999990001", "Bia"},
		},
		{
			name:     "a contact with a list of objects under such a name is a contact",
			file:     `{"nome":"Ana","data":[{"dia":1}]}`,
			choose:   "data=custom:Dias",
			contacts: []string{`Ana Dias={"dia":1}`},
		},
		{
			name:     "a list of texts under such a name is a column",
			file:     `{"data":["a","b"],"nome":"Ana"}`,
			choose:   "data=custom:Dias",
			contacts: []string{"Ana Dias=a|b"},
		},
		{name: "an object around nothing", file: `{"contacts":[],"total":0}`, refused: tabular.CodeFileEmpty},
		{name: "letters of Windows", file: latin(`[{"nome":"João"}]`), contacts: []string{"João"}},
		{name: "an empty array", file: "[]", refused: tabular.CodeFileEmpty},
		{
			name:    "one object a line: those that cannot be read cost themselves",
			file:    "\uFEFF{\"nome\" 1}\n{\"nome\":\"Ana\"}\n{\"nome\":\"Bia\"\n\n{\"nome\":\"Caio\nz\n" + "{\"nome\":\"Dora\"}\r\n  {\"nome\":Eva;\"x\"}\r\n{\"nome\":\"Fe\"}\n{\"nome\":\"G",
			refused: tabular.CodeJSONDamaged, // the z
		},
		{
			name:     "the same without a line that is no object: the end is cut, too",
			file:     "\uFEFF{\"nome\" 1}\n{\"nome\":\"Ana\",\"cidade\":\"Recife\"}\n{\"nome\":\"Bia\"\n\n{\"nome\":\"Caio\n" + "{\"nome\":\"Dora\"}\r\n  {\"nome\":Eva;\"x\"}\r\n{\"nome\":\"Fe\"}\n{\"nome\":\"G",
			contacts: []string{"Ana city=Recife", "Dora", "Fe"},
			rejected: []string{"2 json_line_broken", "4 json_line_broken", "5 json_line_broken", "7 json_line_broken", "9 json_line_broken"},
		},
		{
			name:     "the same in UTF-16",
			file:     utf16le("{\"nome\":\"João\"}\r\n{\"nome\":\"Zé\r\n{\"nome\":\"Érica\"}\r\n"),
			contacts: []string{"Érica", "João"},
			rejected: []string{"3 json_line_broken"},
		},
		{
			name:     "the report of such a line as it is, and with another line corrected",
			file:     "nome;cidade;import_error_line;import_error_reason\n\"{\"\"nome\"\":\"\"Bia\"\"\";;2;quebrada\nAna {\"x\"};;3;\n\"{\"\"nome\"\":1\";Recife;4;quebrada\n",
			contacts: []string{`Ana {"x"}`, `{"nome":1 city=Recife`},
			rejected: []string{"2 json_line_broken"},
		},
		{name: "cut", file: `[{"nome":"Ana"},{"nome":"B`, refused: tabular.CodeJSONDamaged},
		{name: "a comma too many", file: `[{"nome":"Ana"},]`, refused: tabular.CodeJSONDamaged},
		{name: "objects and something else", file: "{\"nome\":\"Ana\"}\n\"Bia\"\n", refused: tabular.CodeJSONDamaged},
		{name: "no line of JSON is the header", file: `[{"nome":"Ana"}]`, row: 2, refused: crm.CodeInvalid},
		{name: "no name", file: `[{"telefone":"5548999990001"}]`, refused: CodeNoNameColumn},
	})
}
