import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, ImportSource, Job, JobResult, PreviewRow } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { JobProgress } from '../../../components/job-progress';
import { jobSummary } from '../../../components/job-words';
import { isLive } from '../../../hooks/use-jobs';
import { useSaveReport } from '../../../hooks/use-save-report';
import { useFormat } from '../../../i18n/format';
import { type ByHand, correctionOf } from '../by-hand';
import { type Cell, type Line, linesOf, type Only, shownLines } from '../lines';
import { usePreview } from '../queries';
import { type Action, columnsOf, type Wizard } from '../wizard';
import { ByHandList } from './by-hand-list';
import { CellBar } from './cell-bar';
import { LineGrid } from './line-grid';
import { ProblemGroups } from './problem-groups';
import { RulesPanel } from './rules-panel';

interface Props {
  wizard: Wizard;
  source: ImportSource;
  base: ImportPreview;
  job: Job | undefined;
  /** What the dry run says, as long as nothing newer is known. */
  result: JobResult | null;
  /** Whether it is about exactly this file with these choices. */
  current: boolean;
  error: unknown;
  onRetry: () => void;
  dispatch: (action: Action) => void;
}

/** What will happen, over the whole file (D3.17): the dry run is the import itself without its last step. */
export function CheckStep({ wizard, source, base, job, result, current, error, onRetry, dispatch }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = usePreview(source, true);
  const save = useSaveReport();
  const columns = columnsOf(wizard, base, preview.data?.columns);
  const derived = wizard.derived ?? base.derived;
  const inForce = wizard.fixes ?? base.fixes;
  const sheet = useSheet(wizard.byHand, preview.data?.rows ?? base.rows, result);
  const { lines, only, setOnly, active, jump } = sheet;
  const line = lines.find((l) => l.line === active?.line);
  const fix = (rule: string, on: boolean) => dispatch({ type: 'fix', fix: rule, on, inForce });
  const correct = (at: Line, index: number, value: string) => {
    const was = correctionOf(wizard.byHand, at.line, index)?.was ?? at.cells[index] ?? '';
    dispatch({ type: 'correct', cell: { line: at.line, index, value, was, seen: at.seen } });
  };
  const leaveOut = (at: Pick<Line, 'line' | 'seen'>) =>
    dispatch({ type: 'leaveOut', line: { line: at.line, seen: at.seen } });
  const undo = () => dispatch({ type: 'undo' });
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
      {result && <Counts result={result} current={current} />}
      {result && <RulesPanel results={result.fixes ?? []} inForce={inForce} onFix={fix} />}
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
            columns={columns}
            fixes={result.fixes}
            onFix={(rule) => fix(rule, true)}
            onJump={jump}
          />
        </>
      )}
      <div className="pagehead" style={{ margin: '20px 0 10px' }}>
        <h2>{t('import.lines_title')}</h2>
        <div className="grow" />
        <SegmentedControl
          aria-label={t('import.show')}
          value={only}
          onChange={(value) => {
            sheet.setActive(null);
            setOnly(value as typeof only);
          }}
          data={(['all', 'error', 'warning', 'byHand'] as const).map((value) => ({
            value,
            label: t(`import.only.${value}`),
          }))}
        />
      </div>
      {lines.length > 0 ? (
        <>
          <LineGrid
            lines={lines}
            columns={columns}
            derived={derived}
            byHand={wizard.byHand}
            label={t('import.lines_title')}
            active={active}
            asked={sheet.asked}
            onActive={sheet.setActive}
            onCorrect={correct}
            onLeaveOut={leaveOut}
            onUndo={undo}
          />
          {active && line ? (
            <CellBar
              line={line}
              cell={active}
              columns={columns}
              byHand={wizard.byHand}
              onCorrect={correct}
              onLeaveOut={leaveOut}
              onUndo={undo}
            />
          ) : (
            <p className="sub cellbar">{t('import.byHand.invite')}</p>
          )}
        </>
      ) : (
        <p className="sub panel" style={{ padding: 16, fontSize: 13 }}>
          {t('import.noLines')}
        </p>
      )}
      <ByHandList
        byHand={wizard.byHand}
        columns={columns}
        onJump={jump}
        onTakeBack={(c) => dispatch({ type: 'correct', cell: { ...c, value: c.was } })}
        onTakeIn={(l) => dispatch({ type: 'leaveOut', line: l })}
        onTakeBackAll={() => dispatch({ type: 'takeBackAll' })}
      />
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

/** The lines on show, and the cell among them that has the focus. */
function useSheet(byHand: ByHand, rows: PreviewRow[], result: JobResult | null) {
  const [only, setOnly] = useState<Only>('all');
  const [active, setActive] = useState<Cell | null>(null);
  const [asked, setAsked] = useState(0);
  const known = useRef(new Map<number, Line>());
  const all = useMemo(
    () => linesOf(rows, result?.samples ?? [], result?.fixes ?? [], known.current, byHand, active?.line),
    [rows, result, byHand, active?.line],
  );
  useEffect(() => {
    for (const line of all) known.current.set(line.line, line);
  }, [all]);
  const lines = useMemo(() => shownLines(all, only, byHand, active?.line), [all, only, byHand, active?.line]);
  const jump = (cell: Cell) => {
    if (!lines.some((l) => l.line === cell.line)) setOnly('all');
    setActive(cell);
    setAsked((n) => n + 1);
  };
  return { lines, only, setOnly, active, setActive, asked, jump };
}

function Counts({ result, current }: { result: JobResult; current: boolean }) {
  const { t } = useTranslation();
  return (
    <div aria-busy={!current} aria-live="polite" className="counts">
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
        {current
          ? `${t('import.ofLines', { count: result.lines })} ${t('import.unchangedToo', { count: result.unchanged })}`
          : t('import.checkingAgain')}
      </p>
    </div>
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
