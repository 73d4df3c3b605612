import { IconTags, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchAction } from '../../../bridge/batches';
import type { Selection } from '../../../bridge/types';
import { toast } from '../../../components/toast';
import { useStartBatch } from '../mutations';
import { ConfirmBatch } from './confirm-batch';
import { LabelBatch } from './label-batch';

interface Props {
  selection: Selection;
  /** How many that are; a lower bound where `exact` is false. */
  count: number;
  exact: boolean;
}

/** Actions that ask once and begin. Another one is a line here, and its words. */
const confirmed = [
  ['activate', IconUserCheck],
  ['deactivate', IconUserOff],
] as const satisfies [BatchAction, typeof IconUserCheck][];

/** What can be done to many contacts at once, in the background (D2.5). */
export function BatchActions({ selection, count, exact }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<(typeof confirmed)[number][0] | null>(null);
  const [labelling, setLabelling] = useState(false);
  const start = useStartBatch();
  const begin = (action: BatchAction, label: string, close: () => void) =>
    start.mutate(
      { action, label, selection },
      {
        onSuccess: () => {
          close();
          toast({ kind: 'info', title: (t) => t('batch.started'), message: (t) => t('batch.startedHint') });
        },
      },
    );
  const shared = { count, exact, pending: start.isPending, error: start.error };
  const open = (show: () => void) => {
    start.reset();
    show();
  };
  return (
    <>
      {confirmed.map(([action, Icon]) => (
        <button type="button" key={action} onClick={() => open(() => setAsking(action))}>
          <Icon size={16} aria-hidden />
          {t(`batch.do.${action}`)}
        </button>
      ))}
      <button type="button" onClick={() => open(() => setLabelling(true))}>
        <IconTags size={16} aria-hidden />
        {t('batch.do.labels')}
      </button>
      {asking && (
        <ConfirmBatch
          {...shared}
          action={asking}
          onClose={() => setAsking(null)}
          onConfirm={() => begin(asking, '', () => setAsking(null))}
        />
      )}
      {labelling && (
        <LabelBatch
          {...shared}
          onClose={() => setLabelling(false)}
          onConfirm={(action, label) => begin(action, label, () => setLabelling(false))}
        />
      )}
    </>
  );
}
