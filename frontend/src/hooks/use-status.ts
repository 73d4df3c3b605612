import { queryOptions, useQuery } from '@tanstack/react-query';
import { status } from '../bridge/call';
import type { SyncInfo } from '../bridge/types';

/** What the status bar shows; the synchronization page reads the same, so that the two never differ. */
export const statusQuery = queryOptions({ queryKey: ['status'], queryFn: status.get, refetchInterval: 15_000 });

export const useSyncInfo = (): SyncInfo | undefined => useQuery(statusQuery).data?.sync;
