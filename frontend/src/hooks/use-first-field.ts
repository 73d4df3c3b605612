import { type RefObject, useLayoutEffect } from 'react';
import { takeKeys } from './typed-ahead';

/** The field has the focus from its first moment, and what was typed before it was there; again whenever it is asked for again. */
export function useFirstField(
  field: RefObject<HTMLInputElement | null>,
  onTyped: (text: string) => void,
  asked = 0,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the field comes or is asked for, not when it is drawn
  useLayoutEffect(() => {
    field.current?.focus();
    const text = takeKeys();
    if (text !== '') onTyped(text);
  }, [asked]);
}
