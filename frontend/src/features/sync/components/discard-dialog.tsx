import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncPending } from '../../../bridge/types';
import { DangerDialog } from '../../../components/danger-dialog';
import { useDiscard } from '../mutations';
import { pendingTitle } from '../words';

/** Throws a draft away. */
export function DiscardDialog({ pending, onClose }: { pending: SyncPending | null; onClose: () => void }) {
  const { t } = useTranslation();
  const discard = useDiscard();
  // Still shown while it closes.
  const [shown, setShown] = useState<SyncPending | null>(pending);
  useEffect(() => {
    if (pending) setShown(pending);
  }, [pending]);
  return (
    <DangerDialog
      opened={pending !== null}
      onClose={onClose}
      title={t('sync.discardTitle')}
      confirm={t('sync.discardConfirm')}
      busy={discard.isPending}
      onConfirm={() => pending && discard.mutate(pending.counter, { onSuccess: onClose })}
    >
      <p>{shown && t('sync.discardHint', { title: pendingTitle(t, shown) })}</p>
    </DangerDialog>
  );
}
