import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { jobs } from '../bridge/call';
import type { Job } from '../bridge/types';

// Shared by the features that start jobs or show them; `job:changed` writes straight into these entries (bridge/invalidate.ts).

export const jobListQuery = queryOptions({ queryKey: ['job', 'list'], queryFn: jobs.list });
export const jobQuery = (id: string) =>
  queryOptions({ queryKey: ['job', 'one', id], queryFn: () => jobs.get(id), enabled: id !== '' });

export const isLive = (job: Pick<Job, 'state'>): boolean => job.state === 'queued' || job.state === 'running';
/** 0 to 1; a job that does not yet know its size is at 0. */
export const fractionDone = (job: Pick<Job, 'done' | 'total'>): number =>
  job.total > 0 ? Math.min(1, job.done / job.total) : 0;

/** One job, live. Events bring most changes; asking once a second covers a lost one while it runs. */
export function useJob(id: string) {
  return useQuery({
    ...jobQuery(id),
    refetchInterval: (query) => (query.state.data && !isLive(query.state.data) ? false : 1000),
  });
}

export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => jobs.cancel(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['job'] }),
  });
}
