import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refetch } from '../../bridge/invalidate';
import { toast, toastError, type Words } from '../../components/toast';

/** One act on a contact: what is on screen is read again at once, and the person is told. */
export function useAct<T>(act: (input: T) => Promise<unknown>, done: Words, failed: Words) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      refetch(client, ['contact']);
      toast({ kind: 'ok', title: done });
    },
    onError: (error) => toastError(failed, error),
  });
}
