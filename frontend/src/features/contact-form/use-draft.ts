import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { contactForm } from '../../bridge/form';

/** Milliseconds of rest before what was typed is on disk: what a crash may take. */
const DRAFT_MS = 250;

/**
 * Keeps what was typed on this computer, so that a crash, a power cut or a closed window loses nothing. `body` is the whole
 * draft, "" when there is nothing to keep. One write after the other: the last one always wins.
 */
export function useDraft(id: string, body: string, kept: boolean) {
  const [onDisk, setOnDisk] = useState(kept ? body : '');
  const [error, setError] = useState<unknown>(null);
  const at = useRef({ wanted: body, stored: kept ? null : '', over: false, queue: Promise.resolve() } as {
    wanted: string;
    stored: string | null;
    over: boolean;
    queue: Promise<void>;
  });

  const flush = useCallback((): Promise<void> => {
    const state = at.current;
    state.queue = state.queue.then(async () => {
      if (state.over || state.wanted === state.stored) return;
      const text = state.wanted;
      try {
        await contactForm.saveDraft(id, text);
        state.stored = text;
        setError(null);
        setOnDisk(text);
      } catch (reason) {
        setError(reason);
      }
    });
    return state.queue;
  }, [id]);

  useEffect(() => {
    at.current.wanted = body;
    const timer = setTimeout(() => void flush(), DRAFT_MS);
    return () => clearTimeout(timer);
  }, [body, flush]);
  useEffect(() => {
    const now = () => void flush();
    window.addEventListener('pagehide', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      window.removeEventListener('pagehide', now);
      document.removeEventListener('visibilitychange', now);
      now();
    };
  }, [flush]);

  return useMemo(
    () => ({
      /** Exactly what the form holds is on disk. */
      kept: body !== '' && onDisk === body,
      error,
      flush,
      /** Before saving the contact: what is on its way has arrived, and nothing follows it. */
      hold: async () => {
        at.current.over = true;
        await at.current.queue;
      },
      resume: () => {
        at.current.over = false;
      },
      /** The contact is saved; Go has dropped the draft. */
      done: () => {
        at.current.over = true;
      },
      discard: async () => {
        at.current.wanted = '';
        at.current.stored = null;
        await flush();
        at.current.over = true;
      },
    }),
    [onDisk, body, error, flush],
  );
}
