import type { ContactQuery, Selection as WireSelection } from '../../bridge/types';

/** Never a million ids: a short list, or "what matches, except these". Go receives it as it is and counts for itself. */
export type Selection =
  | { kind: 'some'; ids: ReadonlySet<string> }
  | { kind: 'all'; query: ContactQuery; total: number; except: ReadonlySet<string> };

export const none: Selection = { kind: 'some', ids: new Set() };
export const all = (query: ContactQuery, total: number): Selection => ({
  kind: 'all',
  query,
  total,
  except: new Set(),
});
export const has = (s: Selection, id: string): boolean => (s.kind === 'some' ? s.ids.has(id) : !s.except.has(id));
export const size = (s: Selection): number => (s.kind === 'some' ? s.ids.size : Math.max(0, s.total - s.except.size));

/** The total grows while an import runs: "all" follows it, because Go resolves the query when the action starts. */
export const withTotal = (s: Selection, total: number): Selection =>
  s.kind === 'all' && s.total !== total ? { ...s, total } : s;

const put = (set: ReadonlySet<string>, ids: Iterable<string>, on?: boolean): Set<string> => {
  const next = new Set(set);
  for (const id of ids) {
    if (on ?? !next.has(id)) next.add(id);
    else next.delete(id);
  }
  return next;
};

/** Turns ids on, off, or (without `on`) over. */
export function toggle(s: Selection, ids: Iterable<string>, on?: boolean): Selection {
  if (s.kind === 'some') return { kind: 'some', ids: put(s.ids, ids, on) };
  return { ...s, except: put(s.except, ids, on === undefined ? undefined : !on) };
}

export function toWire(s: Selection, query: ContactQuery): WireSelection {
  return s.kind === 'some'
    ? { kind: 'some', ids: [...s.ids], query, except: [] }
    : { kind: 'all', ids: [], query: s.query, except: [...s.except] };
}
