import type { TFunction } from 'i18next';
import { toBridgeError } from '../../bridge/errors';
import { codeText } from '../../i18n/codes';

/** A refusal that names one of the form's fields belongs under it; the rest is told above the button. */
export function splitError<F extends string>(
  t: TFunction,
  reason: unknown,
  fields: readonly F[],
): { field: F | null; text: string } {
  const error = toBridgeError(reason);
  return { field: fields.find((f) => f === error.field) ?? null, text: codeText(t, error.code, error.message) };
}
