import type { TFunction } from 'i18next';
import type { AuditEntry } from '../../bridge/administration';
import { profileWord } from '../../components/person-profile';
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

/** The settings by the names that the settings page gives them. */
const settings: Record<string, Parameters<TFunction>[0]> = {
  organization: 'admin.settings.name',
  'do-not-allow-duplicates': 'settings.duplicates',
  'require-email-or-phone': 'admin.settings.reachable',
  'keep-reports': 'admin.settings.keep',
  language: 'admin.settings.language',
  'session-idle-minutes': 'admin.settings.idle',
};

/** A detail's value in words, where it is one of ours. */
export function valueWord(t: TFunction, { action }: AuditEntry, name: string, value: string): string {
  const word = (key: string) => (i18n.exists(key) ? t(key as 'admin.audit.title') : value);
  if (name === 'profile') return profileWord(t, value);
  if (name === 'permission') return word(`admin.permissions.name.${value}`);
  if (name === 'presence') return word(`admin.presence.${value}`);
  if (name === 'on') return t(value === 'true' ? 'admin.audit.yes' : 'admin.audit.no');
  if (name === 'name' && action === 'setting.set' && settings[value]) return word(String(settings[value]));
  return value.startsWith('[') ? value.replace(/[["\]]/g, '').replaceAll(',', ', ') : value;
}

/** What an entry is about that has no record of its own: a setting, a right. */
export function subjectWord(t: TFunction, entry: AuditEntry): string {
  const of = (name: string) => {
    const detail = entry.details.find((d) => d.name === name);
    return detail ? valueWord(t, entry, name, detail.value) : '';
  };
  if (entry.action === 'permission.set') {
    return t('admin.audit.right', { permission: of('permission'), profile: of('profile'), on: of('on') });
  }
  return of('name');
}
