import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refetch } from '../../bridge/invalidate';
import { toast, toastError, type Words } from '../../components/toast';

/** One act on a contact: what is on screen is read again at once, and the person is told, unless the caller does so (null). */
export function useAct<T, R>(act: (input: T) => Promise<R>, done: Words | null, failed: Words | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      refetch(client, ['contact']);
      if (done) toast({ kind: 'ok', title: done });
    },
    onError: (error) => failed && toastError(failed, error),
  });
}
