import type { Delimiter, Encoding, ImportColumn, ImportSource } from '../../bridge/types';
import { type Choices, toMapping } from './targets';

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
  choices: Choices;
  fixPhones: boolean;
}

export type Action =
  | { type: 'file'; path: string; uploaded: boolean }
  /** Another way of reading the same file: its columns may be others, so choices are taken back. */
  | { type: 'read'; sheet?: string; encoding?: Encoding; delimiter?: Delimiter }
  | { type: 'choose'; index: number; target: string }
  | { type: 'fixPhones'; on: boolean }
  | { type: 'go'; step: Step };

export const begin = (path: string): Wizard => ({
  step: 'file',
  path,
  uploaded: false,
  sheet: '',
  encoding: 'auto',
  delimiter: '',
  choices: {},
  fixPhones: false,
});

export function advance(w: Wizard, action: Action): Wizard {
  switch (action.type) {
    case 'file':
      return { ...begin(action.path), uploaded: action.uploaded, fixPhones: w.fixPhones };
    case 'read':
      return {
        ...w,
        sheet: action.sheet ?? w.sheet,
        encoding: action.encoding ?? w.encoding,
        delimiter: action.delimiter ?? w.delimiter,
        choices: {},
      };
    case 'choose':
      return { ...w, choices: { ...w.choices, [action.index]: action.target } };
    case 'fixPhones':
      return { ...w, fixPhones: action.on };
    case 'go':
      return { ...w, step: action.step };
  }
}

/** How the file is read, before anybody chose a column. */
export const baseSource = (w: Wizard): ImportSource => ({
  path: w.path,
  sheet: w.sheet,
  encoding: w.encoding,
  delimiter: w.delimiter,
  mapping: null,
  fixPhones: w.fixPhones,
});

export const chosenSource = (w: Wizard, columns: ImportColumn[]): ImportSource => ({
  ...baseSource(w),
  mapping: toMapping(columns, w.choices),
});

/** The words of the delimiter select; Go says ";" where the source says "" (D3.3: `;` is the rule). */
export const delimiters = [';', ',', 'tab', '|'] as const;
export type KnownDelimiter = (typeof delimiters)[number];
export const knownDelimiter = (raw: string): KnownDelimiter | null =>
  raw === '\t' ? 'tab' : (delimiters.find((d) => d === raw) ?? null);
export const encodings = ['utf-8', 'utf-16', 'windows-1252'] as const;
export const knownEncoding = (raw: string): (typeof encodings)[number] | null => {
  const name = raw.toLowerCase();
  return (
    encodings.find(
      (e) => name === e || (e === 'utf-16' && name.startsWith('utf-16')) || (e === 'utf-8' && name.startsWith('utf-8')),
    ) ?? null
  );
};
