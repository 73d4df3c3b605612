import type { TFunction } from 'i18next';
import type { FormProblem } from '../bridge/form';
import { codeText } from '../i18n/codes';
import { i18n } from '../i18n/i18n';

/** What is wrong with a part of a contact, in words for the form where there are some: codes come from Go at run time. */
export function problemText(t: TFunction, problem: FormProblem): string {
  const key = `contactForm.problem.${problem.code}`;
  if (problem.code === 'invalid' && problem.part.startsWith('custom_fields'))
    return t('contactForm.problem.field_invalid');
  if (i18n.exists(key)) return t(key as 'contactForm.problem.name_required');
  return codeText(t, problem.code, problem.message);
}
