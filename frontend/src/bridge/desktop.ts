import * as Desktop from '../../wailsjs/go/app/Desktop';
import * as Files from '../../wailsjs/go/app/Files';
import { ask } from './call';
import { list } from './lists';

/** A file from outside the window that nobody has opened yet (D3.19). */
export interface WaitingFile {
  path: string;
  name: string;
}
/** How the program sits on this computer, read from the system each time. */
export interface DesktopState {
  /** False in a browser. */
  native: boolean;
  notifications: boolean;
  startAtLogin: boolean;
  canStartAtLogin: boolean;
}
/** What becomes of the work when the window is closed over it (D3.15). */
export type Leaving = 'stay' | 'later' | 'background';

const asIs = <T>(raw: T): T => raw;

export const waiting = {
  list: (): Promise<WaitingFile[]> => ask(Files.Waiting, (raw) => list<WaitingFile>(raw)),
  /** False when somebody else, another tab, was quicker. */
  take: (path: string): Promise<boolean> => ask(() => Files.Take(path), asIs),
  /** Takes a file out of the queue, '' all of them. The person's own file stays where it is. */
  discard: (path: string): Promise<void> => ask(() => Files.Discard(path), asIs),
  /** Copies that a browser uploaded, behind those that wait. */
  enqueue: (paths: string[]): Promise<void> => ask(() => Files.Enqueue(paths), asIs),
};

export const desktop = {
  state: (): Promise<DesktopState> => ask(Desktop.State, asIs),
  setNotifications: (on: boolean): Promise<void> => ask(() => Desktop.SetNotifications(on), asIs),
  setStartAtLogin: (on: boolean): Promise<void> => ask(() => Desktop.SetStartAtLogin(on), asIs),
  leave: (how: Leaving): Promise<void> => ask(() => Desktop.Leave(how), asIs),
};
