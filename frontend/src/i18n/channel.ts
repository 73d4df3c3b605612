import type { TFunction } from 'i18next';
import { i18n } from './i18n';

/** What people call a channel: "WhatsApp". One that an office has named itself is called so. */
export function channelName(t: TFunction, channel: string): string {
  const key = `timeline.channel.${channel}`;
  return i18n.exists(key) ? t(key as 'timeline.channel.voice') : channel;
}
