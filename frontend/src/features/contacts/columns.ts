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
export type SizedId = ColumnId | 'name';

/** How the columns of the list stand: which, in which order, and how wide where somebody has drawn them. */
export interface ColumnLayout {
  shown: ColumnId[];
  /** px; what is not here takes its natural width. */
  widths: Partial<Record<SizedId, number>>;
}

/** Name is always there: a row without it would name nobody. */
export const defaultColumns: ColumnId[] = ['phone', 'cpf', 'city', 'owner', 'labels', 'lastInteractionAt'];
export const defaultLayout: ColumnLayout = { shown: defaultColumns, widths: {} };

/** Grid track of each column and the least width it needs, in px: all that are shown by default fit a window of 1280 px. */
const tracks: Record<SizedId, { min: number; grow: number }> = {
  name: { min: 200, grow: 1.7 },
  phone: { min: 156, grow: 0 },
  email: { min: 200, grow: 1.1 },
  cpf: { min: 126, grow: 0 },
  cnpj: { min: 176, grow: 0 },
  city: { min: 118, grow: 0.9 },
  channel: { min: 120, grow: 0 },
  owner: { min: 114, grow: 0.8 },
  portfolioType: { min: 160, grow: 0 },
  labels: { min: 108, grow: 0.9 },
  createdAt: { min: 120, grow: 0 },
  lastInteractionAt: { min: 130, grow: 0 },
};
export const sortOf: Partial<Record<SizedId, ContactSort>> = {
  name: 'name',
  email: 'email',
  owner: 'owner',
  portfolioType: 'portfolio_type',
  channel: 'channel',
  createdAt: 'created',
  lastInteractionAt: 'last_interaction',
};
/** What is chosen first: times from the newest, everything else from A. */
export const firstDesc = (sort: ContactSort): boolean => sort === 'created' || sort === 'last_interaction';

/** Narrower nobody can read, wider is a page. */
export const MIN_WIDTH = 72;
export const MAX_WIDTH = 640;
/** px of one step by keyboard or button. */
export const WIDTH_STEP = 24;
/** px of the tick before a row and the marks and the button behind it. */
const TAIL = 52;
const EDGES = 40 + TAIL;

export const widthOf = (layout: ColumnLayout, id: SizedId): number => layout.widths[id] ?? tracks[id].min;

/** The CSS grid of head and rows, and the width under which the list scrolls sideways. */
export function gridTracks({ shown, widths }: ColumnLayout): { cols: string; min: string } {
  const track = (id: SizedId): string => {
    const drawn = widths[id];
    if (drawn !== undefined) return `${drawn}px`;
    const { min, grow } = tracks[id];
    return grow > 0 ? `minmax(${min}px, ${grow}fr)` : `${min}px`;
  };
  const all: SizedId[] = ['name', ...shown];
  const min = all.reduce((sum, id) => sum + (widths[id] ?? tracks[id].min), EDGES);
  // Where no track is left to grow, what is left over stays empty at the end instead of tearing the columns apart.
  const grows = all.some((id) => widths[id] === undefined && tracks[id].grow > 0);
  return {
    cols: ['40px', ...all.map(track), grows ? `${TAIL}px` : `minmax(${TAIL}px, 1fr)`].join(' '),
    min: `${min}px`,
  };
}

/** px a shown column takes in a list of this width: what the tracks above come to, reckoned as the grid of the page does. */
export function columnWidth({ shown, widths }: ColumnLayout, id: SizedId, list: number): number {
  let fixed = EDGES;
  let growing: SizedId[] = [];
  for (const other of ['name', ...shown] as SizedId[]) {
    const width = widths[other];
    if (width === undefined && tracks[other].grow > 0) growing.push(other);
    else fixed += width ?? tracks[other].min;
  }
  for (;;) {
    const parts = growing.reduce((sum, other) => sum + tracks[other].grow, 0);
    const part = (list - fixed) / Math.max(1, parts);
    // One whose share is less than it needs takes that, and the others share what is left.
    const least = growing.filter((other) => tracks[other].min > part * tracks[other].grow);
    if (least.length === 0) return widths[id] ?? (growing.includes(id) ? part * tracks[id].grow : tracks[id].min);
    fixed += least.reduce((sum, other) => sum + tracks[other].min, 0);
    growing = growing.filter((other) => !least.includes(other));
  }
}

const isColumn = (id: unknown): id is ColumnId => columnIds.includes(id as ColumnId);
const clamp = (width: number): number => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));

/** What is stored, without what an older version, or a hand, may have left there. */
export function readLayout(stored: string | null): ColumnLayout {
  let raw: { shown?: unknown; widths?: unknown } | null;
  try {
    raw = JSON.parse(stored ?? 'null');
  } catch {
    return defaultLayout;
  }
  if (raw === null || typeof raw !== 'object' || !Array.isArray(raw.shown)) return defaultLayout;
  const widths: ColumnLayout['widths'] = {};
  for (const [id, width] of Object.entries(raw.widths ?? {})) {
    if ((id === 'name' || isColumn(id)) && Number.isFinite(width)) widths[id] = clamp(width as number);
  }
  return { shown: [...new Set(raw.shown.filter(isColumn))], widths };
}

/** The columns of one person on this computer. */
const key = (user: string): string => `carteira.columns.${user}`;
export const loadLayout = (user: string): ColumnLayout => readLayout(localStorage.getItem(key(user)));
export const saveLayout = (user: string, layout: ColumnLayout): void =>
  localStorage.setItem(key(user), JSON.stringify(layout));

/** A column switched on goes before the first that naturally follows it, whatever order somebody has chosen. */
export function toggleColumn(layout: ColumnLayout, id: ColumnId): ColumnLayout {
  if (layout.shown.includes(id)) return { ...layout, shown: layout.shown.filter((c) => c !== id) };
  const after = columnIds.slice(columnIds.indexOf(id) + 1);
  const at = layout.shown.findIndex((c) => after.includes(c));
  const shown = [...layout.shown];
  shown.splice(at < 0 ? shown.length : at, 0, id);
  return { ...layout, shown };
}

/** Puts a shown column at a place among the others, counted without it. */
export function moveColumn(layout: ColumnLayout, id: ColumnId, to: number): ColumnLayout {
  const shown = layout.shown.filter((c) => c !== id);
  shown.splice(Math.min(Math.max(0, to), shown.length), 0, id);
  return { ...layout, shown };
}

/** null gives a column its natural width back. */
export function sizeColumn(layout: ColumnLayout, id: SizedId, width: number | null): ColumnLayout {
  const widths = { ...layout.widths };
  if (width === null) delete widths[id];
  else widths[id] = clamp(width);
  return { ...layout, widths };
}
