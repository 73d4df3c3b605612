import type { ContactSort } from '../../bridge/types';

export const columnIds = [
  'phone',
  'email',
  'cpf',
  'cnpj',
  'city',
  'channel',
  'owner',
  'portfolioType',
  'labels',
  'createdAt',
  'lastInteractionAt',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** Name is always there: a row without it would name nobody. */
export const defaultColumns: ColumnId[] = ['phone', 'cpf', 'city', 'owner', 'labels', 'lastInteractionAt'];

/** Grid track of each column and the least width it needs, in px. */
const tracks: Record<ColumnId, { min: number; grow: number }> = {
  phone: { min: 160, grow: 0 },
  email: { min: 200, grow: 1.1 },
  cpf: { min: 140, grow: 0 },
  cnpj: { min: 176, grow: 0 },
  city: { min: 140, grow: 0.9 },
  channel: { min: 120, grow: 0 },
  owner: { min: 130, grow: 0.8 },
  portfolioType: { min: 160, grow: 0 },
  labels: { min: 130, grow: 0.9 },
  createdAt: { min: 120, grow: 0 },
  lastInteractionAt: { min: 140, grow: 0 },
};
export const sortOf: Partial<Record<ColumnId | 'name', ContactSort>> = {
  name: 'name',
  createdAt: 'created',
  lastInteractionAt: 'last_interaction',
};

const NAME_MIN = 230;
const EDGES = 40 + 64;

/** The CSS grid of head and rows, and the width under which the list scrolls sideways. */
export function gridTracks(columns: ColumnId[]): { cols: string; min: string } {
  const middle = columns.map((id) => {
    const { min, grow } = tracks[id];
    return grow > 0 ? `minmax(${min}px, ${grow}fr)` : `${min}px`;
  });
  const min = columns.reduce((sum, id) => sum + tracks[id].min, EDGES + NAME_MIN);
  return { cols: ['40px', `minmax(${NAME_MIN}px, 1.7fr)`, ...middle, '64px'].join(' '), min: `${min}px` };
}

const KEY = 'carteira.columns';

/** The chosen columns of this computer, in their order; unknown names of an older version are dropped. */
export function readColumns(stored: string | null): ColumnId[] {
  let raw: unknown;
  try {
    raw = JSON.parse(stored ?? 'null');
  } catch {
    return defaultColumns;
  }
  if (!Array.isArray(raw)) return defaultColumns;
  return raw.filter((id): id is ColumnId => columnIds.includes(id as ColumnId));
}
export const loadColumns = (): ColumnId[] => readColumns(localStorage.getItem(KEY));
export const saveColumns = (columns: ColumnId[]): void => localStorage.setItem(KEY, JSON.stringify(columns));

/** A column switched on takes its natural place among the others. */
export const toggleColumn = (columns: ColumnId[], id: ColumnId): ColumnId[] =>
  columns.includes(id) ? columns.filter((c) => c !== id) : columnIds.filter((c) => c === id || columns.includes(c));
