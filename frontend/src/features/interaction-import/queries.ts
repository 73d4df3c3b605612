import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type InteractionSource, interactionImports } from '../../bridge/interaction-imports';
import { isLive, jobListQuery } from '../../hooks/use-jobs';

/** The first lines of a file and what would become of them. A file on disk may change: it is read again each time it is asked. */
export const usePreview = (source: InteractionSource) =>
  useQuery({
    queryKey: ['interaction-import', source],
    queryFn: () => interactionImports.preview(source),
    enabled: source.path !== '',
    // Another separator of the same file keeps the old table until the new one is there; another file does not.
    placeholderData: (previous, query) =>
      (query?.queryKey[1] as InteractionSource | undefined)?.path === source.path
        ? keepPreviousData(previous)
        : undefined,
    staleTime: 10_000,
    gcTime: 0,
    retry: false,
  });

/** This person's import that has not ended, of whichever kind (D3.15); "" when there is none. */
export function useRunningImport(): string {
  const all = useQuery(jobListQuery).data ?? [];
  return all.find((j) => j.mine && isLive(j) && (j.kind === 'import' || j.kind === 'interaction_import'))?.id ?? '';
}

export function useStart(onStarted: (jobId: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: interactionImports.start,
    onSuccess: (id) => {
      void client.invalidateQueries({ queryKey: ['job'] });
      onStarted(id);
    },
  });
}
