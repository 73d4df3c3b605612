import { Select, TextInput, type TextInputProps } from '@mantine/core';
import { type HTMLAttributes, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../../../components/problem-words';
import { useForm } from '../form-context';
import type { Mask } from '../masks';
import type { FieldName } from '../values';
import { PartNotes } from './part-notes';

/** Label, state and notes of one part, the same for every kind of input. */
export function usePart(part: string) {
  const { t } = useTranslation();
  const form = useForm();
  const problem = form.problemOf(part);
  const flagged = problem ? undefined : form.flaggedOf(part);
  return {
    error: problem ? problemText(t, problem) : undefined,
    description: flagged ? (
      <span className="cf-flag">{t('contactForm.flagged', { reason: problemText(t, flagged) })}</span>
    ) : undefined,
    onBlur: () => form.touch(part),
  };
}

interface FieldProps {
  name: FieldName;
  label?: string;
  wide?: boolean;
  required?: boolean;
  mask?: Mask;
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  type?: 'text' | 'email';
  autoFocus?: boolean;
  placeholder?: string;
}

/** One text field of the contact. */
export function Field({ name, label, wide, required, mask, autoFocus, ...rest }: FieldProps) {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const part = usePart(name);
  const value = values.fields[name] ?? '';
  const set = (text: string) => change((v) => ({ ...v, fields: { ...v.fields, [name]: text } }));
  const shared = { label: label ?? t(`field.${name}`), withAsterisk: required, inputWrapperOrder, ...part, ...rest };
  // The sheet gives the focus once it is there, to what says so; the form, which may come after that, does too.
  const first = autoFocus ? { 'data-autofocus': true } : {};
  return (
    <Part part={name} wide={wide}>
      {mask ? (
        <Masked mask={mask} value={value} onChange={set} {...shared} {...first} />
      ) : (
        <TextInput
          value={value}
          onChange={(e) => set(e.currentTarget.value)}
          aria-required={required}
          {...shared}
          {...first}
        />
      )}
    </Part>
  );
}
export const inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];

/** Where a part is: the first one at fault is found by it. */
export function Part({ part, wide, children }: { part: string; wide?: boolean; children: ReactNode }) {
  return (
    <div data-part={part} className={wide ? 'cf-field wide' : 'cf-field'}>
      {children}
      <PartNotes part={part} />
    </div>
  );
}

interface MaskedProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  mask: Mask;
  value: string;
  onChange: (kept: string) => void;
}

/** Text with a mask that is only shown: the caret stays behind the character that was typed. */
export function Masked({ mask, value, onChange, ...rest }: MaskedProps) {
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const shown = mask.show(mask.keep(value));
  useLayoutEffect(() => {
    if (caret.current === null || input.current !== document.activeElement) return;
    let at = 0;
    for (let kept = 0; at < shown.length && kept < caret.current; at++) {
      if (mask.keep(shown[at] ?? '') !== '') kept++;
    }
    input.current?.setSelectionRange(at, at);
    caret.current = null;
  });
  return (
    <TextInput
      ref={input}
      value={shown}
      onChange={(e) => {
        const box = e.currentTarget;
        caret.current = mask.keep(box.value.slice(0, box.selectionStart ?? box.value.length)).length;
        const kept = mask.keep(box.value);
        onChange(mask.asShown ? mask.show(kept) : kept);
      }}
      {...rest}
    />
  );
}

/** One field with a few values. */
export function Choice({ name, data, wide }: { name: FieldName; data: string[]; wide?: boolean }) {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const part = usePart(name);
  const value = values.fields[name] ?? '';
  return (
    <Part part={name} wide={wide}>
      <Select
        label={t(`field.${name}`)}
        // A legacy value is shown, not lost (D1.3).
        data={value !== '' && !data.includes(value) ? [...data, value] : data}
        value={value === '' ? null : value}
        onChange={(next) => change((v) => ({ ...v, fields: { ...v.fields, [name]: next ?? '' } }))}
        clearable
        clearButtonProps={{ 'aria-label': t('contactForm.clear', { name: t(`field.${name}`) }) }}
        comboboxProps={{ withinPortal: false }}
        inputWrapperOrder={inputWrapperOrder}
        {...part}
      />
    </Part>
  );
}
