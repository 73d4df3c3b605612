import type { TFunction } from 'i18next';
import { i18n } from '../../i18n/i18n';

/** An action in words; one that this window does not know yet keeps its own name. */
export function actionWord(t: TFunction, action: string): string {
  const key = `admin.audit.actions.${action.replaceAll('.', '_')}`;
  return i18n.exists(key) ? t(key as 'admin.audit.actions.user_add') : action;
}

export function sourceWord(t: TFunction, source: string): string {
  const key = `admin.audit.sources.${source.replaceAll(' ', '_')}`;
  return i18n.exists(key) ? t(key as 'admin.audit.sources.window') : source;
}

export function detailWord(t: TFunction, name: string): string {
  const key = `admin.audit.detail.${name}`;
  return i18n.exists(key) ? t(key as 'admin.audit.detail.name') : name;
}
