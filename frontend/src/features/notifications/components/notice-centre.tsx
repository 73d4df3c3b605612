import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Job, Notice } from '../../../bridge/types';
import { JobProgress } from '../../../components/job-progress';
import { jobTitle, jobWord, reportWord } from '../../../components/job-words';
import { KindIcon } from '../../../components/kind-icon';
import { Nothing } from '../../../components/nothing';
import { exportFileLabel, hasExportFile, useExportFile } from '../../../hooks/use-export-file';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { useDismiss } from '../mutations';
import { noticeKind, noticeWords } from '../words';

interface Props {
  notices: Notice[];
  /** Running and queued, with live percentages. */
  running: Job[];
  onJob: (jobId: string) => void;
}

export function NoticeCentre({ notices, running, onJob }: Props) {
  const { t } = useTranslation();
  const settled = notices.filter((n) => n.event !== 'progress');
  if (settled.length === 0 && running.length === 0) {
    return <Nothing icon={IconBellOff} small title={t('notices.empty')} text={t('notices.emptyHint')} />;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="centre-list" tabIndex={0} aria-label={t('notices.title')}>
      {running.map((job) => (
        <article className="noticecard" data-kind="warn" key={job.id}>
          <KindIcon kind="info" size={20} />
          <div className="grow" style={{ minWidth: 0 }}>
            <button type="button" className="body" onClick={() => onJob(job.id)}>
              <h3>{jobTitle(t, job)}</h3>
            </button>
            <div className="sub" style={{ marginBottom: 6 }}>
              {jobWord(t, job)}
            </div>
            <JobProgress job={job} size="sm" />
          </div>
        </article>
      ))}
      {settled.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} onJob={onJob} />
      ))}
    </section>
  );
}

/** A click on the body saves the report when there is one (D3.16), else opens what came of the job. */
function NoticeCard({ notice, onJob }: { notice: Notice; onJob: (jobId: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const save = useSaveReport();
  const exported = useExportFile();
  const dismiss = useDismiss();
  const { job } = notice;
  const kind = noticeKind(notice);
  const { title, text } = noticeWords(t, notice);
  const act = () => {
    if (job.hasReport) save.mutate(job.id);
    else if (hasExportFile(job)) exported.mutate(job.id);
    else onJob(job.id);
  };
  const close = () => {
    notifications.hide(notice.id);
    dismiss.mutate(notice.id);
  };
  return (
    <article className="noticecard" data-kind={kind} data-unread={!notice.read || undefined}>
      <KindIcon kind={kind} size={20} />
      <div className="grow" style={{ minWidth: 0 }}>
        <button type="button" className="body" onClick={act}>
          <h3>{title}</h3>
          <div className="sub" style={{ overflowWrap: 'anywhere' }}>
            {text}
          </div>
          {(job.hasReport || hasExportFile(job)) && (
            <div style={{ color: 'var(--app-accent-text)', fontWeight: 550, marginTop: 4 }}>
              {job.hasReport ? reportWord(t, job) : exportFileLabel(t)}
            </div>
          )}
        </button>
        <div className="sub num" style={{ fontSize: 12, marginTop: 4 }}>
          {format.dateTime(notice.at)}
        </div>
      </div>
      <Tooltip label={job.hasReport ? t('notices.dismissReport') : t('notices.dismiss')}>
        <ActionIcon size={28} aria-label={t('notices.dismissThis', { title })} onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </article>
  );
}
