import type { BatchAction } from '../bridge/batches';
import type { InteractionSource } from '../bridge/interaction-imports';
import type {
  BegunImport,
  ContactQuery,
  ImportSource,
  Job,
  Notice,
  Selection,
  SessionInfo,
  StatusInfo,
  SyncState,
} from '../bridge/types';
import { fakeAdministration } from './fake-administration';
import { fakeDefinitions } from './fake-definitions';
import { fakeDesktop, fakeQueue } from './fake-desktop';
import { checked, fakePreview, fakeResult, mendsPhones } from './fake-files';
import { fakeForm } from './fake-form';
import { fakeImportHistory, undoneFake } from './fake-import-history';
import { fakeInteractionPreview } from './fake-interaction-import';
import { fakeBatch, fakeSegments } from './fake-list';
import { channelNames, detailOf, labels, matching, person, users } from './fake-people';
import { fakeSync } from './fake-sync';
import { fakeTimeline } from './fake-timeline';
import { refuse } from './refuse';

// `window.go` and `window.runtime` as Wails gives them, over made-up data: for tests, and for `npm run dev` without the Go side.

type Method = (...args: never[]) => unknown;
type Go = Record<string, Record<string, Method>>;

export interface FakeOptions {
  contacts?: number;
  initialised?: boolean;
  signedIn?: boolean;
  /** Milliseconds each call takes. */
  delay?: number;
  /** Milliseconds a made-up import runs; 0 leaves it where it is. */
  jobTime?: number;
  /** How things stand with the server; "never" until somebody enrols. */
  sync?: SyncState;
  /** Files from outside that nobody has opened. */
  waiting?: string[];
  /** What was chosen in a native notification. */
  chosen?: { jobId: string; action: string };
  /** Replaces single methods: `{ Contacts: { Get: () => { throw refuse('not_allowed') } } }`. */
  override?: Go;
}

export { refuse } from './refuse';

