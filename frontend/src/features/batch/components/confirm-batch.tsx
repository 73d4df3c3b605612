import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../../components/error-callout';

export interface Asked {
  count: number;
  exact: boolean;
  pending: boolean;
  error: Error | null;
  onClose: () => void;
}

interface Props extends Asked {
  action: 'activate' | 'deactivate';
  onConfirm: () => void;
}

/** Says how many and what becomes of them before anything begins. */
export function ConfirmBatch({ action, count, exact, pending, error, onClose, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{`${t(`batch.ask.${action}`, { count, atLeast: exact ? '' : '≥ ' })}`}</b>}
      size={460}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t(`batch.consequence.${action}`)}</p>
      <p className="sub" style={{ fontSize: 12, marginTop: 10 }}>
        {t('batch.background')}
      </p>
      {error && <ErrorCallout error={error} title={t('batch.notStarted')} />}
      <Group justify="flex-end" gap={8} mt={18}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={pending} onClick={onConfirm}>
          {t(`batch.do.${action}`)}
        </Button>
      </Group>
    </Modal>
  );
}
