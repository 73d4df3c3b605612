import { useEffect, useRef } from 'react';
import { letterKeys } from './preferences';

/**
 * Every key of the window, once: what handles them and the sheet that shows them are both drawn from here, so that they cannot
 * differ. `Mod` is Ctrl, or Cmd on a Mac. A single small letter acts only where the focus is in its place, and can be switched
 * off (WCAG 2.1.4).
 */
export const shortcuts = {
  anywhere: { palette: ['Mod+k'], interaction: ['Mod+i'], sheet: ['?'] },
  contacts: { search: ['/', 'Mod+f'] },
  list: {
    up: ['ArrowUp', 'k'],
    down: ['ArrowDown', 'j'],
    left: ['ArrowLeft'],
    right: ['ArrowRight'],
    pageUp: ['PageUp'],
    pageDown: ['PageDown'],
    first: ['Home'],
    last: ['End'],
    toggle: [' '],
    all: ['Mod+a'],
    open: ['Enter'],
    edit: ['e'],
    create: ['n'],
    escape: ['Escape'],
  },
  tour: { forth: ['ArrowRight'], backwards: ['ArrowLeft'], leave: ['Escape'] },
  importLines: {
    lineUp: ['ArrowUp'],
    lineDown: ['ArrowDown'],
    cellLeft: ['ArrowLeft'],
    cellRight: ['ArrowRight'],
    linesUp: ['PageUp'],
    linesDown: ['PageDown'],
    rowStart: ['Home'],
    rowEnd: ['End'],
    editCell: ['Enter', 'F2'],
    clearCell: ['Delete'],
    leaveOut: ['x'],
    undo: ['Mod+z'],
  },
  contact: { expand: ['Alt+Enter'], editContact: ['e'], close: ['Escape'] },
} as const;

export type Scope = keyof typeof shortcuts;
export type ShortcutName<S extends Scope> = keyof (typeof shortcuts)[S] & string;

/** With Shift these select a range on the way. */
export const extending: ReadonlySet<string> = new Set([
  'up',
  'down',
  'left',
  'right',
  'pageUp',
  'pageDown',
  'first',
  'last',
]);

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const isLetter = (combo: string) => /^[a-z]$/.test(combo);

function pressed(combo: string, e: Pressed, mayExtend: boolean): boolean {
  const parts = combo.split('+');
  const key = parts.pop() ?? '';
  const mod = e.ctrlKey || e.metaKey;
  if (e.key.toLowerCase() !== key.toLowerCase()) return false;
  // Ctrl with Home and End means the same everywhere else; a sign such as ? needs Shift on most keyboards, not on all.
  if (parts.includes('Mod') !== mod && !(mod && (key === 'Home' || key === 'End'))) return false;
  if (parts.includes('Alt') !== e.altKey) return false;
  if (key.length === 1 && !/[a-z ]/.test(key)) return true;
  return !e.shiftKey || (mayExtend && !isLetter(combo));
}

/** What a key asks for where the focus is; null for nothing. */
export function shortcutOf<S extends Scope>(scope: S, e: Pressed, letters = letterKeys()): ShortcutName<S> | null {
  for (const [name, combos] of Object.entries(shortcuts[scope]) as [ShortcutName<S>, readonly string[]][])
    for (const combo of combos)
      if ((letters || !isLetter(combo)) && pressed(combo, e, extending.has(name))) return name;
  return null;
}

const typing = 'input, textarea, select, [contenteditable="true"]';

/** Acts on the keys of a scope wherever the focus is; while text is being typed, on those with a modifier only. */
export function useShortcuts<S extends Scope>(scope: S, handlers: Record<ShortcutName<S>, () => void>): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const onKeyDown = (e: KeyboardEvent) => {
      const name = shortcutOf(scope, e);
      if (name === null || e.defaultPrevented) return;
      const inText = e.target instanceof Element && e.target.closest(typing) !== null;
      if (inText && !e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      latest.current[name]();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [scope]);
}
