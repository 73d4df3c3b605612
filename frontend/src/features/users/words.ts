import type { TFunction } from 'i18next';
import { toBridgeError } from '../../bridge/errors';
import { codeText } from '../../i18n/codes';

const fields = ['name', 'email', 'profile', 'externalNumber', 'limit', 'password'] as const;
export type UserField = (typeof fields)[number];

/** Why Go refused a user: under the field it names, or above the form. */
export function refusedUser(t: TFunction, reason: unknown): { field: UserField | null; text: string } {
  const error = toBridgeError(reason);
  const field = fields.find((f) => f === error.field) ?? null;
  if (error.code === 'conflict' && field === 'profile') return { field, text: t('admin.users.lastAdmin') };
  if (error.code === 'conflict' && field === 'email') return { field, text: t('admin.users.emailTaken') };
  if (field === 'externalNumber') return { field, text: t('admin.users.numberBad') };
  if (field === 'limit') return { field, text: t('admin.users.limitBad') };
  return { field, text: codeText(t, error.code, error.message) };
}
