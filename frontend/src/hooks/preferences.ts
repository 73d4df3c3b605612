import { useSyncExternalStore } from 'react';

/** How this computer shows lists; not data, hence not synced. */
export type Density = 'compact' | 'normal' | 'comfortable';
export const rowHeight: Record<Density, number> = { compact: 32, normal: 40, comfortable: 52 };

export interface Preferences {
  density: Density;
  view: 'list' | 'cards';
  /** Single letters (J, K) act while the grid has focus; some voice-control users must switch them off (WCAG 2.1.4). */
  letters: boolean;
}
const KEY = 'carteira.preferences';
const initial: Preferences = { density: 'normal', view: 'list', letters: true };
const listeners = new Set<() => void>();
let current: Preferences | undefined;

/** Refuses what an older version, or a hand, may have left in storage. */
export function readPreferences(text: string | null): Preferences {
  let raw: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    raw = (JSON.parse(text ?? '{}') ?? {}) as typeof raw;
  } catch {
    // Unreadable: the defaults below stand in.
  }
  return {
    density: typeof raw.density === 'string' && raw.density in rowHeight ? (raw.density as Density) : initial.density,
    view: raw.view === 'cards' ? 'cards' : 'list',
    letters: raw.letters !== false,
  };
}

const snapshot = (): Preferences => {
  current ??= readPreferences(localStorage.getItem(KEY));
  return current;
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...snapshot(), ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, snapshot);

/** Whether single letters act, for those who are asked outside React. */
export const letterKeys = (): boolean => snapshot().letters;
