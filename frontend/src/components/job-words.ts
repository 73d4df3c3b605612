import type { TFunction } from 'i18next';
import type { BatchAction } from '../bridge/batches';
import type { Job, NoticeKind } from '../bridge/types';
import { codeText } from '../i18n/codes';
import { formatter } from '../i18n/format';
import { i18n } from '../i18n/i18n';

/** A job's colour as a kind, which carries an icon and a word (D3.14: colours are never the only signal). */
export function jobKind(job: Job): NoticeKind {
  if (job.state === 'failed' || job.colour === 'red') return 'err';
  if (job.state === 'cancelled') return 'warn';
  if (job.state === 'queued' || job.state === 'running') return 'info';
  return job.colour === 'yellow' ? 'warn' : 'ok';
}

const endedWord = {
  ok: 'jobs.word.green',
  warn: 'jobs.word.yellow',
  err: 'jobs.word.red',
  info: 'jobs.word.running',
} as const;

const undoneWord = {
  ok: 'importHistory.undone',
  warn: 'importHistory.undonePartly',
  err: 'importHistory.notUndone',
  info: 'importHistory.undoRunning',
} as const;

/** What the button for its report says. */
export const reportWord = (t: TFunction, job: Pick<Job, 'kind'>): string =>
  t(job.kind === 'import_undo' ? 'importHistory.saveKept' : 'report.saveErrors');

/** The word for its state: "Concluída com ressalvas". */
export function jobWord(t: TFunction, job: Job): string {
  if (job.state === 'queued') return t('jobs.word.queued');
  if (job.state === 'cancelled') return t('jobs.word.cancelled');
  if (job.kind === 'import_undo' && job.state === 'ended') return t(undoneWord[jobKind(job)]);
  if (job.state === 'failed') return t('jobs.word.failed');
  return t(endedWord[jobKind(job)]);
}

/** "Importação de clientes.csv" */
export const jobTitle = (t: TFunction, job: Job): string =>
  job.kind === 'batch'
    ? t(`batch.title.${job.action as BatchAction}`, { name: job.title })
    : t(`jobs.title.${job.kind}`, { name: job.title });

/** What came of it, in one sentence with counts of rows written in the database; "" while there is nothing to say. */
export function jobSummary(t: TFunction, job: Job): string {
  if (job.error) return codeText(t, job.error.code, job.error.message);
  const r = job.result;
  if (!r) return '';
  if (job.kind === 'export') return t('jobs.exported', { count: r.written });
  if (job.kind === 'interaction_import') {
    const said = [t('timeline.imported', { count: r.created }), t('timeline.importClosed', { count: r.updated })];
    if (r.rejected > 0) said.push(t('jobs.rejected', { count: r.rejected }));
    return `${formatter(i18n.language).sentence(said)}.`;
  }
  if (job.kind === 'demo') return t('jobs.created', { count: r.created });
  if (job.kind === 'batch') {
    const said = [t('batch.changed', { count: r.updated })];
    if (r.unchanged > 0) said.push(t('batch.unchanged', { count: r.unchanged }));
    if (r.rejected > 0) said.push(t('batch.refused', { count: r.rejected }));
    return `${formatter(i18n.language).sentence(said)}.`;
  }
  if (job.kind === 'import_undo') {
    const said = [
      t('importHistory.removed', { count: r.removed ?? 0 }),
      t('importHistory.restored', { count: r.restored ?? 0 }),
      t('importHistory.kept', { count: r.rejected }),
    ];
    return `${formatter(i18n.language).sentence(said)}.`;
  }
  const parts = [t('jobs.created', { count: r.created }), t('jobs.updated', { count: r.updated })];
  if (r.unchanged > 0) parts.push(t('jobs.unchanged', { count: r.unchanged }));
  if (r.rejected > 0) parts.push(t('jobs.rejected', { count: r.rejected }));
  return `${formatter(i18n.language).sentence(parts)}.`;
}

/** "Cerca de 2 min restantes"; "" while it cannot be known. */
export function timeLeft(t: TFunction, seconds: number): string {
  if (seconds < 0) return '';
  if (seconds < 60) return t('jobs.secondsLeft', { count: Math.max(1, Math.ceil(seconds)) });
  return t('jobs.minutesLeft', { count: Math.ceil(seconds / 60) });
}
