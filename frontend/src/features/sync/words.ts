import type { TFunction } from 'i18next';
import type { SyncConflict, SyncPending } from '../../bridge/types';
import { codeText } from '../../i18n/codes';
import { duration } from '../../i18n/duration';
import type { Format } from '../../i18n/format';
import { i18n } from '../../i18n/i18n';

/** Kinds come from Go at run time: one that is newer than this window is told as a change. */
function kindWord(t: TFunction, kind: string): string {
  const key = `sync.kind.${kind.replace('.', '_')}`;
  return i18n.exists(key) ? t(key as 'sync.kind.unknown') : t('sync.kind.unknown');
}

/** "Import, 10,000 lines". */
export function pendingWord(t: TFunction, p: SyncPending): string {
  const word = kindWord(t, p.kind);
  return p.kind === 'import.chunk' ? `${word}, ${t('sync.lines', { count: p.size })}` : word;
}

/** What a menu or a dialog calls an operation. */
export const pendingTitle = (t: TFunction, p: SyncPending): string =>
  p.name ? `${pendingWord(t, p)}: ${p.name}` : pendingWord(t, p);

export function whyWord(t: TFunction, p: SyncPending): string {
  const word = t(`sync.why.${p.why}`);
  return p.why === 'refused' && p.code !== '' ? `${word}. ${codeText(t, p.code, '')}` : word;
}

/** Parts of interactions, surveys and appointments; the other fields are the contact's. */
const partKey = (field: string): string => `sync.part.${field}`;

export function fieldWord(t: TFunction, c: Pick<SyncConflict, 'field' | 'custom'>): string {
  if (!c.custom && i18n.exists(partKey(c.field))) return t(partKey(c.field) as 'sync.part.survey_score');
  const key = `field.${c.field}`;
  return !c.custom && i18n.exists(key) ? t(key as 'field.name') : c.field;
}

/** A value as people write it; documents arrive masked. */
export function valueWord(
  t: TFunction,
  format: Format,
  c: Pick<SyncConflict, 'field' | 'custom'>,
  value: string,
): string {
  if (value === '') return t('sync.blank');
  if (c.custom) return value;
  if (c.field === 'birth_date') return format.date(value) || value;
  if (c.field === 'appointment_at' || c.field === 'interaction_closed') return format.dateTime(value) || value;
  if (c.field === 'appointment_status') {
    const key = `timeline.appointment.${value}`;
    return i18n.exists(key) ? t(key as 'timeline.appointment.open') : value;
  }
  if (c.field === 'interaction_handle') return duration(Number(value));
  if (c.field === 'active' || c.field === 'corporate') return value === 'true' ? t('sync.yes') : t('sync.no');
  return value;
}

/** Which of a contact's interactions or appointments a conflict is about; "" for the contact's own fields. */
export function requestWord(t: TFunction, format: Format, c: Pick<SyncConflict, 'about' | 'due'>): string {
  if (c.due !== '') return t('sync.ofAppointment', { at: format.dateTime(c.due) });
  return c.about === '' ? '' : t('sync.ofInteraction', { protocol: c.about });
}
