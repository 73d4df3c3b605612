import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sync } from '../../bridge/call';
import { refetch } from '../../bridge/invalidate';
import type { SyncChoice } from '../../bridge/types';
import type { Enrolment } from '../../components/enrol-form';
import { toast, toastError } from '../../components/toast';
import { savedToast } from '../../hooks/use-save-report';

/** Events bring the changes too; this covers the moment until they do. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ['sync', 'status', 'device']) refetch(client, [key]);
  };
}

export function useEnrol() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ server, code, office }: Enrolment) => sync.enrol(server, code, office),
    onSuccess: () => toast({ kind: 'ok', title: (t) => t('sync.enrolled') }),
    onSettled: refresh,
  });
}

export function useSyncNow() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: sync.now,
    onError: (error) => toastError((t) => t('sync.nowFailed'), error),
    onSettled: refresh,
  });
}

export function useSettle() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, choice }: { id: string; choice: SyncChoice }) => sync.settle(id, choice),
    onError: (error) => toastError((t) => t('sync.settleFailed'), error),
    onSettled: refresh,
  });
}

export function useCancelPending() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: sync.cancel,
    onError: (error) => toastError((t) => t('sync.cancelFailed'), error),
    onSettled: refresh,
  });
}

export function useDiscard() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: sync.discard,
    onError: (error) => toastError((t) => t('sync.discardFailed'), error),
    onSettled: refresh,
  });
}

export function useSaveDraft() {
  return useMutation({
    mutationFn: sync.saveDraft,
    onSuccess: (path) => {
      if (path !== '') savedToast((t) => t('sync.draftSaved'), path);
    },
    onError: (error) => toastError((t) => t('sync.draftFailed'), error),
  });
}
