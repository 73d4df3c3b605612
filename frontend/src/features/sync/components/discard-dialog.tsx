import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncPending } from '../../../bridge/types';
import { Dialog } from '../../../components/dialog';
import { useDiscard } from '../mutations';
import { pendingTitle } from '../words';

/** Throws a draft away. The focus starts on Cancel: a quick Enter loses nothing. */
export function DiscardDialog({ pending, onClose }: { pending: SyncPending | null; onClose: () => void }) {
  const { t } = useTranslation();
  const discard = useDiscard();
  // Still shown while it closes.
  const [shown, setShown] = useState<SyncPending | null>(pending);
  useEffect(() => {
    if (pending) setShown(pending);
  }, [pending]);
  return (
    <Dialog
      opened={pending !== null}
      onClose={onClose}
      title={t('sync.discardTitle')}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red"
            loading={discard.isPending}
            onClick={() => pending && discard.mutate(pending.counter, { onSuccess: onClose })}
          >
            {t('sync.discardConfirm')}
          </Button>
        </>
      }
    >
      <p>{shown && t('sync.discardHint', { title: pendingTitle(t, shown) })}</p>
    </Dialog>
  );
}
