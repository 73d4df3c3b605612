import { useCallback, useEffect, useState } from 'react';
import { files } from '../bridge/call';
import { browserMode } from '../bridge/host';

/**
 * Prints what the window shows, once what only paper needs is there: `asked` draws it, and whoever draws it calls `ready`.
 * Paper is light whatever the theme is; the theme comes back when the dialog has closed, of which a web view may tell nothing.
 */
export function usePrint(onError: (reason: unknown) => void) {
  const [asked, setAsked] = useState(false);
  const ready = useCallback(() => {
    const root = document.documentElement;
    const scheme = root.dataset.mantineColorScheme;
    root.dataset.mantineColorScheme = 'light';
    let closed = false;
    const after = () => {
      if (closed) return;
      closed = true;
      for (const name of over) window.removeEventListener(name, after);
      if (scheme) root.dataset.mantineColorScheme = scheme;
      setAsked(false);
    };
    const over = ['afterprint', 'pointerdown', 'keydown'] as const;
    for (const name of over) window.addEventListener(name, after);
    if (browserMode()) window.print();
    else
      files.print().catch((reason: unknown) => {
        after();
        onError(reason);
      });
  }, [onError]);
  useEffect(() => {
    if (!asked) return;
    const leave = (e: KeyboardEvent) => {
      if (e.key === 'Escape') setAsked(false);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [asked]);
  return { asked, ask: () => setAsked(true), ready };
}
