import { IconCloudCheck, IconCloudLock, IconCloudOff, IconDeviceDesktop, IconRefresh } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { SyncInfo, SyncState } from '../bridge/types';
import type { Format } from '../i18n/format';

const looks: Record<SyncState, { icon: typeof IconCloudCheck; color: string }> = {
  never: { icon: IconDeviceDesktop, color: 'var(--app-text-2)' },
  online: { icon: IconCloudCheck, color: 'var(--st-ok-fg)' },
  offline: { icon: IconCloudOff, color: 'var(--st-warn-fg)' },
  syncing: { icon: IconRefresh, color: 'var(--st-info-fg)' },
  revoked: { icon: IconCloudLock, color: 'var(--st-err-fg)' },
};

/** A shape and a colour for how things stand with the server; the word stands beside it. */
export function SyncStateIcon({ state, size = 14 }: { state: SyncState; size?: number }) {
  const { icon: Icon, color } = looks[state];
  return <Icon size={size} stroke={1.8} color={color} aria-hidden style={{ flex: 'none' }} />;
}

type Progress = Pick<SyncInfo, 'state' | 'done' | 'total' | 'phase'>;

/** 0 to 1, null when there is no exchange of known size under way. */
export const exchanged = (info: Progress): number | null =>
  info.state === 'syncing' && info.total > 0 ? Math.min(1, info.done / info.total) : null;

export function syncWord(t: TFunction, info: Progress, format: Format): string {
  const done = exchanged(info);
  const word = info.state === 'syncing' && info.phase === 'copy' ? t('status.copying') : t(`status.${info.state}`);
  return done === null ? word : `${word} ${format.percent(done)}`;
}
