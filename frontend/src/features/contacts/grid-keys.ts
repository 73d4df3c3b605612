import type { KeyboardEvent } from 'react';
import { shortcutOf } from '../../hooks/shortcuts';

export interface GridMoves {
  active: number;
  total: number;
  /** Cards side by side; 1 in the list. */
  perRow: number;
  pageRows: number;
  letters: boolean;
  move: (row: number, extend: boolean) => void;
  toggle: () => void;
  selectAll: () => void;
  open: () => void;
  escape: () => void;
  /** null when this user may not. */
  edit: (() => void) | null;
  create: (() => void) | null;
  /** Up from the first row: to the sort buttons of the head. */
  toHead: () => void;
}

/** The keyboard map of the list and the cards (ux.md). Answers whether the key was its own. */
export function gridKey(e: KeyboardEvent, g: GridMoves): boolean {
  const name = shortcutOf('list', e, g.letters);
  if (name === null) return false;
  const letter = /^[a-z]$/i.test(e.key);
  const step = (by: number) => g.move(Math.min(Math.max(0, g.active + by), g.total - 1), e.shiftKey && !letter);
  switch (name) {
    case 'down':
      step(g.perRow);
      return true;
    case 'up':
      if (g.active < g.perRow && !e.shiftKey && !letter) g.toHead();
      else step(-g.perRow);
      return true;
    case 'right':
    case 'left':
      if (g.perRow === 1) return false;
      step(name === 'right' ? 1 : -1);
      return true;
    case 'pageDown':
      step(g.pageRows * g.perRow);
      return true;
    case 'pageUp':
      step(-g.pageRows * g.perRow);
      return true;
    case 'first':
      g.move(0, e.shiftKey);
      return true;
    case 'last':
      g.move(g.total - 1, e.shiftKey);
      return true;
    case 'toggle':
      g.toggle();
      return true;
    case 'all':
      g.selectAll();
      return true;
    case 'open':
      g.open();
      return true;
    case 'escape':
      g.escape();
      return true;
    case 'edit':
      g.edit?.();
      return g.edit !== null;
    case 'create':
      g.create?.();
      return g.create !== null;
  }
}
