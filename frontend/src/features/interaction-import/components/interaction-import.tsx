import { Button } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imports } from '../../../bridge/call';
import { type InteractionSource, interactionImports } from '../../../bridge/interaction-imports';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { FileDrop } from '../../../components/file-drop';
import { ForgottenFile } from '../../../components/forgotten-file';
import { toastError } from '../../../components/toast';
import { savedToast } from '../../../hooks/use-save-report';
import { codeText } from '../../../i18n/codes';
import { i18n } from '../../../i18n/i18n';
import { usePreview, useRunningImport, useStart } from '../queries';
import { InteractionPreviewPanels } from './interaction-preview';

interface Props {
  /** A file to begin with, "" asks for one. */
  path: string;
  /** The page has been loaded anew since a file was chosen: it has to be chosen again. */
  forgotten?: boolean;
  onStarted: (jobId: string) => void;
  onCancel: () => void;
  /** The link to the import that has to end first. */
  runningLink: (jobId: string) => ReactNode;
}

/** A file of interactions: what it holds and what would become of its first lines, before anything is written (D3.17). */
export function InteractionImport({ path, forgotten = false, onStarted, onCancel, runningLink }: Props) {
  const { t } = useTranslation();
  // The separator is found by itself and shown, so that it can be put right.
  const [source, setSource] = useState<InteractionSource>({ path, delimiter: 'auto', headerRow: 0 });
  const [uploaded, setUploaded] = useState('');
  const preview = usePreview(source);
  const running = useRunningImport();
  const begun = useRef(false);
  const start = useStart((id) => {
    begun.current = true;
    onStarted(id);
  });
  const choose = (chosen: string, copied: boolean) => {
    setSource({ path: chosen, delimiter: 'auto', headerRow: 0 });
    setUploaded(copied ? chosen : '');
  };
  // A copy made for the browser mode holds personal data: it goes when it is no longer needed.
  useEffect(() => {
    if (!uploaded) return;
    return () => {
      if (!begun.current) void imports.forget(uploaded).catch(() => undefined);
    };
  }, [uploaded]);

  const data = preview.data;
  const problem = data?.problem ?? null;
  const enters = data?.rows.filter((r) => r.outcome !== 'reject').length ?? 0;
  const ready = data !== undefined && !problem && !preview.isFetching && (enters > 0 || !data.whole);
  return (
    <>
      <div className="page">
        <div className="pagein">
          <div className="pagehead">
            <h1>{t('interactionImport.title')}</h1>
            <div className="grow" />
            {data && (
              <span className="why sub num" style={{ fontSize: 13 }}>
                <IconFileSpreadsheet size={16} aria-hidden />
                {data.name}
              </span>
            )}
          </div>
          <div className="stack">
            {running !== '' && (
              <Callout kind="warn" title={t('import.locked')} actions={runningLink(running)}>
                <p>{t('import.lockedHint')}</p>
              </Callout>
            )}
            {start.isError && <ErrorCallout error={start.error} title={t('import.startFailed')} />}
            {preview.isError && (
              <ErrorCallout
                error={preview.error}
                title={t('import.readFailed')}
                onRetry={() => void preview.refetch()}
              />
            )}
            {problem && (
              <Callout
                kind="err"
                title={codeText(t, problem.code, problem.message)}
                actions={
                  <>
                    {source.headerRow > 0 && data?.columns.length === 0 && (
                      <Button size="xs" onClick={() => setSource({ ...source, headerRow: 0 })}>
                        {t('import.headerRow.find')}
                      </Button>
                    )}
                    <Button size="xs" variant="default" onClick={() => void preview.refetch()}>
                      {t('import.readAgain')}
                    </Button>
                  </>
                }
              >
                {i18n.exists(`problem.${problem.code}`) && (
                  <p>{t(`problem.${problem.code}` as 'problem.file_empty')}</p>
                )}
              </Callout>
            )}
            {data && (!problem || data.columns.length > 0) ? (
              <InteractionPreviewPanels
                preview={data}
                onDelimiter={(delimiter) => setSource({ ...source, delimiter })}
                onHeader={(headerRow) => setSource({ ...source, headerRow })}
              />
            ) : (
              <>
                {forgotten && source.path === '' && <ForgottenFile />}
                <FileDrop
                  disabled={running !== ''}
                  reading={source.path !== '' && preview.isFetching}
                  hint={t('interactionImport.hint')}
                  onFile={choose}
                >
                  <TemplateButton />
                </FileDrop>
              </>
            )}
          </div>
        </div>
      </div>
      <div className="wizfoot chrome">
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <div className="grow" />
        {data && (
          <>
            <Button variant="default" onClick={() => choose('', false)}>
              {t('interactionImport.otherFile')}
            </Button>
            <Button disabled={!ready || running !== ''} loading={start.isPending} onClick={() => start.mutate(source)}>
              {data.whole ? t('interactionImport.start', { count: enters }) : t('interactionImport.startAll')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function TemplateButton() {
  const { t } = useTranslation();
  const template = useMutation({
    mutationFn: interactionImports.saveTemplate,
    onSuccess: (path) => {
      if (path) savedToast((t) => t('import.templateSaved'), path);
    },
    onError: (error) => toastError((t) => t('import.templateFailed'), error),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={template.isPending}
      onClick={() => template.mutate()}
    >
      {t('import.template')}
    </Button>
  );
}
