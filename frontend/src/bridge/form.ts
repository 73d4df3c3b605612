import * as ContactForm from '../../wailsjs/go/app/ContactForm';
import type { app } from '../../wailsjs/go/models';
import { toBridgeError } from './errors';
import { list } from './lists';

// The contact form (D1). What Go leaves out arrives as null: the shapes here have none.

export interface FormProblem {
  /** A field's name, "phones.2", "custom_fields.<name>", "labels", "notes" or "avatar". */
  part: string;
  code: string;
  message: string;
}
export interface FormField {
  id: string;
  name: string;
  type: 'text' | 'number' | 'date' | 'choice';
  choices: string[];
}
export interface FormContact {
  id: string;
  fields: Record<string, string>;
  phones: string[];
  custom: Record<string, string>;
  labels: string[];
  avatar: string;
  avatarVersion: string;
  updatedAt: string;
  flagged: FormProblem[];
  draft: string;
  draftAt: string;
  definitions: FormField[];
}
export interface FormInput {
  fields: Record<string, string>;
  phones: string[];
  hasPhones: boolean;
  custom: Record<string, string>;
  newFields: FormField[];
  labels: string[];
  hasLabels: boolean;
  notes: string[];
  avatar: string;
  hasAvatar: boolean;
}
export interface FormSeen {
  fields: Record<string, string>;
  phones: string[];
  custom: Record<string, string>;
  labels: string[];
  avatar: string;
}
export interface FormHolder {
  part: string;
  id: string;
  name: string;
  active: boolean;
}
export interface FormVerdict {
  problems: FormProblem[];
  holders: FormHolder[];
  /** With a holder of its CPF, phone or e-mail a new contact is not saved (D1.9). */
  refuse: boolean;
}
export interface FormSaved {
  /** "" when nothing was saved: for the verdict's problems, its holders, or what is stale. */
  id: string;
  verdict: FormVerdict;
  stale: { part: string; theirs: string }[];
}

type Nullable<T> = { [K in keyof T]: T[K] | null };

async function ask<Raw, T>(run: () => Promise<Raw>, shape: (raw: Raw) => T): Promise<T> {
  try {
    return shape(await run());
  } catch (reason) {
    throw toBridgeError(reason);
  }
}

const contactOf = (raw: unknown): FormContact => {
  const c = raw as FormContact & Nullable<FormContact>;
  return {
    ...c,
    fields: c.fields ?? {},
    phones: list(c.phones),
    custom: c.custom ?? {},
    labels: list(c.labels),
    flagged: list(c.flagged),
    definitions: list(c.definitions).map((f) => ({ ...f, choices: list(f.choices) })),
  };
};
const verdictOf = (raw: unknown): FormVerdict => {
  const v = raw as FormVerdict & Nullable<FormVerdict>;
  return { problems: list(v.problems), holders: list(v.holders), refuse: v.refuse === true };
};

export const contactForm = {
  /** "" opens the form of a new contact. That documents are shown is audited. */
  open: (id: string): Promise<FormContact> => ask(() => ContactForm.Open(id), contactOf),
  current: (id: string): Promise<FormContact> => ask(() => ContactForm.Current(id), contactOf),
  check: (id: string, input: FormInput): Promise<FormVerdict> =>
    ask(() => ContactForm.Check(id, input as unknown as app.FormInput), verdictOf),
  save: (id: string, input: FormInput, seen: FormSeen): Promise<FormSaved> =>
    ask(
      () => ContactForm.Save(id, input as unknown as app.FormInput, seen as unknown as app.FormSeen),
      (raw) => {
        const saved = raw as unknown as FormSaved & Nullable<FormSaved>;
        return { id: saved.id, verdict: verdictOf(saved.verdict), stale: list(saved.stale) };
      },
    ),
  /** Kept on this computer only; "" discards it. */
  saveDraft: (id: string, body: string): Promise<void> =>
    ask(
      () => ContactForm.SaveDraft(id, body),
      () => undefined,
    ),
};

/** Pictures as data URLs, by contact; those without one are left out. */
export const avatars = (ids: string[]): Promise<Map<string, string>> =>
  ask(
    () => ContactForm.Avatars(ids),
    (raw) => new Map(list(raw as unknown as { id: string; url: string }[] | null).map((a) => [a.id, a.url])),
  );
