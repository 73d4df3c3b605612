import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { exportsApi, files } from '../bridge/call';
import { browserMode } from '../bridge/host';
import type { Job } from '../bridge/types';
import { toastError } from '../components/toast';

/** Hands over the file of an export: a browser downloads it, the desktop, where it already lies, opens its folder. */
export function useExportFile() {
  return useMutation({
    mutationFn: async (jobId: string) => {
      const path = await exportsApi.deliver(jobId);
      if (path !== '' && !browserMode()) await files.reveal(path);
    },
    onError: (error) => toastError((t) => t('exports.fileFailed'), error),
  });
}

export const hasExportFile = (job: Job): boolean => job.kind === 'export' && job.state === 'ended';

export const exportFileLabel = (t: TFunction): string =>
  browserMode() ? t('exports.download') : t('report.openFolder');
