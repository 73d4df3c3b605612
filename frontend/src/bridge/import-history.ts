import * as ImportHistory from '../../wailsjs/go/app/ImportHistory';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import { jobLists, list } from './lists';
import type { Job } from './types';

/** Narrows the history of imports; "" lets everything through. */
export interface ImportQuery {
  search: string;
  owner: string;
  colour: string;
  from: string;
  to: string;
  undo: string;
  after: string;
}

/** One import with what became of it (D3.18). `undoUntil` is "" where it cannot be undone. */
export interface ImportEntry {
  job: Job;
  seconds: number;
  mayUndo: boolean;
  undoUntil: string;
  undo: Job | null;
}

export interface ImportPage {
  imports: ImportEntry[];
  next: string;
}

export interface ImportDetails {
  entry: ImportEntry;
  format: string;
  sheet: string;
  encoding: string;
  delimiter: string;
  fixes: string[];
  columns: { header: string; target: string }[];
  /** Days that reports are kept for, 0 = until their notification is closed. */
  keeps: number;
}

export interface UndoPlan {
  total: number;
  removed: number;
  restored: number;
  kept: number;
}

/** A contact that an undo left as it is, or the parts of it. */
export interface UndoKept {
  id: string;
  name: string;
  code: string;
  parts: string[];
  by: string;
  at: string;
}

const entryLists = (entry: ImportEntry): ImportEntry => ({
  ...entry,
  job: jobLists(entry.job),
  undo: entry.undo ? jobLists(entry.undo) : null,
});

/** The generated classes carry methods that plain values do not. */
const plain = <T>(raw: unknown): T => raw as T;

export const importHistory = {
  list: (query: ImportQuery): Promise<ImportPage> =>
    ask(
      () => ImportHistory.List(query as unknown as app.ImportQuery),
      (raw) => {
        const page = plain<ImportPage>(raw);
        return { ...page, imports: list(page.imports).map(entryLists) };
      },
    ),
  get: (id: string): Promise<ImportDetails> =>
    ask(
      () => ImportHistory.Get(id),
      (raw) => {
        const details = plain<ImportDetails>(raw);
        return {
          ...details,
          entry: entryLists(details.entry),
          columns: list(details.columns),
          fixes: list(details.fixes),
        };
      },
    ),
  /** What an undo would come to; nothing is changed. */
  planUndo: (id: string): Promise<UndoPlan> => ask(() => ImportHistory.PlanUndo(id), plain<UndoPlan>),
  /** Begins in the background and answers the job. */
  undo: (id: string): Promise<string> =>
    ask(
      () => ImportHistory.Undo(id),
      (job) => job,
    ),
  kept: (undoJob: string, limit: number): Promise<UndoKept[]> =>
    ask(
      () => ImportHistory.Kept(undoJob, limit),
      (raw) => list(plain<UndoKept[] | null>(raw)).map((k) => ({ ...k, parts: list(k.parts) })),
    ),
};
