import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { Dialog } from '../../../components/dialog';
import { toast } from '../../../components/toast';
import { errorText } from '../../../i18n/codes';
import { useResetPassword } from '../mutations';

/** Gives somebody a new password; a lock for wrong ones ends with it. */
export function PasswordDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const { t } = useTranslation();
  const reset = useResetPassword();
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('admin.users.resetTitle', { name: user.name })}
      closeOnClickOutside={false}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={reset.isPending}>
            {t('admin.users.resetDo')}
          </Button>
        </>
      }
      onSubmit={() => {
        setShort(password.length < 10);
        if (password.length < 10) return;
        reset.mutate(
          { id: user.id, password },
          {
            onSuccess: () => {
              toast({ kind: 'ok', title: (t) => t('admin.users.resetDone', { name: user.name }) });
              onClose();
            },
          },
        );
      }}
    >
      <p>{t('admin.users.resetHint')}</p>
      <PasswordInput
        data-autofocus
        required
        autoComplete="new-password"
        label={t('admin.users.newPassword')}
        description={t('admin.users.passwordHint')}
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        error={short ? t('errors.password_short') : reset.isError ? errorText(t, reset.error) : null}
        value={password}
        onChange={(e) => {
          setPassword(e.currentTarget.value);
          setShort(false);
        }}
      />
    </Dialog>
  );
}
