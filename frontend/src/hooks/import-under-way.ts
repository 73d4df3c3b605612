import { useEffect, useSyncExternalStore } from 'react';

// What is being prepared in the wizard must not be swept away by a file that comes from outside (D3.19): the two are in
// different features and know each other by this alone.

let path = '';
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};
function set(next: string): void {
  path = next;
  for (const listener of listeners) listener();
}

/** The file of the wizard that is open, '' without one. */
export const importUnderWay = (): string => path;
export const useImportUnderWay = (): string => useSyncExternalStore(subscribe, importUnderWay);

/** Says that a file is being prepared for as long as the caller is on screen. */
export function usePreparing(file: string): void {
  useEffect(() => {
    set(file);
    return () => set('');
  }, [file]);
}
