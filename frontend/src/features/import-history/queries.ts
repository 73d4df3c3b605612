import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lookups } from '../../bridge/call';
import { importHistory } from '../../bridge/import-history';
import { type HistoryFilters, historyQuery } from './filters';

// Keys start with "job": an import that ends, and the undo of one, change what is shown here.

export const useImportHistory = (filters: HistoryFilters) =>
  useInfiniteQuery({
    queryKey: ['job', 'imports', filters],
    queryFn: ({ pageParam }) => importHistory.list({ ...historyQuery(filters), after: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: (before) => before,
  });

export const useImportDetails = (id: string) =>
  useQuery({ queryKey: ['job', 'import', id], queryFn: () => importHistory.get(id) });

/** As many as a screen is read for; the file has them all. */
export const KEPT_SHOWN = 200;

export const useKept = (undoJob: string, enabled: boolean) =>
  useQuery({
    queryKey: ['job', 'kept', undoJob],
    queryFn: () => importHistory.kept(undoJob, KEPT_SHOWN),
    enabled,
    retry: false,
  });

export const useUndoPlan = (id: string) =>
  useQuery({
    queryKey: ['undo-plan', id],
    queryFn: () => importHistory.planUndo(id),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

export function useUndoImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => importHistory.undo(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['job'] }),
  });
}

export const usePeople = () => useQuery({ queryKey: ['user', 'options'], queryFn: lookups.users });
