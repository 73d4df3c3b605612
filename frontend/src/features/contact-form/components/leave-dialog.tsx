import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';

interface Props {
  onStay: () => void;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asked only when something was changed; nothing is thrown away by a stray key: the focus is on staying. */
export function LeaveDialog({ onStay, onKeep, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened
      onClose={onStay}
      title={t('contactForm.leave.title')}
      size={460}
      zIndex={300}
      buttons={
        <>
          <Button variant="subtle" color="red" onClick={onDiscard}>
            {t('contactForm.leave.discard')}
          </Button>
          <div className="grow" />
          <Button variant="default" onClick={onKeep}>
            {t('contactForm.leave.keep')}
          </Button>
          <Button data-autofocus onClick={onStay}>
            {t('contactForm.leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('contactForm.leave.hint')}</p>
    </Dialog>
  );
}
