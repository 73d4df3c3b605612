import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { DangerDialog } from '../../../components/danger-dialog';
import { toast } from '../../../components/toast';
import { useSetActive } from '../mutations';
import { refusedUser } from '../words';

/** Says what becomes of somebody who is deactivated. */
export function DeactivateDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetActive();
  return (
    <DangerDialog
      onClose={onClose}
      title={t('admin.users.deactivateTitle', { name: user.name })}
      confirm={t('admin.users.deactivateDo')}
      busy={set.isPending}
      onConfirm={() =>
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
      {set.isError && <Callout kind="err" title={refusedUser(t, set.error).text} />}
      <p>{t('admin.users.deactivateHint')}</p>
    </DangerDialog>
  );
}
