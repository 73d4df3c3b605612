import type { TFunction } from 'i18next';
import type { SyncConflict, SyncPending } from '../../bridge/types';
import { codeText } from '../../i18n/codes';
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

export function fieldWord(t: TFunction, c: Pick<SyncConflict, 'field' | 'custom'>): string {
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
  if (c.field === 'active' || c.field === 'corporate') return value === 'true' ? t('sync.yes') : t('sync.no');
  return value;
}
