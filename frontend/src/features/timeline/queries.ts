import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { tabulations } from '../../bridge/administration';
import { lookups } from '../../bridge/call';
import { type TimelineFilter, timeline } from '../../bridge/timeline';

/** Interactions of one read. */
export const TIMELINE_PAGE = 50;

export const timelineQuery = (contact: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: ['contact', 'timeline', contact, filter],
    queryFn: ({ pageParam }) => timeline.page(contact, filter, pageParam, TIMELINE_PAGE),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
export const useTimeline = (contact: string, filter: TimelineFilter) =>
  useInfiniteQuery(timelineQuery(contact, filter));

export const profileQuery = (contact: string) =>
  queryOptions({ queryKey: ['contact', 'profile', contact], queryFn: () => timeline.profile(contact) });
export const useProfile = (contact: string) => useQuery(profileQuery(contact));

export const useContents = (interaction: string, wanted: boolean) =>
  useQuery({
    queryKey: ['contact', 'contents', interaction],
    queryFn: () => timeline.contents(interaction),
    enabled: wanted,
  });

const rarely = { staleTime: 60_000 };
export const useServices = () => useQuery({ queryKey: ['setting', 'services'], queryFn: lookups.services, ...rarely });
export const useUsers = () => useQuery({ queryKey: ['user', 'list'], queryFn: lookups.users, ...rarely });

/** The names that a closed interaction of a service may be given; `service` "" is none. */
export function useTabulations(service: string): string[] {
  const all = useQuery({ queryKey: ['tabulation', 'list'], queryFn: tabulations.list, ...rarely }).data ?? [];
  const offered = all.filter((x) => !x.archived && (x.service === '' || x.service === service));
  return [...new Set(offered.map((x) => x.name))];
}
