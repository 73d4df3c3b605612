import type { TFunction } from 'i18next';
import { formatPhone } from '../../hooks/use-phone-format';
import { i18n } from '../../i18n/i18n';
import { cnpj, cpf } from './masks';
import { heldField } from './values';

/** The name of a part, as its label has it. */
export function partName(t: TFunction, part: string): string {
  if (part.startsWith('custom_fields.')) return part.slice('custom_fields.'.length);
  if (part === 'avatar') return t('contactForm.avatar.title');
  const key = `field.${part}`;
  return i18n.exists(key) ? t(key as 'field.name') : part;
}

/** A value of a part as a person reads it. */
export function valueText(t: TFunction, part: string, value: string): string {
  if (part === 'active') return t(value === 'false' ? 'contactForm.no' : 'contactForm.yes');
  if (part === 'corporate') return t(value === 'true' ? 'contactForm.yes' : 'contactForm.no');
  if (part === 'avatar') return t('contactForm.avatar.another');
  if (value === '') return t('contact.blank');
  if (part === 'cpf') return cpf.show(value);
  if (part === 'cnpj') return cnpj.show(value);
  if (part === 'phones') return formatPhone(value);
  return heldField(part, value);
}
