import type { CellProblem, FixResult, JobSample, MendedCell, PreviewRow } from '../../bridge/types';
import type { ByHand } from './by-hand';

/** A line of the file with what becomes of it. */
export interface Line {
  line: number;
  /** As they stand in the file, then those of columns made of others. */
  cells: string[];
  seen: string;
  problems: CellProblem[];
  mended: MendedCell[];
  /** Unknown for a line beyond the first ones. */
  outcome?: PreviewRow['outcome'];
}

export interface Cell {
  line: number;
  /** Of a column; -1 is what becomes of the line. */
  index: number;
}

/**
 * The first lines, those that the dry run shows from further down, those that were dealt with by hand, and the one with the focus,
 * in file order.
 */
export function linesOf(
  rows: PreviewRow[],
  samples: JobSample[],
  fixes: FixResult[],
  known: Map<number, Line>,
  byHand: ByHand,
  focus = -1,
): Line[] {
  const lines = new Map<number, Line>();
  for (const r of rows) lines.set(r.line, { ...r, seen: r.seen ?? '', mended: r.mended ?? [] });
  for (const s of samples) {
    if (!lines.has(s.line)) lines.set(s.line, { ...s, seen: s.seen ?? '', mended: [], outcome: 'reject' });
  }
  for (const { line } of [...byHand.corrections, ...byHand.leftOut, { line: focus }]) {
    const was = known.get(line);
    if (was && !lines.has(line)) lines.set(line, { ...was, problems: [], mended: [], outcome: undefined });
  }
  for (const m of fixes.flatMap((f) => f.samples)) {
    const line = lines.get(m.line);
    if (line && !line.mended.some((o) => o.index === m.index && o.fix === m.fix)) line.mended = [...line.mended, m];
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

export type Only = 'all' | 'error' | 'warning' | 'byHand';

/** The line with the focus stays whatever becomes of it: what somebody types into it must not land in another one. */
export function shownLines(lines: Line[], only: Only, byHand: ByHand, focus = -1): Line[] {
  switch (only) {
    case 'all':
      return lines;
    case 'byHand': {
      const touched = new Set([...byHand.corrections, ...byHand.leftOut].map((c) => c.line));
      return lines.filter((l) => l.line === focus || touched.has(l.line));
    }
    default:
      return lines.filter((l) => l.line === focus || l.problems.some((p) => p.level === only));
  }
}

/** A line that could not be read has no cells that could be corrected: they are a guess. */
export const isReadable = (line: Line): boolean => !line.problems.some((p) => p.code.startsWith('csv_'));

/** A mended value as people write it: a date is one for machines. */
export const readable = (value: string): string => value.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');

/** Which rules help with which cause. */
export const fixesFor = (code: string): string[] => causes[code] ?? [];
const causes: Record<string, string[]> = {
  phone_masked: ['phones'],
  phone_no_ddi: ['phones'],
  phone_invalid: ['phones'],
  date_invalid: ['dates', 'month_first'],
  custom_invalid: ['dates', 'month_first'],
  gender_invalid: ['gender'],
  cpf_length: ['zeros'],
  cpf_invalid: ['zeros'],
  cnpj_length: ['zeros'],
  email_invalid: ['emails'],
};
