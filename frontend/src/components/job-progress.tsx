import { Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Job } from '../bridge/types';
import { fractionDone } from '../hooks/use-jobs';
import { useFormat } from '../i18n/format';
import { jobTitle, timeLeft } from './job-words';

/** An import counts bytes of its file, which tell nobody anything: its rows are in the result as far as they are committed. */
function rowsDone(t: TFunction, job: Job): string {
  if (job.kind === 'import' || job.kind === 'import_check') {
    return job.result?.lines ? t('jobs.doneSoFar', { count: job.result.lines }) : t('jobs.starting');
  }
  if (job.kind === 'batch' && job.total > 0) return t('batch.doneOf', { done: job.done, count: job.total });
  if (job.total > 0) return t('jobs.doneOf', { done: job.done, count: job.total });
  return job.done > 0 ? t('jobs.doneSoFar', { count: job.done }) : t('jobs.starting');
}

/** A live bar with what is done and how long it will still take. */
export function JobProgress({ job, size = 'md' }: { job: Job; size?: 'xs' | 'sm' | 'md' }) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = fractionDone(job);
  const facts = [rowsDone(t, job), timeLeft(t, job.secondsLeft)].filter(Boolean);
  return (
    <div>
      <Progress.Root size={size}>
        <Progress.Section
          value={done * 100}
          color="var(--app-accent-text)"
          aria-label={jobTitle(t, job)}
          aria-valuetext={format.percent(done)}
        />
      </Progress.Root>
      <div className="num sub" style={{ display: 'flex', gap: 12, marginTop: 6, fontSize: 12 }}>
        <b style={{ color: 'var(--mantine-color-text)', fontWeight: 600 }}>{format.percent(done)}</b>
        <span>{facts.join(' · ')}</span>
      </div>
    </div>
  );
}
