import * as Account from '../../wailsjs/go/app/Account';
import * as Audit from '../../wailsjs/go/app/Audit';
import * as Files from '../../wailsjs/go/app/Files';
import * as Permissions from '../../wailsjs/go/app/Permissions';
import * as Services from '../../wailsjs/go/app/Services';
import * as Session from '../../wailsjs/go/app/Session';
import * as Tabulations from '../../wailsjs/go/app/Tabulations';
import * as Users from '../../wailsjs/go/app/Users';
import type { app } from '../../wailsjs/go/models';
import { toBridgeError } from './errors';
import { list } from './lists';
import { saved } from './saved';
import type { UserOption } from './types';

export type Profile = 'admin' | 'supervisor' | 'agent';
export type Presence = 'available' | 'paused' | 'offline';

export interface ManagedUser {
  id: string;
  name: string;
  email: string;
  profile: Profile;
  active: boolean;
  presence: Presence;
  presenceReason: string;
  /** E.164 digits, "" = none. */
  externalNumber: string;
  /** Interactions at once, 0 = no limit. */
  limit: number;
  open: number;
  /** Too many wrong passwords; "" = not locked. */
  lockedUntil: string;
  createdAt: string;
}

export interface UserForm {
  /** "" creates a user, who needs a password. */
  id: string;
  name: string;
  email: string;
  profile: Profile;
  externalNumber: string;
  limit: number;
  password: string;
}

export interface PermissionState {
  profile: Profile;
  allowed: boolean;
  default: boolean;
  fixed: boolean;
}
export interface PermissionRow {
  permission: string;
  profiles: PermissionState[];
}

export interface ServiceRow {
  id: string;
  name: string;
  mailbox: string;
  validated: boolean;
}

export interface Tabulation {
  id: string;
  name: string;
  /** Id, "" = offered in every service. */
  service: string;
  archived: boolean;
}

export interface AuditQuery {
  /** yyyy-mm-dd, "" = no bound; the day of `to` counts. */
  from: string;
  to: string;
  /** User id, "system" for the program itself. */
  user: string;
  action: string;
  subject: string;
}
export interface AuditEntry {
  seq: number;
  at: string;
  actor: string;
  source: string;
  action: string;
  subjectId: string;
  subjectKind: string;
  subjectName: string;
  details: { name: string; value: string }[];
  hash: string;
}
export interface AuditPage {
  entries: AuditEntry[];
  /** How many the whole list has. */
  total: number;
  /** The newest entry of all when the list was opened: for its other pages. */
  upTo: number;
}
export interface AuditChoices {
  actions: string[];
  users: UserOption[];
}
export interface AuditCheck {
  entries: number;
  /** The first entry that does not fit, 0 = all do. */
  broken: number;
}

export interface SessionIdle {
  secondsLeft: number;
  limitSeconds: number;
}

/** The generated classes carry methods that plain values do not; the wire is JSON, so only the fields matter. */
async function ask<T>(run: () => Promise<unknown>): Promise<T> {
  try {
    return (await run()) as T;
  } catch (reason) {
    throw toBridgeError(reason);
  }
}

export const users = {
  list: (): Promise<ManagedUser[]> => ask<ManagedUser[] | null>(Users.List).then(list),
  save: (form: UserForm): Promise<string> => ask(() => Users.Save(form as app.UserForm)),
  setActive: (id: string, active: boolean): Promise<void> => ask(() => Users.SetActive(id, active)),
  resetPassword: (id: string, password: string): Promise<void> => ask(() => Users.ResetPassword(id, password)),
  setPresence: (id: string, presence: Presence, reason: string): Promise<void> =>
    ask(() => Users.SetPresence(id, presence, reason)),
};

export const account = {
  get: (): Promise<ManagedUser> => ask(Account.Get),
  changePassword: (current: string, next: string): Promise<void> => ask(() => Account.ChangePassword(current, next)),
  setPresence: (presence: Presence, reason: string): Promise<void> => ask(() => Account.SetPresence(presence, reason)),
};

export const permissions = {
  matrix: (): Promise<PermissionRow[]> =>
    ask<PermissionRow[] | null>(Permissions.Matrix).then((rows) =>
      list(rows).map((row) => ({ ...row, profiles: list(row.profiles) })),
    ),
  set: (profile: Profile, permission: string, allowed: boolean): Promise<void> =>
    ask(() => Permissions.Set(profile, permission, allowed)),
};

export const services = {
  list: (): Promise<ServiceRow[]> => ask<ServiceRow[] | null>(Services.List).then(list),
  save: (row: ServiceRow): Promise<string> => ask(() => Services.Save(row as app.ServiceRow)),
};

export const tabulations = {
  list: (): Promise<Tabulation[]> => ask<Tabulation[] | null>(Tabulations.List).then(list),
  add: (name: string, service: string): Promise<Tabulation> => ask(() => Tabulations.Add(name, service)),
  rename: (id: string, name: string): Promise<void> => ask(() => Tabulations.Rename(id, name)),
  setArchived: (id: string, archived: boolean): Promise<void> => ask(() => Tabulations.SetArchived(id, archived)),
};

export const audit = {
  /** A page of 200 at any place; `upTo` 0 opens the list as it is now. */
  page: (query: AuditQuery, upTo: number, offset: number): Promise<AuditPage> =>
    ask<AuditPage>(() => Audit.List(query as app.AuditQuery, upTo, offset)).then((page) => ({
      ...page,
      entries: list(page.entries).map((entry) => ({ ...entry, details: list(entry.details) })),
    })),
  choices: (): Promise<AuditChoices> =>
    ask<AuditChoices>(Audit.Choices).then((all) => ({ actions: list(all.actions), users: list(all.users) })),
  verify: (): Promise<AuditCheck> => ask(Audit.Verify),
  /** Where it was saved, "" when the person cancelled. */
  export: (query: AuditQuery): Promise<string> => ask<string>(() => Audit.Export(query as app.AuditQuery)).then(saved),
};

export const idleness = {
  /** Asking does not keep the session alive. */
  get: (): Promise<SessionIdle> => ask(Session.Idle),
  /** Somebody sits there. */
  renew: (): Promise<void> => ask(Session.Renew),
};

/** Opens the folder of a written file; desktop only. */
export const revealFile = (path: string): Promise<void> => ask(() => Files.Reveal(path));
