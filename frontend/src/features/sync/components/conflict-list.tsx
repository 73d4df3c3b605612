import { IconCircleCheck } from '@tabler/icons-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncChoice, SyncConflict } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { useSettle } from '../mutations';
import { useConflicts } from '../queries';
import { ConflictCard, offers } from './conflict-card';
import type { ContactLink } from './sync-page';

const keys: Record<string, SyncChoice> = { '1': 'winner', '2': 'value' };

/** Field by field: what stands and what gave way. Nothing waits for it. */
export function ConflictList({ total, contactLink }: { total: number; contactLink: ContactLink }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useConflicts();
  const settle = useSettle();
  const box = useRef<HTMLUListElement>(null);
  if (error) return <ErrorCallout error={error} title={t('sync.failed')} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (data.length === 0) {
    return <Nothing icon={IconCircleCheck} title={t('sync.noConflicts')} text={t('sync.noConflictsHint')} />;
  }
  const cards = () => [...(box.current?.children ?? [])].filter((el) => el instanceof HTMLElement);
  const decide = (conflict: SyncConflict, choice: SyncChoice) => {
    // The next one takes the focus, so that a queue is worked off without the mouse.
    const at = data.findIndex((c) => c.id === conflict.id);
    const next = cards()[at + 1] ?? cards()[at - 1];
    settle.mutate({ id: conflict.id, choice }, { onSuccess: () => next?.focus() });
  };
  const onKey = (event: KeyboardEvent<HTMLUListElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = cards();
    const at = all.findIndex((card) => card.contains(document.activeElement));
    const conflict = data[at];
    if (!conflict) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = keys[event.key];
    if (step !== undefined) all[at + step]?.focus();
    else if (choice && offers(conflict, choice) && !settle.isPending) decide(conflict, choice);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <p className="sub tabhint">
        {t('sync.conflictsHint')} {t('sync.conflictKeys')}
      </p>
      <ul ref={box} className="conflicts" aria-label={t('sync.tab.conflicts')} onKeyDown={onKey}>
        {data.map((conflict, at) => (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            first={at === 0}
            busy={settle.isPending && settle.variables.id === conflict.id}
            contactLink={contactLink}
            onChoose={(choice) => decide(conflict, choice)}
          />
        ))}
      </ul>
      {total > data.length && <p className="sub more num">{t('sync.more', { count: total - data.length })}</p>}
    </>
  );
}
