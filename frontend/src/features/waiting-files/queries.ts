import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { waiting } from '../../bridge/desktop';
import { toastError } from '../../components/toast';

/** Read again with every `files:waiting`. */
const waitingQuery = queryOptions({ queryKey: ['waiting'], queryFn: waiting.list, staleTime: 0 });

export const useWaiting = () => useQuery(waitingQuery);

export const useDiscard = () =>
  useMutation({
    mutationFn: waiting.discard,
    onError: (error) => toastError((t) => t('waiting.failed'), error),
  });
