import type {
  AuditEntry,
  AuditPage,
  AuditQuery,
  ManagedUser,
  PermissionRow,
  Presence,
  Profile,
  ServiceRow,
  Tabulation,
  UserForm,
} from '../bridge/administration';
import { refuse } from './refuse';

const profiles: Profile[] = ['admin', 'supervisor', 'agent'];
const rights = [
  'view',
  'edit',
  'import',
  'export',
  'merge',
  'assign',
  'anonymize',
  'delete',
  'blacklist',
  'reports',
  'users',
  'settings',
];
const byDefault = (profile: Profile, right: string): boolean => {
  if (right === 'anonymize') return false;
  if (profile === 'admin') return true;
  if (profile === 'supervisor') return !['users', 'settings', 'delete'].includes(right);
  return right === 'view' || right === 'edit';
};

const person = (id: string, name: string, profile: Profile, more: Partial<ManagedUser> = {}): ManagedUser => ({
  id,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@exemplo.com.br`,
  profile,
  active: true,
  presence: 'available',
  presenceReason: '',
  externalNumber: '',
  limit: 0,
  open: 0,
  lockedUntil: '',
  createdAt: '2026-01-05T12:00:00Z',
  ...more,
});

/** The made-up office's people, rights, queues and audit. `changed` announces an entity as Go does. */
export function fakeAdministration(changed: (entity: string) => void) {
  const users: ManagedUser[] = [
    person('u0', 'Renata Moraes', 'admin'),
    person('u1', 'Caio Brandão', 'supervisor', { presence: 'paused', presenceReason: 'reunião', limit: 5, open: 2 }),
    person('u2', 'Letícia D’Ávila', 'agent', { externalNumber: '5541998765432', limit: 3, open: 3 }),
    person('u3', 'João Peçanha', 'agent', {
      presence: 'offline',
      lockedUntil: new Date(Date.now() + 200_000).toISOString(),
    }),
    person('u4', 'Paulo Prado', 'agent', { active: false, presence: 'offline' }),
  ];
  const matrix: PermissionRow[] = rights.map((permission) => ({
    permission,
    profiles: profiles.map((profile) => ({
      profile,
      allowed: byDefault(profile, permission),
      default: byDefault(profile, permission),
      fixed: profile === 'admin' && permission === 'users',
    })),
  }));
  let services: ServiceRow[] = [
    { id: 's1', name: 'Suporte', mailbox: 'suporte@exemplo.com.br', validated: false },
    { id: 's2', name: 'Vendas', mailbox: 'vendas@exemplo.com.br', validated: true },
    { id: 's3', name: 'WhatsApp', mailbox: '', validated: false },
  ];
  let tabulations: Tabulation[] = [
    { id: 't1', name: 'Dúvida', service: '', archived: false },
    { id: 't2', name: 'Venda fechada', service: 's2', archived: false },
    { id: 't3', name: 'Trote', service: '', archived: true },
  ];
  let serial = 0;
  const actions = ['user.add', 'setting.set', 'contact.update', 'permission.set', 'contact.create', 'import.end'];
  const entry = (seq: number): AuditEntry => {
    const action = actions[seq % actions.length] as string;
    const contact = action.startsWith('contact');
    return {
      seq,
      at: new Date(Date.UTC(2026, 10, 27, 12) - (1000 - seq) * 420_000).toISOString(),
      actor: seq % 7 === 0 ? '' : (users[seq % 4]?.name ?? ''),
      source: seq % 5 === 0 ? 'command line' : seq % 7 === 0 ? 'system' : 'window',
      action,
      subjectId: contact ? `c${seq}` : action === 'user.add' ? 'u2' : '',
      subjectKind: contact ? 'contact' : action === 'user.add' ? 'user' : '',
      subjectName: contact ? 'Ana Paula de Souza' : action === 'user.add' ? 'Letícia D’Ávila' : '',
      details:
        action === 'setting.set'
          ? [{ name: 'name', value: 'keep-reports' }]
          : contact
            ? [{ name: 'fields', value: '["email","city"]' }]
            : [],
      hash: seq.toString(16).padStart(64, '9f8e7d6c'),
    };
  };
  const find = (id: string): ManagedUser => {
    const user = users.find((u) => u.id === id);
    if (!user) throw refuse('not_found');
    return user;
  };
  const setPresence = (id: string, presence: Presence, reason: string) => {
    Object.assign(find(id), { presence, presenceReason: reason });
    changed('user');
  };
  return {
    Users: {
      List: () => users,
      Save: (form: UserForm) => {
        if (users.some((u) => u.email === form.email && u.id !== form.id)) throw refuse('conflict', 'taken', 'email');
        if (form.id === '') {
          const id = `u${++serial + 10}`;
          users.push(person(id, form.name, form.profile, { email: form.email, limit: form.limit }));
          changed('user');
          return id;
        }
        const user = find(form.id);
        const admins = users.filter((u) => u.active && u.profile === 'admin');
        if (user.profile === 'admin' && form.profile !== 'admin' && admins.length === 1) {
          throw refuse('conflict', 'last administrator', 'profile');
        }
        const { password: _, ...rest } = form;
        Object.assign(user, rest);
        changed('user');
        return user.id;
      },
      SetActive: (id: string, active: boolean) => {
        if (!active && id === 'u0') throw refuse('conflict', 'last administrator', 'profile');
        find(id).active = active;
        changed('user');
      },
      ResetPassword: (id: string, password: string) => {
        if (password === '1234567890') throw refuse('password_common', 'common', 'password');
        find(id).lockedUntil = '';
        changed('user');
      },
      SetPresence: setPresence,
    },
    Account: {
      Get: () => users[0],
      ChangePassword: (current: string, next: string) => {
        if (current === 'bloqueia1') {
          throw JSON.stringify({
            code: 'bad_credentials',
            message: 'wrong',
            field: 'current',
            until: new Date(Date.now() + 272_000).toISOString(),
          });
        }
        if (current !== 'senha atual') throw refuse('bad_credentials', 'wrong', 'current');
        if (next === '1234567890') throw refuse('password_common', 'common', 'password');
      },
      SetPresence: (presence: Presence, reason: string) => setPresence('u0', presence, reason),
    },
    Permissions: {
      Matrix: () => matrix,
      Set: (profile: Profile, permission: string, allowed: boolean) => {
        const state = matrix.find((r) => r.permission === permission)?.profiles.find((p) => p.profile === profile);
        if (!state || state.fixed) throw refuse('conflict', 'fixed', 'permission');
        state.allowed = allowed;
        changed('user');
      },
    },
    Services: {
      List: () => services,
      Save: (row: ServiceRow) => {
        if (services.some((s) => s.name === row.name && s.id !== row.id)) throw refuse('conflict', 'taken', 'name');
        const id = row.id || `s${++serial + 10}`;
        services = [...services.filter((s) => s.id !== id), { ...row, id }];
        changed('setting');
        return id;
      },
    },
    Tabulations: {
      List: () => tabulations,
      Add: (name: string, service: string) => {
        const same = tabulations.find((x) => x.name === name && x.service === service);
        if (same && !same.archived) throw refuse('conflict', 'taken', 'name');
        const added = { id: same?.id ?? `t${++serial + 10}`, name, service, archived: false };
        tabulations = [...tabulations.filter((x) => x.id !== added.id), added];
        changed('tabulation');
        return added;
      },
      Rename: (id: string, name: string) => {
        tabulations = tabulations.map((x) => (x.id === id ? { ...x, name } : x));
        changed('tabulation');
      },
      SetArchived: (id: string, archived: boolean) => {
        tabulations = tabulations.map((x) => (x.id === id ? { ...x, archived } : x));
        changed('tabulation');
      },
    },
    Audit: {
      List: (query: AuditQuery, _upTo: number, offset: number): AuditPage => {
        const step = query.action === '' ? 1 : actions.length;
        const total = query.action === 'permission.set' ? 0 : Math.floor(450 / step);
        const rest = Math.max(0, Math.min(200, total - offset));
        const newest = step === 1 ? 450 : 444 + actions.indexOf(query.action);
        const entries = Array.from({ length: rest }, (_, k) => entry(newest - (offset + k) * step));
        return { entries, total, upTo: 450 };
      },
      Choices: () => ({ actions, users: users.map(({ id, name, email, active }) => ({ id, name, email, active })) }),
      Verify: () => ({ entries: 450, broken: 0 }),
      Export: () => '/download/auditoria',
    },
  };
}
