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

export type Encoding = 'auto' | 'utf-8' | 'utf-16' | 'windows-1252' | 'macintosh' | 'cp850';
export type Delimiter = '' | ';' | ',' | 'tab' | '|' | 'auto';
export type ColumnMapping = Plain<app.ColumnMapping>;
export type Derivation = 'split_at' | 'split_any' | 'split_first' | 'split_last' | 'join';
export type MadeColumns = Narrow<Plain<app.MadeColumns>, { how: Derivation }>;
export type FieldKind = 'text' | 'number' | 'date' | 'choice';
export type NewField = Narrow<Plain<app.NewField>, { type: FieldKind }>;
export type CellCorrection = Plain<app.CellCorrection>;
export type LineLeftOut = Plain<app.LineLeftOut>;
export type MendedCell = Plain<app.MendedCell>;
export type FixResult = Plain<app.FixResult>;
export type BegunImport = Plain<app.BegunImport>;
/** `mapping` null lets Go map by itself, columns made of others included; `fixes` null are those remembered. */
export type ImportSource = Narrow<
  Plain<app.ImportSource>,
  {
    encoding: Encoding;
    delimiter: Delimiter;
    mapping: ColumnMapping[] | null;
    derived: MadeColumns[];
    fixes: string[] | null;
    newFields: NewField[];
  }
>;
/** `made` is which derivation has made the column, -1 or nothing for a column of the file. */
export type ImportColumn = Omit<Plain<app.ImportColumn>, 'made'> & { made?: number };
export type CellProblem = Narrow<Plain<app.CellProblem>, { level: 'error' | 'warning' }>;
export type PreviewRow = Omit<Plain<app.PreviewRow>, 'outcome' | 'problems' | 'seen' | 'mended'> & {
  outcome: 'create' | 'update' | 'unchanged' | 'reject';
  problems: CellProblem[];
  /** For a correction by hand; an import of interactions knows none. */
  seen?: string;
  mended?: MendedCell[];
};
export type Problem = Plain<app.Problem>;
export type TableFormat = '' | 'csv' | 'xlsx' | 'json';
export type ExportFormat = 'csv' | 'xlsx' | 'json' | 'ndjson';
export type ImportPreview = Narrow<
  Plain<app.ImportPreview>,
  { rows: PreviewRow[]; format: TableFormat; columns: ImportColumn[]; derived: MadeColumns[] }
>;
/** A line at the top of a file. */
export type TopLine = Plain<app.TopLine>;
export type ImportLock = Plain<app.ImportLock>;

export type JobKind = 'import' | 'import_check' | 'export' | 'demo' | 'batch' | 'interaction_import' | 'import_undo';
export type JobState = 'queued' | 'running' | 'ended' | 'failed' | 'cancelled';
export type JobColour = '' | 'yellow' | 'green' | 'red';
export type JobReason = Plain<app.Reason>;
export type JobSample = Omit<Plain<app.SampleLine>, 'problems' | 'seen'> & { problems: CellProblem[]; seen?: string };
export type JobResult = Omit<Plain<app.JobResult>, 'samples' | 'fixes' | 'removed' | 'restored'> & {
  samples: JobSample[];
  fixes?: FixResult[];
  /** Of an undo alone. */
  removed?: number;
  restored?: number;
};
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
