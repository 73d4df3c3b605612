import { useQuery } from '@tanstack/react-query';
import type { Job } from '../../bridge/types';
import { jobListQuery } from '../../hooks/use-jobs';

/** What the person started and would look for: dry runs are part of the wizard, not of the history. */
export const useHistory = () =>
  useQuery({ ...jobListQuery, select: (jobs: Job[]) => jobs.filter((job) => job.kind !== 'import_check') });
