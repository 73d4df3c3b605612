import type { CellProblem, JobReason, JobSample } from '../../bridge/types';

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
