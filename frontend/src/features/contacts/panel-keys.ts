import type { KeyboardEvent } from 'react';
import { shortcutOf } from '../../hooks/shortcuts';

type Key = 'close' | 'expand' | 'edit';
const keys = { close: 'close', expand: 'expand', editContact: 'edit' } as const;

/** Where a key belongs to what has the focus: text is being typed, or a menu or list is open over the contact. */
const taken =
  'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [aria-expanded="true"][aria-haspopup]';

/** What a key asks for in the panel or on the page of a contact; null for nothing. */
export function keyOf(e: KeyboardEvent): Key | null {
  const target = e.target as HTMLElement;
  const busy = target.closest(taken);
  const name = shortcutOf('contact', e);
  if (name === null) return null;
  // An open list takes Escape itself; a field in which nothing is open lets it through.
  if (name === 'close' && busy?.matches('input:not([aria-expanded="true"]), textarea')) return 'close';
  return busy ? null : keys[name];
}