export function installFake(options: FakeOptions = {}) {
  const { contacts = 1000, initialised = true, signedIn = true, delay = 0, jobTime = 4000, override = {} } = options;
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const emit = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  const user = { id: 'u0', name: 'Renata Moraes', email: 'renata@exemplo.com.br', profile: 'admin' };
  let session: SessionInfo = {
    initialised,
    signedIn,
    user: signedIn ? user : null,
    permissions: ['view', 'edit', 'import', 'export', 'settings', 'users'],
    organization: 'Escritório Sul',
    language: localStorage.getItem('carteira.language') === 'en' ? 'en' : 'pt-BR',
    version: '0.1.0',
    desktop: false,
    platform: 'linux',
    demo: false,
    joining: null,
  };
  const values: Record<string, string> = {
    'do-not-allow-duplicates': 'on',
    'require-email-or-phone': 'off',
    'keep-reports': 'until-dismissed',
    language: 'pt-BR',
    organization: 'Escritório Sul',
    'session-idle-minutes': '480',
  };
  const jobs = new Map<string, Job>();
  const begun = new Map<string, BegunImport>();
  let notices: Notice[] = [];
  let serial = 0;
  let total = contacts;
  let version = 1;

  const set = (job: Job) => {
    jobs.set(job.id, job);
    emit('job:changed', job);
  };
  const tell = (job: Job, kind: Notice['kind'], event: Notice['event'] = 'ended') => {
    const notice: Notice = {
      id: `n${++serial}`,
      jobId: job.id,
      kind,
      event,
      at: new Date().toISOString(),
      read: false,
      job,
    };
    notices = [notice, ...notices];
    emit('notice:added', notice);
  };
  const start = (
    kind: Job['kind'],
    title: string,
    time: number,
    fixPhones: boolean,
    more: { job?: Partial<Job>; result?: Partial<Job['result']> } = {},
  ): string => {
    const id = `j${++serial}`;
    const result = { ...fakeResult(fixPhones), ...more.result };
    const began = Date.now();
    const base: Job = {
      id,
      kind,
      title,
      state: 'running',
      colour: 'yellow',
      owner: user.name,
      mine: true,
      done: 0,
      total: result.lines,
      rate: 0,
      secondsLeft: -1,
      startedAt: new Date().toISOString(),
      endedAt: '',
      resumed: 0,
      cancellable: true,
      hasReport: false,
      error: null,
      result: null,
      action: '',
      ...more.job,
    };
    set(base);
    if (time === 0) {
      set({ ...base, done: 31_262, rate: 9_800, secondsLeft: 2 });
      return id;
    }
    const tick = () => {
      const now = jobs.get(id);
      if (now?.state !== 'running') return;
      const part = Math.min(1, (Date.now() - began) / time);
      const done = Math.floor(result.lines * part);
      if (part < 1) {
        set({ ...now, done, rate: (result.lines / time) * 1000, secondsLeft: Math.ceil(((1 - part) * time) / 1000) });
        setTimeout(tick, 120);
        return;
      }
      const ended: Job = {
        ...now,
        state: 'ended',
        done: result.lines,
        endedAt: new Date().toISOString(),
        cancellable: false,
        hasReport: true,
        result,
      };
      set(ended);
      if (kind !== 'import') return;
      total += result.created;
      version++;
      emit('data:changed', { entity: 'contact' });
      tell(ended, 'warn');
    };
    setTimeout(tick, Math.min(60, time));
    return id;
  };

  const sync = fakeSync(options.sync ?? 'never', () => emit('data:changed', { entity: 'sync' }));
  const form = fakeForm({
    allowDuplicates: () => values['do-not-allow-duplicates'] !== 'on',
    changed: () => emit('data:changed', { entity: 'contact' }),
  });
  const nameOf = (path: string) => path.split('/').at(-1) ?? path;
  const running = () => [...jobs.values()].find((j) => j.state === 'running' && j.kind === 'import');
  const go: Go = {
    Session: {
      Info: () => session,
      CreateAdmin: (name: string, email: string) => {
        session = { ...session, initialised: true, signedIn: true, user: { ...user, name, email } };
        return session;
      },
      Join: (server: string, code: string, office: string) => {
        sync.methods.Enrol(server, code, office);
        const problem = null;
        session = {
          ...session,
          joining: { organization: 'Grupo Exemplo', office, state: 'syncing', done: 41_200, total: 120_000, problem },
        };
        return session;
      },
      SignIn: (email: string, password: string) => {
        if (password === 'errada123') throw refuse('bad_credentials', 'wrong e-mail or password');
        session = { ...session, signedIn: true, user: { ...user, email } };
        return session;
      },
      SignOut: () => {
        session = { ...session, signedIn: false, user: null };
        notices = [];
      },
      Idle: () => ({ secondsLeft: 28_800, limitSeconds: 28_800 }),
      Renew: () => undefined,
      SetLanguage: (language: SessionInfo['language']) => {
        session = { ...session, language };
      },
    },
    Contacts: {
      Page: (q: ContactQuery, offset: number, limit: number) => {
        const { count, stride } = matching(total, q);
        const n = Math.max(0, Math.min(limit, count - offset));
        return {
          rows: n === 0 ? null : Array.from({ length: n }, (_, k) => person((offset + k) * stride)),
          offset,
          total: count,
          exact: true,
          version: String(version),
        };
      },
      Get: (id: string) => detailOf(Number(id.slice(1))),
      RevealDocument: () => '52998224725',
    },
    ContactForm: form.methods,
    Lookups: {
      Labels: () => labels,
      Users: () => users,
      Fields: () => [{ id: 'f1', name: 'Time', type: 'text' }],
      Services: () => null,
      Channels: () => channelNames,
    },
    Imports: {
      Preview: (source: ImportSource) => fakePreview(source, values['do-not-allow-duplicates'] !== 'on'),
      Check: (source: ImportSource) =>
        start('import_check', nameOf(source.path), Math.min(jobTime, 1200), mendsPhones(source), checked(source)),
      Start: (source: ImportSource) => {
        if (running()) throw refuse('import_running', 'an import is running');
        return start('import', nameOf(source.path), jobTime, mendsPhones(source), checked(source));
      },
      Lock: () => ({ locked: running() !== undefined, jobId: running()?.id ?? '' }),
      SaveTemplate: () => '/download/modelo',
      Forget: () => undefined,
      Begun: () => [...begun.values()],
      KeepBegun: (path: string, body: string) => {
        if (body === '') begun.delete(path);
        else begun.set(path, { path, name: nameOf(path), at: new Date().toISOString(), missing: false, body });
      },
    },
    InteractionImports: {
      Preview: fakeInteractionPreview,
      Start: (source: InteractionSource) => start('interaction_import', nameOf(source.path), jobTime, false),
      SaveTemplate: () => '/download/modelo',
    },
    Jobs: {
      List: () => [...jobs.values()].reverse(),
      Get: (id: string) => {
        const job = jobs.get(id);
        if (!job) throw refuse('not_found');
        return job;
      },
      Cancel: (id: string) => {
        const job = jobs.get(id);
        if (job?.state === 'running') {
          const ended: Job = {
            ...job,
            state: 'cancelled',
            cancellable: false,
            result: {
              ...fakeResult(false),
              lines: job.done,
              created: Math.max(0, job.done - 12),
              updated: 12,
              unchanged: 0,
              rejected: 0,
              reasons: [],
              samples: [],
            },
          };
          set(ended);
          if (job.kind === 'import') tell(ended, 'warn');
        }
      },
      SaveReport: () => '/download/erros',
      Report: () => null,
    },
    Exports: { Start: () => start('export', 'contatos.csv', jobTime, false), Download: () => '/download/export' },
    Notices: {
      List: () => notices,
      Chosen: () => options.chosen ?? { jobId: '', action: '' },
      MarkRead: () => {
        notices = notices.map((n) => ({ ...n, read: true }));
      },
      Dismiss: (id: string) => {
        notices = notices.filter((n) => n.id !== id);
      },
    },
    Settings: {
      Get: () => ({ ...values }),
      Set: (name: string, value: string) => {
        values[name] = value;
      },
    },
    Definitions: fakeDefinitions((entity) => emit('data:changed', { entity })),
    Timeline: fakeTimeline(() => emit('data:changed', { entity: 'contact' })),
    Segments: fakeSegments(() => emit('data:changed', { entity: 'segment' })),
    Batches: {
      Start: (action: BatchAction, label: string, selection: Selection) => {
        const { job, result } = fakeBatch(action, label, selection, total);
        return start('batch', job.title, jobTime, false, { job, result });
      },
    },
    ImportHistory: fakeImportHistory(
      () => [...jobs.values()],
      (title) => start('import_undo', title, jobTime, false, { result: undoneFake }),
    ),
    Files: {
      PickImport: () => '/tmp/clientes_nov.csv',
      Reveal: () => undefined,
      Print: () => undefined,
      ...fakeQueue(options.waiting ?? [], () => emit('files:waiting', {})),
    },
    Desktop: fakeDesktop(),
    Status: {
      Get: (): StatusInfo => ({
        sync: sync.info(),
        runningJob: running() ?? null,
        contacts: total,
        indexing: false,
      }),
    },
    Sync: sync.methods,
    ...fakeAdministration((entity) => emit('data:changed', { entity })),
  };

  const later = async (run: () => unknown) => {
    if (delay > 0) await new Promise((done) => setTimeout(done, delay));
    // Structures cross as JSON, so that nobody holds on to the fake's own objects.
    const value = run();
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  };
  const bound = Object.fromEntries(
    Object.entries(go).map(([struct, methods]) => [
      struct,
      Object.fromEntries(
        Object.entries({ ...methods, ...override[struct] }).map(([name, run]) => [
          name,
          (...args: unknown[]) => later(() => (run as (...a: unknown[]) => unknown)(...args)),
        ]),
      ),
    ]),
  );
  const EventsOn = (name: string, listener: (payload: unknown) => void) => {
    const set_ = listeners.get(name) ?? new Set();
    listeners.set(name, set_.add(listener));
    return () => {
      set_.delete(listener);
    };
  };
  const copied: string[] = [];
  const downloads: string[] = [];
  Object.assign(window, {
    go: { app: bound },
    runtime: {
      EventsOn,
      WindowSetTitle: () => {},
      ClipboardSetText: async (text: string) => copied.push(text) > 0,
      OnFileDrop: () => {},
      OnFileDropOff: () => {},
    },
    carteiraBrowser: {
      upload: async (file: File, onProgress?: (sent: number, of: number) => void) => {
        onProgress?.(file.size, file.size);
        return `/tmp/${file.name}`;
      },
      download: (url: string) => downloads.push(url),
    },
  });
  return { emit, tell, set, jobs, copied, downloads, form, start };
}
export type Fake = ReturnType<typeof installFake>;
