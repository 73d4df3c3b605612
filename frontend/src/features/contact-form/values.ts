import type { FormContact, FormField, FormInput, FormSeen } from '../../bridge/form';
import { dayOf } from './masks';
import { blankPhone, digitsOf, type PhoneRow, phoneRow } from './phones';

/** What the form holds. Texts are as they are typed; masks are put on where they are shown. */
export interface Values {
  fields: Record<string, string>;
  phones: PhoneRow[];
  custom: Record<string, string>;
  newFields: FormField[];
  labels: string[];
  note: string;
  /** data URL, "" for none */
  avatar: string;
}

/** What the person saw of the contact: changes are measured against it, and what others changed since is told by it. */
export type Base = Pick<FormContact, 'id' | 'fields' | 'phones' | 'custom' | 'labels' | 'avatar' | 'avatarVersion'>;

/** Somebody else's value of a part that the person has changed too. */
export interface Stale {
  part: string;
  theirs: string;
}

export const newBase: Base = {
  id: '',
  fields: { active: 'true' },
  phones: [],
  custom: {},
  labels: [],
  avatar: '',
  avatarVersion: '',
};

export const baseOf = (c: FormContact): Base =>
  c.id === ''
    ? newBase
    : {
        id: c.id,
        fields: c.fields,
        phones: c.phones,
        custom: c.custom,
        labels: c.labels,
        avatar: c.avatar,
        avatarVersion: c.avatarVersion,
      };

/** A stored value as the form holds it. */
export function heldField(name: string, stored: string): string {
  if (name === 'birth_date') return dayOf(stored);
  if (name === 'active') return stored === 'false' ? 'false' : 'true';
  if (name === 'corporate') return stored === 'true' ? 'true' : 'false';
  return stored;
}
const heldCustom = (name: string, base: Base, definitions: FormField[]): string => {
  const stored = base.custom[name] ?? '';
  return definitions.find((f) => f.name === name)?.type === 'date' ? dayOf(stored) : stored;
};

export const fieldNames = [
  'name',
  'email',
  'cpf',
  'cnpj',
  'gender',
  'birth_date',
  'external_id',
  'company',
  'zip_code',
  'address',
  'number',
  'complement',
  'city',
  'state',
  'country',
  'instagram',
  'facebook',
  'twitter',
  'whatsapp',
  'channel',
  'active',
  'corporate',
] as const;
export type FieldName = (typeof fieldNames)[number];

export function valuesOf(base: Base, definitions: FormField[]): Values {
  const fields: Record<string, string> = {};
  for (const name of fieldNames) fields[name] = heldField(name, base.fields[name] ?? '');
  const custom: Record<string, string> = {};
  for (const f of definitions) custom[f.name] = heldCustom(f.name, base, definitions);
  return {
    fields,
    phones: base.phones.length > 0 ? base.phones.map(phoneRow) : [blankPhone()],
    custom,
    newFields: [],
    labels: base.labels,
    note: '',
    avatar: base.avatar,
  };
}

/** The numbers of the list, blank lines left out, with the line each is from. */
export const numbers = (values: Values): { digits: string; key: string }[] =>
  values.phones.map((row) => ({ digits: digitsOf(row), key: row.key })).filter((p) => p.digits !== '');

const sameSet = (a: string[], b: string[]) => a.length === b.length && a.every((x) => b.includes(x));
const sameList = (a: string[], b: string[]) => a.length === b.length && a.every((x, n) => x === b[n]);

/** What was changed, and nothing else: whatever is left out stays as others have it. */
export function inputOf(base: Base, values: Values, definitions: FormField[]): FormInput {
  const fields: Record<string, string> = {};
  for (const name of fieldNames) {
    const text = values.fields[name] ?? '';
    if (text !== heldField(name, base.fields[name] ?? '')) fields[name] = text;
  }
  // A new contact is asked for its name from the start.
  if (base.id === '') fields.name = values.fields.name ?? '';
  const custom: Record<string, string> = {};
  for (const [name, text] of Object.entries(values.custom))
    if (text !== heldCustom(name, base, definitions)) custom[name] = text;
  const phones = numbers(values).map((p) => p.digits);
  const note = values.note.trim();
  return {
    fields,
    phones,
    hasPhones: !sameList(phones, base.phones),
    custom,
    newFields: values.newFields,
    labels: values.labels,
    hasLabels: !sameSet(values.labels, base.labels),
    notes: note === '' ? [] : [note],
    avatar: values.avatar,
    hasAvatar: values.avatar !== base.avatar,
  };
}

export function isChanged(base: Base, input: FormInput): boolean {
  const fields = Object.entries(input.fields).filter(
    ([name, text]) => base.id !== '' || name !== 'name' || text !== '',
  );
  return (
    fields.length > 0 ||
    Object.keys(input.custom).length > 0 ||
    input.newFields.length > 0 ||
    input.notes.length > 0 ||
    input.hasPhones ||
    input.hasLabels ||
    input.hasAvatar
  );
}

/** What the person saw, of what they changed: Go compares it with what stands. */
export const seenOf = (base: Base, input: FormInput): FormSeen => ({
  fields: Object.fromEntries(Object.keys(input.fields).map((name) => [name, base.fields[name] ?? ''])),
  phones: base.phones,
  custom: Object.fromEntries(Object.keys(input.custom).map((name) => [name, base.custom[name] ?? ''])),
  labels: base.labels,
  avatar: base.avatarVersion,
});

