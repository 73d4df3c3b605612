import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { on } from '../../bridge/events';
import { refetch } from '../../bridge/invalidate';
import type { Notice } from '../../bridge/types';
import { toast } from '../../components/toast';
import { exportFileLabel, hasExportFile, useExportFile } from '../../hooks/use-export-file';
import { useSaveReport } from '../../hooks/use-save-report';
import { noticeKind, noticeWords } from './words';

/** A toast for each notice that arrives. Progress is told by the centre and the status bar; four toasts of it would tell nothing. */
export function useNoticeToasts(openJob: (jobId: string) => void, isOpen: (jobId: string) => boolean): void {
  const client = useQueryClient();
  const save = useSaveReport();
  const exported = useExportFile();
  const show = useRef<(notice: Notice) => void>(() => {});
  useEffect(() => {
    show.current = (notice) => {
      const { job, event } = notice;
      // The screen of a job already says how it ended.
      if (event === 'progress' || job.kind === 'import_check' || (event === 'ended' && isOpen(job.id))) return;
      const action = job.hasReport
        ? { label: (t: TFunction) => t('report.saveErrors'), run: () => save.mutate(job.id) }
        : hasExportFile(job)
          ? { label: exportFileLabel, run: () => exported.mutate(job.id) }
          : job.kind === 'import'
            ? { label: (t: TFunction) => t('notices.open'), run: () => openJob(job.id) }
            : undefined;
      toast({
        id: notice.id,
        kind: noticeKind(notice),
        title: (t) => noticeWords(t, notice).title,
        message: (t) => noticeWords(t, notice).text,
        action,
      });
    };
  });
  // A click on a native notification opens what it was about; its id is the notice's: "job:event".
  const open = useRef(openJob);
  useEffect(() => {
    open.current = openJob;
  });
  useEffect(() => on('notice:open', ({ id }) => open.current(id.split(':')[0] ?? '')), []);
  useEffect(
    () =>
      on('notice:added', (notice) => {
        show.current(notice);
        refetch(client, ['notice']);
      }),
    [client],
  );
}
