import type { ImportQuery } from '../../bridge/import-history';

export const importColours = ['green', 'yellow', 'red'] as const;
export const undoStates = ['possible', 'done'] as const;
const keys = ['q', 'colour', 'undo', 'by', 'from', 'to'] as const;

/** What narrows the history; it stands in the address. */
export type HistoryFilters = Partial<Record<(typeof keys)[number], string>>;

const allowed: Partial<Record<(typeof keys)[number], readonly string[]>> = { colour: importColours, undo: undoStates };

export function parseHistorySearch(raw: Record<string, unknown>): HistoryFilters {
  const filters: HistoryFilters = {};
  for (const key of keys) {
    const value = raw[key];
    if (typeof value === 'string' && value !== '' && (allowed[key]?.includes(value) ?? true)) filters[key] = value;
  }
  return filters;
}

export const historyQuery = (f: HistoryFilters): ImportQuery => ({
  search: f.q ?? '',
  owner: f.by ?? '',
  colour: f.colour ?? '',
  from: f.from ?? '',
  to: f.to ?? '',
  undo: f.undo ?? '',
  after: '',
});
