import type { FormContact, FormHolder, FormInput, FormProblem, FormSaved, FormSeen } from '../bridge/form';
import { detailOf } from './fake-people';

/** The contact form over made-up people: a few of Go's rules, so that a screen can be seen at work without it. */
export function fakeForm(options: { allowDuplicates: () => boolean; changed: () => void }) {
  const drafts = new Map<string, string>();
  const contacts = new Map<string, FormContact>();
  const saved: { id: string; input: FormInput }[] = [];
  const definitions: FormContact['definitions'] = [
    { id: 'f1', name: 'Time', type: 'text', choices: [] },
    { id: 'f2', name: 'Plano', type: 'choice', choices: ['Ouro', 'Prata'] },
  ];
  const blank: FormContact = {
    id: '',
    fields: {},
    phones: [],
    custom: {},
    labels: [],
    avatar: '',
    avatarVersion: '',
    updatedAt: '',
    flagged: [],
    draft: '',
    draftAt: '',
    definitions,
  };
  const stored = (id: string): FormContact => {
    if (id === '') return blank;
    const kept = contacts.get(id);
    if (kept) return kept;
    const d = detailOf(Number(id.slice(1)));
    const fields: Record<string, string> = {
      name: d.name,
      email: d.email,
      city: d.city,
      state: d.state,
      gender: d.gender,
      birth_date: d.birthDate,
      active: String(d.active),
    };
    const made = {
      ...blank,
      id,
      fields,
      phones: d.phones,
      labels: d.labels.map((l) => l.name),
      updatedAt: d.updatedAt,
    };
    contacts.set(id, made);
    return made;
  };
  const check = (id: string, input: FormInput) => {
    const problems: FormProblem[] = [];
    const wrong = (part: string, code: string) => problems.push({ part, code, message: code });
    if (id === '' && !input.fields.name?.trim()) wrong('name', 'name_required');
    if (id !== '' && input.fields.name === '') wrong('name', 'name_required');
    if (input.fields.email && !/^\S+@\S+\.\S+$/.test(input.fields.email)) wrong('email', 'email_invalid');
    if (input.fields.cpf && input.fields.cpf.length !== 11) wrong('cpf', 'cpf_length');
    for (const [n, digits] of input.phones.entries()) {
      if (digits.length < 10 && !stored(id).phones.includes(digits)) wrong(`phones.${n}`, 'phone_invalid');
    }
    if (input.phones.length > 10) wrong('phones', 'phones_too_many');
    const holders: FormHolder[] =
      input.fields.cpf === '52998224725' ? [{ part: 'cpf', id: 'c7', name: detailOf(7).name, active: true }] : [];
    return { problems, holders, refuse: id === '' && !options.allowDuplicates() };
  };
  const write = (id: string, input: FormInput) => {
    const old = stored(id);
    contacts.set(id, {
      ...old,
      fields: { ...old.fields, ...input.fields },
      phones: input.hasPhones ? input.phones : old.phones,
      custom: { ...old.custom, ...input.custom },
      labels: input.hasLabels ? input.labels : old.labels,
      avatar: input.hasAvatar ? input.avatar : old.avatar,
    });
  };
  return {
    saved,
    drafts,
    contacts,
    stored,
    write,
    methods: {
      Open: (id: string) => {
        const draft = drafts.get(id) ?? '';
        return { ...stored(id), draft, draftAt: draft ? '2026-11-27T12:00:00Z' : '' };
      },
      Current: stored,
      Check: check,
      Save: (id: string, input: FormInput, seen: FormSeen): FormSaved => {
        const verdict = check(id, input);
        const old = stored(id);
        const stale = Object.keys(input.fields)
          .filter((f) => id !== '' && (old.fields[f] ?? '') !== seen.fields[f] && old.fields[f] !== input.fields[f])
          .map((part) => ({ part, theirs: old.fields[part] ?? '' }));
        if (verdict.problems.length > 0 || stale.length > 0 || (verdict.refuse && verdict.holders.length > 0))
          return { id: '', verdict, stale };
        saved.push({ id, input });
        drafts.delete(id);
        if (id !== '') write(id, input);
        options.changed();
        return { id: id || 'c3', verdict, stale };
      },
      SaveDraft: (id: string, body: string) => {
        if (body === '') drafts.delete(id);
        else drafts.set(id, body);
      },
      Avatars: (ids: string[]) =>
        ids.map((id) => ({ id, url: contacts.get(id)?.avatar ?? '' })).filter((a) => a.url !== ''),
    },
  };
}
