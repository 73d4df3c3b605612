import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  onStay: () => void;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asked only when something was changed; nothing is thrown away by a stray key: the focus is on staying. */
export function LeaveDialog({ onStay, onKeep, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onStay}
      title={<b>{t('contactForm.leave.title')}</b>}
      size={460}
      zIndex={300}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('contactForm.leave.hint')}</p>
      <div className="cf-foot plain">
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
      </div>
    </Modal>
  );
}
