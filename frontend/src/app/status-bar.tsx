import { IconAlertTriangle, IconCloudUpload, IconLoader } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { status } from '../bridge/call';
import type { Job } from '../bridge/types';
import { jobTitle } from '../components/job-words';
import { fractionDone } from '../hooks/use-jobs';
import { useFormat } from '../i18n/format';

const dot = { online: 'var(--st-ok-solid)', offline: 'var(--st-warn-solid)', never: 'transparent' };

/** Connection, what is still to send, and what is running: always in sight, never in the way. */
export function StatusBar({ running }: { running: Job | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['status'], queryFn: status.get, refetchInterval: 15_000 });
  const job = running ?? data?.runningJob ?? undefined;
  return (
    <footer className="status chrome">
      {data && (
        <span className="item">
          <span
            className="dot"
            data-hollow={data.online === 'never' || undefined}
            style={{ background: dot[data.online] }}
          />
          {t(`status.${data.online}`)}
        </span>
      )}
      {data && data.pending > 0 && data.online !== 'never' && (
        <span className="item num">
          <IconCloudUpload size={14} aria-hidden />
          {t('status.pending', { count: data.pending })}
        </span>
      )}
      {data && data.conflicts > 0 && (
        <span className="item num" style={{ color: 'var(--st-warn-fg)' }}>
          <IconAlertTriangle size={14} aria-hidden />
          {t('status.conflicts', { count: data.conflicts })}
        </span>
      )}
      <span className="grow" />
      {data?.indexing && (
        <span className="item low">
          <IconLoader size={14} aria-hidden />
          {t('status.indexing')}
        </span>
      )}
      {job && <RunningItem job={job} percent={format.percent(fractionDone(job))} />}
      {data && data.lastSyncAt !== '' && (
        <span className="item num low">{t('status.lastSync', { time: format.time(data.lastSyncAt) })}</span>
      )}
    </footer>
  );
}

function RunningItem({ job, percent }: { job: Job; percent: string }) {
  const { t } = useTranslation();
  const text = (
    <>
      <span className="meter" aria-hidden>
        <span style={{ width: `${fractionDone(job) * 100}%` }} />
      </span>
      <span className="ellipsis" style={{ maxWidth: 300 }}>
        {jobTitle(t, job)}
      </span>
      <b style={{ fontWeight: 600 }}>{percent}</b>
    </>
  );
  if (job.kind !== 'import') return <span className="item num">{text}</span>;
  return (
    <Link to="/imports/$jobId" params={{ jobId: job.id }} className="item num">
      {text}
    </Link>
  );
}
