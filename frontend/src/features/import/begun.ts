import { untouched } from './by-hand';
import { begin, type Wizard } from './wizard';

// What is kept of a wizard until its import begins, so that a closed window or a crash costs nobody their corrections.

type Kept = Pick<
  Wizard,
  'sheet' | 'encoding' | 'delimiter' | 'headerRow' | 'header' | 'choices' | 'derived' | 'fixes' | 'newFields' | 'step'
> & { corrections: Wizard['byHand']['corrections']; leftOut: Wizard['byHand']['leftOut'] };

/** "" while there is nothing that would be a loss. */
export function bodyOf(w: Wizard): string {
  const worth =
    w.headerRow !== 0 ||
    Object.keys(w.choices).length > 0 ||
    w.derived !== null ||
    w.fixes !== null ||
    w.byHand.corrections.length + w.byHand.leftOut.length > 0;
  if (!worth) return '';
  const { sheet, encoding, delimiter, headerRow, header, choices, derived, fixes, newFields, step, byHand } = w;
  const kept: Kept = {
    sheet,
    encoding,
    delimiter,
    headerRow,
    header,
    choices,
    derived,
    fixes,
    newFields,
    step,
    corrections: byHand.corrections,
    leftOut: byHand.leftOut,
  };
  return JSON.stringify(kept);
}

/** The wizard as it was kept; null for a body of another version of this window. */
export function wizardOf(path: string, body: string): Wizard | null {
  try {
    const kept = JSON.parse(body) as Partial<Kept>;
    const fresh = begin(path);
    return {
      ...fresh,
      sheet: kept.sheet ?? '',
      encoding: kept.encoding ?? 'auto',
      delimiter: kept.delimiter ?? '',
      headerRow: kept.headerRow ?? 0,
      header: kept.header ?? null,
      choices: kept.choices ?? {},
      derived: kept.derived ?? null,
      fixes: kept.fixes ?? null,
      newFields: kept.newFields ?? [],
      step: kept.step === 'columns' || kept.step === 'check' ? kept.step : 'file',
      byHand: { ...untouched, corrections: kept.corrections ?? [], leftOut: kept.leftOut ?? [] },
    };
  } catch {
    return null;
  }
}

/** How many cells and lines of a kept wizard were dealt with by hand. */
export function byHandIn(body: string): number {
  const w = wizardOf('', body);
  return w ? w.byHand.corrections.length + w.byHand.leftOut.length : 0;
}
