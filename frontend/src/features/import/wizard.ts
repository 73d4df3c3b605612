import type {
  CellCorrection,
  Delimiter,
  Encoding,
  ImportColumn,
  ImportPreview,
  ImportSource,
  LineLeftOut,
  MadeColumns,
  NewField,
} from '../../bridge/types';
import { type ByHand, correct, leaveOut, takeBackAll, undo, untouched } from './by-hand';
import { choicesWithout, ofFile, partsOf, sourcesAfter, withMade } from './made';
import { type Choices, customName, targetOf, toMapping } from './targets';

export type Step = 'file' | 'columns' | 'check';

/** What the wizard holds; what Go says of the file is in the query cache. */
export interface Wizard {
  step: Step;
  path: string;
  /** A temporary copy made by the browser mode, to be forgotten when the wizard is left. */
  uploaded: boolean;
  /** Of a workbook; "" is the first that holds something. */
  sheet: string;
  encoding: Encoding;
  delimiter: Delimiter;
  /** The line that the person says is the header; 0 is the one Go finds. */
  headerRow: number;
  /** The columns that were chosen for; null before the file has been read. */
  header: string[] | null;
  /** The file has other columns now: what was chosen for the earlier ones is taken back, and the person told. */
  otherColumns: boolean;
  /** It has more of them than were shown: what was chosen for those holds, and the new ones wait for a choice. */
  moreColumns: boolean;
  choices: Choices;
  /** Columns made of others; null as long as they are those Go remembers for these headers. */
  derived: MadeColumns[] | null;
  /** Corrections by rule; null as long as they are those Go remembers. */
  fixes: string[] | null;
  newFields: NewField[];
  byHand: ByHand;
}

export type Action =
  | { type: 'file'; path: string; uploaded: boolean }
  | { type: 'restore'; wizard: Wizard }
  /** Another way of reading the same file: its columns may be others, so what was said of them is taken back. */
  | { type: 'read'; sheet?: string; encoding?: Encoding; delimiter?: Delimiter; headerRow?: number }
  /** The file was read, perhaps anew: somebody may have saved it with other columns. */
  | { type: 'columns'; header: string[] }
  | { type: 'choose'; index: number; target: string }
  | { type: 'make'; made: MadeColumns; targets: string[]; preview: ImportPreview }
  | { type: 'unmake'; which: number; preview: ImportPreview }
  | { type: 'newField'; field: NewField }
  | { type: 'fix'; fix: string; on: boolean; inForce: string[] }
  | { type: 'correct'; cell: CellCorrection }
  | { type: 'leaveOut'; line: LineLeftOut }
  | { type: 'undo' }
  | { type: 'takeBackAll' }
  | { type: 'go'; step: Step };

export const begin = (path: string): Wizard => ({
  step: 'file',
  path,
  uploaded: false,
  sheet: '',
  encoding: 'auto',
  delimiter: '',
  headerRow: 0,
  header: null,
  otherColumns: false,
  moreColumns: false,
  choices: {},
  derived: null,
  fixes: null,
  newFields: [],
  byHand: untouched,
});

export function advance(w: Wizard, action: Action): Wizard {
  switch (action.type) {
    case 'file':
      return { ...begin(action.path), uploaded: action.uploaded };
    case 'restore':
      return action.wizard;
    case 'read':
      return {
        ...w,
        sheet: action.sheet ?? w.sheet,
        encoding: action.encoding ?? w.encoding,
        delimiter: action.delimiter ?? w.delimiter,
        headerRow: action.headerRow ?? (action.sheet === undefined ? w.headerRow : 0),
        header: null,
        otherColumns: false,
        moreColumns: false,
        choices: {},
        derived: null,
        newFields: [],
        // Lines keep their numbers and cells under another encoding only.
        byHand:
          action.sheet === undefined && action.delimiter === undefined && action.headerRow === undefined
            ? w.byHand
            : untouched,
      };
    case 'columns':
      return withColumns(w, action.header);
    case 'choose':
      return { ...w, choices: { ...w.choices, [action.index]: action.target } };
    case 'make':
      return make(w, action.made, action.targets, action.preview);
    case 'unmake':
      return unmake(w, action.which, action.preview);
    case 'newField':
      return { ...w, newFields: [...w.newFields.filter((f) => f.name !== action.field.name), action.field] };
    case 'fix':
      return {
        ...w,
        fixes: action.on ? [...action.inForce, action.fix] : action.inForce.filter((f) => f !== action.fix),
      };
    case 'correct':
      return { ...w, byHand: correct(w.byHand, action.cell) };
    case 'leaveOut':
      return { ...w, byHand: leaveOut(w.byHand, action.line) };
    case 'undo':
      return { ...w, byHand: undo(w.byHand) };
    case 'takeBackAll':
      return { ...w, byHand: takeBackAll(w.byHand) };
    case 'go':
      return { ...w, step: action.step };
  }
}

