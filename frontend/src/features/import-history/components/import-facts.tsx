import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../../components/error-callout';
import { useDuration } from '../../../hooks/use-duration';
import { useFormat } from '../../../i18n/format';
import { useImportDetails } from '../queries';
import { targetName } from '../words';
import { UndoDialog } from './undo-dialog';
import { UndoOutcome } from './undo-outcome';

interface Props {
  jobId: string;
  contactLink: (id: string, name: string) => ReactNode;
}

/** Of an import that has ended: who, when, how its file was read, and taking it back (D3.18). */
export function ImportFacts({ jobId, contactLink }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const { data: d, error, refetch } = useImportDetails(jobId);
  const [asking, setAsking] = useState(false);
  const [begun, setBegun] = useState('');
  if (error) return <ErrorCallout error={error} title={t('importHistory.failed')} onRetry={() => void refetch()} />;
  if (!d) return null;
  const { entry } = d;
  const undo = begun || entry.undo?.id || '';
  const facts: [string, string][] = [
    [t('importHistory.who'), entry.job.owner],
    [t('importHistory.when'), format.dateTime(entry.job.startedAt)],
    [t('importHistory.duration'), entry.seconds > 0 ? duration(Math.max(1, Math.round(entry.seconds))) : '–'],
    [t('importHistory.format'), [d.format.toUpperCase(), d.sheet].filter(Boolean).join(' · ')],
    [t('import.encoding'), d.encoding.toUpperCase()],
    [t('import.delimiter'), d.format === 'csv' ? d.delimiter : '–'],
    [
      t('importHistory.report'),
      d.keeps > 0 ? t('importHistory.keptFor', { count: d.keeps }) : t('importHistory.keptUntilClosed'),
    ],
  ];
  return (
    <div className="stack import-facts">
      {undo !== '' && <UndoOutcome undoJob={undo} contactLink={contactLink} />}
      {entry.undoUntil !== '' && (begun === '' || entry.undo?.state === 'cancelled') && (
        <div className="panel undo-offer">
          <div>
            <h2>{t('importHistory.undoTitle')}</h2>
            <p className="sub">
              {t('importHistory.undoHint')}{' '}
              {entry.mayUndo
                ? t('importHistory.until', { day: format.date(entry.undoUntil) })
                : t('importHistory.othersImport')}
            </p>
          </div>
          {entry.mayUndo && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t('importHistory.undo')}
            </Button>
          )}
        </div>
      )}
      <details className="panel">
        <summary>{t('importHistory.details')}</summary>
        <dl className="history-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value || '–'}</dd>
            </div>
          ))}
        </dl>
        {d.columns.length > 0 && (
          <div className="history">
            <table>
              <caption>{t('importHistory.mapping')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('importHistory.column')}</th>
                  <th scope="col">{t('importHistory.becomes')}</th>
                </tr>
              </thead>
              <tbody>
                {d.columns.map((c, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
                  <tr key={i}>
                    <th scope="row">{c.header}</th>
                    <td>{targetName(t, c.target)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </details>
      {asking && (
        <UndoDialog
          jobId={jobId}
          file={entry.job.title}
          onClose={() => setAsking(false)}
          onBegun={(id) => {
            setAsking(false);
            setBegun(id);
          }}
        />
      )}
    </div>
  );
}
