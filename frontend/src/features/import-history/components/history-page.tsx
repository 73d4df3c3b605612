import { Button, Loader } from '@mantine/core';
import { IconDatabaseImport, IconSearchOff } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportEntry } from '../../../bridge/import-history';
import { ErrorCallout } from '../../../components/error-callout';
import { jobKind, jobWord } from '../../../components/job-words';
import { KindIcon } from '../../../components/kind-icon';
import { Nothing } from '../../../components/nothing';
import { useDuration } from '../../../hooks/use-duration';
import { isLive } from '../../../hooks/use-jobs';
import { useFormat } from '../../../i18n/format';
import type { HistoryFilters } from '../filters';
import { useImportHistory } from '../queries';
import { HistoryFilterBar } from './history-filter-bar';

interface Props {
  filters: HistoryFilters;
  onFilters: (filters: HistoryFilters) => void;
  onImport: (() => void) | null;
  importLink: (entry: ImportEntry) => ReactNode;
  /** Leads to the other lists of this screen. */
  tabs: ReactNode;
}

/** Who imported what, when, with which counts, and what can be taken back (D3.18). */
export function HistoryPage({ filters, onFilters, onImport, importLink, tabs }: Props) {
  const { t } = useTranslation();
  const history = useImportHistory(filters);
  const imports = history.data?.pages.flatMap((page) => page.imports) ?? [];
  const filtered = Object.keys(filters).length > 0;
  return (
    <div className="page">
      <div className="pagein">
        <div className="pagehead">
          <h1>{t('jobs.title.page')}</h1>
          <div className="grow" />
          {onImport && (
            <Button leftSection={<IconDatabaseImport size={16} aria-hidden />} onClick={onImport}>
              {t('import.new')}
            </Button>
          )}
        </div>
        {tabs}
        <HistoryFilterBar filters={filters} onFilters={onFilters} />
        {history.error && (
          <ErrorCallout
            error={history.error}
            title={t('importHistory.failed')}
            onRetry={() => void history.refetch()}
          />
        )}
        {history.isPending && <Loader aria-label={t('importHistory.reading')} mt={24} />}
        {history.data && imports.length === 0 && (
          <Nothing
            icon={filtered ? IconSearchOff : IconDatabaseImport}
            title={filtered ? t('importHistory.noMatch') : t('jobs.empty')}
            text={filtered ? t('importHistory.noMatchHint') : t('importHistory.emptyHint')}
          />
        )}
        {imports.length > 0 && (
          <div className="panel history">
            <table aria-label={t('importHistory.title')}>
              <thead>
                <tr>
                  <th scope="col">{t('importHistory.file')}</th>
                  <th scope="col">{t('importHistory.when')}</th>
                  <th scope="col">{t('importHistory.outcome')}</th>
                  <th scope="col" className="n">
                    {t('importHistory.created')}
                  </th>
                  <th scope="col" className="n">
                    {t('importHistory.updated')}
                  </th>
                  <th scope="col" className="n">
                    {t('importHistory.unchanged')}
                  </th>
                  <th scope="col" className="n">
                    {t('importHistory.rejected')}
                  </th>
                  <th scope="col" className="n">
                    {t('importHistory.duration')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {imports.map((entry) => (
                  <HistoryRow key={entry.job.id} entry={entry} link={importLink(entry)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {history.hasNextPage && (
          <Button
            variant="default"
            mt={14}
            loading={history.isFetchingNextPage}
            onClick={() => void history.fetchNextPage()}
          >
            {t('importHistory.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

function HistoryRow({ entry, link }: { entry: ImportEntry; link: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const { job, undo } = entry;
  const kind = jobKind(job);
  const r = job.result;
  const count = (n: number | undefined) => (n === undefined ? '–' : format.number(n));
  return (
    <tr>
      <th scope="row">
        <div className="ellipsis">{link}</div>
        <div className="sub ellipsis">{job.owner}</div>
      </th>
      <td className="num">{format.dateTime(job.startedAt)}</td>
      <td>
        <span
          className="why"
          style={{ color: isLive(job) ? 'var(--app-text-2)' : `var(--st-${kind}-fg)`, fontWeight: 550 }}
        >
          <KindIcon kind={kind} size={16} />
          {jobWord(t, job)}
        </span>
        {undo && <div className="sub">{undoWord(t, undo.state, undo.colour)}</div>}
        {!undo && entry.undoUntil !== '' && (
          <div className="sub">{t('importHistory.until', { day: format.date(entry.undoUntil) })}</div>
        )}
      </td>
      <td className="n num">{count(r?.created)}</td>
      <td className="n num">{count(r?.updated)}</td>
      <td className="n num">{count(r?.unchanged)}</td>
      <td className="n num">{count(r?.rejected)}</td>
      <td className="n num">{entry.seconds > 0 ? duration(Math.max(1, Math.round(entry.seconds))) : '–'}</td>
    </tr>
  );
}

function undoWord(t: TFunction, state: string, colour: string): string {
  if (state === 'queued' || state === 'running') return t('importHistory.undoRunning');
  if (state === 'ended' && colour === 'green') return t('importHistory.undone');
  if (state === 'ended' && colour === 'red') return t('importHistory.notUndone');
  return t('importHistory.undonePartly');
}