/** What was said of the third column must not be done to another one's values. */
function withColumns(w: Wizard, header: string[]): Wizard {
  const same = w.header?.every((h, i) => h === header[i]) ?? false;
  if (same && w.header?.length === header.length) return w;
  // Made columns have their places behind those of the file, which now are more.
  if (same && w.derived === null) return { ...w, header, otherColumns: false, moreColumns: true, step: 'columns' };
  const chosen = Object.keys(w.choices).length > 0 || w.derived !== null;
  if (w.header === null || !chosen) return { ...w, header };
  return {
    ...w,
    header,
    otherColumns: true,
    moreColumns: false,
    choices: {},
    derived: null,
    newFields: [],
    step: 'columns',
  };
}

/** The choices with what Go remembers of made columns among them: from now on they are the person's. */
function owned(w: Wizard, preview: ImportPreview): Choices {
  if (w.derived !== null) return w.choices;
  const made = preview.columns.slice(ofFile(preview.columns).length);
  return { ...Object.fromEntries(made.map((c) => [c.index, c.target])), ...w.choices };
}

function make(w: Wizard, made: MadeColumns, targets: string[], preview: ImportPreview): Wizard {
  const columns = columnsOf(w, preview);
  const derived = [...(w.derived ?? preview.derived), made];
  const first = columns.length;
  const choices: Record<number, string> = {
    ...owned(w, preview),
    ...sourcesAfter(made, targets, columns, w.choices),
  };
  for (let n = 0; n < partsOf(made); n++) choices[first + n] = targets[n] ?? '';
  return { ...w, derived, choices };
}

function unmake(w: Wizard, which: number, preview: ImportPreview): Wizard {
  const derived = w.derived ?? preview.derived;
  const choices = { ...choicesWithout(owned(w, preview), ofFile(preview.columns).length, derived, which) };
  // What it was made of goes where its header says again; where the file was read so, nobody has said it yet.
  for (const index of derived[which]?.from ?? []) {
    if (choices[index] === 'ignore') delete choices[index];
    const column = preview.columns.find((c) => c.index === index);
    if (choices[index] === undefined && column?.target === 'ignore' && column.how !== 'remembered') choices[index] = '';
  }
  return { ...w, derived: derived.filter((_, n) => n !== which), choices };
}

/** Every column, those made of others behind those of the file. `known` has the samples of the former. */
export const columnsOf = (w: Wizard, preview: ImportPreview, known: ImportColumn[] = []): ImportColumn[] =>
  w.derived === null ? preview.columns : withMade(ofFile(preview.columns), w.derived, known);

/** How the file is read, before anybody chose a column. */
export const baseSource = (w: Wizard): ImportSource => ({
  path: w.path,
  headerRow: w.headerRow,
  sheet: w.sheet,
  encoding: w.encoding,
  delimiter: w.delimiter,
  mapping: null,
  derived: [],
  fixes: null,
  newFields: [],
  corrections: [],
  leftOut: [],
});

export function chosenSource(w: Wizard, preview: ImportPreview | undefined): ImportSource {
  const columns = preview ? columnsOf(w, preview) : [];
  const mapping = toMapping(columns, w.choices, w.derived !== null);
  const used = new Set(columns.map((c) => customName(targetOf(c, w.choices))));
  return {
    ...baseSource(w),
    mapping,
    derived: mapping === null ? [] : (w.derived ?? preview?.derived ?? []),
    fixes: w.fixes,
    newFields: w.newFields.filter((f) => used.has(f.name)),
    corrections: w.byHand.corrections,
    leftOut: w.byHand.leftOut,
  };
}

/** The words of the delimiter select; Go says ";" where the source says "" (D3.3: `;` is the rule). */
export const delimiters = [';', ',', 'tab', '|'] as const;
export type KnownDelimiter = (typeof delimiters)[number];
export const knownDelimiter = (raw: string): KnownDelimiter | null =>
  raw === '\t' ? 'tab' : (delimiters.find((d) => d === raw) ?? null);
export const encodings = ['utf-8', 'utf-16', 'windows-1252', 'macintosh', 'cp850'] as const;
export const knownEncoding = (raw: string): (typeof encodings)[number] | null => {
  const name = raw.toLowerCase();
  return (
    encodings.find(
      (e) => name === e || (e === 'utf-16' && name.startsWith('utf-16')) || (e === 'utf-8' && name.startsWith('utf-8')),
    ) ?? null
  );
};
