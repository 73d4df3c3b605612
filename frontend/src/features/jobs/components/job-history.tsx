import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDatabaseImport, IconDots, IconDownload, IconMessages, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { JobProgress } from '../../../components/job-progress';
import { jobKind, jobSummary, jobTitle, jobWord, reportWord } from '../../../components/job-words';
import { KindIcon } from '../../../components/kind-icon';
import { Nothing } from '../../../components/nothing';
import { toastError } from '../../../components/toast';
import { isLive, useCancelJob } from '../../../hooks/use-jobs';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { useHistory } from '../queries';

interface Props {
  onImport: (() => void) | null;
  onImportInteractions: (() => void) | null;
  /** The link to what came of an import. */
  jobLink: (job: Job, title: string) => ReactNode;
  /** Leads to the other lists of this screen. */
  tabs?: ReactNode;
}

/** Imports and exports of this computer: who, when, file, counts, colour and word (D3.18). */
export function JobHistory({ onImport, onImportInteractions, jobLink, tabs }: Props) {
  const { t } = useTranslation();
  const { data: jobs, error, refetch } = useHistory();
  return (
    <div className="page">
      <div className="pagein">
        <div className="pagehead">
          <h1>{t('jobs.title.page')}</h1>
          <div className="grow" />
          {onImportInteractions && (
            <Button variant="default" leftSection={<IconMessages size={16} />} onClick={onImportInteractions}>
              {t('interactionImport.title')}
            </Button>
          )}
          {onImport && (
            <Button leftSection={<IconDatabaseImport size={16} />} onClick={onImport}>
              {t('import.new')}
            </Button>
          )}
        </div>
        {tabs}
        {error && <ErrorCallout error={error} title={t('jobs.failed')} onRetry={() => void refetch()} />}
        {jobs?.length === 0 && (
          <Nothing icon={IconDatabaseImport} title={t('jobs.empty')} text={t('jobs.emptyHint')}>
            {onImport && (
              <Button variant="default" onClick={onImport}>
                {t('jobs.emptyAction')}
              </Button>
            )}
          </Nothing>
        )}
        {jobs && jobs.length > 0 && (
          <ul className="panel" aria-label={t('jobs.title.page')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {jobs.map((job) => (
              <JobLine key={job.id} job={job} link={jobLink(job, jobTitle(t, job))} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function JobLine({ job, link }: { job: Job; link: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const live = isLive(job);
  const kind = jobKind(job);
  return (
    <li className="jobrow">
      <div style={{ minWidth: 0 }}>
        <div className="name ellipsis">{link}</div>
        {live ? (
          <div style={{ maxWidth: 420, marginTop: 6 }}>
            <JobProgress job={job} size="sm" />
          </div>
        ) : (
          <div className="sub">{jobSummary(t, job)}</div>
        )}
      </div>
      <div className="sub num when">
        {format.dateTime(job.startedAt)}
        <div className="ellipsis">{job.owner}</div>
      </div>
      <span className="why" style={{ color: live ? 'var(--app-text-2)' : `var(--st-${kind}-fg)`, fontWeight: 550 }}>
        <KindIcon kind={kind} size={16} />
        {jobWord(t, job)}
      </span>
      <JobActions job={job} />
    </li>
  );
}

function JobActions({ job }: { job: Job }) {
  const { t } = useTranslation();
  const cancel = useCancelJob();
  const save = useSaveReport();
  const mayCancel = isLive(job) && job.cancellable;
  if (!mayCancel && !job.hasReport) return <span style={{ width: 32 }} />;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('jobs.actions', { title: jobTitle(t, job) })}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {job.hasReport && (
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => save.mutate(job.id)}>
            {reportWord(t, job)}
          </Menu.Item>
        )}
        {mayCancel && (
          <Menu.Item
            leftSection={<IconPlayerStop size={16} />}
            onClick={() =>
              cancel.mutate(job.id, { onError: (error) => toastError((t) => t('import.cancelFailed'), error) })
            }
          >
            {t('jobs.cancel')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
