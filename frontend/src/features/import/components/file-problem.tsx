import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, Problem } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { codeText } from '../../../i18n/codes';
import { i18n } from '../../../i18n/i18n';
import { type Action, knownDelimiter } from '../wizard';

interface Props {
  problem: Problem;
  preview: ImportPreview | undefined;
  /** A person said which line is the header: where that is what is wrong, there is no table to choose another from. */
  pointedOut: boolean;
  dispatch: (action: Action) => void;
  onRetry: () => void;
}

/** What is wrong with the whole file, what to do about it, and the one click that mends it where there is one. */
export function FileProblem({ problem, preview, pointedOut, dispatch, onRetry }: Props) {
  const { t } = useTranslation();
  const { code } = problem;
  const hint = `problem.${code}`;
  const detected = knownDelimiter(preview?.detectedDelimiter ?? '');
  const inForce = knownDelimiter(preview?.delimiter ?? '');
  const otherDelimiter = detected && detected !== inForce ? detected : null;
  return (
    <Callout
      kind="err"
      title={codeText(t, code, problem.message)}
      actions={
        <>
          {otherDelimiter && (
            <Button size="xs" onClick={() => dispatch({ type: 'read', delimiter: otherDelimiter })}>
              {t(`import.useDelimiter.${otherDelimiter}`)}
            </Button>
          )}
          {code === 'file_no_name_column' && (preview?.columns.length ?? 0) > 0 && (
            <Button
              size="xs"
              variant={otherDelimiter ? 'default' : 'filled'}
              onClick={() => dispatch({ type: 'go', step: 'columns' })}
            >
              {t('import.chooseNameColumn')}
            </Button>
          )}
          {(code === 'csv_bad_text' || code === 'csv_bad_encoding') && (
            <Button size="xs" onClick={() => dispatch({ type: 'read', encoding: 'windows-1252' })}>
              {t('import.useWindows1252')}
            </Button>
          )}
          {pointedOut && preview?.columns.length === 0 && (
            <Button size="xs" onClick={() => dispatch({ type: 'read', headerRow: 0 })}>
              {t('import.headerRow.find')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('import.readAgain')}
          </Button>
        </>
      }
    >
      {i18n.exists(hint) && <p>{t(hint as 'problem.file_empty')}</p>}
    </Callout>
  );
}
