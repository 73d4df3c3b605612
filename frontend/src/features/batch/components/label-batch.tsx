import { Button, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lookups } from '../../../bridge/call';
import { Dialog } from '../../../components/dialog';
import { ErrorCallout } from '../../../components/error-callout';
import type { Asked } from './confirm-batch';

type LabelAction = 'add_label' | 'remove_label';

interface Props extends Asked {
  onConfirm: (action: LabelAction, label: string) => void;
}

/** A label for all of them, or away from all of them. The button says what it will do. */
export function LabelBatch({ count, exact, pending, error, onClose, onConfirm }: Props) {
  const { t } = useTranslation();
  const labels = useQuery({ queryKey: ['label', 'list'], queryFn: lookups.labels, staleTime: 60_000 });
  const [action, setAction] = useState<LabelAction>('add_label');
  const [label, setLabel] = useState<string | null>(null);
  // An archived label is given to nobody any more, but can be taken away.
  const offered = (labels.data ?? []).filter((l) => action === 'remove_label' || !l.archived);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('batch.labelsTitle')}
      size={460}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={label === null} loading={pending} onClick={() => label && onConfirm(action, label)}>
            {t(`batch.apply.${action}`, { count, atLeast: exact ? '' : '≥ ' })}
          </Button>
        </>
      }
    >
      <SegmentedControl
        fullWidth
        aria-label={t('batch.labelsTitle')}
        value={action}
        onChange={(value) => {
          setAction(value as LabelAction);
          setLabel(null);
        }}
        data={(['add_label', 'remove_label'] as const).map((value) => ({ value, label: t(`batch.do.${value}`) }))}
      />
      <Select
        data-autofocus
        // Its list would cover the buttons of a dialog that has only just been opened.
        openOnFocus={false}
        label={t('batch.label')}
        placeholder={t('batch.labelPh')}
        searchable
        value={label}
        onChange={setLabel}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        nothingFoundMessage={t('filters.nothing')}
      />
      {labels.error && <ErrorCallout error={labels.error} title={t('batch.labelsFailed')} />}
      <p className="sub">{t('batch.background')}</p>
      {error && <ErrorCallout error={error} title={t('batch.notStarted')} />}
    </Dialog>
  );
}
