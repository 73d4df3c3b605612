import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { files, jobs } from '../bridge/call';
import { browserMode } from '../bridge/host';
import { toast, toastError } from '../components/toast';

/** Saves the report of a job (D3.16) and offers its folder, which a browser cannot open. */
export function useSaveReport() {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: (jobId: string) => jobs.saveReport(jobId),
    onSuccess: (path) => {
      if (path !== '') savedToast(t('report.saved'), t('report.openFolder'), path);
    },
    onError: (error) => toastError(t, t('report.failed'), error),
  });
}

export function savedToast(title: string, openFolder: string, path: string): void {
  if (browserMode()) {
    toast({ kind: 'ok', title });
    return;
  }
  toast({
    kind: 'ok',
    title,
    message: path,
    action: { label: openFolder, run: () => void files.reveal(path) },
  });
}
