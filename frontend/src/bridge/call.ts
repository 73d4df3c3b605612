import * as Contacts from '../../wailsjs/go/app/Contacts';
import * as Exports from '../../wailsjs/go/app/Exports';
import * as Files from '../../wailsjs/go/app/Files';
import * as Imports from '../../wailsjs/go/app/Imports';
import * as Jobs from '../../wailsjs/go/app/Jobs';
import * as Lookups from '../../wailsjs/go/app/Lookups';
import * as Notices from '../../wailsjs/go/app/Notices';
import * as Session from '../../wailsjs/go/app/Session';
import * as Settings from '../../wailsjs/go/app/Settings';
import * as Status from '../../wailsjs/go/app/Status';
import * as Sync from '../../wailsjs/go/app/Sync';
import type { app } from '../../wailsjs/go/models';
import { toBridgeError } from './errors';
import {
  detailLists,
  jobLists,
  list,
  noticeLists,
  pageLists,
  previewLists,
  reportLists,
  sessionLists,
  statusLists,
} from './lists';
import { saved } from './saved';
import type {
  BegunImport,
  ContactDetail,
  ContactPage,
  ContactQuery,
  CustomField,
  DocumentKind,
  ExportFormat,
  ImportLock,
  ImportPreview,
  ImportSource,
  Job,
  Label,
  Language,
  Notice,
  ReportLine,
  Selection,
  Service,
  SessionInfo,
  SettingName,
  SettingValues,
  StatusInfo,
  SyncChoice,
  SyncConflict,
  SyncDevice,
  SyncPending,
  UserOption,
} from './types';

/** One Go call: rejections become BridgeError, also when `window.go` itself is missing and the call throws at once. */
export async function ask<Raw, T>(run: () => Promise<Raw>, shape: (raw: Raw) => T): Promise<T> {
  try {
    return shape(await run());
  } catch (reason) {
    throw toBridgeError(reason);
  }
}
const asIs = <T>(raw: T): T => raw;
/** The generated classes carry methods that plain values do not; the wire is JSON, so only the fields matter. */
const wire = <T>(value: unknown): T => value as T;
/** Reads a generated class as the plain shape of `types.ts`, before its lists are filled in. */
const read =
  <T, R>(shape: (value: T) => R) =>
  (raw: unknown): R =>
    shape(raw as T);

export const session = {
  info: (): Promise<SessionInfo> => ask(Session.Info, read(sessionLists)),
  createAdmin: (name: string, email: string, password: string): Promise<SessionInfo> =>
    ask(() => Session.CreateAdmin(name, email, password), read(sessionLists)),
  /** The other first start: no session yet, the users come with the first copy. */
  join: (server: string, code: string, office: string): Promise<SessionInfo> =>
    ask(() => Session.Join(server, code, office), read(sessionLists)),
  signIn: (email: string, password: string): Promise<SessionInfo> =>
    ask(() => Session.SignIn(email, password), read(sessionLists)),
  signOut: (): Promise<void> => ask(Session.SignOut, asIs),
  setLanguage: (language: Language): Promise<void> => ask(() => Session.SetLanguage(language), asIs),
};

export const contacts = {
  page: (query: ContactQuery, offset: number, limit: number): Promise<ContactPage> =>
    ask(() => Contacts.Page(wire<app.ContactQuery>(query), offset, limit), read(pageLists)),
  get: (id: string): Promise<ContactDetail> => ask(() => Contacts.Get(id), read(detailLists)),
  /** Audited: each call leaves who looked, and when. */
  revealDocument: (id: string, kind: DocumentKind): Promise<string> =>
    ask(() => Contacts.RevealDocument(id, kind), asIs),
};

export const lookups = {
  labels: (): Promise<Label[]> => ask(Lookups.Labels, read(list<Label>)),
  users: (): Promise<UserOption[]> => ask(Lookups.Users, read(list<UserOption>)),
  fields: (): Promise<CustomField[]> => ask(Lookups.Fields, read(list<CustomField>)),
  services: (): Promise<Service[]> => ask(Lookups.Services, read(list<Service>)),
  channels: (): Promise<string[]> => ask(Lookups.Channels, read(list<string>)),
};

