import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DangerDialog } from '../../../components/danger-dialog';
import { ErrorCallout } from '../../../components/error-callout';
import { useUndoImport, useUndoPlan } from '../queries';

interface Props {
  jobId: string;
  file: string;
  onClose: () => void;
  onBegun: (undoJob: string) => void;
}

/** Says what will happen, in numbers found by the function that does it, before anything begins. */
export function UndoDialog({ jobId, file, onClose, onBegun }: Props) {
  const { t } = useTranslation();
  const plan = useUndoPlan(jobId);
  const undo = useUndoImport();
  const will = plan.data;
  return (
    <DangerDialog
      onClose={onClose}
      title={t('importHistory.ask', { file })}
      size={520}
      confirm={t('importHistory.confirm')}
      busy={undo.isPending}
      disabled={!will || will.removed + will.restored === 0}
      onConfirm={() => undo.mutate(jobId, { onSuccess: onBegun })}
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
    </DangerDialog>
  );
}
