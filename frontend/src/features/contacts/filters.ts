import {
  type ContactQuery,
  type ContactSort,
  type ContactStatus,
  contactSorts,
  type OwnerFilter,
} from '../../bridge/types';

/** What the address says, or has a ticket for (app/address.ts): only what differs from the whole list by name, so that a plain address is the plain list. */
export interface ContactSearch {
  q?: string;
  status?: Exclude<ContactStatus, 'all'>;
  owner?: Exclude<OwnerFilter, ''>;
  /** User ids; only under owner "any" (D2.2). */
  owners?: string[];
  types?: number[];
  labels?: string[];
  fields?: { field: string; value: string }[];
  /** YYYY-MM-DD */
  from?: string;
  to?: string;
  channel?: string;
  sort?: Exclude<ContactSort, 'name'>;
  desc?: boolean;
  /** Id of the saved segment that these filters began with; they may differ from it by now. */
  segment?: string;
  /** Id of the contact whose panel is open: other screens link to one this way. */
  contact?: string;
}

const text = (raw: unknown): string | undefined => {
  const s = typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : '';
  return s === '' ? undefined : s;
};
const oneOf = <T extends string>(raw: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((value) => value === raw);
const many = <T>(raw: unknown, keep: (item: unknown) => T | undefined): T[] | undefined => {
  if (!Array.isArray(raw)) return undefined;
  const kept = raw.map(keep).filter((item) => item !== undefined);
  return kept.length > 0 ? [...new Set(kept)] : undefined;
};
const day = (raw: unknown): string | undefined => {
  const s = text(raw);
  return s && /^\d{4}-\d{2}-\d{2}$/.test(s) && !Number.isNaN(Date.parse(s)) ? s : undefined;
};
const portfolioType = (raw: unknown): number | undefined => {
  const n = Number(raw);
  return Number.isInteger(n) && n >= 0 && n <= 4 ? n : undefined;
};
const fieldValue = (raw: unknown): { field: string; value: string } | undefined => {
  if (raw === null || typeof raw !== 'object') return undefined;
  const { field, value } = raw as Record<string, unknown>;
  const [f, v] = [text(field), text(value)];
  return f && v ? { field: f, value: v } : undefined;
};

/** Reads an address, which may be old or typed by hand: what is not understood is left out, never passed on. */
export function parseSearch(raw: Record<string, unknown>): ContactSearch {
  const owner = oneOf(raw.owner, ['none', 'any'] as const);
  const search: ContactSearch = {
    q: text(raw.q),
    status: oneOf(raw.status, ['active', 'inactive'] as const),
    owner,
    owners: owner === 'any' ? many(raw.owners, text) : undefined,
    types: many(raw.types, portfolioType),
    labels: many(raw.labels, text),
    fields: many(raw.fields, fieldValue),
    from: day(raw.from),
    to: day(raw.to),
    channel: text(raw.channel),
    sort: oneOf(
      raw.sort,
      contactSorts.filter((sort) => sort !== 'name'),
    ),
    desc: raw.desc === true ? true : undefined,
    segment: text(raw.segment),
    contact: text(raw.contact),
  };
  return compact(search);
}

/** Drops what says nothing, so that two equal searches are equal addresses. */
export function compact(search: ContactSearch): ContactSearch {
  return Object.fromEntries(
    Object.entries(search).filter(
      ([, value]) =>
        value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

export function toQuery(search: ContactSearch): ContactQuery {
  return {
    search: search.q?.trim() ?? '',
    status: search.status ?? 'all',
    owner: search.owner ?? '',
    owners: search.owner === 'any' ? (search.owners ?? []) : [],
    portfolioTypes: search.types ?? [],
    labels: search.labels ?? [],
    fields: search.fields ?? [],
    createdFrom: search.from ?? '',
    createdTo: search.to ?? '',
    channel: search.channel ?? '',
    sort: search.sort ?? 'name',
    desc: search.desc ?? false,
  };
}

/** The inverse of toQuery. */
export const fromQuery = (query: ContactQuery): ContactSearch =>
  compact({
    q: query.search,
    status: query.status === 'all' ? undefined : query.status,
    owner: query.owner === '' ? undefined : query.owner,
    owners: query.owners,
    types: query.portfolioTypes,
    labels: query.labels,
    fields: query.fields,
    from: query.createdFrom,
    to: query.createdTo,
    channel: query.channel,
    sort: query.sort === 'name' ? undefined : query.sort,
    desc: query.desc,
  });

/** What a segment keeps of an address: its filters and order, not what is searched for. */
export const withoutWords = (search: ContactSearch): ContactSearch =>
  compact({ ...search, q: undefined, contact: undefined, segment: undefined });
export const sameSegment = (a: ContactSearch, b: ContactSearch): boolean =>
  JSON.stringify(toQuery(withoutWords(a))) === JSON.stringify(toQuery(withoutWords(b)));

/** The same people whatever their order: a selection survives a new sort, not a new filter. */
export const matchKey = (query: ContactQuery): string => JSON.stringify({ ...query, sort: '', desc: false });

/** The filters of the popover, without the search box and the order. */
export const filterKeys = ['status', 'owner', 'owners', 'types', 'labels', 'fields', 'from', 'to', 'channel'] as const;
export const countFilters = (search: ContactSearch): number =>
  [
    search.status,
    search.owner,
    search.types,
    search.labels,
    search.fields,
    search.from ?? search.to,
    search.channel,
  ].filter((value) => value !== undefined).length;
export const withoutFilters = ({ q, sort, desc }: ContactSearch): ContactSearch => compact({ q, sort, desc });
