import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { contacts } from '../bridge/call';
import type { ContactDetail, ContactRow } from '../bridge/types';
import { toQuery } from '../features/contacts/filters';
import { recentContacts } from '../hooks/recent-contacts';

/** As many as can be taken in at a glance, and reached with the arrows. */
export const MOST_HITS = 8;

/** Contacts by name, phone, document or e-mail, as one types. What is shown never belongs to an older text. */
export function useHits(text: string): { rows: ContactRow[]; searching: boolean } {
  const query = { ...toQuery({ q: text }), status: 'all' as const };
  const hits = useQuery({
    queryKey: ['contact', 'palette', text],
    queryFn: async () => ({ text, rows: (await contacts.page(query, 0, MOST_HITS)).rows.slice(0, MOST_HITS) }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 30_000,
  });
  const current = hits.data?.text === text;
  return { rows: text !== '' && current && hits.data ? hits.data.rows : [], searching: text !== '' && hits.isFetching };
}

/** The contacts opened last; who has gone since is left out. */
export function useRecent(user: string, enabled: boolean): ContactDetail[] {
  const ids = enabled ? recentContacts(user) : [];
  const found = useQueries({
    queries: ids.map((id) => ({ queryKey: ['contact', 'recent', id], queryFn: () => contacts.get(id), retry: false })),
  });
  return found.flatMap((query) => (query.data && !query.data.anonymized ? [query.data] : []));
}
