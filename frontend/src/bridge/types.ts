import type { app } from '../../wailsjs/go/models';

/**
 * The generated classes as plain values: without their `convertValues` method, and with what Go leaves out as a pointer arriving
 * as null. Arrays are arrays here because `lists.ts` has already turned Go's nil slices into [].
 */
type Plain<T> = T extends (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]-?: PlainField<T, K> }
    : T;
type PlainField<T, K extends keyof T> = undefined extends T[K] ? Plain<NonNullable<T[K]>> | null : Plain<T[K]>;

/** Narrows text fields that the contract limits to a few words. */
type Narrow<T, N> = Omit<T, keyof N> & N;

export type Language = 'pt-BR' | 'en';
export type SyncState = 'never' | 'online' | 'offline' | 'syncing' | 'revoked';
/** The first copy of an organization that this computer has joined, before anybody can sign in. */
export type Joining = Narrow<Plain<app.Joining>, { state: SyncState }>;
export type SessionInfo = Narrow<Plain<app.SessionInfo>, { language: Language; joining: Joining | null }>;
export type SessionUser = NonNullable<SessionInfo['user']>;

export type ContactStatus = 'all' | 'active' | 'inactive';
export type OwnerFilter = '' | 'none' | 'any';
export const contactSorts = [
  'name',
  'email',
  'owner',
  'portfolio_type',
  'channel',
  'created',
  'last_interaction',
] as const;
export type ContactSort = (typeof contactSorts)[number];
export type ContactQuery = Narrow<
  Plain<app.ContactQuery>,
  { status: ContactStatus; owner: OwnerFilter; sort: ContactSort }
>;
export type ContactRow = Plain<app.ContactRow>;
export type ContactPage = Plain<app.ContactPage>;
export type ContactDetail = Plain<app.ContactDetail>;
export type ContactChange = ContactDetail['changes'][number];
export type DocumentKind = 'cpf' | 'cnpj';

export type Label = Plain<app.Label>;
export type UserOption = Plain<app.UserOption>;
export type CustomField = Plain<app.Field>;
export type Service = Plain<app.Service>;

export type Encoding = 'auto' | 'utf-8' | 'utf-16' | 'windows-1252';
export type Delimiter = '' | ';' | ',' | 'tab' | '|' | 'auto';
export type ColumnMapping = Plain<app.ColumnMapping>;
/** `mapping` null lets Go map by itself. */
export type ImportSource = Narrow<
  Plain<app.ImportSource>,
  { encoding: Encoding; delimiter: Delimiter; mapping: ColumnMapping[] | null }
>;
export type ImportColumn = Plain<app.ImportColumn>;
export type CellProblem = Narrow<Plain<app.CellProblem>, { level: 'error' | 'warning' }>;
export type PreviewRow = Narrow<
  Plain<app.PreviewRow>,
  { outcome: 'create' | 'update' | 'unchanged' | 'reject'; problems: CellProblem[] }
>;
export type Problem = Plain<app.Problem>;
export type TableFormat = '' | 'csv' | 'xlsx' | 'json';
export type ExportFormat = 'csv' | 'xlsx' | 'json';
export type ImportPreview = Narrow<Plain<app.ImportPreview>, { rows: PreviewRow[]; format: TableFormat }>;
export type ImportLock = Plain<app.ImportLock>;

export type JobKind = 'import' | 'import_check' | 'export' | 'demo' | 'batch' | 'interaction_import';
export type JobState = 'queued' | 'running' | 'ended' | 'failed' | 'cancelled';
export type JobColour = '' | 'yellow' | 'green' | 'red';
export type JobReason = Plain<app.Reason>;
export type JobSample = Narrow<Plain<app.SampleLine>, { problems: CellProblem[] }>;
export type JobResult = Narrow<Plain<app.JobResult>, { samples: JobSample[] }>;
export type Job = Narrow<
  Plain<app.Job>,
  { kind: JobKind; state: JobState; colour: JobColour; result: JobResult | null }
>;
export type ReportLine = Plain<app.ReportLine>;

export type Selection = Narrow<Plain<app.Selection>, { kind: 'some' | 'all'; query: ContactQuery }>;

export type NoticeKind = 'ok' | 'warn' | 'err' | 'info';
export type NoticeEvent = 'ended' | 'resumed' | 'progress' | 'interrupted';
export type Notice = Narrow<Plain<app.Notice>, { kind: NoticeKind; event: NoticeEvent; job: Job }>;

export type SettingName =
  | 'do-not-allow-duplicates'
  | 'require-email-or-phone'
  | 'keep-reports'
  | 'language'
  | 'organization'
  | 'session-idle-minutes';
export type SettingValues = Record<string, string>;

export type SyncInfo = Narrow<Plain<app.SyncInfo>, { state: SyncState; phase: '' | 'copy' | 'push' | 'pull' }>;
export type SyncWhy = 'offline' | 'sending' | 'import' | 'connection' | 'echo' | 'refused' | 'unreadable';
export type SyncPending = Narrow<Plain<app.SyncPending>, { why: SyncWhy }>;
export type SyncConflict = Narrow<Plain<app.SyncConflict>, { kind: 'field' | 'cnpj' | 'duplicate' }>;
export type SyncChoice = 'winner' | 'value';
export type SyncDevice = Plain<app.SyncDevice>;
export type StatusInfo = Narrow<Plain<app.StatusInfo>, { sync: SyncInfo; runningJob: Job | null }>;

export type Entity =
  | 'contact'
  | 'label'
  | 'field'
  | 'user'
  | 'setting'
  | 'job'
  | 'notice'
  | 'sync'
  | 'segment'
  | 'tabulation';
