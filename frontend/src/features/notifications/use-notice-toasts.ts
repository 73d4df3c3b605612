import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { on } from '../../bridge/events';
import { refetch } from '../../bridge/invalidate';
import type { Notice } from '../../bridge/types';
import { toast } from '../../components/toast';
import { useSaveReport } from '../../hooks/use-save-report';
import { noticeKind, noticeWords } from './words';

/** A toast for each notice that arrives. Progress is told by the centre and the status bar; four toasts of it would tell nothing. */
export function useNoticeToasts(openJob: (jobId: string) => void, isOpen: (jobId: string) => boolean): void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useSaveReport();
  const show = useRef<(notice: Notice) => void>(() => {});
  useEffect(() => {
    show.current = (notice) => {
      const { job, event } = notice;
      // The screen of a job already says how it ended.
      if (event === 'progress' || job.kind === 'import_check' || (event === 'ended' && isOpen(job.id))) return;
      const action = job.hasReport
        ? { label: t('report.saveErrors'), run: () => save.mutate(job.id) }
        : job.kind === 'import'
          ? { label: t('notices.open'), run: () => openJob(job.id) }
          : undefined;
      const { title, text } = noticeWords(t, notice);
      toast({ id: notice.id, kind: noticeKind(notice), title, message: text, action });
    };
  });
  useEffect(
    () =>
      on('notice:added', (notice) => {
        show.current(notice);
        refetch(client, ['notice']);
      }),
    [client],
  );
}
