package demo

// What the people are made of. Common names of the country; every address and company is invented.
var (
	firstFemale = []string{
		"Ana", "Beatriz", "Camila", "Conceição", "Débora", "Eduarda", "Fátima", "Fernanda", "Gabriela", "Helena", "Inês", "Isabela",
		"Joana", "Júlia", "Larissa", "Letícia", "Luíza", "Márcia", "Maria", "Mônica", "Natália", "Patrícia", "Rafaela", "Sônia",
		"Tânia", "Teresa", "Vânia", "Verônica", "Vitória", "Yasmin",
	}
	firstMale = []string{
		"André", "Antônio", "Bruno", "Caio", "Cauã", "César", "Davi", "Diego", "Eduardo", "Fábio", "Felipe", "Gabriel", "Gonçalo",
		"Heitor", "Inácio", "João", "Jorge", "José", "Leonardo", "Luís", "Márcio", "Mateus", "Otávio", "Paulo", "Rafael", "Rogério",
		"Sérgio", "Thiago", "Vinícius", "Zé Carlos",
	}
	middles = []string{
		"Aparecida", "Araújo", "Barbosa", "Campos", "Cardoso", "Correia", "Cunha", "das Graças", "de Assis", "de Jesus", "do Carmo",
		"Freitas", "Leão", "Magalhães", "Moura", "Muniz", "Paixão", "Queirós", "Teixeira", "Vieira",
	}
	surnames = []string{
		"Abrão", "Almeida", "Alves", "Andrade", "Azevedo", "Batista", "Borges", "Brandão", "Carvalho", "Conceição", "Costa", "Dias",
		"Fagundes", "Falcão", "Fernandes", "Ferreira", "Figueiró", "Gomes", "Gonçalves", "Guimarães", "Leite", "Lima", "Lopes", "Machado",
		"Marques", "Martins", "Melo", "Mendonça", "Monteiro", "Moraes", "Nascimento", "Nóbrega", "Nunes", "Oliveira", "Pereira", "Pinto",
		"Ramos", "Ribeiro", "Rocha", "Rodrigues", "Santana", "Santos", "Silva", "Simões", "Soares", "Souza", "Tavares", "Vasconcelos",
	}
	companies = []string{
		"Padaria Pão Quente", "Mecânica Três Irmãos", "Clínica Boa Saúde", "Escola Caminho", "Construções Alvorada", "Farmácia São José",
		"Transportes Veloz", "Mercado Bom Preço", "Estúdio Ímpar", "Papelaria Central", "Agropecuária Serra Azul", "Ótica Visão",
	}
	companyEnds = []string{"Ltda.", "ME", "S.A.", "EIRELI"}
	streets     = []string{
		"Rua das Flores", "Rua São João", "Avenida Brasil", "Rua Sete de Setembro", "Avenida Getúlio Vargas", "Rua XV de Novembro",
		"Travessa da Paz", "Rua do Comércio", "Alameda dos Ipês", "Avenida Beira-Mar", "Rua Marechal Deodoro", "Rua Santo Antônio",
	}
	complements = []string{"Apto. 12", "Apto. 304", "Casa 2", "Sala 5", "Bloco B", "Fundos", "Sobreloja", "Loja 1"}
	customNames = []string{"Faturamento", "Advogado", "Secretária", "Plano", "Melhor horário"}
	customText  = [][]string{
		{"20.000", "55.300", "120.000", "8.750"},
		{"Dr. Augusto Martins", "Dra. Inês Prado", "Dr. João Sá"},
		{"Gabriela Santos", "Mônica Reis", "Renata Luz"},
		{"Básico", "Essencial", "Prêmio", "Família"},
		{"Manhã", "Tarde", "Depois das 18 h"},
	}
	labels = []string{"vip", "newsletter", "inadimplente", "indicação", "pós-venda", "renovação"}
	notes  = []string{
		"Prefere contato à tarde", "Pediu segunda via do boleto", "Já reclamou duas vezes do prazo de entrega",
		"Só atende depois das 18 h", "Quer conhecer o plano família", "Indicado por outro cliente",
	}
)

// place is a city with its state, DDD and the first digits of its zip codes.
type place struct {
	city, state string
	ddd         int
	zip         int // five digits
}

var places = []place{
	{"São Paulo", "SP", 11, 1310}, {"Santos", "SP", 13, 11010}, {"Ribeirão Preto", "SP", 16, 14010}, {"Campinas", "SP", 19, 13010},
	{"Rio de Janeiro", "RJ", 21, 20040}, {"Niterói", "RJ", 21, 24020}, {"Vitória", "ES", 27, 29010}, {"Belo Horizonte", "MG", 31, 30110},
	{"Juiz de Fora", "MG", 32, 36010}, {"Uberlândia", "MG", 34, 38400}, {"Curitiba", "PR", 41, 80010}, {"Londrina", "PR", 43, 86010},
	{"Maringá", "PR", 44, 87013}, {"Joinville", "SC", 47, 89201}, {"Florianópolis", "SC", 48, 88010}, {"Chapecó", "SC", 49, 89801},
	{"Porto Alegre", "RS", 51, 90010}, {"Caxias do Sul", "RS", 54, 95010}, {"Brasília", "DF", 61, 70040}, {"Goiânia", "GO", 62, 74003},
	{"Cuiabá", "MT", 65, 78005}, {"Campo Grande", "MS", 67, 79002}, {"Salvador", "BA", 71, 40010}, {"Aracaju", "SE", 79, 49010},
	{"Recife", "PE", 81, 50010}, {"Maceió", "AL", 82, 57020}, {"João Pessoa", "PB", 83, 58010}, {"Natal", "RN", 84, 59010},
	{"Fortaleza", "CE", 85, 60010}, {"Teresina", "PI", 86, 64000}, {"Belém", "PA", 91, 66010}, {"Manaus", "AM", 92, 69005},
	{"São Luís", "MA", 98, 65010},
}
