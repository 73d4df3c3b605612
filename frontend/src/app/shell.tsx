import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNoticeToasts } from '../features/notifications/use-notice-toasts';
import { WaitingBar } from '../features/waiting-files/components/waiting-bar';
import { useShortcuts } from '../hooks/shortcuts';
import { keepKeys } from '../hooks/typed-ahead';
import { isLive, jobListQuery } from '../hooks/use-jobs';
import { IdleWatch } from './idle-watch';
import { useMay, useSession } from './session-context';
import { Sidebar } from './sidebar';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import { TourContext } from './tour-context';
import { useRememberContacts } from './use-remember-contacts';
import { useWaitingFiles } from './use-waiting-files';

const Palette = lazy(() => import('./palette').then((m) => ({ default: m.Palette })));
const Tour = lazy(() => import('../features/tour/tour').then((m) => ({ default: m.Tour })));
const NewInteraction = lazy(() =>
  import('../features/timeline/components/new-interaction').then((m) => ({ default: m.NewInteraction })),
);
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
      if (job && !['import', 'interaction_import', 'import_undo'].includes(job.kind)) void navigate({ to: '/imports' });
      else void navigate({ to: '/imports/$jobId', params: { jobId } });
    },
    [jobs, navigate],
  );
  const onShortcuts = () => setSheet({ asked: true, opened: true });
  const [tour, setTour] = useState(false);
  const onTour = useCallback(() => setTour(true), []);
  const onPalette = () => {
    keepKeys();
    setPalette((n) => n + 1);
  };
  const isOpen = (jobId: string) => window.location.hash.startsWith(`#/imports/${jobId}`);
  useNoticeToasts(onJob, isOpen);
  const mayImport = useMay('import');
  const onWaiting = useWaitingFiles(mayImport);
  useRememberContacts(useSession().user?.id ?? '');
  // What was typed elsewhere to say whom an interaction is with; null when none is being entered.
  const [interaction, setInteraction] = useState<string | null>(null);
  const enterInteraction = (text: string) => {
    if (interaction !== null) return;
    keepKeys();
    setInteraction(text);
  };
  const onInteraction = useMay('edit') ? enterInteraction : null;
  useShortcuts('anywhere', {
    palette: onPalette,
    interaction: () => onInteraction?.(''),
    sheet: onShortcuts,
  });
  return (
    <div className="shell">
      {/* A link to #main would be an address of the router; only the focus is wanted. */}
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <Sidebar />
      <TopBar
        running={running}
        onPalette={onPalette}
        onInteraction={onInteraction && (() => onInteraction(''))}
        onShortcuts={onShortcuts}
        onTour={onTour}
        onJob={onJob}
      />
      <main className="main" id="main" tabIndex={-1}>
        <WaitingBar mayImport={mayImport} onOpen={onWaiting} />
        <TourContext value={onTour}>
          <Outlet />
        </TourContext>
      </main>
      <StatusBar running={running[0]} />
      <IdleWatch />
      <Suspense>
        {palette > 0 && (
          <Palette asked={palette} onInteraction={onInteraction} onShortcuts={onShortcuts} onTour={onTour} />
        )}
        {interaction !== null && (
          <NewInteraction
            initial={interaction}
            onOpenContact={(id) =>
              void navigate({ to: '/', search: { contact: id }, state: { wish: { screen: 'contacts', open: id } } })
            }
            onClose={() => setInteraction(null)}
          />
        )}
        {tour && <Tour onGo={(to) => void navigate({ to, search: true })} onClose={() => setTour(false)} />}
        {sheet.asked && (
          <ShortcutSheet opened={sheet.opened} onClose={() => setSheet({ asked: true, opened: false })} />
        )}
      </Suspense>
    </div>
  );
}
