import type { TFunction } from 'i18next';
import { toBridgeError } from '../../bridge/errors';
import { codeText } from '../../i18n/codes';

/** Why Go refused a name or a mailbox, and under which of the fields that belongs. */
export function refusedName(
  t: TFunction,
  reason: unknown,
  taken: string,
): { field: 'name' | 'mailbox' | null; text: string } {
  const { code, field, message } = toBridgeError(reason);
  if (code === 'conflict' && field === 'name') return { field: 'name', text: taken };
  const at = field === 'name' || field === 'mailbox' ? field : code === 'email_invalid' ? 'mailbox' : null;
  return { field: at, text: codeText(t, code, message) };
}
