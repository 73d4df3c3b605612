import type { TFunction } from 'i18next';
import type { Notice } from '../../bridge/types';
import { jobKind, jobSummary, jobTitle, jobWord } from '../../components/job-words';

/** Title and text of a notice; no personal data beyond the file's name. */
export function noticeWords(t: TFunction, notice: Notice): { title: string; text: string } {
  const { job, event } = notice;
  if (event === 'resumed' && job.kind === 'batch')
    return { title: t('batch.resumed'), text: t('batch.resumedHint', { title: jobTitle(t, job) }) };
  if (event === 'resumed')
    return { title: t('notices.resumed'), text: t('notices.resumedHint', { title: jobTitle(t, job) }) };
  if (event === 'interrupted') {
    return { title: t('notices.interrupted'), text: t('notices.interruptedHint', { title: jobTitle(t, job) }) };
  }
  if (event === 'progress') return { title: jobTitle(t, job), text: '' };
  if (job.kind === 'batch') return { title: `${jobTitle(t, job)}: ${jobWord(t, job)}`, text: jobSummary(t, job) };
  const title = `${t(`jobs.noun.${job.kind}`)}: ${jobWord(t, job)}`;
  return { title, text: [job.title, jobSummary(t, job)].filter(Boolean).join(' · ') };
}

export const noticeKind = (notice: Notice): Notice['kind'] => notice.kind || jobKind(notice.job);
