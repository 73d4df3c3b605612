import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';

interface Props {
  opened: boolean;
  /** Cells and lines dealt with by hand. */
  changes: number;
  onStay: () => void;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Leaving with corrections made: they are kept unless the person says otherwise. */
export function LeaveDialog({ opened, changes, onStay, onKeep, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={opened}
      onClose={onStay}
      size={480}
      title={t('import.leave.title')}
      buttons={
        <>
          <Button variant="subtle" color="red" onClick={onDiscard}>
            {t('import.leave.discard')}
          </Button>
          <Button variant="default" onClick={onStay}>
            {t('import.leave.stay')}
          </Button>
          <Button onClick={onKeep} data-autofocus>
            {t('import.leave.keep')}
          </Button>
        </>
      }
    >
      <p>{t('import.leave.hint', { changes: t('import.byHand.count', { count: changes }) })}</p>
    </Dialog>
  );
}
