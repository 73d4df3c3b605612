import { toBridgeError } from './errors';

type Runtime = typeof import('../../wailsjs/runtime/runtime');

/** Present only when the window runs in a browser (`carteira web`): there are no native dialogs then. */
interface CarteiraBrowser {
  upload(file: File, onProgress?: (sent: number, total: number) => void): Promise<string>;
  download(url: string): void;
}
declare global {
  interface Window {
    carteiraBrowser?: CarteiraBrowser;
    runtime?: Runtime;
  }
}

/** The runtime of Wails, or the shim's. Absent only where nothing serves the window, which is a bug of the host. */
export function runtime(): Runtime {
  if (!window.runtime) throw toBridgeError('window.runtime is missing: the page is not served by Carteira');
  return window.runtime;
}

export const browserMode = (): CarteiraBrowser | undefined => window.carteiraBrowser;

/** Copies a file the browser gave us to the local program; the answer is the path of the copy, to be forgotten after use. */
export async function upload(file: File, onProgress: (fraction: number) => void): Promise<string> {
  const browser = browserMode();
  if (!browser) throw toBridgeError('bug: upload outside the browser mode');
  try {
    return await browser.upload(file, (sent, total) => onProgress(total > 0 ? sent / total : 0));
  } catch (reason) {
    throw toBridgeError(reason);
  }
}

/**
 * A file dropped beside a drop target would replace the whole window with its text. WebKit says `dragenter` alone when the
 * pointer comes to another element: whoever lets go there at once has never caused a `dragover`.
 */
export function preventStrayDrops(): void {
  for (const name of ['dragenter', 'dragover', 'drop'] as const)
    window.addEventListener(name, (event) => event.preventDefault());
}

/** Clipboard through the runtime: web views refuse navigator.clipboard outside a secure origin. */
export const copyText = (text: string): Promise<boolean> => runtime().ClipboardSetText(text);

export const setTitle = (title: string): void => {
  document.title = title;
  window.runtime?.WindowSetTitle(title);
};
