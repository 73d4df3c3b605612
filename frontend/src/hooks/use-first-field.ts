import { useLayoutEffect } from 'react';
import { takeKeys } from './typed-ahead';

/** The field has the focus from its first moment, and what was typed before it was there; again whenever it is asked for again. */
export function useFirstField(
  field: () => HTMLElement | null | undefined,
  onTyped: (text: string) => void,
  asked = 0,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the field comes or is asked for, not when it is drawn
  useLayoutEffect(() => {
    field()?.focus();
    const text = takeKeys();
    if (text !== '') onTyped(text);
  }, [asked]);
}
