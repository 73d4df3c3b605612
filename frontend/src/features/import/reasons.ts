import type { TFunction } from 'i18next';
import type { CellProblem, JobReason, JobSample } from '../../bridge/types';
import { i18n } from '../../i18n/i18n';

/** The cause in the person's language; Go's own words when the code is newer than this window. */
export function reasonTitle(t: TFunction, code: string, message: string): string {
  const key = `reason.${code}.title`;
  return i18n.exists(key) ? t(key as 'reason.duplicate.title') : message;
}

/** What to do about it; "" when this window does not know the code. */
export function reasonHint(t: TFunction, code: string): string {
  const key = `reason.${code}.hint`;
  return i18n.exists(key) ? t(key as 'reason.duplicate.hint') : '';
}

/** Causes that stop lines first, the most frequent first. */
export const byCount = (reasons: JobReason[]): JobReason[] => [...reasons].sort((a, b) => b.count - a.count);

/** Lines of the file that show a cause. */
export const samplesOf = (samples: JobSample[], code: string, most: number): JobSample[] =>
  samples.filter((s) => s.problems.some((p) => p.code === code)).slice(0, most);

/** The gravest problem of each cell, by column index. */
export function problemByCell(problems: CellProblem[]): Map<number, CellProblem> {
  const cells = new Map<number, CellProblem>();
  for (const p of problems) {
    const before = cells.get(p.index);
    if (!before || (before.level === 'warning' && p.level === 'error')) cells.set(p.index, p);
  }
  return cells;
}
