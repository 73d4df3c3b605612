import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Blink and WebKit clamp layout at 2^25 px (33,554,432): 1,000,000 rows of 40 px would lose the last ones. */
export const MAX_PX = 8_000_000;

interface Options {
  el: RefObject<HTMLElement | null>;
  count: number;
  /** Height of a row in px. */
  rowH: number;
  /** Rows drawn beyond each edge, so that a fast wheel meets no blank. */
  overscan?: number;
  /** Height of the sticky head in px, not part of what shows rows. */
  headH?: number;
  /** A new value goes back to the top: another query. The same query growing under an import stays where it is. */
  resetKey: string;
}

/**
 * Virtual scroll of fixed-height rows that keeps the native 1:1 wheel and touch, and maps only long jumps (the bar dragged,
 * Home, End). Row i is drawn at base + i·rowH, where base changes only on a jump.
 */
export function useBigScroll({ el, count, rowH, overscan = 10, headH = 0, resetKey }: Options) {
  const real = count * rowH;
  const px = Math.min(real, MAX_PX);
  const scaled = real > px;
  const at = useRef({ top: 0, last: 0, base: 0, height: 0 });
  const [range, setRange] = useState({ from: 0, to: 40, base: 0 });

  const compute = useCallback(() => {
    const s = at.current;
    // Always as many, at the ends too, so that each row that leaves has one that takes its place.
    const drawn = Math.min(count, Math.ceil(s.height / rowH) + 1 + 2 * overscan);
    const from = Math.min(Math.max(0, Math.floor(s.top / rowH) - overscan), count - drawn);
    const to = from + drawn;
    setRange((r) => (r.from === from && r.to === to && r.base === s.base ? r : { from, to, base: s.base }));
  }, [count, rowH, overscan]);

  useLayoutEffect(() => {
    const box = el.current;
    if (!box) return;
    const s = at.current;
    const maxTop = () => Math.max(0, real - s.height);
    const maxScroll = () => Math.max(1, box.scrollHeight - box.clientHeight);
    const measure = () => {
      s.height = Math.max(0, box.clientHeight - headH);
      // The list may have become shorter, or its rows higher: what shows must still exist.
      s.top = Math.min(s.top, maxTop());
      if (!scaled) {
        s.base = 0;
        s.top = box.scrollTop;
        s.last = box.scrollTop;
      } else s.base = box.scrollTop - s.top;
      compute();
    };
    const onScroll = () => {
      const t = box.scrollTop;
      if (!scaled) {
        s.top = t;
        s.base = 0;
        s.last = t;
        compute();
        return;
      }
      const d = t - s.last;
      if (d === 0) return;
      if (Math.abs(d) < box.clientHeight * 3) s.top += d;
      else s.top = (t / maxScroll()) * maxTop();
      if (t <= 0) s.top = 0;
      if (t >= maxScroll() - 1) s.top = maxTop();
      s.top = Math.min(Math.max(0, s.top), maxTop());
      s.base = t - s.top;
      s.last = t;
      compute();
    };
    // After a gesture the thumb goes back to where it belongs, without moving the rows.
    const onEnd = () => {
      if (!scaled) return;
      const want = Math.round((s.top / Math.max(1, maxTop())) * maxScroll());
      if (Math.abs(want - box.scrollTop) < 1) return;
      s.last = want;
      s.base = want - s.top;
      box.scrollTop = want;
      s.last = box.scrollTop;
      s.base = box.scrollTop - s.top;
      flushSync(compute); // the rows move with it, or a frame between the two would show none
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const both = () => {
      onScroll();
      clearTimeout(timer);
      timer = setTimeout(onEnd, 140);
    };
    box.addEventListener('scroll', both, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => {
      box.removeEventListener('scroll', both);
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [el, real, scaled, headH, compute]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another query goes back to the top
  useEffect(() => {
    const box = el.current;
    if (!box) return;
    box.scrollTop = 0;
    Object.assign(at.current, { top: 0, last: 0, base: 0 });
    compute();
  }, [resetKey]);

  const scrollTo = useCallback(
    (row: number) => {
      const box = el.current;
      const s = at.current;
      if (!box) return;
      s.height = Math.max(0, box.clientHeight - headH); // may have changed a moment ago
      const top = row * rowH;
      const bottom = top + rowH;
      let v = s.top;
      if (top < v) v = top;
      else if (bottom > v + s.height) v = bottom - s.height;
      else return;
      const max = Math.max(1, box.scrollHeight - box.clientHeight);
      v = Math.min(Math.max(0, v), Math.max(0, real - s.height));
      const t = scaled ? Math.round((v / Math.max(1, real - s.height)) * max) : v;
      s.top = v;
      s.last = t;
      s.base = t - v;
      box.scrollTop = t;
      s.last = box.scrollTop;
      s.base = scaled ? box.scrollTop - v : 0;
      compute();
    },
    [el, rowH, real, scaled, headH, compute],
  );

  /** Rows of one page for PgUp and PgDn: one less than fits, so that the eye keeps a line. */
  const pageRows = () => Math.max(1, Math.floor(at.current.height / rowH) - 1);
  /** The rows wholly on screen. */
  const visible = () => ({
    from: Math.ceil(at.current.top / rowH),
    to: Math.min(count, Math.floor((at.current.top + at.current.height) / rowH)),
  });
  /**
   * The React key of a drawn row. A row that leaves gives its elements to one that comes in: nodes made anew by every turn of the wheel
   * wait for a collection, for which WebKit lets a hundred megabytes gather.
   */
  const slot = (row: number) => row % Math.max(1, range.to - range.from);
  return { ...range, px, slot, scrollTo, pageRows, visible };
}
