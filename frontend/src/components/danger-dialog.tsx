import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';

interface Props {
  title: string;
  /** What the button that does it says. */
  confirm: string;
  opened?: boolean;
  busy: boolean;
  disabled?: boolean;
  size?: number;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Says what becomes of something before it is done for good. The focus starts on Cancel: a quick Enter loses nothing. */
export function DangerDialog({ confirm, opened = true, busy, disabled, onConfirm, onClose, ...dialog }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      {...dialog}
      opened={opened}
      onClose={onClose}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" disabled={disabled} loading={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    />
  );
}
