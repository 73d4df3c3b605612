import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNoticeToasts } from '../features/notifications/use-notice-toasts';
import { useShortcuts } from '../hooks/shortcuts';
import { isLive, jobListQuery } from '../hooks/use-jobs';
import { IdleWatch } from './idle-watch';
import { useMay } from './session-context';
import { Sidebar } from './sidebar';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import { useWaitingFiles } from './use-waiting-files';

const Palette = lazy(() => import('./palette').then((m) => ({ default: m.Palette })));
const ShortcutSheet = lazy(() => import('./shortcut-sheet').then((m) => ({ default: m.ShortcutSheet })));

/** The frame around every screen. */
export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(0);
  const [sheet, setSheet] = useState<{ asked: boolean; opened: boolean }>({ asked: false, opened: false });
  const jobs = useQuery(jobListQuery).data ?? [];
  const running = jobs.filter((job) => isLive(job) && job.kind !== 'import_check');
  const onJob = useCallback(
    (jobId: string) => {
      const job = jobs.find((j) => j.id === jobId);
      if (job && job.kind !== 'import') void navigate({ to: '/imports' });
      else void navigate({ to: '/imports/$jobId', params: { jobId } });
    },
    [jobs, navigate],
  );
  const onShortcuts = () => setSheet({ asked: true, opened: true });
  const onPalette = () => setPalette((n) => n + 1);
  const isOpen = (jobId: string) => window.location.hash.startsWith(`#/imports/${jobId}`);
  useNoticeToasts(onJob, isOpen);
  useWaitingFiles(useMay('import'));
  useShortcuts('anywhere', { palette: onPalette, sheet: onShortcuts });
  return (
    <div className="shell">
      {/* A link to #main would be an address of the router; only the focus is wanted. */}
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <Sidebar />
      <TopBar running={running} onPalette={onPalette} onShortcuts={onShortcuts} onJob={onJob} />
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <StatusBar running={running[0]} />
      <IdleWatch />
      <Suspense>
        {palette > 0 && <Palette asked={palette} onShortcuts={onShortcuts} />}
        {sheet.asked && (
          <ShortcutSheet opened={sheet.opened} onClose={() => setSheet({ asked: true, opened: false })} />
        )}
      </Suspense>
    </div>
  );
}
