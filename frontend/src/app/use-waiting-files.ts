import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { waiting } from '../bridge/desktop';
import { on } from '../bridge/events';
import { browserMode } from '../bridge/host';
import { refetch } from '../bridge/invalidate';
import { toastError } from '../components/toast';
import { useOpenWaiting } from '../features/waiting-files/use-open-waiting';
import { useQueueUploads } from '../hooks/use-queue-uploads';

/**
 * Files double-clicked, dropped anywhere or passed on the command line open the wizard at their preview, one after another
 * (D3.19). Answers how to open the next one.
 */
export function useWaitingFiles(mayImport: boolean): (path: string) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = useCallback((path: string) => void navigate({ to: '/imports/new', search: { path } }), [navigate]);
  const open = useCallback(
    (path: string) =>
      void waiting.take(path).then(
        (mine) => {
          if (mine) show(path);
        },
        (error) => toastError((t) => t('waiting.failed'), error),
      ),
    [show],
  );
  useOpenWaiting(mayImport, show);
  useEffect(() => on('files:waiting', () => refetch(client, ['waiting'])), [client]);

  // A browser gives no paths: what is dropped beside a target that wants it is copied to the program. On the desktop the
  // paths come by themselves.
  const { mutate: queue } = useQueueUploads();
  useEffect(() => {
    if (!mayImport || !browserMode()) return;
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      const wanted = event.target instanceof Element && event.target.closest('.drop, [role="dialog"]');
      if (files.length > 0 && !wanted) queue(files);
    };
    window.addEventListener('drop', drop);
    return () => window.removeEventListener('drop', drop);
  }, [mayImport, queue]);
  return open;
}
