import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { toast } from '../../../components/toast';
import { useSetActive } from '../mutations';
import { refusedUser } from '../words';

/** Says what becomes of somebody who is deactivated. The focus starts on Cancel. */
export function DeactivateDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetActive();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{t('admin.users.deactivateTitle', { name: user.name })}</b>}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="dialog-form">
        {set.isError && <Callout kind="err" title={refusedUser(t, set.error).text} />}
        <p className="dialog-text">{t('admin.users.deactivateHint')}</p>
        <div className="dialog-acts">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red"
            loading={set.isPending}
            onClick={() =>
              set.mutate(
                { id: user.id, active: false },
                {
                  onSuccess: () => {
                    toast({ kind: 'ok', title: (t) => t('admin.users.deactivated', { name: user.name }) });
                    onClose();
                  },
                },
              )
            }
          >
            {t('admin.users.deactivateDo')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
