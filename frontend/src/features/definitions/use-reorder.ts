import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { dropPlace, moved } from './order';

interface Dragged {
  id: string;
  to: number;
}

/**
 * Order by a handle in each row: dragged with a pointer, or moved with the arrow keys while it has focus. While a row is dragged
 * the others make room; what was meant is told once, at the end.
 */
export function useReorder<Row extends { id: string }>(rows: Row[], onMove: (id: string, to: number) => void) {
  const list = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const placeAt = (id: string, y: number) => {
    const middles = [...(list.current?.querySelectorAll<HTMLElement>(':scope > li') ?? [])]
      .filter((row) => row.dataset.id !== id)
      .map((row) => {
        const box = row.getBoundingClientRect();
        return box.top + box.height / 2;
      });
    return dropPlace(middles, y);
  };
  const end = (keep: boolean) => {
    if (dragged && keep && rows.findIndex((row) => row.id === dragged.id) !== dragged.to)
      onMove(dragged.id, dragged.to);
    setDragged(null);
  };
  return {
    list,
    rows: dragged ? moved(rows, dragged) : rows,
    dragging: dragged?.id ?? null,
    handle: (id: string) => ({
      onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged({ id, to: rows.findIndex((row) => row.id === id) });
      },
      onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
        if (dragged?.id === id) setDragged({ id, to: placeAt(id, event.clientY) });
      },
      onPointerUp: () => end(true),
      onPointerCancel: () => end(false),
      onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => {
        if (event.key === 'Escape' && dragged) {
          event.stopPropagation();
          end(false);
          return;
        }
        const at = rows.findIndex((row) => row.id === id);
        const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        if (to >= 0 && to < rows.length && to !== at) onMove(id, to);
      },
    }),
  };
}
