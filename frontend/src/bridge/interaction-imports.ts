import * as InteractionImports from '../../wailsjs/go/app/InteractionImports';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import { list } from './lists';
import { saved } from './saved';
import type { Delimiter, PreviewRow, Problem, TableFormat, TopLine } from './types';

/** A file of interactions and how to read it; "auto" finds the separator. */
export interface InteractionSource {
  path: string;
  delimiter: Delimiter;
  /** The line that is the header, from 1; 0 as pointed out before, else found. */
  headerRow: number;
}

/** What a column of the file is of an interaction, "" for nothing. */
export interface InteractionColumn {
  header: string;
  holds: string;
  samples: string[];
}

/** The first lines of a file and what would become of them. */
export interface InteractionPreview {
  name: string;
  format: TableFormat;
  encoding: string;
  delimiter: string;
  /** The line that is the header. */
  headerRow: number;
  /** The first lines that are not blank, one of which is the header; none of JSON. */
  top: TopLine[];
  columns: InteractionColumn[];
  rows: PreviewRow[];
  /** The file has no more lines than these. */
  whole: boolean;
  /** How many contacts these lines would create. */
  contacts: number;
  problem: Problem | null;
}

const wire = (source: InteractionSource) => source as app.InteractionSource;

export const interactionImports = {
  preview: (source: InteractionSource): Promise<InteractionPreview> =>
    ask(
      () => InteractionImports.Preview(wire(source)),
      (raw) => ({
        ...(raw as unknown as InteractionPreview),
        top: list(raw.top).map((row) => ({ ...row, cells: list(row.cells) })),
        columns: list(raw.columns).map((c) => ({ ...c, samples: list(c.samples) })),
        rows: list(raw.rows as unknown as PreviewRow[]).map((r) => ({
          ...r,
          cells: list(r.cells),
          problems: list(r.problems),
        })),
        problem: (raw.problem as Problem | undefined) ?? null,
      }),
    ),
  /** The job's id. */
  start: (source: InteractionSource): Promise<string> =>
    ask(
      () => InteractionImports.Start(wire(source)),
      (id) => id,
    ),
  /** Where the template was saved, "" when the person cancelled. */
  saveTemplate: (): Promise<string> => ask(InteractionImports.SaveTemplate, (path) => path).then(saved),
};
