import type { TFunction } from 'i18next';
import { i18n } from '../../i18n/i18n';

/** Why an undo left a contact as it is. Codes come from Go at run time, hence are not typed keys. */
export function keptReason(t: TFunction, code: string): string {
  const key = `importHistory.reason.${code}`;
  return i18n.exists(key) ? t(key as 'importHistory.reason.changed_since') : code;
}

/** A part of a contact: a field, or the name of a custom one. */
export function partName(t: TFunction, part: string): string {
  const key = `importHistory.part.${part}`;
  return i18n.exists(key) ? t(key as 'importHistory.part.name') : part;
}

/** Where a column went: a field of D3.2, a custom field by its name, or nowhere. */
export function targetName(t: TFunction, target: string): string {
  if (target === 'ignore' || target === '') return t('importHistory.ignored');
  if (target.startsWith('custom:')) return t('importHistory.custom', { name: target.slice('custom:'.length) });
  const key = `field.${target}`;
  return i18n.exists(key) ? t(key as 'field.contact_name') : target;
}
