import type { ContactDetail, ContactQuery, ContactRow, Label } from '../bridge/types';

// Made-up people, the same for the same number: row i of any query can be made without keeping a million of them.

const first = [
  'Ana',
  'João',
  'Mariana',
  'Luís',
  'Beatriz',
  'Antônio',
  'Letícia',
  'Rafael',
  'Thiago',
  'Patrícia',
  'José',
  'Débora',
  'Caio',
  'Fernanda',
  'Otávio',
  'Simone',
  'Vinícius',
  'Helena',
  'Márcio',
];
const last = [
  'Silva',
  'Santos',
  'Oliveira',
  'Souza',
  'Ferreira',
  'Alves',
  'Pereira',
  'Lima',
  'Gomes',
  'Ribeiro',
  'Araújo',
  'Nascimento',
  'Brandão',
  'Magalhães',
  'Peçanha',
  'Guimarães',
  'D’Ávila',
];
const places = [
  'São Paulo SP 11',
  'Curitiba PR 41',
  'Belo Horizonte MG 31',
  'Florianópolis SC 48',
  'Goiânia GO 62',
  'Maceió AL 82',
  'São Luís MA 98',
  'Porto Alegre RS 51',
  'Recife PE 81',
  'Belém PA 91',
];
const owners = ['', '', 'Renata Moraes', 'Paulo Teixeira', 'Lívia Prado'];
const channels = ['WhatsApp', 'Voz', 'E-mail', 'Chat'];
export const labels: Label[] = [
  { id: 'l1', name: 'VIP', color: '#0684b1', archived: false },
  { id: 'l2', name: 'Retorno', color: '#c48008', archived: false },
  { id: 'l3', name: 'Inadimplente', color: '#cf3d3d', archived: false },
  { id: 'l4', name: 'Fidelidade', color: '#1d8f57', archived: false },
];
export const users = owners.slice(2).map((name, n) => ({
  id: `u${n}`,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@exemplo.com.br`,
  active: true,
}));
export const channelNames = channels;

const hash = (i: number, salt: number) => {
  let x = (i + 1) * 2654435761 + salt * 40503;
  x ^= x >>> 15;
  x = Math.imul(x, 2246822519);
  x ^= x >>> 13;
  return x >>> 0;
};
const pick = <T>(from: T[], n: number): T => from[n % from.length] as T;
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f’]/g, '')
    .toLowerCase();

export function person(i: number): ContactRow {
  const [, city, state, ddd] = /^(.+) (\w\w) (\d\d)$/.exec(pick(places, hash(i, 3))) as unknown as string[];
  const given = pick(first, hash(i, 1));
  const name = `${given} ${pick(last, hash(i, 2))} ${pick(last, hash(i, 7))}`;
  const s = hash(i, 5) % 100;
  const digits = String(100000000 + (hash(i, 9) % 899999999));
  const day = (salt: number, span: number) =>
    new Date(Date.UTC(2026, 10, 20, 15, 30) - (hash(i, salt) % span) * 86_400_000).toISOString();
  return {
    id: `c${i}`,
    name,
    email: s < 85 ? `${plain(given)}.${plain(pick(last, hash(i, 2)))}${i % 997}@exemplo.com.br` : '',
    phone: `55${ddd}9${String(10000000 + (hash(i, 4) % 89999999))}`,
    phoneCount: s % 9 === 0 ? 3 : 1,
    cpf: s < 92 ? `•••.${digits.slice(3, 6)}.${digits.slice(6, 9)}-••` : '',
    cnpj: s >= 96 ? `••.${digits.slice(2, 5)}.${digits.slice(5, 8)}/••••-••` : '',
    city: city ?? '',
    state: state ?? '',
    channel: pick(channels, hash(i, 11)),
    owner: pick(owners, hash(i, 6)),
    portfolioType: pick(owners, hash(i, 6)) === '' ? 0 : 1 + (hash(i, 12) % 4),
    // One of a third, three of some.
    labels: s < 30 ? [0, 1, 2].slice(0, s < 20 ? 3 : 1).map((n) => pick(labels, hash(i, 8) + n)) : [],
    active: s !== 97,
    corporate: s >= 96,
    createdAt: day(13, 1200),
    lastInteractionAt: day(10, 400),
    picture: false,
    pending: s % 23 === 5,
  };
}

/** A cheap stand-in for a search: every letter leaves a seventh, long nonsense leaves nothing. */
export function matching(total: number, q: ContactQuery): { count: number; stride: number } {
  const filters = [q.status !== 'all', q.owner, q.channel, q.createdFrom, q.createdTo].filter(Boolean).length;
  const lists = [q.owners, q.portfolioTypes, q.labels, q.fields].filter((l) => l.length > 0).length;
  if (q.search.length > 14) return { count: 0, stride: 1 };
  const stride = 7 ** Math.min(4, q.search.length) * 3 ** (filters + lists);
  return { count: Math.ceil(total / stride), stride };
}

export function detailOf(i: number): ContactDetail {
  const row = person(i);
  return {
    ...row,
    phones: row.phoneCount > 1 ? [row.phone, '551140028922', '351912345678'] : [row.phone],
    zipCode: '80010-000',
    address: 'Rua das Flores',
    number: String(100 + (i % 900)),
    complement: 'Apto 12',
    country: 'Brasil',
    instagram: '',
    facebook: '',
    twitter: '',
    whatsapp: '',
    gender: 'Não Informado',
    birthDate: '1988-02-14',
    externalId: String(400000 + i),
    company: row.corporate ? 'Magalhães & Filhos' : '',
    customFields: [
      { id: 'f1', name: 'Time', type: 'text', value: 'Retenção' },
      { id: 'f2', name: 'Melhor horário', type: 'text', value: 'após 18h' },
    ],
    notes: [
      {
        id: 'n1',
        text: 'Prefere contato por WhatsApp, depois das 18h.',
        author: 'Renata Moraes',
        at: row.lastInteractionAt,
      },
    ],
    changes: [
      {
        at: row.lastInteractionAt,
        author: 'Renata Moraes',
        field: 'contact_city',
        old: 'Londrina',
        new: row.city,
        source: 'window',
      },
      {
        at: row.createdAt,
        author: 'Importação de clientes.csv',
        field: 'contact_email',
        old: '',
        new: row.email,
        source: 'import',
      },
    ],
    flagged: [],
    portfolio: row.owner ? { type: row.portfolioType, owner: row.owner, service: '', reserve: '' } : null,
    createdBy: 'Renata Moraes',
    updatedAt: row.lastInteractionAt,
    interactions: i % 40,
    mergedInto: '',
    anonymized: false,
  };
}
