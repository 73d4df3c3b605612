import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Segment, segments } from '../../bridge/segments';
import type { ContactQuery } from '../../bridge/types';

export const useSegments = () => useQuery({ queryKey: ['segment', 'list'], queryFn: segments.list, staleTime: 60_000 });

interface Saved {
  /** "" for a new one. */
  id: string;
  name: string;
  query: ContactQuery;
}

export function useSaveSegment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name, query }: Saved) => segments.save(id, name, query),
    // At once, so that the page that is about to name it finds it.
    onSuccess: (saved) => {
      client.setQueryData<Segment[]>(['segment', 'list'], (all) => [
        ...(all ?? []).filter((s) => s.id !== saved.id),
        saved,
      ]);
      return client.invalidateQueries({ queryKey: ['segment'] });
    },
  });
}

export function useDeleteSegment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => segments.remove(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['segment'] }),
  });
}
