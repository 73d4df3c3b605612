import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { JobProgress } from '../../../components/job-progress';
import { jobKind, jobSummary, jobTitle, jobWord } from '../../../components/job-words';
import { isLive, useCancelJob, useJob } from '../../../hooks/use-jobs';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { ProblemGroups } from './problem-groups';
import { WizardFrame } from './wizard-frame';

interface Props {
  jobId: string;
  onContacts: () => void;
  onImports: () => void;
  /** What else there is to know of one that has ended. */
  more?: ReactNode;
}

/** The fourth step: a job that runs on whatever screen is open, and what came of it. */
export function ImportRun({ jobId, onContacts, onImports, more }: Props) {
  const { t } = useTranslation();
  const { data: job, error, refetch } = useJob(jobId);
  const live = job !== undefined && isLive(job);
  return (
    <WizardFrame
      title={job?.kind === 'interaction_import' ? t('interactionImport.title') : undefined}
      active={job && !live ? 4 : 3}
      foot={
        <>
          <Button variant="subtle" color="gray" onClick={onImports}>
            {t('import.allImports')}
          </Button>
          <div className="grow" />
          <Button variant={live ? 'default' : 'filled'} onClick={onContacts}>
            {live ? t('import.keepWorking') : t('import.seeContacts')}
          </Button>
        </>
      }
    >
      {error && <ErrorCallout error={error} title={t('import.jobFailed')} onRetry={() => void refetch()} />}
      {job && (live ? <Running job={job} /> : <Ended job={job} more={more} />)}
    </WizardFrame>
  );
}

const Box = ({ children }: { children: ReactNode }) => (
  <div className="stack" style={{ maxWidth: 720, margin: '8px auto 0' }}>
    {children}
  </div>
);

function Running({ job }: { job: Job }) {
  const { t } = useTranslation();
  const cancel = useCancelJob();
  return (
    <Box>
      <div className="panel" style={{ padding: 24 }}>
        <h2>{jobTitle(t, job)}</h2>
        <p className="sub" style={{ margin: '4px 0 16px', fontSize: 13 }}>
          {job.resumed > 0 ? t('import.resumed') : t('import.runningHint')}
        </p>
        <JobProgress job={job} />
        <div style={{ display: 'flex', alignItems: 'center', gap: 16, marginTop: 18 }}>
          <span className="sub" style={{ fontSize: 12 }}>
            {t('import.cancelHint')}
          </span>
          <div className="grow" />
          {job.cancellable && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
              {t('import.cancelImport')}
            </Button>
          )}
        </div>
      </div>
      {cancel.isError && <ErrorCallout error={cancel.error} title={t('import.cancelFailed')} />}
    </Box>
  );
}

function Ended({ job, more }: { job: Job; more: ReactNode }) {
  const { t } = useTranslation();
  const save = useSaveReport();
  const result = job.result;
  return (
    <Box>
      <Callout
        kind={jobKind(job)}
        title={jobWord(t, job)}
        actions={
          job.hasReport && (
            <Button
              size="xs"
              leftSection={<IconDownload size={15} />}
              loading={save.isPending}
              onClick={() => save.mutate(job.id)}
            >
              {t('report.saveErrors')}
            </Button>
          )
        }
      >
        <p>{jobTitle(t, job)}</p>
        <p>{jobSummary(t, job)}</p>
        {job.state === 'cancelled' && <p>{t('import.cancelledKept')}</p>}
      </Callout>
      {result && <Numbers job={job} />}
      {result && result.reasons.length > 0 && (
        <div>
          <h2 style={{ margin: '6px 0 10px' }}>{t('import.problems')}</h2>
          <ProblemGroups reasons={result.reasons} samples={result.samples} columns={[]} />
        </div>
      )}
      {more}
    </Box>
  );
}

/** created + updated + unchanged + rejected = lines read, always (D3.13). */
function Numbers({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const r = job.result;
  if (!r) return null;
  const interactions = job.kind === 'interaction_import';
  const counts = [
    [t(interactions ? 'interactionImport.did.created' : 'import.did.created'), r.created],
    [t(interactions ? 'interactionImport.did.closed' : 'import.did.updated'), r.updated],
    [t('import.did.unchanged'), r.unchanged],
    [t('import.did.rejected'), r.rejected],
  ] as const;
  return (
    <div>
      <div className="kpis">
        {counts.map(([label, n]) => (
          <div className="panel kpi" key={label}>
            <div className="why sub">{label}</div>
            <div className="v">{format.number(n)}</div>
          </div>
        ))}
      </div>
      <p className="sub num" style={{ marginTop: 10, fontSize: 13 }}>
        {t('import.ofLines', { count: r.lines })}{' '}
        {r.possibleDuplicates > 0 && t('import.possibleDuplicates', { count: r.possibleDuplicates })}{' '}
        {r.fixedPhones > 0 && t('import.fixedPhones', { count: r.fixedPhones })}
      </p>
    </div>
  );
}
