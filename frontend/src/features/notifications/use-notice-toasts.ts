import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { notices } from '../../bridge/call';
import { on } from '../../bridge/events';
import { refetch } from '../../bridge/invalidate';
import type { Notice } from '../../bridge/types';
import { reportWord } from '../../components/job-words';
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
        ? { label: (t: TFunction) => reportWord(t, job), run: () => save.mutate(job.id) }
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
  // What was chosen in a native notification, perhaps before anybody had signed in.
  const carryOut = useRef<(jobId: string, action: string) => void>(() => {});
  useEffect(() => {
    carryOut.current = (jobId, action) => {
      openJob(jobId);
      if (action === 'report') save.mutate(jobId);
    };
  });
  useEffect(() => {
    const ask = () =>
      void notices.chosen().then(
        ({ jobId, action }) => {
          if (jobId !== '') carryOut.current(jobId, action);
        },
        () => undefined, // nobody is signed in: it waits, and whoever signs in is told again
      );
    ask();
    return on('notice:open', ask);
  }, []);
  useEffect(
    () =>
      on('notice:added', (notice) => {
        show.current(notice);
        refetch(client, ['notice']);
      }),
    [client],
  );
}
