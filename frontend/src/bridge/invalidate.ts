import type { QueryClient } from '@tanstack/react-query';
import { on } from './events';
import { throttle } from './throttle';
import type { Entity, Job } from './types';

/** Milliseconds between two refreshes of the same entity; contacts are what an import changes thousands of times. */
const wait: Record<Entity, number> = {
  contact: 1000,
  label: 500,
  field: 500,
  user: 500,
  setting: 0,
  job: 500,
  notice: 200,
  sync: 500,
  tabulation: 200,
  segment: 200,
};
const entities = Object.keys(wait) as Entity[];

/**
 * Query keys start with the entity, so `data:changed` knows what is stale: what is on screen is read again, the rest when it is
 * next shown. `status` counts contacts and what is still to send, hence follows every entity.
 */
export function invalidateOnChange(client: QueryClient): () => void {
  const status = throttle(() => refetch(client, ['status']), 1000);
  const refresh = new Map(entities.map((entity) => [entity, throttle(() => refetch(client, [entity]), wait[entity])]));
  const off = [
    on('data:changed', ({ entity }) => {
      refresh.get(entity)?.();
      if (entity === 'sync') refresh.get('contact')?.(); // rows say whether they have been sent
      status();
    }),
    on('job:changed', (job) => {
      client.setQueryData<Job>(['job', 'one', job.id], job);
      client.setQueryData<Job[]>(['job', 'list'], (jobs) => jobs && placeJob(jobs, job));
      if (job.state !== 'running') status();
    }),
    on('session:ended', () => refetch(client, ['session'])),
  ];
  return () => {
    for (const stop of off) stop();
  };
}

/**
 * Reads again what is on screen. A first read still under way may have begun before the change, and TanStack Query would let it
 * stand: hence it is cancelled first.
 */
export function refetch(client: QueryClient, queryKey: readonly string[]): void {
  void client.cancelQueries({ queryKey }).then(() => client.invalidateQueries({ queryKey }));
}

/** Newest first; a job seen for the first time goes to the top. */
export function placeJob(jobs: Job[], job: Job): Job[] {
  return jobs.some((j) => j.id === job.id) ? jobs.map((j) => (j.id === job.id ? job : j)) : [job, ...jobs];
}
