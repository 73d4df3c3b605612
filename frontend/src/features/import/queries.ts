import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { imports } from '../../bridge/call';
import type { ImportSource } from '../../bridge/types';

/** The first 100 lines and what would become of them (D3.17). A file on disk may change: it is read again each time it is asked. */
export const usePreview = (source: ImportSource, enabled: boolean) =>
  useQuery({
    queryKey: ['import', 'preview', source],
    queryFn: () => imports.preview(source),
    enabled: enabled && source.path !== '',
    placeholderData: (previous, query) =>
      // Another encoding of the same file keeps the old table until the new one is there; another file does not.
      (query?.queryKey[2] as ImportSource | undefined)?.path === source.path ? keepPreviousData(previous) : undefined,
    staleTime: 10_000,
    gcTime: 0,
    retry: false,
  });

/** Whether this user's import is still running (D3.15). Under 'job', so that any job's change asks again. */
export const useImportLock = () =>
  useQuery({ queryKey: ['job', 'lock'], queryFn: imports.lock, refetchInterval: 5000 });

/** Files that were begun and not imported. */
export const begunQuery = queryOptions({ queryKey: ['import', 'begun'], queryFn: imports.begun, staleTime: 0 });
