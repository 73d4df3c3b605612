import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imports } from '../../../bridge/call';
import type { ImportPreview, ImportSource, JobResult } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { ForgottenFile } from '../../../components/forgotten-file';
import { toastError } from '../../../components/toast';
import { usePreparing } from '../../../hooks/import-under-way';
import { isLive, useJob } from '../../../hooks/use-jobs';
import { bodyOf, wizardOf } from '../begun';
import { countByHand } from '../by-hand';
import { ofFile } from '../made';
import { useCheck, useStartImport } from '../mutations';
import { begunQuery, useImportLock, usePreview } from '../queries';
import { mappingBlock } from '../targets';
import { useKeptWizard } from '../use-begun';
import { type Action, advance, baseSource, begin, chosenSource, columnsOf, type Step, type Wizard } from '../wizard';
import { BegunFiles } from './begun-files';
import { CheckStep } from './check-step';
import { ColumnsStep } from './columns-step';
import { FileProblem } from './file-problem';
import { FileStep } from './file-step';
import { LeaveDialog } from './leave-dialog';
import { SourceLine } from './source-line';
import { WizardFrame } from './wizard-frame';

const steps: Step[] = ['file', 'columns', 'check'];

interface Props {
  /** A file that was double-clicked, dropped on the icon or named on the command line (D3.19); "" asks for one. */
  path: string;
  /** The page has been loaded anew since a file was chosen: it has to be chosen again. */
  forgotten?: boolean;
  onStarted: (jobId: string) => void;
  onCancel: () => void;
  /** The link to the import that holds the lock. */
  runningLink: (jobId: string) => ReactNode;
}

