import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { JobProgress } from '../../../components/job-progress';
import { jobKind, jobSummary } from '../../../components/job-words';
import { isLive, useCancelJob, useJob } from '../../../hooks/use-jobs';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { KEPT_SHOWN, useKept } from '../queries';
import { keptReason, partName } from '../words';

interface Props {
  undoJob: string;
  contactLink: (id: string, name: string) => ReactNode;
}

/** An undo while it runs, and what came of it: what was left is listed with who has changed it (D3.18). */
export function UndoOutcome({ undoJob, contactLink }: Props) {
  const { t } = useTranslation();
  const { data: job, error, refetch } = useJob(undoJob);
  if (error) return <ErrorCallout error={error} title={t('import.jobFailed')} onRetry={() => void refetch()} />;
  if (!job) return null;
  return isLive(job) ? <Running job={job} /> : <Ended job={job} contactLink={contactLink} />;
}

function Running({ job }: { job: Job }) {
  const { t } = useTranslation();
  const cancel = useCancelJob();
  return (
    <div className="panel" style={{ padding: 20 }}>
      <h2>{t('importHistory.undoRunning')}</h2>
      <p className="sub" style={{ margin: '4px 0 14px', fontSize: 13 }}>
        {job.resumed > 0 ? t('importHistory.resumed') : t('importHistory.runningHint')}
      </p>
      <JobProgress job={job} />
      {job.cancellable && (
        <Button variant="default" mt={16} loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          {t('importHistory.cancel')}
        </Button>
      )}
      {cancel.isError && <ErrorCallout error={cancel.error} title={t('import.cancelFailed')} />}
    </div>
  );
}

function Ended({ job, contactLink }: { job: Job; contactLink: Props['contactLink'] }) {
  const { t } = useTranslation();
  const save = useSaveReport();
  const kind = jobKind(job);
  const kept = job.result?.rejected ?? 0;
  const title =
    kind === 'ok' ? 'importHistory.undone' : kind === 'err' ? 'importHistory.notUndone' : 'importHistory.undonePartly';
  return (
    <div className="stack">
      <Callout
        kind={kind}
        title={t(title)}
        actions={
          job.hasReport && (
            <Button
              size="xs"
              leftSection={<IconDownload size={15} aria-hidden />}
              loading={save.isPending}
              onClick={() => save.mutate(job.id)}
            >
              {t('importHistory.saveKept')}
            </Button>
          )
        }
      >
        <p>{jobSummary(t, job)}</p>
        {job.state === 'cancelled' && <p>{t('importHistory.cancelledKept')}</p>}
      </Callout>
      {kept > 0 && <KeptList job={job} contactLink={contactLink} />}
    </div>
  );
}

function KeptList({ job, contactLink }: { job: Job; contactLink: Props['contactLink'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: kept, error } = useKept(job.id, job.hasReport);
  if (!job.hasReport || error) return <p className="sub">{t('importHistory.keptGone')}</p>;
  if (!kept) return null;
  const total = job.result?.rejected ?? kept.length;
  return (
    <div className="panel history">
      <table>
        <caption>{t('importHistory.keptTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('importHistory.contact')}</th>
            <th scope="col">{t('importHistory.because')}</th>
            <th scope="col">{t('importHistory.changedBy')}</th>
          </tr>
        </thead>
        <tbody>
          {kept.map((k, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one contact may be listed twice, and the list never changes
            <tr key={i}>
              <th scope="row">
                {k.name !== '' && k.id !== '' ? contactLink(k.id, k.name) : t('importHistory.nobody')}
              </th>
              <td>
                {keptReason(t, k.code)}
                {k.parts.length > 0 && <div className="sub">{k.parts.map((p) => partName(t, p)).join(', ')}</div>}
              </td>
              <td>
                {k.by || '–'}
                {k.at !== '' && <div className="sub num">{format.dateTime(k.at)}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > KEPT_SHOWN && (
        <p className="sub history-more">{t('importHistory.firstOf', { shown: KEPT_SHOWN, count: total })}</p>
      )}
    </div>
  );
}
