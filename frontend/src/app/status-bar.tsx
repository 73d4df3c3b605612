import { IconAlertTriangle, IconCircleX, IconCloudUpload, IconLoader } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Job, SyncInfo } from '../bridge/types';
import { jobTitle } from '../components/job-words';
import { exchanged, SyncStateIcon, syncWord } from '../components/sync-state';
import { fractionDone } from '../hooks/use-jobs';
import { useNow } from '../hooks/use-now';
import { statusQuery } from '../hooks/use-status';
import { useFormat } from '../i18n/format';

/** Connection, what is still to send, and what is running: always in sight, never in the way. */
export function StatusBar({ running }: { running: Job | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(statusQuery);
  const job = running ?? data?.runningJob ?? undefined;
  return (
    <footer className="status chrome" data-tour="status">
      {data && <SyncItems sync={data.sync} />}
      <span className="grow" />
      {data?.indexing && (
        <span className="item low">
          <IconLoader size={14} aria-hidden />
          {t('status.indexing')}
        </span>
      )}
      {job && <RunningItem job={job} percent={format.percent(fractionDone(job))} />}
      {data && <LastSync at={data.sync.lastSyncAt} />}
    </footer>
  );
}

/** Each part leads to the place that explains it. */
function SyncItems({ sync }: { sync: SyncInfo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = exchanged(sync);
  return (
    <>
      <Link to="/sync" className="item num">
        <SyncStateIcon state={sync.state} />
        {syncWord(t, sync, format)}
        {done !== null && (
          <span className="meter" aria-hidden>
            <span style={{ width: `${done * 100}%` }} />
          </span>
        )}
      </Link>
      {sync.pending > 0 && sync.state !== 'never' && (
        <Link to="/sync" search={{ tab: 'waiting' }} className="item num">
          <IconCloudUpload size={14} aria-hidden />
          {t('status.pending', { count: sync.pending })}
        </Link>
      )}
      {sync.refused > 0 && (
        <Link to="/sync" search={{ tab: 'waiting' }} className="item num" style={{ color: 'var(--st-err-fg)' }}>
          <IconCircleX size={14} aria-hidden />
          {t('status.refused', { count: sync.refused })}
        </Link>
      )}
      {sync.conflicts > 0 && (
        <Link to="/sync" search={{ tab: 'conflicts' }} className="item num" style={{ color: 'var(--st-warn-fg)' }}>
          <IconAlertTriangle size={14} aria-hidden />
          {t('status.conflicts', { count: sync.conflicts })}
        </Link>
      )}
    </>
  );
}

function LastSync({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (at === '') return null;
  return (
    <Link to="/sync" className="item num low" title={format.dateTime(at)}>
      {t('status.lastSync', { time: format.ago(at, now) })}
    </Link>
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
