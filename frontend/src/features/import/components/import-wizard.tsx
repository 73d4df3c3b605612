import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useReducer, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { imports } from '../../../bridge/call';
import type { ImportSource } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { usePreparing } from '../../../hooks/import-under-way';
import { isLive, useJob } from '../../../hooks/use-jobs';
import { useCheck, useStartImport } from '../mutations';
import { useImportLock, usePreview } from '../queries';
import { mappingBlock } from '../targets';
import { advance, baseSource, begin, chosenSource, type Step } from '../wizard';
import { CheckStep } from './check-step';
import { ColumnsStep } from './columns-step';
import { FileProblem } from './file-problem';
import { FileStep } from './file-step';
import { SourceLine } from './source-line';
import { WizardFrame } from './wizard-frame';

const steps: Step[] = ['file', 'columns', 'check'];

interface Props {
  /** A file that was double-clicked, dropped on the icon or named on the command line (D3.19); "" asks for one. */
  path: string;
  onStarted: (jobId: string) => void;
  onCancel: () => void;
  /** The link to the import that holds the lock. */
  runningLink: (jobId: string) => ReactNode;
}

/** File → Columns → Check; the fourth step is the job itself, which lives on without this screen. */
export function ImportWizard({ path, onStarted, onCancel, runningLink }: Props) {
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
  useEffect(() => {
    if (!uploaded) return;
    return () => {
      if (!started.current) void imports.forget(at).catch(() => undefined);
    };
  }, [at, uploaded]);
  // Every header known: nothing to choose, so the columns are skipped (one can still go back to them).
  useEffect(() => {
    if (wizard.step !== 'file' || !fresh || data.problem) return;
    // Of several sheets one is to be chosen, or at least seen.
    dispatch({ type: 'go', step: data.allKnown && data.sheets.length < 2 ? 'check' : 'columns' });
  }, [wizard.step, fresh, data]);

  const source = chosenSource(wizard, data?.columns ?? []);
  const goTo = (n: number) => {
    const step = steps[n];
    if (step) dispatch({ type: 'go', step });
  };
  const cancel = (
    <>
      <Button variant="subtle" color="gray" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
      <div className="grow" />
    </>
  );
  const frame = {
    active: steps.indexOf(wizard.step),
    onStep: goTo,
    aside: data && !data.problem ? <SourceLine preview={data} /> : undefined,
  };

  if (wizard.step === 'check' && data) {
    return (
      <Checked
        frame={frame}
        cancel={cancel}
        source={source}
        preview={data}
        locked={locked ? runningLink(lock.data?.jobId ?? '') : null}
        onBack={() => dispatch({ type: 'go', step: 'columns' })}
        onFixPhones={wizard.fixPhones ? undefined : () => dispatch({ type: 'fixPhones', on: true })}
        onStarted={(id) => {
          started.current = true;
          onStarted(id);
        }}
      />
    );
  }
  const columns = wizard.step === 'columns' && data && data.columns.length > 0 ? data : null;
  const block = columns ? mappingBlock(columns.columns, wizard.choices) : '';
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
        {preview.isError && (
          <ErrorCallout error={preview.error} title={t('import.readFailed')} onRetry={() => void preview.refetch()} />
        )}
        {problem && (
          <FileProblem problem={problem} preview={data} dispatch={dispatch} onRetry={() => void preview.refetch()} />
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
  source: ImportSource;
  preview: Parameters<typeof CheckStep>[0]['base'];
  locked: ReactNode;
  onBack: () => void;
  onFixPhones?: () => void;
  onStarted: (jobId: string) => void;
}

/** The third step: its dry run starts with it and is cancelled when it is left. */
function Checked({ frame, cancel, source, preview, locked, onBack, onFixPhones, onStarted }: CheckedProps) {
  const { t } = useTranslation();
  const check = useCheck(source);
  const job = useJob(check.jobId).data;
  const start = useStartImport(onStarted);
  const result = job && !isLive(job) ? job.result : null;
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
            disabled={count === 0 || locked !== null || job?.state !== 'ended'}
            loading={start.isPending}
            onClick={() => start.mutate(source)}
          >
            {result ? t('import.start', { count }) : t('import.startWait')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {locked !== null && <LockedCallout link={locked} />}
        {start.isError && (
          <ErrorCallout error={start.error} title={t('import.startFailed')} onRetry={() => start.mutate(source)} />
        )}
        {result && count === 0 && (
          <Callout
            kind={result.rejected > 0 ? 'err' : 'info'}
            title={result.rejected > 0 ? t('import.nothingValid') : t('import.nothingNew')}
          >
            <p>{result.rejected > 0 ? t('import.nothingValidHint') : t('import.nothingNewHint')}</p>
          </Callout>
        )}
        <div>
          <CheckStep
            source={source}
            base={preview}
            job={job}
            error={check.error}
            onRetry={check.retry}
            onFixPhones={onFixPhones}
          />
        </div>
      </div>
    </WizardFrame>
  );
}
