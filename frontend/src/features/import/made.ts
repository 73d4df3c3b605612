import type { Derivation, ImportColumn, MadeColumns } from '../../bridge/types';
import { type Choices, customTarget, IGNORE, isHeader, targetOf } from './targets';

// Columns made of others: they follow those of the file, in the order in which they are made, and are mapped like them.

export const partsOf = (d: MadeColumns): number => (d.how === 'join' ? 1 : d.parts);
export const isMade = (column: ImportColumn): boolean => (column.made ?? -1) >= 0;
export const ofFile = (columns: ImportColumn[]): ImportColumn[] => columns.filter((c) => !isMade(c));

/** As Go names them: "Telefones (2)", "DDD + Telefone". */
export function madeHeaders(d: MadeColumns, file: ImportColumn[]): string[] {
  const header = (index: number) => file[index]?.header ?? '';
  if (d.how === 'join') return [d.from.map(header).join(' + ')];
  return Array.from({ length: d.parts }, (_, n) => `${header(d.from[0] ?? 0)} (${n + 1})`);
}

/** The columns of the file and behind them those made of them; samples come from Go, once it has made them. */
export function withMade(file: ImportColumn[], derived: MadeColumns[], known: ImportColumn[]): ImportColumn[] {
  const columns = [...file];
  derived.forEach((d, made) => {
    for (const header of madeHeaders(d, file)) {
      const index = columns.length;
      const same = known.find((c) => c.index === index && c.header === header);
      columns.push({ index, header, samples: same?.samples ?? [], target: '', how: 'chosen', made });
    }
  });
  return columns;
}

/** Each column of the file followed by those first made of it. */
export function inReadingOrder(columns: ImportColumn[], derived: MadeColumns[]): ImportColumn[] {
  const made = columns.filter(isMade);
  return ofFile(columns).flatMap((c) => [c, ...made.filter((m) => derived[m.made ?? -1]?.from[0] === c.index)]);
}

/** Choices after a derivation is taken back: the columns behind its own move up. */
export function choicesWithout(choices: Choices, file: number, derived: MadeColumns[], gone: number): Choices {
  const before = file + derived.slice(0, gone).reduce((sum, d) => sum + partsOf(d), 0);
  const count = derived[gone] ? partsOf(derived[gone]) : 0;
  const out: Record<number, string> = {};
  for (const [key, target] of Object.entries(choices)) {
    const index = Number(key);
    if (index < before) out[index] = target;
    else if (index >= before + count) out[index - count] = target;
  }
  return out;
}

const phones = [
  'contact_phone',
  ...Array.from({ length: 9 }, (_, n) => `contact_phone_${n + 2}` as const),
] as const satisfies readonly string[];

/** Where the parts of a column probably go: what is free, beginning with where the column itself goes. */
export function proposedTargets(
  d: MadeColumns,
  columns: ImportColumn[],
  choices: Choices,
  surname: (of: string) => string,
): string[] {
  const sources = d.from.map((i) => columns.find((c) => c.index === i)).filter((c) => c !== undefined);
  const taken = new Set(columns.filter((c) => !d.from.includes(c.index)).map((c) => targetOf(c, choices)));
  const free = (list: readonly string[], n: number) => {
    const open = list.filter((t) => !taken.has(t));
    return Array.from({ length: n }, (_, i) => open[i] ?? '');
  };
  const goes = sources.map((c) => targetOf(c, choices));
  const words = sources.map((c) => c.header.toLowerCase());
  const is = (target: RegExp, word: RegExp) => goes.some((g) => target.test(g)) || words.some((w) => word.test(w));
  if (d.how === 'join') {
    if (is(/^contact_phone/, /ddd|fone|tel|cel|phone/)) return free(phones, 1);
    if (is(/^contact_name/, /nome|name/)) return free(['contact_name'], 1);
    if (is(/^contact_address/, /rua|endere|logradouro|address|street/)) return free(['contact_address'], 1);
    return [''];
  }
  const n = partsOf(d);
  if (is(/^contact_phone/, /fone|tel|cel|phone/)) return free(phones, n);
  if (is(/^contact_address/, /endere|logradouro|address/))
    return free(['contact_address', 'contact_number', 'contact_complement', 'contact_city', 'contact_state'], n);
  if (is(/^contact_city/, /cidade|munic|city/)) return free(['contact_city', 'contact_state', 'contact_country'], n);
  if (is(/^contact_name/, /nome|name/) && n === 2) {
    const [name] = free(['contact_name'], 1);
    return [name ?? '', customTarget(surname(sources[0]?.header ?? ''))];
  }
  return free([], n);
}

/** What becomes of the columns that others are made of: one that went where a part goes now is left out. */
export function sourcesAfter(d: MadeColumns, targets: string[], columns: ImportColumn[], choices: Choices): Choices {
  const out: Record<number, string> = {};
  for (const index of d.from) {
    const column = columns.find((c) => c.index === index);
    const target = column ? targetOf(column, choices) : '';
    if (target === '' || (isHeader(target) && targets.includes(target))) out[index] = IGNORE;
  }
  return out;
}

/** What is proposed when the dialog opens. */
export function proposedSplit(column: ImportColumn, target: string): MadeColumns {
  const split = (how: Derivation, separator: string, parts: number): MadeColumns => ({
    how,
    from: [column.index],
    separator,
    parts,
  });
  const sample = column.samples.join('\n');
  if (/^contact_phone/.test(target) || /fone|tel|cel|phone/i.test(column.header)) return split('split_any', '/,;|', 2);
  if (/^contact_name/.test(target) || /nome|name/i.test(column.header)) return split('split_first', '', 2);
  for (const separator of [' - ', ',', '/', ';', '|', '-']) {
    if (sample.includes(separator)) return split('split_at', separator, 2);
  }
  return split('split_first', '', 2);
}
