import type { ImportDetails, ImportEntry, ImportQuery, UndoKept } from '../bridge/import-history';
import type { Job, JobResult } from '../bridge/types';

/** What every undo of the fake comes to. */
export const undoneFake: Partial<JobResult> = {
  lines: 50_112,
  removed: 48_209,
  restored: 1_802,
  rejected: 2,
  created: 0,
  updated: 0,
  unchanged: 0,
  reasons: [],
  samples: [],
};

const kept: UndoKept[] = [
  { id: 'c1', name: 'Rita Campos', code: 'changed_since', parts: [], by: 'Bia Rocha', at: '2026-11-20T14:32:00Z' },
  { id: 'c2', name: 'João Peçanha', code: 'changed_since', parts: ['email', 'Plano'], by: '', at: '' },
];

/** The jobs that the fake knows as imports, each of which can be undone once. */
export function fakeImportHistory(jobs: () => Job[], undo: (title: string) => string) {
  const undone = new Map<string, string>();
  const entry = (job: Job): ImportEntry => {
    const by = jobs().find((j) => j.id === undone.get(job.id)) ?? null;
    const possible = job.endedAt !== '' && by === null;
    return { job, seconds: 12, mayUndo: possible, undoUntil: possible ? '2027-02-20T12:00:00Z' : '', undo: by };
  };
  const find = (id: string): Job => {
    const job = jobs().find((j) => j.id === id);
    if (!job) throw new Error(`the fake has no import ${id}`);
    return job;
  };
  return {
    List: (query: ImportQuery) => ({
      imports: jobs()
        .filter((j) => j.kind === 'import')
        .map(entry)
        .filter(
          (e) =>
            e.job.title.toLowerCase().includes(query.search.toLowerCase()) &&
            (query.colour === '' || e.job.colour === query.colour) &&
            (query.undo === '' || (query.undo === 'done') === (e.undo !== null)),
        )
        .reverse(),
      next: '',
    }),
    Get: (id: string): ImportDetails => ({
      entry: entry(find(id)),
      format: 'csv',
      sheet: '',
      encoding: 'windows-1252',
      delimiter: ';',
      fixes: [],
      columns: [
        { header: 'NOME_CLIENTE', target: 'contact_name' },
        { header: 'obs2', target: 'ignore' },
      ],
      keeps: 30,
    }),
    PlanUndo: () => ({ total: 50_112, removed: 48_209, restored: 1_802, kept: 2 }),
    Undo: (id: string) => {
      const job = undo(find(id).title);
      undone.set(id, job);
      return job;
    },
    Kept: () => kept,
  };
}
