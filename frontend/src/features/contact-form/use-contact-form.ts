import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { contactForm, type FormContact, type FormField, type FormHolder, type FormProblem } from '../../bridge/form';
import { useDraft } from './use-draft';
import { useUnpressed } from './use-unpressed';
import {
  type Base,
  baseOf,
  decided,
  draftText,
  inputOf,
  isChanged,
  numbers,
  readDraft,
  rebase,
  type Stale,
  seenOf,
  type Values,
  valuesOf,
} from './values';

/** Milliseconds of rest before Go is asked about what was typed. */
const CHECK_MS = 200;

interface Options {
  opened: FormContact;
  onSaved: (id: string, created: boolean) => void;
}

/** One form at work: what it holds, what Go says of it, what others do to the contact meanwhile, and the draft. */
export function useContactForm({ opened, onSaved }: Options) {
  const client = useQueryClient();
  const id = opened.id;
  const [start] = useState(() => readDraft(opened.draft));
  const [state, setState] = useState<{ base: Base; values: Values }>(() => {
    const base = start?.base ?? baseOf(opened);
    return { base, values: start?.values ?? valuesOf(base, opened.definitions) };
  });
  const [stale, setStale] = useState<Stale[]>([]);
  const [followed, setFollowed] = useState<string[]>([]);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [attempts, setAttempts] = useState(0);
  const [fromDraft, setFromDraft] = useState(start !== null);

  const current = useQuery({
    queryKey: ['contact', 'form', id],
    queryFn: () => contactForm.current(id),
    enabled: id !== '',
    initialData: opened,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const now = current.data;
  const definitions: FormField[] = now.definitions;
  const { base, values } = state;
  const input = inputOf(base, values, definitions);
  const changed = isChanged(base, input);

  const live = useRef(state);
  useLayoutEffect(() => {
    live.current = state;
  });
  // The contact has changed underneath, or the draft was begun on an older one.
  useEffect(() => {
    if (id === '') return;
    const r = rebase(live.current.base, live.current.values, now, now.definitions);
    setStale(r.stale);
    if (r.followed.length > 0) setFollowed((before) => [...new Set([...before, ...r.followed])]);
    setState({ base: r.base, values: r.values });
  }, [now, id]);

  const question = JSON.stringify({ input, keys: numbers(values).map((p) => p.key) });
  const [asked] = useDebouncedValue(question, CHECK_MS);
  const check = useQuery({
    queryKey: ['form', 'check', id, asked],
    queryFn: async () => {
      const { input: wanted, keys } = JSON.parse(asked) as { input: typeof input; keys: string[] };
      return { verdict: await contactForm.check(id, wanted), keys };
    },
    enabled: changed || attempts > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // What is said above a field is not said between press and release of a click on it.
  const told = { verdict: useUnpressed(check.data), touched: useUnpressed(touched), attempts: useUnpressed(attempts) };
  const others = { stale: useUnpressed(stale), followed: useUnpressed(followed) };
  const answer = changed || told.attempts > 0 ? told.verdict : undefined;
  /** "phones.2" counts the numbers that were sent; the form knows its lines by key. */
  const here = <P extends { part: string }>(list: P[] | undefined): P[] =>
    (list ?? []).map((p) => {
      const n = /^phones\.(\d+)$/.exec(p.part)?.[1];
      return n === undefined ? p : { ...p, part: `phone ${answer?.keys[Number(n)] ?? ''}` };
    });
  const problems: FormProblem[] = here(answer?.verdict.problems);
  const holders: FormHolder[] = here(answer?.verdict.holders);
  const shown = (part: string) => told.attempts > 0 || told.touched.has(part);

  const draft = useDraft(id, changed ? draftText(base, values) : '', start !== null);

  const change = useCallback(
    (next: (values: Values) => Values) => setState((s) => ({ ...s, values: next(s.values) })),
    [],
  );
  const touch = useCallback(
    (part: string) => setTouched((before) => (before.has(part) ? before : new Set([...before, part]))),
    [],
  );

  const save = useMutation({
    mutationFn: async () => {
      await draft.hold();
      return contactForm.save(id, input, seenOf(base, input));
    },
    onSuccess: (saved) => {
      if (saved.id !== '') {
        draft.done();
        void client.invalidateQueries({ queryKey: ['contact'] });
        onSaved(saved.id, id === '');
        return;
      }
      draft.resume();
      setAttempts((n) => n + 1);
      client.setQueryData(['form', 'check', id, question], {
        verdict: saved.verdict,
        keys: numbers(values).map((p) => p.key),
      });
      if (saved.stale.length > 0) void current.refetch();
    },
    onError: () => draft.resume(),
  });

  return {
    id,
    values,
    definitions,
    changed,
    change,
    touch,
    attempts: told.attempts,
    fromDraft,
    draftAt: opened.draftAt,
    draft,
    ...others,
    now,
    saving: save.isPending,
    saveError: save.error,
    /** What is said of the values is said of these, not of those before the last letters. */
    settled: asked === question && !check.isPlaceholderData && told.verdict === check.data,
    save: () => {
      if (!save.isPending) save.mutate();
    },
    refuse: answer?.verdict.refuse === true && holders.some((h) => h.part !== 'cnpj'),
    problemOf: (part: string) => (shown(part) ? problems.find((p) => p.part === part) : undefined),
    problems: problems.filter((p) => shown(p.part)),
    flaggedOf: (part: string) => {
      const row = part.startsWith('phone ') ? values.phones.find((p) => `phone ${p.key}` === part) : undefined;
      if (row)
        return row.stored ? now.flagged.find((p) => p.part === `phones.${now.phones.indexOf(row.stored)}`) : undefined;
      const untouched = part.startsWith('custom_fields.')
        ? !(part.slice('custom_fields.'.length) in input.custom)
        : !(part in input.fields);
      return untouched ? now.flagged.find((p) => p.part === part) : undefined;
    },
    holdersOf: (part: string) => holders.filter((h) => h.part === part),
    holders,
    staleOf: (part: string) => others.stale.find((s) => s.part === part),
    decide: (part: string, choice: 'mine' | 'theirs') => {
      setState((s) => decided(s.base, s.values, now, part, choice, definitions));
      setStale((all) => all.filter((s) => s.part !== part));
    },
    /** Begins again with the contact as it stands. */
    discardDraft: () => {
      const fresh = baseOf(now);
      setState({ base: fresh, values: valuesOf(fresh, definitions) });
      setStale([]);
      setFromDraft(false);
      setTouched(new Set());
      setAttempts(0);
    },
  };
}
export type ContactFormState = ReturnType<typeof useContactForm>;
