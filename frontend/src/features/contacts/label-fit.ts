import type { Label } from '../../bridge/types';
import { theme } from '../../theme/theme';

// Which labels there is room for, without asking the page where anything stands: rows are drawn by the hundred while the list scrolls, and
// one layout read in each would hold up every frame. A name is measured once, beside the page. Numbers in px, as .tag in tags.css has them.

const FONT = `550 11.5px ${theme.fontFamily}`;
const PADDING = 16;
const DOT = 13;
const GAP = 4;
/** What the engine may round a name up by. */
const SLACK = 2;
/** "+9", and "+99". */
const MORE = [20, 27];

const names = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;
// Measured before its letters came, a name has the width it has in another font.
document.fonts?.addEventListener('loadingdone', () => names.clear());

function nameWidth(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) throw new Error('bug: an engine without a canvas');
  pen.font = FONT;
  const width = pen.measureText(name).width;
  names.set(name, width);
  return width;
}

export const tagWidth = (label: Label): number =>
  Math.ceil(nameWidth(label.name)) + PADDING + (label.color ? DOT : 0) + SLACK;

/** How many of the tags stand in a line of this width, with room for the number of the others; one always does, be it shortened. */
export function fitting(tags: number[], width: number): number {
  const more = (left: number) => (left === 0 ? 0 : GAP + (MORE[left < 10 ? 0 : 1] ?? 0));
  let used = 0;
  let fit = 0;
  for (const [n, tag] of tags.entries()) {
    used += tag + (n > 0 ? GAP : 0);
    if (used + more(tags.length - n - 1) <= width) fit = n + 1;
  }
  return Math.min(tags.length, Math.max(1, fit));
}
