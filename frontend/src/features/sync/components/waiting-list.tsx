import { IconCloudCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncPending } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { usePending } from '../queries';
import { DiscardDialog } from './discard-dialog';
import type { ContactLink } from './sync-page';
import { WaitingRow } from './waiting-row';

/** What has not reached the server, why, and what may be done about each. */
export function WaitingList({ total, contactLink }: { total: number; contactLink: ContactLink }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePending();
  const [discarding, setDiscarding] = useState<SyncPending | null>(null);
  if (error) return <ErrorCallout error={error} title={t('sync.failed')} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (data.length === 0) {
    return <Nothing icon={IconCloudCheck} title={t('sync.nothingWaiting')} text={t('sync.nothingWaitingHint')} />;
  }
  return (
    <>
      <ul className="panel synclist" aria-label={t('sync.tab.waiting')}>
        {data.map((pending) => (
          <WaitingRow
            key={pending.counter}
            pending={pending}
            contactLink={contactLink}
            onDiscard={() => setDiscarding(pending)}
          />
        ))}
      </ul>
      {total > data.length && <p className="sub more num">{t('sync.more', { count: total - data.length })}</p>}
      <DiscardDialog pending={discarding} onClose={() => setDiscarding(null)} />
    </>
  );
}
