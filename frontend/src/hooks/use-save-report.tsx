import { useMutation } from '@tanstack/react-query';
import { files, jobs } from '../bridge/call';
import { browserMode } from '../bridge/host';
import { toast, toastError, type Words } from '../components/toast';

/** Saves the report of a job (D3.16) and offers its folder, which a browser cannot open. */
export function useSaveReport() {
  return useMutation({
    mutationFn: (jobId: string) => jobs.saveReport(jobId),
    onSuccess: (path) => {
      if (path !== '') savedToast((t) => t('report.saved'), path);
    },
    onError: (error) => toastError((t) => t('report.failed'), error),
  });
}

export function savedToast(title: Words, path: string): void {
  if (browserMode()) {
    toast({ kind: 'ok', title });
    return;
  }
  toast({
    kind: 'ok',
    title,
    message: () => path,
    action: { label: (t) => t('report.openFolder'), run: () => void files.reveal(path) },
  });
}
