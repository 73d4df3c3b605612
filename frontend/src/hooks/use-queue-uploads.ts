import { useMutation } from '@tanstack/react-query';
import { waiting } from '../bridge/desktop';
import { upload } from '../bridge/host';
import { toastError } from '../components/toast';

/** Files of a browser are copied to the program first, and then wait in the order in which they were given (D3.19). */
export const useQueueUploads = () =>
  useMutation({
    mutationFn: async (files: File[]) => {
      const paths: string[] = [];
      for (const file of files) paths.push(await upload(file, () => undefined));
      await waiting.enqueue(paths);
    },
    onError: (error) => toastError((t) => t('import.uploadFailed'), error),
  });
