import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { HistoryPage } from '../../features/import-history/components/history-page';
import { JobHistory } from '../../features/jobs/components/job-history';
import { useMay } from '../session-context';

const route = getRouteApi('/imports');

/** What happens now and lately, and who has imported what ever since. */
export function ImportsRoute() {
  const navigate = useNavigate();
  const { tab, ...filters } = route.useSearch();
  const mayImport = useMay('import');
  const mayView = useMay('view');
  const onImport = mayImport ? () => void navigate({ to: '/imports/new' }) : null;
  const tabs = mayView && <ImportTabs />;
  if (tab === 'history' && mayView) {
    return (
      <HistoryPage
        filters={filters}
        onFilters={(next) => void navigate({ to: '/imports', search: { ...next, tab }, replace: true })}
        onImport={onImport}
        tabs={tabs}
        importLink={({ job }) => (
          <Link to="/imports/$jobId" params={{ jobId: job.id }} className="lnk">
            {job.title}
          </Link>
        )}
      />
    );
  }
  return (
    <JobHistory
      tabs={tabs}
      onImport={onImport}
      onImportInteractions={mayImport ? () => void navigate({ to: '/imports/interactions' }) : null}
      jobLink={(job, title) =>
        job.kind === 'import' || job.kind === 'interaction_import' || job.kind === 'import_undo' ? (
          <Link to="/imports/$jobId" params={{ jobId: job.id }} className="lnk">
            {title}
          </Link>
        ) : (
          title
        )
      }
    />
  );
}

/** The one that is open says so by itself: filters stand in the address beside the tab. */
function ImportTabs() {
  const { t } = useTranslation();
  return (
    <nav className="page-tabs" aria-label={t('importHistory.tabs')}>
      <Link to="/imports" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
        {t('importHistory.recent')}
      </Link>
      <Link to="/imports" search={{ tab: 'history' }} activeOptions={{ includeSearch: true }}>
        {t('importHistory.history')}
      </Link>
    </nav>
  );
}
