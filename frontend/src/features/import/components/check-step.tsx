import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, ImportSource, Job, JobResult } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { JobProgress } from '../../../components/job-progress';
import { jobSummary } from '../../../components/job-words';
import { isLive } from '../../../hooks/use-jobs';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { usePreview } from '../queries';
import { LineTable } from './line-table';
import { ProblemGroups } from './problem-groups';

interface Props {
  source: ImportSource;
  base: ImportPreview;
  job: Job | undefined;
  error: unknown;
  onRetry: () => void;
  onFixPhones?: () => void;
}

/** What will happen, over the whole file (D3.17): the dry run is the import itself without its last step. */
export function CheckStep({ source, base, job, error, onRetry, onFixPhones }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = usePreview(source, true);
  const save = useSaveReport();
  const [only, setOnly] = useState<'all' | 'error' | 'warning'>('all');
  const result = job?.state === 'ended' ? job.result : null;
  const rows = preview.data?.rows ?? base.rows;
  const shown =
    only === 'error' && result
      ? result.samples.filter((s) => s.problems.some((p) => p.level === 'error'))
      : only === 'all'
        ? rows
        : rows.filter((r) => r.problems.some((p) => p.level === only));
  return (
    <>
      <h2 style={{ marginBottom: 12 }}>{t('import.checkTitle')}</h2>
      {error !== null && <ErrorCallout error={error} title={t('import.checkFailed')} onRetry={onRetry} />}
      {job?.state === 'failed' && (
        <Callout
          kind="err"
          title={t('import.checkFailed')}
          actions={
            <Button size="xs" variant="default" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          }
        >
          <p>{jobSummary(t, job)}</p>
        </Callout>
      )}
      {error === null && !result && job?.state !== 'failed' && (
        <div className="panel" style={{ padding: 16 }} aria-live="polite">
          <p style={{ marginBottom: 10, fontSize: 13 }}>{t('import.checking')}</p>
          {job && isLive(job) && <JobProgress job={job} />}
        </div>
      )}
      {result && <Counts result={result} />}
      {result && result.fixedPhones > 0 && (
        <p className="sub" style={{ margin: '10px 0 0', fontSize: 13 }}>
          {t('import.fixedPhones', { count: result.fixedPhones })}
        </p>
      )}
      {result && result.reasons.length > 0 && (
        <>
          <div className="pagehead" style={{ margin: '20px 0 10px' }}>
            <h2>{t('import.problems')}</h2>
            <div className="grow" />
            {job?.hasReport && (
              <Button
                variant="default"
                leftSection={<IconDownload size={16} />}
                loading={save.isPending}
                onClick={() => save.mutate(job.id)}
              >
                {t('report.saveErrors')}
              </Button>
            )}
          </div>
          <ProblemGroups
            reasons={result.reasons}
            samples={result.samples}
            columns={base.columns}
            onFixPhones={onFixPhones}
          />
        </>
      )}
      <div className="pagehead" style={{ margin: '20px 0 10px' }}>
        <h2>
          {only === 'error' && result ? t('import.rejectedLines') : t('import.firstLines', { count: rows.length })}
        </h2>
        <div className="grow" />
        <SegmentedControl
          aria-label={t('import.show')}
          value={only}
          onChange={(value) => setOnly(value as typeof only)}
          data={(['all', 'error', 'warning'] as const).map((value) => ({ value, label: t(`import.only.${value}`) }))}
        />
      </div>
      {shown.length > 0 ? (
        <LineTable lines={shown} columns={base.columns} label={t('import.firstLines', { count: rows.length })} />
      ) : (
        <p className="sub panel" style={{ padding: 16, fontSize: 13 }}>
          {t('import.noLines')}
        </p>
      )}
      <p className="sub num" style={{ marginTop: 10, fontSize: 12 }}>
        {t('import.readAs', {
          encoding: base.encoding.toUpperCase(),
          delimiter: base.delimiter === '\t' ? 'tab' : base.delimiter,
          size: format.bytes(base.size),
        })}
      </p>
    </>
  );
}

function Counts({ result }: { result: JobResult }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="kpis">
        <Count label={t('import.will.create')} n={result.created} />
        <Count label={t('import.will.update')} n={result.updated} />
        <Count
          label={t('import.will.warn')}
          n={result.possibleDuplicates}
          icon={<IconAlertTriangle size={15} color="var(--st-warn-fg)" aria-hidden />}
        />
        <Count
          label={t('import.will.reject')}
          n={result.rejected}
          icon={<IconCircleX size={15} color="var(--st-err-fg)" aria-hidden />}
        />
      </div>
      <p className="sub num" style={{ margin: '10px 0 0', fontSize: 13 }}>
        {t('import.ofLines', { count: result.lines })} {t('import.unchangedToo', { count: result.unchanged })}
      </p>
    </>
  );
}

function Count({ label, n, icon }: { label: string; n: number; icon?: ReactNode }) {
  const format = useFormat();
  return (
    <div className="panel kpi">
      <div className="why sub">
        {icon}
        {label}
      </div>
      <div className="v">{format.number(n)}</div>
    </div>
  );
}
