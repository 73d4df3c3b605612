import { browserMode } from './host';

/**
 * The end of every "save" call. On the desktop Go has written the file and `path` is where; in a browser Go answers with a download
 * address, which the shim hands to the browser (a blob download would vanish in a web view, so there is no other way).
 */
export function saved(path: string): string {
  const browser = browserMode();
  if (path !== '' && browser) browser.download(path);
  return path;
}
