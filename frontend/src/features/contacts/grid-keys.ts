import type { KeyboardEvent } from 'react';

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
  const mod = e.ctrlKey || e.metaKey;
  if (mod && e.key.toLowerCase() === 'a') {
    g.selectAll();
    return true;
  }
  if (e.altKey) return false;
  if (mod && e.key !== 'Home' && e.key !== 'End') return false;
  const step = (by: number, extend = e.shiftKey) => g.move(Math.min(Math.max(0, g.active + by), g.total - 1), extend);
  switch (e.key) {
    case 'ArrowDown':
      step(g.perRow);
      return true;
    case 'ArrowUp':
      if (g.active < g.perRow && !e.shiftKey) g.toHead();
      else step(-g.perRow);
      return true;
    case 'ArrowRight':
      if (g.perRow === 1) return false;
      step(1);
      return true;
    case 'ArrowLeft':
      if (g.perRow === 1) return false;
      step(-1);
      return true;
    case 'PageDown':
      step(g.pageRows * g.perRow);
      return true;
    case 'PageUp':
      step(-g.pageRows * g.perRow);
      return true;
    case 'Home':
      g.move(0, e.shiftKey);
      return true;
    case 'End':
      g.move(g.total - 1, e.shiftKey);
      return true;
    case ' ':
      g.toggle();
      return true;
    case 'Enter':
      g.open();
      return true;
    case 'Escape':
      g.escape();
      return true;
  }
  if (!g.letters || mod || e.shiftKey) return false;
  if (e.key === 'e' && g.edit) g.edit();
  else if (e.key === 'n' && g.create) g.create();
  else if (e.key === 'j') step(g.perRow, false);
  else if (e.key === 'k') step(-g.perRow, false);
  else return false;
  return true;
}
