import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';
import { ErrorCallout } from '../../../components/error-callout';
import { useUndoImport, useUndoPlan } from '../queries';

interface Props {
  jobId: string;
  file: string;
  onClose: () => void;
  onBegun: (undoJob: string) => void;
}

/** Says what will happen, in numbers found by the function that does it, before anything begins. Enter does not confirm. */
export function UndoDialog({ jobId, file, onClose, onBegun }: Props) {
  const { t } = useTranslation();
  const plan = useUndoPlan(jobId);
  const undo = useUndoImport();
  const will = plan.data;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('importHistory.ask', { file })}
      size={520}
      buttons={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red"
            disabled={!will || will.removed + will.restored === 0}
            loading={undo.isPending}
            onClick={() => undo.mutate(jobId, { onSuccess: onBegun })}
          >
            {t('importHistory.confirm')}
          </Button>
        </>
      }
    >
      <div aria-live="polite">
        {plan.isPending && (
          <p className="why">
            <Loader size={16} aria-hidden />
            {t('importHistory.planning')}
          </p>
        )}
        {will && (
          <ul className="undo-plan">
            <li>{t('importHistory.willRemove', { count: will.removed })}</li>
            <li>{t('importHistory.willRestore', { count: will.restored })}</li>
            <li>{t('importHistory.willKeep', { count: will.kept })}</li>
          </ul>
        )}
      </div>
      {will && <p className="sub">{t('importHistory.consequence')}</p>}
      {plan.error && (
        <ErrorCallout error={plan.error} title={t('importHistory.planFailed')} onRetry={() => void plan.refetch()} />
      )}
      {undo.error && <ErrorCallout error={undo.error} title={t('importHistory.notBegun')} />}
    </Dialog>
  );
}
