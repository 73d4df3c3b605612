import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { contacts } from '../../bridge/call';
import { timeline, type Whom, type WhomHolder } from '../../bridge/timeline';
import type { ContactQuery } from '../../bridge/types';

/** Whom a new interaction is with: somebody who is there, or a contact that is created with it. */
export type Who =
  /** `caller` is the address that they were found by. */
  | { kind: 'contact'; id: string; name: string; detail: string; caller: string }
  | { kind: 'new'; name: string; address: string; another: boolean };

/** What a text may mean. */
export interface Found extends Whom {
  text: string;
  /** Contacts in which the text occurs, without the holders of the address. */
  others: WhomHolder[];
}

/** As many as can be taken in at a glance. */
const MOST = 5;
const anybody: Omit<ContactQuery, 'search'> = {
  status: 'all',
  owner: '',
  owners: [],
  portfolioTypes: [],
  labels: [],
  fields: [],
  createdFrom: '',
  createdTo: '',
  channel: '',
  sort: 'name',
  desc: false,
};

async function find(channel: string, text: string): Promise<Found> {
  const [whom, page] = await Promise.all([
    timeline.whom(channel, text),
    contacts.page({ ...anybody, search: text }, 0, MOST),
  ]);
  const holders = new Set(whom.holders.map((h) => h.id));
  return { ...whom, text, others: page.rows.filter((row) => !holders.has(row.id)).slice(0, MOST) };
}

/** What a text means, as one types; `current` is false while that belongs to an older text. */
export function useFound(channel: string, text: string) {
  const found = useQuery({
    queryKey: ['contact', 'whom', channel, text],
    queryFn: () => find(channel, text),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const current = text !== '' && found.data?.text === text;
  return { found: current ? found.data : undefined, error: found.error };
}

/** The contact that a text would create; null when it says nobody, or somebody whose address no other contact may have. */
export function newOf(found: Found): Who | null {
  if (found.kind === '' || (found.holders.length > 0 && !found.another)) return null;
  const another = found.holders.length > 0;
  if (found.kind === 'name') return { kind: 'new', name: found.text, address: '', another };
  return { kind: 'new', name: '', address: found.text, another };
}

export function contactOf(h: WhomHolder, found: Found, phone: (digits: string) => string): Who {
  const address = found.holders.some((x) => x.id === h.id) ? found.text : '';
  return { kind: 'contact', id: h.id, name: h.name, detail: detailOf(h, phone), caller: address };
}

export const detailOf = (h: WhomHolder, phone: (digits: string) => string): string =>
  [h.phone && phone(h.phone), h.email].filter(Boolean).join(' · ');
