import type { TFunction } from 'i18next';
import { toBridgeError } from '../bridge/errors';
import { i18n } from './i18n';

/** What the person reads about an error: the translation of its code, else the message Go sent with it. */
export function errorText(t: TFunction, reason: unknown): string {
  const error = toBridgeError(reason);
  return codeText(t, error.code, error.message);
}

/** Codes come from Go at run time, hence are not typed keys; `message` is what Go says when the code is unknown here. */
export function codeText(t: TFunction, code: string, message: string): string {
  const key = `errors.${code}`;
  if (i18n.exists(key)) return t(key as 'errors.unexpected');
  return message || t('errors.unexpected');
}
