import { createContext, useContext } from 'react';
import type { ContactFormState } from './use-contact-form';

export const FormContext = createContext<ContactFormState | null>(null);

/** The form that the component is part of. */
export function useForm(): ContactFormState {
  const form = useContext(FormContext);
  if (!form) throw new Error('bug: a part of the contact form outside it');
  return form;
}
