import type { DesktopState } from '../bridge/desktop';

const nameOf = (path: string) => path.split('/').at(-1) ?? path;

/** The queue of files from outside. */
export function fakeQueue(first: string[], changed: () => void) {
  let paths = first;
  const without = (path: string) => {
    const found = paths.includes(path);
    paths = paths.filter((p) => p !== path);
    changed();
    return found;
  };
  return {
    Waiting: () => (paths.length === 0 ? null : paths.map((path) => ({ path, name: nameOf(path) }))),
    Take: without,
    Discard: (path: string) => {
      if (path === '') paths = [];
      without(path);
    },
    Enqueue: (more: string[]) => {
      paths = [...paths, ...more.filter((p) => !paths.includes(p))];
      changed();
    },
  };
}

/** A desktop on which everything can be switched. */
export function fakeDesktop() {
  const state: DesktopState = { native: true, notifications: true, startAtLogin: false, canStartAtLogin: true };
  return {
    State: () => ({ ...state }),
    SetNotifications: (on: boolean) => {
      state.notifications = on;
    },
    SetStartAtLogin: (on: boolean) => {
      state.startAtLogin = on;
    },
    Leave: () => undefined,
  };
}
