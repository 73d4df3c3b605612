package tabular

import (
	"fmt"
	"strings"
)

// aliasNames are the headers people use, in Portuguese and English, as far as they leave no doubt. They are compared
// folded, so accents, case and punctuation are left out here. A column called CPF/CNPJ or Documento goes to the CPF.
// The portfolio columns have none: what others call a portfolio must not be mistaken for ours and then be ignored.
var aliasNames = map[Field]string{
	Name:         "pessoa nome|person name|nome|nome completo|nome cliente|nome do cliente|nome contato|nome do contato|cliente|name|full name|contact name|customer name|display name",
	Email:        "e-mail 1 value|e-mail 1 address|pessoa e-mail trabalho|person email work|email|e-mail|e-mail 1|e-mail address|email address|correio eletronico|endereco de email|endereco eletronico|mail|contact email",
	CPF:          "cpf|cpf/cnpj|cpf ou cnpj|cpf cliente|cpf do cliente|nr cpf|numero cpf|num cpf|documento|doc|contact cpf",
	CNPJ:         "cnpj|cnpj cliente|cnpj da empresa|nr cnpj|contact cnpj",
	Gender:       "sexo|genero|gender|sex",
	BirthDate:    "data de nascimento|data nascimento|dt_nasc|dt nascimento|data nasc|nascimento|aniversario|birth date|birthdate|birthday|date of birth|dob",
	ExternalID:   "codigo externo|cod externo|id externo|codigo|codigo cliente|codigo do cliente|cod cliente|id cliente|matricula|external id|externalid|customer id|external code",
	Company:      "organization name|organization 1 name|pessoa organizacao|person organization|associated company|empresa|nome da empresa|razao social|nome fantasia|organizacao|company|company name|organization|organisation",
	ZipCode:      "address 1 postal code|mailing postal code|mailing zip postal code|cep|codigo postal|zip|zip code|zipcode|postal code|postcode",
	Address:      "address 1 street|mailing street|endereco|logradouro|rua|avenida|endereco residencial|address|street|street address|address line 1",
	Number:       "numero|num|nº|n°|nro|numero endereco|numero da casa|house number|street number|address number",
	Complement:   "complemento|compl|complement|address line 2|apartamento",
	City:         "address 1 city|mailing city|cidade|municipio|localidade|city|town",
	State:        "address 1 region|mailing state|mailing state province|estado|uf|provincia|state|province|region",
	Country:      "address 1 country|mailing country|pais|country",
	Instagram:    "instagram|insta|perfil instagram",
	Facebook:     "facebook|perfil facebook",
	Twitter:      "twitter|x twitter|perfil twitter",
	WhatsApp:     "whatsapp|whats|whats app|zap|wpp|numero whatsapp|celular whatsapp|whatsapp number",
	Active:       "ativo|ativa|active|is active|enabled",
	Corporate:    "corporativo|corporativa|pessoa juridica|pj|corporate|is corporate|business",
	Phone:        "business phone|pessoa telefone trabalho|pessoa telefone celular|person phone work|person phone mobile|telefone|telefones|telefone principal|telefone residencial|telefone comercial|telefone celular|telefone fixo|tel|fone|celular|cel|contato telefonico|numero de telefone|numero telefone|ddd telefone|phone|phone number|mobile|mobile phone|cell|cell phone|cellphone|telephone|home phone|work phone",
	CustomFields: "campos personalizados|campos customizados|custom fields|custom attributes",
	Labels:       "etiquetas|etiqueta|marcadores|tags|tag|labels|label",
	Notes:        "observacoes|observacao|obs|anotacoes|notas|comentarios|notes|note|comments|remarks",
}

// aliases finds the field of a folded header: aliases, the canonical names spelt otherwise ("Contact Name"), and
// numbered telephones ("Telefone 2").
var aliases = func() map[string]Field {
	found := map[string]Field{}
	add := func(name string, f Field) {
		key := foldHeader(name)
		if other, ok := found[key]; ok && other != f {
			panic(fmt.Sprintf("bug: the header %q stands for %s and for %s", name, other, f))
		}
		found[key] = f
	}
	for _, f := range Fields {
		add(string(f), f)
	}
	for f, names := range aliasNames {
		for _, name := range strings.Split(names, "|") {
			add(name, f)
		}
	}
	phones := []Field{Phone, Phone2, Phone3, Phone4, Phone5, Phone6, Phone7, Phone8, Phone9, Phone10}
	for i, f := range phones {
		for _, word := range []string{"telefone", "tel", "fone", "celular", "cel", "phone", "mobile"} {
			add(fmt.Sprintf("%s %d", word, i+1), f)
		}
		add(fmt.Sprintf("phone %d value", i+1), f)
	}
	return found
}()
