// The people of the measurement: the shares and the alphabets of `carteira demo csv`, as JSON documents. A pure
// function of the number, so that two runs store the same bytes.

const first = {
  Feminino: 'Ana Beatriz Camila Conceição Débora Fátima Helena Inês Júlia Letícia Mônica Vitória'.split(' '),
  Masculino: 'André Antônio Caio Cauã Diego Fábio Gonçalo João José Márcio Rogério Vinícius'.split(' '),
};
const surnames = [
  ...'Almeida Andrade Azevedo Batista Carvalho Costa Falcão Ferreira Gonçalves Guimarães Lima Machado'.split(' '),
  ...'Melo Mendonça Nascimento Oliveira Pereira Ribeiro Santos Silva Simões Souza Tavares Vasconcelos'.split(' '),
];
const companies = [
  'Padaria Pão Quente',
  'Mecânica Três Irmãos',
  'Clínica Boa Saúde',
  'Construções Alvorada',
  'Mercado Bom Preço',
  'Ótica Visão',
];
const places = [
  ['São Paulo', 'SP', 11],
  ['Rio de Janeiro', 'RJ', 21],
  ['Vitória', 'ES', 27],
  ['Belo Horizonte', 'MG', 31],
  ['Curitiba', 'PR', 41],
  ['Florianópolis', 'SC', 48],
  ['Porto Alegre', 'RS', 51],
  ['Goiânia', 'GO', 62],
  ['Salvador', 'BA', 71],
  ['João Pessoa', 'PB', 83],
];
const domains = ['example.com', 'example.org', 'example.net']; // reserved: no mail ever reaches anybody

const withCPF = 0.7;
const withEmail = 0.7;
const withCompany = 0.35;
const withSecondPhone = 0.3;

/** The document of contact number i. */
export function contact(i) {
  const draw = generator(i);
  const below = (n) => Math.floor(draw() * n);
  const pick = (list) => list[below(list.length)];

  const gender = pick(Object.keys(first));
  const name = [pick(first[gender]), pick(surnames), ...(draw() < 0.5 ? [pick(surnames)] : [])].join(' ');
  const [city, state, ddd] = pick(places);
  const doc = { _id: identifier(i, below), name };
  if (draw() < withEmail) doc.email = `${fold(name)}${i}@${pick(domains)}`;
  if (draw() < withCPF) doc.cpf = cpf(below(1e9));
  doc.phones = [`55${ddd}9${String(below(1e8)).padStart(8, '0')}`];
  if (draw() < withSecondPhone) doc.phones.push(`55${ddd}${2 + below(4)}${String(below(1e7)).padStart(7, '0')}`);
  Object.assign(doc, { city, state, gender });
  doc.birth_date = `${1940 + below(66)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  doc.external_id = `CLI-${String(i + 1).padStart(7, '0')}`;
  if (draw() < withCompany) doc.company = pick(companies);
  return doc;
}

/** The first n documents. */
export const contacts = (n) => Array.from({ length: n }, (_, i) => contact(i));

/** A UUIDv7 as the product's: ascending, which is also what suits leveldb. */
function identifier(i, below) {
  const hex = (n, digits) => n.toString(16).padStart(digits, '0');
  const time = hex(1_760_000_000_000 + i, 12);
  const tail = `${hex(0x8000 + below(0x4000), 4)}-${hex(below(2 ** 24), 6)}${hex(below(2 ** 24), 6)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(below(0x1000), 3)}-${tail}`;
}

/** Nine digits and the two check digits. */
function cpf(base) {
  let digits = String(base).padStart(9, '0');
  for (const weight of [10, 11]) {
    let sum = 0;
    for (let k = 0; k < digits.length; k++) sum += Number(digits[k]) * (weight - k);
    digits += ((sum * 10) % 11) % 10;
  }
  return digits;
}

const two = (n) => String(n).padStart(2, '0');

const fold = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ').join('.');

/** mulberry32: small and the same on every machine. */
function generator(seed) {
  let a = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
