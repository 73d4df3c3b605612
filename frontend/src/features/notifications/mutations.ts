import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notices } from '../../bridge/call';
import type { Notice } from '../../bridge/types';
import { noticeQuery } from './queries';

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: notices.markRead,
    onSuccess: () =>
      client.setQueryData<Notice[]>(noticeQuery.queryKey, (all) => all?.map((n) => ({ ...n, read: true }))),
  });
}

/** Final (D3.16): the report goes with it. */
export function useDismiss() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => notices.dismiss(id),
    onMutate: (id) => client.setQueryData<Notice[]>(noticeQuery.queryKey, (all) => all?.filter((n) => n.id !== id)),
    onSettled: () => client.invalidateQueries({ queryKey: ['notice'] }),
  });
}
