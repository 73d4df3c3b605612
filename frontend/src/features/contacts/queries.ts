import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { contacts, lookups } from '../../bridge/call';
import type { ContactQuery, ContactRow } from '../../bridge/types';

/** Rows of one read. A screen shows 20 to 30, hence one or two pages. */
export const PAGE = 100;

/** The page says which query it answers: rows kept on screen during the next search are never taken for its result. */
export const pageQuery = (query: ContactQuery, page: number) =>
  queryOptions({
    queryKey: ['contact', 'page', query, page],
    queryFn: async () => ({ ...(await contacts.page(query, page * PAGE, PAGE)), query }),
    staleTime: 30_000,
    gcTime: 60_000,
  });

export const contactQuery = (id: string) =>
  queryOptions({ queryKey: ['contact', 'one', id], queryFn: () => contacts.get(id) });

/** The first page answers the count too; "≥" is asked again until it is exact. */
export function useContactHead(query: ContactQuery) {
  return useQuery({
    ...pageQuery(query, 0),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && !state.data.exact ? 400 : false),
  });
}

/** The rows from..to of a query, by row number; undefined where they are still on their way. */
export function useContactRows(query: ContactQuery, from: number, to: number): (row: number) => ContactRow | undefined {
  const first = Math.floor(from / PAGE);
  const last = Math.floor(Math.max(from, to - 1) / PAGE);
  const pages = useMemo(() => Array.from({ length: last - first + 1 }, (_, k) => first + k), [first, last]);
  const results = useQueries({ queries: pages.map((page) => pageQuery(query, page)) });
  return (row) => results[Math.floor(row / PAGE) - first]?.data?.rows[row % PAGE];
}

export const useContact = (id: string) => useQuery({ ...contactQuery(id), placeholderData: keepPreviousData });

/**
 * The contact to show in the place of the one that was asked for: what it was merged into (D7.4), or what imports elsewhere made of
 * the same person, which needs no word. null while it is the one.
 */
export function movedTo(id: string, contact: ReturnType<typeof useContact>): Moved | null {
  const c = contact.isPlaceholderData ? undefined : contact.data;
  if (c === undefined || (c.mergedInto === '' && c.id === id)) return null;
  return c.mergedInto === '' ? { to: c.id, name: '' } : { to: c.mergedInto, name: c.name };
}

export interface Moved {
  to: string;
  /** Whose record it was. */
  name: string;
}

const rarely = { staleTime: 60_000 };
export const useLabels = () => useQuery({ queryKey: ['label', 'list'], queryFn: lookups.labels, ...rarely });
export const useUsers = () => useQuery({ queryKey: ['user', 'list'], queryFn: lookups.users, ...rarely });
export const useFields = () => useQuery({ queryKey: ['field', 'list'], queryFn: lookups.fields, ...rarely });
export const useChannels = () => useQuery({ queryKey: ['contact', 'channels'], queryFn: lookups.channels, ...rarely });

/** Goes on to where the contact is now. */
export function useMoved(moved: Moved | null, onMoved: (moved: Moved) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place, whatever is drawn meanwhile
  useEffect(() => {
    if (moved) onMoved(moved);
  }, [moved?.to]);
}
