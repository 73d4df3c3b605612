import type { ContactPage } from '../../bridge/types';

/** More ids than this are not held one by one: "select all, then take away" does the same with a few. */
export const RANGE_MAX = 200_000;
/** Rows asked for at a time while a range is read; Go answers 1,000 in under 10 ms. */
export const CHUNK = 1000;

/** Row numbers, both ends in. */
export interface Span {
  from: number;
  to: number;
}
export type RangePlan =
  | { kind: 'ids'; span: Span }
  /** Nearly everything: all of it, except the rows outside. */
  | { kind: 'all-except'; spans: Span[] }
  | { kind: 'too-large' };

const length = (s: Span) => s.to - s.from + 1;

/** How to select rows a..b of `total`: by their ids, or by what is left out, whichever is shorter. */
export function planRange(total: number, a: number, b: number): RangePlan {
  const span = { from: Math.max(0, Math.min(a, b)), to: Math.min(total - 1, Math.max(a, b)) };
  const outside = [
    { from: 0, to: span.from - 1 },
    { from: span.to + 1, to: total - 1 },
  ].filter((s) => length(s) > 0);
  const left = outside.reduce((n, s) => n + length(s), 0);
  if (left < length(span) && length(span) > CHUNK) {
    return left <= RANGE_MAX ? { kind: 'all-except', spans: outside } : { kind: 'too-large' };
  }
  return length(span) <= RANGE_MAX ? { kind: 'ids', span } : { kind: 'too-large' };
}

type ReadPage = (offset: number, limit: number) => Promise<ContactPage>;

/** The list changed between two pages: ids read so far may belong to other rows. */
class ChangedMeanwhile extends Error {}

/**
 * The ids of the spans, in pages. All pages must be of one version of the data, else a row could be skipped or taken twice: it starts
 * over, three times at most. Reports rows read so far; stops at once when the signal is aborted.
 */
export async function readIds(
  spans: Span[],
  read: ReadPage,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(spans, read, onProgress, signal);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || attempt === 3) throw error;
    }
  }
}

async function readOnce(
  spans: Span[],
  read: ReadPage,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const ids: string[] = [];
  let version: string | undefined;
  for (const span of spans) {
    for (let offset = span.from; offset <= span.to; offset += CHUNK) {
      signal.throwIfAborted();
      const page = await read(offset, Math.min(CHUNK, span.to - offset + 1));
      signal.throwIfAborted();
      version ??= page.version;
      if (page.version !== version) throw new ChangedMeanwhile('the list changed while a range was being selected');
      for (const row of page.rows) ids.push(row.id);
      onProgress(ids.length);
    }
  }
  return ids;
}
