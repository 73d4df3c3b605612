import type { TFunction } from 'i18next';
import { i18n } from '../i18n/i18n';

/** Why a line is rejected, in the person's language; Go's own words when the code is newer than this window. */
export function reasonTitle(t: TFunction, code: string, message: string): string {
  const key = `reason.${code}.title`;
  return i18n.exists(key) ? t(key as 'reason.duplicate.title') : message;
}

/** What to do about it; "" when this window does not know the code. */
export function reasonHint(t: TFunction, code: string): string {
  const key = `reason.${code}.hint`;
  return i18n.exists(key) ? t(key as 'reason.duplicate.hint') : '';
}
