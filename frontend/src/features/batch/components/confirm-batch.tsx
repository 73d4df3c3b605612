import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';
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
    <Dialog
      opened
      onClose={onClose}
      title={t(`batch.ask.${action}`, { count, atLeast: exact ? '' : '≥ ' })}
      size={460}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={pending} onClick={onConfirm}>
            {t(`batch.do.${action}`)}
          </Button>
        </>
      }
    >
      <p>{t(`batch.consequence.${action}`)}</p>
      <p className="sub">{t('batch.background')}</p>
      {error && <ErrorCallout error={error} title={t('batch.notStarted')} />}
    </Dialog>
  );
}
