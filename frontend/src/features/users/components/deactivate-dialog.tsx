import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { Dialog } from '../../../components/dialog';
import { toast } from '../../../components/toast';
import { useSetActive } from '../mutations';
import { refusedUser } from '../words';

/** Says what becomes of somebody who is deactivated. The focus starts on Cancel. */
export function DeactivateDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetActive();
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('admin.users.deactivateTitle', { name: user.name })}
      buttons={
        <>
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
        </>
      }
    >
      {set.isError && <Callout kind="err" title={refusedUser(t, set.error).text} />}
      <p>{t('admin.users.deactivateHint')}</p>
    </Dialog>
  );
}
