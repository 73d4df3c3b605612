import { Button, Tabs } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncInfo } from '../../../hooks/use-status';
import { useFormat } from '../../../i18n/format';
import { useSyncNow } from '../mutations';
import { type SyncTab, syncTabs } from '../tabs';
import { ConflictList } from './conflict-list';
import { ConnectionCard } from './connection-card';
import { DeviceList } from './device-list';
import { EnrolCard } from './enrol-card';
import { WaitingList } from './waiting-list';

/** The link to a contact, which another feature shows. */
export type ContactLink = (id: string, name: string) => ReactNode;

interface Props {
  tab: SyncTab;
  onTab: (tab: SyncTab) => void;
  /** Enrolling, and seeing every office's computers, needs the permission for settings. */
  mayManage: boolean;
  contactLink: ContactLink;
}

/** How this office and the others agree: the connection, what waits, what collided, who takes part. */
export function SyncPage({ tab, onTab, mayManage, contactLink }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const info = useSyncInfo();
  const now = useSyncNow();
  const enrolled = info !== undefined && info.state !== 'never';
  const counts: Record<SyncTab, number> = {
    waiting: enrolled ? info.pending + info.refused : 0,
    conflicts: info?.conflicts ?? 0,
    devices: 0,
  };
  const tabs = syncTabs.filter((name) => mayManage || name !== 'devices');
  const shown = tabs.includes(tab) ? tab : 'waiting';
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 1000 }}>
        <div className="pagehead">
          <h1>{t('sync.title')}</h1>
          <div className="grow" />
          {enrolled && info.state !== 'revoked' && (
            <Button
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={now.isPending}
              onClick={() => now.mutate()}
            >
              {t('sync.now')}
            </Button>
          )}
        </div>
        {info && (
          <div className="stack">
            {enrolled && <ConnectionCard info={info} />}
            {(!enrolled || info.state === 'revoked') && <EnrolCard mayEnrol={mayManage} alone={!enrolled} />}
            {enrolled && (
              <Tabs value={shown} onChange={(value) => onTab(value as SyncTab)} keepMounted={false}>
                <Tabs.List aria-label={t('sync.tabs')}>
                  {tabs.map((name) => (
                    <Tabs.Tab
                      key={name}
                      value={name}
                      rightSection={
                        counts[name] > 0 && <span className="tabcount num">{format.number(counts[name])}</span>
                      }
                    >
                      {t(`sync.tab.${name}`)}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
                <Tabs.Panel value="waiting">
                  <WaitingList total={counts.waiting} contactLink={contactLink} />
                </Tabs.Panel>
                <Tabs.Panel value="conflicts">
                  <ConflictList total={counts.conflicts} contactLink={contactLink} />
                </Tabs.Panel>
                <Tabs.Panel value="devices">
                  <DeviceList />
                </Tabs.Panel>
              </Tabs>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
