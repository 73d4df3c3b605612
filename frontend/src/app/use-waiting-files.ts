import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { files } from '../bridge/call';
import { on } from '../bridge/events';

/** Files double-clicked, dropped on the icon or passed on the command line open the wizard at their preview (D3.19). */
export function useWaitingFiles(mayImport: boolean): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!mayImport) return;
    const take = () =>
      void files.waiting().then((paths) => {
        // One import at a time (D3.15): the last file asked for is the one meant.
        const path = paths.at(-1);
        if (path) void navigate({ to: '/imports/new', search: { path } });
      });
    take();
    return on('files:waiting', take);
  }, [mayImport, navigate]);
}