/** Mine without what others removed, and with what they added at its end: a set of which nobody's change is lost. */
export function united(mine: string[], seen: string[], now: string[]): string[] {
  const out = mine.filter((x) => !seen.includes(x) || now.includes(x));
  return [...out, ...now.filter((x) => !seen.includes(x) && !out.includes(x))];
}

/**
 * The contact has changed underneath. Parts that the person left alone follow at once; of those they changed the others'
 * value is told, and theirs stays as it is.
 */
export function rebase(
  base: Base,
  values: Values,
  now: FormContact,
  definitions: FormField[],
): { base: Base; values: Values; stale: Stale[]; followed: string[] } {
  const next: Base = { ...base, fields: { ...base.fields }, custom: { ...base.custom } };
  const out: Values = { ...values, fields: { ...values.fields }, custom: { ...values.custom } };
  const stale: Stale[] = [];
  const followed: string[] = [];
  const scalar = (part: string, saw: string, mine: string, theirs: string, follow: () => void, know: () => void) => {
    if (saw === theirs) return;
    if (mine === saw) {
      follow();
      followed.push(part);
    } else if (mine !== theirs) {
      stale.push({ part, theirs });
      return;
    }
    know();
  };
  for (const name of fieldNames) {
    const stored = now.fields[name] ?? '';
    const theirs = heldField(name, stored);
    scalar(
      name,
      heldField(name, base.fields[name] ?? ''),
      values.fields[name] ?? '',
      theirs,
      () => {
        out.fields[name] = theirs;
      },
      () => {
        next.fields[name] = stored;
      },
    );
  }
  for (const f of definitions) {
    const stored = now.custom[f.name] ?? '';
    const theirs = f.type === 'date' ? dayOf(stored) : stored;
    scalar(
      `custom_fields.${f.name}`,
      heldCustom(f.name, base, definitions),
      values.custom[f.name] ?? '',
      theirs,
      () => {
        out.custom[f.name] = theirs;
      },
      () => {
        next.custom[f.name] = stored;
      },
    );
  }
  if (!sameList(base.phones, now.phones)) {
    const mine = values.phones;
    const wanted = united(
      numbers(values).map((p) => p.digits),
      base.phones,
      now.phones,
    );
    const untouched = sameList(
      numbers(values).map((p) => p.digits),
      base.phones,
    );
    out.phones = (untouched ? now.phones : wanted).map((d) => mine.find((row) => digitsOf(row) === d) ?? phoneRow(d));
    out.phones.push(...mine.filter((row) => digitsOf(row) === ''));
    if (out.phones.length === 0) out.phones = [blankPhone()];
    next.phones = now.phones;
    followed.push('phones');
  }
  if (!sameSet(base.labels, now.labels)) {
    out.labels = united(values.labels, base.labels, now.labels);
    next.labels = now.labels;
    followed.push('labels');
  }
  if (base.avatarVersion !== now.avatarVersion) {
    if (values.avatar === base.avatar) {
      out.avatar = now.avatar;
      followed.push('avatar');
    } else if (values.avatar !== now.avatar) {
      stale.push({ part: 'avatar', theirs: now.avatar });
    }
    if (values.avatar === base.avatar || values.avatar === now.avatar) {
      next.avatar = now.avatar;
      next.avatarVersion = now.avatarVersion;
    }
  }
  return { base: next, values: out, stale, followed };
}

/** The person has decided about a part that both changed: with theirs the form follows, with mine it has now been seen. */
export function decided(
  base: Base,
  values: Values,
  now: FormContact,
  part: string,
  choice: 'mine' | 'theirs',
  definitions: FormField[],
): { base: Base; values: Values } {
  const next: Base = { ...base, fields: { ...base.fields }, custom: { ...base.custom } };
  const out: Values = { ...values, fields: { ...values.fields }, custom: { ...values.custom } };
  if (part === 'avatar') {
    next.avatar = now.avatar;
    next.avatarVersion = now.avatarVersion;
    if (choice === 'theirs') out.avatar = now.avatar;
  } else if (part.startsWith('custom_fields.')) {
    const name = part.slice('custom_fields.'.length);
    next.custom[name] = now.custom[name] ?? '';
    if (choice === 'theirs') out.custom[name] = heldCustom(name, next, definitions);
  } else {
    next.fields[part] = now.fields[part] ?? '';
    if (choice === 'theirs') out.fields[part] = heldField(part, next.fields[part] ?? '');
  }
  return { base: next, values: out };
}

interface DraftBody {
  v: 1;
  values: Values;
  base: Base;
}
export const draftText = (base: Base, values: Values): string =>
  JSON.stringify({ v: 1, values, base } satisfies DraftBody);

/** A draft as it was kept; null when it is of a newer program, or broken: it is left where it is. */
export function readDraft(text: string): DraftBody | null {
  if (text === '') return null;
  try {
    const body = JSON.parse(text) as Partial<DraftBody>;
    if (body.v !== 1 || !body.values || !body.base) return null;
    // Keys of lines are counted anew in each window: those of a draft may be taken.
    const phones = body.values.phones.map((row) => ({
      ...blankPhone(row.country),
      text: row.text,
      stored: row.stored,
    }));
    return { v: 1, base: body.base, values: { ...body.values, phones } };
  } catch {
    return null;
  }
}
