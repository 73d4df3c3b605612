import type { CellCorrection, LineLeftOut } from '../../bridge/types';

/** What a person changes in the lines of a file before the import. The file itself is never touched. */
export interface ByHand {
  corrections: CellCorrection[];
  leftOut: LineLeftOut[];
  /** States before each step, the latest last: what undo goes back to. */
  before: Omit<ByHand, 'before'>[];
}

export const untouched: ByHand = { corrections: [], leftOut: [], before: [] };
const steps = 100;

export const correctionOf = (h: ByHand, line: number, index: number): CellCorrection | undefined =>
  h.corrections.find((c) => c.line === line && c.index === index);
export const isLeftOut = (h: ByHand, line: number): boolean => h.leftOut.some((l) => l.line === line);
export const countByHand = (h: ByHand): number => h.corrections.length + h.leftOut.length;

const step = (h: ByHand, next: Partial<Omit<ByHand, 'before'>>): ByHand => ({
  corrections: next.corrections ?? h.corrections,
  leftOut: next.leftOut ?? h.leftOut,
  before: [...h.before.slice(1 - steps), { corrections: h.corrections, leftOut: h.leftOut }],
});

/** A cell with what it had in the file is not corrected any more. */
export function correct(h: ByHand, cell: CellCorrection): ByHand {
  const was = correctionOf(h, cell.line, cell.index);
  if ((was?.value ?? cell.was) === cell.value) return h;
  const others = h.corrections.filter((c) => c !== was);
  return step(h, { corrections: cell.value === cell.was ? others : [...others, cell] });
}

export const leaveOut = (h: ByHand, line: LineLeftOut): ByHand =>
  isLeftOut(h, line.line)
    ? step(h, { leftOut: h.leftOut.filter((l) => l.line !== line.line) })
    : step(h, { leftOut: [...h.leftOut, line] });

/** Takes back the last step, whatever it was. */
export function undo(h: ByHand): ByHand {
  const last = h.before.at(-1);
  return last ? { ...last, before: h.before.slice(0, -1) } : h;
}

export const takeBackAll = (h: ByHand): ByHand =>
  countByHand(h) === 0 ? h : step(h, { corrections: [], leftOut: [] });