export const imports = {
  preview: (source: ImportSource): Promise<ImportPreview> =>
    ask(() => Imports.Preview(wire<app.ImportSource>(source)), read(previewLists)),
  check: (source: ImportSource): Promise<string> => ask(() => Imports.Check(wire<app.ImportSource>(source)), asIs),
  start: (source: ImportSource): Promise<string> => ask(() => Imports.Start(wire<app.ImportSource>(source)), asIs),
  lock: (): Promise<ImportLock> => ask(Imports.Lock, asIs),
  /** Where the template was saved, "" when the person cancelled. */
  saveTemplate: (format: 'csv' | 'xlsx'): Promise<string> => ask(() => Imports.SaveTemplate(format), asIs).then(saved),
  forget: (path: string): Promise<void> => ask(() => Imports.Forget(path), asIs),
  /** Files that were begun and not imported, the latest first. */
  begun: (): Promise<BegunImport[]> => ask(Imports.Begun, read(list<BegunImport>)),
  /** Keeps what was chosen and corrected so far, over a crash too; "" discards it. */
  keepBegun: (path: string, body: string): Promise<void> => ask(() => Imports.KeepBegun(path, body), asIs),
};

export const jobs = {
  list: (): Promise<Job[]> =>
    ask(
      Jobs.List,
      read((all: Job[] | null) => list(all).map(jobLists)),
    ),
  get: (id: string): Promise<Job> => ask(() => Jobs.Get(id), read(jobLists)),
  cancel: (id: string): Promise<void> => ask(() => Jobs.Cancel(id), asIs),
  /** Where the report was saved, "" when the person cancelled. */
  saveReport: (id: string): Promise<string> => ask(() => Jobs.SaveReport(id), asIs).then(saved),
  report: (id: string, limit: number): Promise<ReportLine[]> => ask(() => Jobs.Report(id, limit), read(reportLists)),
};

export const exportsApi = {
  /** The job's id, "" when the person cancelled the save dialog. */
  start: (selection: Selection, format: ExportFormat): Promise<string> =>
    ask(() => Exports.Start(wire<app.Selection>(selection), format), asIs),
  /** Hands over the file of an export that has ended: its path on the desktop, a download in a browser. */
  deliver: (jobId: string): Promise<string> => ask(() => Exports.Download(jobId), asIs).then(saved),
};

export const notices = {
  list: (): Promise<Notice[]> =>
    ask(
      Notices.List,
      read((all: Notice[] | null) => list(all).map(noticeLists)),
    ),
  markRead: (): Promise<void> => ask(Notices.MarkRead, asIs),
  /** What was chosen in a native notification, once; no job without a choice. */
  chosen: (): Promise<{ jobId: string; action: string }> => ask(Notices.Chosen, asIs),
  /** Final: the notice and its report are discarded (D3.16). */
  dismiss: (id: string): Promise<void> => ask(() => Notices.Dismiss(id), asIs),
};

export const settings = {
  get: (): Promise<SettingValues> => ask(Settings.Get, (raw) => raw ?? {}),
  set: (name: SettingName, value: string): Promise<void> => ask(() => Settings.Set(name, value), asIs),
};

export const files = {
  pickImport: (): Promise<string> => ask(Files.PickImport, asIs),
  reveal: (path: string): Promise<void> => ask(() => Files.Reveal(path), asIs),
  /** The system's print dialog, for what the window shows; a browser prints by itself. */
  print: (): Promise<void> => ask(Files.Print, asIs),
};

export const sync = {
  enrol: (server: string, code: string, office: string): Promise<void> =>
    ask(() => Sync.Enrol(server, code, office), asIs),
  /** Answers when everything has been exchanged. */
  now: (): Promise<void> => ask(Sync.Now, asIs),
  pending: (): Promise<SyncPending[]> => ask(Sync.Pending, read(list<SyncPending>)),
  conflicts: (): Promise<SyncConflict[]> => ask(Sync.Conflicts, read(list<SyncConflict>)),
  settle: (id: string, choice: SyncChoice): Promise<void> => ask(() => Sync.Settle(id, choice), asIs),
  cancel: (counter: number): Promise<void> => ask(() => Sync.Cancel(counter), asIs),
  discard: (counter: number): Promise<void> => ask(() => Sync.Discard(counter), asIs),
  /** Where the draft was saved, "" when the person cancelled. */
  saveDraft: (counter: number): Promise<string> => ask(() => Sync.SaveDraft(counter), asIs).then(saved),
  devices: (): Promise<SyncDevice[]> => ask(Sync.Devices, read(list<SyncDevice>)),
};

export const status = {
  get: (): Promise<StatusInfo> => ask(Status.Get, read(statusLists)),
};
