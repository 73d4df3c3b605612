import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContactPage, ContactQuery } from '../../bridge/types';
import { planRange, readIds, type Span } from './range';
import { all, none, type Selection, toggle } from './selection';

interface Options {
  query: ContactQuery;
  /** Changes with the filters, not with the order: another set of people is another selection. */
  resetKey: string;
  total: number;
  /** The id of a row that is already loaded. */
  idAt: (row: number) => string | undefined;
  read: (offset: number, limit: number) => Promise<ContactPage>;
  onTooLarge: () => void;
  onError: (error: unknown) => void;
}

/**
 * The selection and its anchor. A range always runs from the anchor and replaces the one before it, so that Shift+Up takes back
 * what Shift+Down took too much.
 */
export function useSelection({ query, resetKey, total, idAt, read, onTooLarge, onError }: Options) {
  const [selection, setSelection] = useState<Selection>(none);
  const [reading, setReading] = useState<{ rows: number; of: number } | null>(null);
  const anchor = useRef<{ row: number; base: Selection }>({ row: 0, base: none });
  const abort = useRef<AbortController | null>(null);
  const [forKey, setForKey] = useState(resetKey);
  if (forKey !== resetKey) {
    setForKey(resetKey);
    setSelection(none);
    setReading(null);
  }
  const stop = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setReading(null);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query makes the rows being read meaningless
  useEffect(() => {
    anchor.current = { row: 0, base: none };
    return stop;
  }, [resetKey, stop]);

  const setAnchor = (row: number, base: Selection = selection) => {
    anchor.current = { row, base };
  };
  const set = (next: Selection) => {
    stop();
    setSelection(next);
    anchor.current = { ...anchor.current, base: next };
  };
  const toggleRow = (row: number) => {
    const id = idAt(row);
    if (id === undefined) return;
    stop();
    const next = toggle(selection, [id]);
    setSelection(next);
    setAnchor(row, next);
  };

  const readSpans = async (spans: Span[], apply: (ids: string[]) => Selection) => {
    stop();
    const loaded = loadedIds(spans, idAt);
    if (loaded) {
      setSelection(apply(loaded));
      return;
    }
    const controller = new AbortController();
    abort.current = controller;
    const of = spans.reduce((n, s) => n + s.to - s.from + 1, 0);
    setReading({ rows: 0, of });
    try {
      const ids = await readIds(spans, read, (rows) => setReading({ rows, of }), controller.signal);
      setSelection(apply(ids));
    } catch (error) {
      if (!controller.signal.aborted) onError(error);
    } finally {
      if (abort.current === controller) stop();
    }
  };

  const extendTo = (row: number) => {
    const { base, row: start } = anchor.current;
    const plan = planRange(total, start, row);
    if (plan.kind === 'too-large') {
      stop();
      onTooLarge();
    } else if (plan.kind === 'ids') void readSpans([plan.span], (ids) => toggle(base, ids, true));
    else {
      // What was selected before stays selected, also outside the range.
      void readSpans(plan.spans, (ids) => {
        const left =
          base.kind === 'all' ? ids.filter((id) => base.except.has(id)) : ids.filter((id) => !base.ids.has(id));
        return toggle(all(query, total), left, false);
      });
    }
  };

  return {
    selection,
    reading,
    stop,
    set,
    clear: () => set(none),
    selectAll: () => set(all(query, total)),
    toggleRow,
    extendTo,
    setAnchor,
  };
}

/** The ids of small spans already on screen: no call, no flicker while Shift+Down repeats. */
function loadedIds(spans: Span[], idAt: (row: number) => string | undefined): string[] | undefined {
  if (spans.reduce((n, s) => n + s.to - s.from + 1, 0) > 1000) return undefined;
  const ids: string[] = [];
  for (const { from, to } of spans) {
    for (let row = from; row <= to; row++) {
      const id = idAt(row);
      if (id === undefined) return undefined;
      ids.push(id);
    }
  }
  return ids;
}
