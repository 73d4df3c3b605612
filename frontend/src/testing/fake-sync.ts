import type { SyncConflict, SyncDevice, SyncInfo, SyncPending, SyncState } from '../bridge/types';
import { refuse } from './refuse';

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

function pendingOps(): SyncPending[] {
  const base = { contact: 'c1', name: 'Ana Paula de Souza', author: 'Renata Moraes', code: '', other: '', size: 1 };
  const op = (
    counter: number,
    kind: string,
    why: SyncPending['why'],
    more: Partial<SyncPending> = {},
  ): SyncPending => ({
    ...base,
    counter,
    kind,
    why,
    at: ago(3 * counter),
    cancellable: false,
    ...more,
  });
  return [
    op(1, 'contact.edit', 'refused', { code: 'owner_changed', other: 'c9', name: 'Caio Brandão' }),
    op(2, 'contact.edit', 'sending'),
    op(3, 'import.chunk', 'offline', { contact: '', name: '', size: 10_000 }),
    op(4, 'note.add', 'import', { name: 'João Peçanha', contact: 'c2' }),
    op(5, 'contact.anonymize', 'connection', { name: 'Beatriz Lima', contact: 'c3', cancellable: true }),
    op(6, 'label.define', 'refused', { contact: '', name: '', code: 'not_allowed' }),
    op(7, 'contact.create', 'echo', { name: 'Letícia D’Ávila', contact: 'c4' }),
  ];
}

function conflictList(): SyncConflict[] {
  const base = {
    contact: 'c1',
    name: 'Ana Paula de Souza',
    custom: false,
    about: '',
    due: '',
    valueBy: 'Renata Moraes',
    valueAt: ago(200),
    winnerBy: 'Paulo Prado',
    winnerAt: ago(90),
    other: '',
    otherName: '',
    mine: true,
  };
  return [
    {
      ...base,
      id: 'x1',
      kind: 'field',
      field: 'email',
      value: 'ana@antigo.com.br',
      winner: 'ana.paula@exemplo.com.br',
    },
    {
      ...base,
      id: 'x2',
      kind: 'field',
      field: 'birth_date',
      value: '1988-02-14',
      winner: '',
      mine: false,
      valueBy: 'Filial Norte',
    },
    {
      ...base,
      id: 'x3',
      kind: 'cnpj',
      field: 'cnpj',
      value: '••.222.333/0001-••',
      winner: '',
      other: 'c7',
      otherName: 'Padaria Peçanha Ltda',
      name: 'Padaria Nova',
    },
    { ...base, id: 'x4', kind: 'duplicate', field: '', value: '', winner: '', other: 'c8', otherName: 'Ana P. Souza' },
    {
      ...base,
      id: 'x5',
      kind: 'field',
      field: 'survey_comment',
      about: '20261203-7K2M9QXA4B',
      value: 'Atendimento rápido, mas a segunda via não chegou.',
      winner: 'Gostou do atendimento.',
    },
    {
      ...base,
      id: 'x6',
      kind: 'field',
      field: 'appointment_at',
      due: '2026-12-04T17:30:00Z',
      value: '2026-12-04T14:00:00Z',
      winner: '2026-12-04T17:30:00Z',
      mine: false,
      valueBy: 'Filial Norte',
    },
  ];
}

const devices: SyncDevice[] = [
  {
    id: 'd1',
    office: 'Matriz',
    enrolledAt: ago(90_000),
    lastSeenAt: ago(1),
    behind: 0,
    erasureOwed: false,
    revoked: false,
    self: true,
  },
  {
    id: 'd2',
    office: 'Filial Norte',
    enrolledAt: ago(80_000),
    lastSeenAt: ago(4_000),
    behind: 1_284,
    erasureOwed: true,
    revoked: false,
    self: false,
  },
  {
    id: 'd3',
    office: 'Notebook antigo',
    enrolledAt: ago(70_000),
    lastSeenAt: '',
    behind: 0,
    erasureOwed: false,
    revoked: true,
    self: false,
  },
];

/** The made-up server. Codes: "vencido" is refused, servers named "fora" do not answer, those with http:// are refused. */
export function fakeSync(begin: SyncState, changed: () => void) {
  let state = begin;
  let pending = begin === 'never' ? [] : pendingOps();
  let conflicts = begin === 'never' ? [] : conflictList();
  let office = 'Matriz';
  const info = (): SyncInfo => ({
    state,
    server: state === 'never' ? '' : 'https://crm.exemplo.com.br',
    organization: state === 'never' ? '' : 'Grupo Exemplo',
    office: state === 'never' ? '' : office,
    pending: pending.filter((p) => p.why !== 'refused').length,
    refused: pending.filter((p) => p.why === 'refused').length,
    conflicts: conflicts.length,
    lastSyncAt: state === 'never' ? '' : ago(3),
    nextTryAt: state === 'offline' ? ago(-1) : '',
    problem: state === 'offline' ? { code: 'server_unreachable', message: 'no answer', field: '' } : null,
    phase: state === 'syncing' ? 'pull' : '',
    done: state === 'syncing' ? 41_200 : 0,
    total: state === 'syncing' ? 120_000 : 0,
    keyInFile: state === 'offline',
    fingerprint: state === 'never' ? '' : '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0',
  });
  const methods = {
    Enrol: (server: string, code: string, name: string) => {
      if (server.startsWith('http://')) throw refuse('plain_http', 'https only', 'server');
      if (server.includes('fora')) throw refuse('server_unreachable', 'no answer', 'server');
      if (code === 'vencido') throw refuse('code_invalid');
      state = 'online';
      office = name;
      changed();
    },
    Now: () => {
      if (state === 'offline') throw refuse('server_unreachable', 'no answer', 'server');
      pending = pending.filter((p) => p.why === 'refused');
      changed();
    },
    Pending: () => pending,
    Conflicts: () => conflicts,
    Settle: (id: string, choice: string) => {
      if (id === 'x3' && choice === 'value') throw refuse('cnpj_taken');
      conflicts = conflicts.filter((c) => c.id !== id);
      changed();
    },
    Cancel: (counter: number) => {
      pending = pending.filter((p) => p.counter !== counter);
      changed();
    },
    Discard: (counter: number) => {
      pending = pending.filter((p) => p.counter !== counter);
      changed();
    },
    SaveDraft: () => '/download/rascunho',
    Devices: () => {
      if (state === 'offline') throw refuse('server_unreachable', 'no answer', 'server');
      return devices;
    },
  };
  return { info, methods };
}
