import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { type ColumnId, type ColumnLayout, moveColumn, type SizedId, sizeColumn } from './columns';

/** px the pointer moves before a press on a head is a drag and no click. */
const THRESHOLD = 6;

interface Options {
  head: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  /** Every step while a width is drawn; `done` with the last one. */
  onLayout: (layout: ColumnLayout, done: boolean) => void;
}

/**
 * Widths and order of the columns by pointer. Not the drag and drop of the browser, which the window refuses everywhere so that a
 * file that misses the import does not replace it.
 */
export function useHeadDrag({ head, layout, onLayout }: Options) {
  const [drag, setDrag] = useState<{ id: ColumnId; to: number } | null>(null);
  const dragged = useRef(false);

  const cellOf = (id: SizedId) => head.current?.querySelector<HTMLElement>(`[data-col="${id}"]`);

  /** Draws the width of a column from its right edge. */
  const size = (id: SizedId) => ({
    onPointerDown: (e: PointerEvent<HTMLElement>) => {
      const cell = cellOf(id);
      if (e.button !== 0 || !cell) return;
      e.preventDefault();
      e.stopPropagation();
      const start = cell.getBoundingClientRect().width - e.clientX;
      const grip = e.currentTarget;
      grip.setPointerCapture(e.pointerId);
      let next = layout;
      const move = (ev: globalThis.PointerEvent) => {
        next = sizeColumn(layout, id, start + ev.clientX);
        onLayout(next, false);
      };
      const end = () => {
        grip.removeEventListener('pointermove', move);
        grip.removeEventListener('lostpointercapture', end);
        onLayout(next, true);
      };
      grip.addEventListener('pointermove', move);
      grip.addEventListener('lostpointercapture', end);
    },
    onDoubleClick: () => onLayout(sizeColumn(layout, id, null), true),
  });

  /** Where the column would go: after all others whose middle lies left of the pointer. */
  const placeAt = (id: ColumnId, x: number): number =>
    layout.shown.filter((other) => {
      const box = other === id ? undefined : cellOf(other)?.getBoundingClientRect();
      return box !== undefined && x > box.left + box.width / 2;
    }).length;

  /** Takes a column by its name to another place. */
  const move = (id: ColumnId) => ({
    onPointerDown: (e: PointerEvent<HTMLElement>) => {
      dragged.current = false;
      if (e.button !== 0) return;
      const handle = e.currentTarget;
      const { clientX: from, pointerId } = e;
      let to = layout.shown.indexOf(id);
      const step = (ev: globalThis.PointerEvent) => {
        if (!dragged.current && Math.abs(ev.clientX - from) < THRESHOLD) return;
        if (!dragged.current) handle.setPointerCapture(pointerId);
        dragged.current = true;
        to = placeAt(id, ev.clientX);
        setDrag({ id, to });
      };
      const stop = () => {
        window.removeEventListener('pointermove', step);
        window.removeEventListener('pointerup', drop);
        window.removeEventListener('pointercancel', stop);
        window.removeEventListener('keydown', giveUp);
        setDrag(null);
      };
      const drop = () => {
        stop();
        if (dragged.current) onLayout(moveColumn(layout, id, to), true);
      };
      const giveUp = (ev: globalThis.KeyboardEvent) => {
        if (ev.key === 'Escape') stop();
      };
      window.addEventListener('pointermove', step);
      window.addEventListener('pointerup', drop);
      window.addEventListener('pointercancel', stop);
      window.addEventListener('keydown', giveUp);
    },
    /** The click that ends a drag does not sort. */
    onClickCapture: (e: { stopPropagation: () => void; preventDefault: () => void }) => {
      if (!dragged.current) return;
      dragged.current = false;
      e.stopPropagation();
      e.preventDefault();
    },
  });

  /** On which side of a column the dragged one would land. */
  const dropSide = (id: ColumnId): 'before' | 'after' | undefined => {
    if (!drag || drag.id === id) return undefined;
    const others = layout.shown.filter((c) => c !== drag.id);
    if (others[drag.to] === id) return 'before';
    return drag.to >= others.length && others.at(-1) === id ? 'after' : undefined;
  };
  return { size, move, dropSide, dragging: drag?.id };
}
