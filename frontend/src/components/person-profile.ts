import type { TFunction } from 'i18next';
import { i18n } from '../i18n/i18n';

/** A profile's name in words; one that this window does not know yet keeps its own. */
export const profileWord = (t: TFunction, profile: string): string =>
  i18n.exists(`session.profile.${profile}`) ? t(`session.profile.${profile}` as 'session.profile.admin') : profile;
