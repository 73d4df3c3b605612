import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncPending } from '../../../bridge/types';
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
    <Modal
      opened={pending !== null}
      onClose={onClose}
      title={<b>{t('sync.discardTitle')}</b>}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p style={{ fontSize: 13, lineHeight: 1.5 }}>
        {shown && t('sync.discardHint', { title: pendingTitle(t, shown) })}
      </p>
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 20 }}>
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
      </div>
    </Modal>
  );
}
