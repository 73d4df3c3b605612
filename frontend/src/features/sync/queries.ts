import { useQuery } from '@tanstack/react-query';
import { sync } from '../../bridge/call';

export const usePending = () => useQuery({ queryKey: ['sync', 'pending'], queryFn: sync.pending });
export const useConflicts = () => useQuery({ queryKey: ['sync', 'conflicts'], queryFn: sync.conflicts });

/** Asked of the server, hence not with every change of sync: every half minute while somebody looks. */
export const useDevices = () =>
  useQuery({ queryKey: ['device', 'list'], queryFn: sync.devices, refetchInterval: 30_000 });