/** File → Columns → Check; the fourth step is the job itself, which lives on without this screen. */
export function ImportWizard({ path, forgotten = false, onStarted, onCancel, runningLink }: Props) {
  const { t } = useTranslation();
  const [wizard, dispatch] = useReducer(advance, path, begin);
  const preview = usePreview(baseSource(wizard), true);
  const lock = useImportLock();
  const locked = lock.data?.locked === true;
  const data = preview.isPlaceholderData && wizard.step === 'file' ? undefined : preview.data;
  const fresh = data !== undefined && !preview.isPlaceholderData && !preview.isFetching;

  // The same file double-clicked twice is the same wizard; another one starts over.
  const first = useRef(path);
  usePreparing(wizard.path);
  useEffect(() => {
    if (path === first.current) return;
    first.current = path;
    dispatch({ type: 'file', path, uploaded: false });
  }, [path]);
  // A copy made for the browser mode holds personal data: it goes when it is no longer needed.
  const { path: at, uploaded } = wizard;
  const started = useRef(false);
  const worked = useRef(false);
  worked.current = bodyOf(wizard) !== '';
  const kept = useKeptWizard(wizard);
  const client = useQueryClient();
  const begun = useQuery({ ...begunQuery, enabled: wizard.step === 'file' });
  const discard = useMutation({
    mutationFn: (which: string) => imports.keepBegun(which, ''),
    onError: (error) => toastError((t) => t('import.begun.notDiscarded'), error),
    onSettled: () => client.invalidateQueries({ queryKey: begunQuery.queryKey }),
  });
  const [leaving, setLeaving] = useState(false);
  const [resumed, setResumed] = useState(false);
  const found =
    wizard.step === 'file' && wizard.path !== '' && !worked.current
      ? begun.data?.find((b) => b.path === wizard.path)
      : undefined;
  const startOver = () => {
    setResumed(false);
    discard.mutate(wizard.path);
    dispatch({ type: 'restore', wizard: { ...begin(wizard.path), uploaded, step: 'columns' } });
  };
  useEffect(() => {
    if (!uploaded) return;
    return () => {
      // One that was worked on is kept with the work, until the program ends.
      if (!started.current && !worked.current) void imports.forget(at).catch(() => undefined);
    };
  }, [at, uploaded]);
  // Every header known: nothing to choose, so the columns are skipped (one can still go back to them).
  useEffect(() => {
    if (wizard.step !== 'file' || !begun.isFetched || found || !fresh || data.problem) return;
    // Of several sheets one is to be chosen, or at least seen.
    dispatch({ type: 'go', step: data.allKnown && data.sheets.length < 2 ? 'check' : 'columns' });
  }, [wizard.step, begun.isFetched, found, fresh, data]);
  // Somebody may have saved the file with other columns since they were chosen for.
  const { header } = wizard;
  useEffect(() => {
    if (!fresh || data.columns.length === 0) return;
    const now = ofFile(data.columns).map((c) => c.header);
    if (header === null || header.join('\n') !== now.join('\n')) dispatch({ type: 'columns', header: now });
  }, [fresh, data, header]);
  // The same file again: what was chosen and corrected is there, as before the window was closed or the program killed.
  useEffect(() => {
    if (!found) return;
    const restored = wizardOf(found.path, found.body);
    if (restored) {
      dispatch({ type: 'restore', wizard: { ...restored, uploaded } });
      setResumed(true);
    }
  }, [found, uploaded]);

  const source = chosenSource(wizard, data);
  const goTo = (n: number) => {
    const step = steps[n];
    if (step) dispatch({ type: 'go', step });
  };
  const cancel = (
    <>
      <Button
        variant="subtle"
        color="gray"
        onClick={() => (countByHand(wizard.byHand) > 0 ? setLeaving(true) : onCancel())}
      >
        {t('common.cancel')}
      </Button>
      <LeaveDialog
        opened={leaving}
        changes={countByHand(wizard.byHand)}
        onStay={() => setLeaving(false)}
        onKeep={onCancel}
        onDiscard={() => {
          worked.current = false;
          kept.discard().then(onCancel, (error: unknown) => toastError((t) => t('import.begun.notDiscarded'), error));
        }}
      />
      <div className="grow" />
    </>
  );
  const frame = {
    active: steps.indexOf(wizard.step),
    onStep: goTo,
    aside: data && !data.problem ? <SourceLine preview={data} /> : undefined,
  };

  const resumedNote = resumed ? (
    <Callout
      kind="info"
      title={t('import.begun.resumed')}
      actions={
        <Button size="xs" variant="default" onClick={startOver}>
          {t('import.begun.startOver')}
        </Button>
      }
    />
  ) : null;
  if (wizard.step === 'check' && data && data.columns.length > 0) {
    return (
      <Checked
        frame={frame}
        cancel={cancel}
        wizard={wizard}
        dispatch={dispatch}
        source={source}
        preview={data}
        locked={locked ? runningLink(lock.data?.jobId ?? '') : null}
        note={resumedNote}
        onBack={() => dispatch({ type: 'go', step: 'columns' })}
        onReread={() => void preview.refetch()}
        onStarted={(id) => {
          started.current = true;
          kept.begun();
          onStarted(id);
        }}
      />
    );
  }
  const columns = wizard.step === 'columns' && data && data.columns.length > 0 ? data : null;
  const block = columns ? mappingBlock(columnsOf(wizard, columns), wizard.choices) : '';
  // A name column chosen by hand is the cure of that problem; the others stop the file whatever is chosen.
  const problem = data?.problem && !(columns && data.problem.code === 'file_no_name_column') ? data.problem : null;
  return (
    <WizardFrame
      {...frame}
      foot={
        <>
          {cancel}
          {columns && (
            <>
              <Button variant="default" onClick={() => goTo(0)}>
                {t('common.back')}
              </Button>
              <Button
                disabled={block !== '' || problem !== null || !fresh}
                onClick={() => dispatch({ type: 'go', step: 'check' })}
              >
                {t('common.continue')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="stack">
        {locked && <LockedCallout link={runningLink(lock.data?.jobId ?? '')} />}
        {columns && wizard.otherColumns ? (
          <Callout kind="warn" title={t('errors.file_columns_changed')}>
            <p>{t('problem.file_columns_changed')}</p>
          </Callout>
        ) : columns && wizard.moreColumns ? (
          <Callout kind="warn" title={t('import.moreColumns')}>
            <p>{t('import.moreColumnsHint')}</p>
          </Callout>
        ) : (
          columns && resumedNote
        )}
        {preview.isError && (
          <ErrorCallout error={preview.error} title={t('import.readFailed')} onRetry={() => void preview.refetch()} />
        )}
        {problem && (
          <FileProblem
            problem={problem}
            preview={data}
            pointedOut={wizard.headerRow > 0}
            dispatch={dispatch}
            onRetry={() => void preview.refetch()}
          />
        )}
        {columns ? (
          <div>
            <ColumnsStep wizard={wizard} preview={columns} dispatch={dispatch} />
          </div>
        ) : (
          <>
            {data && !data.problem && (
              <Callout
                kind="info"
                title={data.name}
                actions={
                  <Button size="xs" onClick={() => dispatch({ type: 'go', step: 'columns' })}>
                    {t('import.continueWithFile')}
                  </Button>
                }
              />
            )}
            {forgotten && wizard.path === '' && <ForgottenFile />}
            <BegunFiles
              begun={(begun.data ?? []).filter((b) => b.path !== wizard.path)}
              onContinue={(b) => {
                dispatch({ type: 'file', path: b.path, uploaded: false });
              }}
              onDiscard={(b) => discard.mutate(b.path)}
            />
            <FileStep
              disabled={locked}
              reading={wizard.path !== '' && preview.isFetching}
              onFile={(chosen, copied) => dispatch({ type: 'file', path: chosen, uploaded: copied })}
            />
          </>
        )}
      </div>
    </WizardFrame>
  );
}

function LockedCallout({ link }: { link: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Callout kind="warn" title={t('import.locked')} actions={link}>
      <p>{t('import.lockedHint')}</p>
    </Callout>
  );
}

interface CheckedProps {
  frame: { active: number; onStep: (n: number) => void; aside: ReactNode };
  cancel: ReactNode;
  wizard: Wizard;
  dispatch: (action: Action) => void;
  source: ImportSource;
  preview: ImportPreview;
  locked: ReactNode;
  note: ReactNode;
  onBack: () => void;
  /** The file may be another one by now. */
  onReread: () => void;
  onStarted: (jobId: string) => void;
}

/** A moment of rest after a correction before the whole file is checked again. */
const rest = 600;

/** The third step: its dry run starts with it, again after each change, and is cancelled when it is left. */
function Checked({
  frame,
  cancel,
  wizard,
  dispatch,
  source,
  preview,
  locked,
  note,
  onBack,
  onReread,
  onStarted,
}: CheckedProps) {
  const { t } = useTranslation();
  const wanted = JSON.stringify(source);
  const [settled] = useDebouncedValue(wanted, rest);
  const check = useCheck(useMemo(() => JSON.parse(settled) as ImportSource, [settled]));
  const job = useJob(check.jobId).data;
  const start = useStartImport(onStarted);
  const newest = job && !isLive(job) ? job.result : null;
  const [before, setBefore] = useState<JobResult | null>(null);
  useEffect(() => {
    if (newest) setBefore(newest);
  }, [newest]);
  const result = newest ?? before;
  // What is started is exactly what was counted.
  const current = newest !== null && settled === wanted && job?.state === 'ended';
  const count = result ? result.created + result.updated : 0;
  return (
    <WizardFrame
      {...frame}
      foot={
        <>
          {cancel}
          <Button variant="default" onClick={onBack}>
            {t('common.back')}
          </Button>
          <Button
            disabled={count === 0 || locked !== null || !current}
            loading={start.isPending}
            onClick={() => start.mutate(source)}
          >
            {current ? t('import.start', { count }) : t('import.startWait')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {locked !== null && <LockedCallout link={locked} />}
        {note}
        {start.isError && (
          <ErrorCallout error={start.error} title={t('import.startFailed')} onRetry={() => start.mutate(source)} />
        )}
        {result && current && count === 0 && (
          <Callout
            kind={result.rejected > 0 ? 'err' : 'info'}
            title={result.rejected > 0 ? t('import.nothingValid') : t('import.nothingNew')}
          >
            <p>{result.rejected > 0 ? t('import.nothingValidHint') : t('import.nothingNewHint')}</p>
          </Callout>
        )}
        <div>
          <CheckStep
            wizard={wizard}
            source={source}
            base={preview}
            job={job}
            result={result}
            current={current}
            error={check.error}
            onRetry={() => {
              onReread();
              check.retry();
            }}
            dispatch={dispatch}
          />
        </div>
      </div>
    </WizardFrame>
  );
}
