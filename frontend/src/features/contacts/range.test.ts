import type { ContactPage, ContactRow } from '../../bridge/types';
import { CHUNK, planRange, RANGE_MAX, readIds } from './range';

const page = (offset: number, limit: number, version = 'v1'): ContactPage => ({
  rows: Array.from({ length: limit }, (_, k) => ({ id: `c${offset + k}` }) as ContactRow),
  offset,
  total: 1_000_000,
  exact: true,
  version,
});

describe('planRange', () => {
  it.each([
    ['a few rows', 100, 2, 5, { kind: 'ids', span: { from: 2, to: 5 } }],
    ['backwards', 100, 5, 2, { kind: 'ids', span: { from: 2, to: 5 } }],
    ['beyond the end', 100, 90, 500, { kind: 'ids', span: { from: 90, to: 99 } }],
    ['10,000 rows not loaded', 1_000_000, 0, 9_999, { kind: 'ids', span: { from: 0, to: 9_999 } }],
    ['everything', 1_000_000, 0, 999_999, { kind: 'all-except', spans: [] }],
    ['all but the first ten', 1_000_000, 10, 999_999, { kind: 'all-except', spans: [{ from: 0, to: 9 }] }],
    ['a middle too large to hold', 1_000_000, 250_000, 749_999, { kind: 'too-large' }],
  ])('%s', (_name, total, a, b, want) => {
    expect(planRange(total, a, b)).toEqual(want);
  });
  it('never asks for more ids than it may hold', () => {
    for (const [a, b] of [
      [0, RANGE_MAX],
      [1, 400_000],
      [300_000, 600_000],
    ] as const) {
      const plan = planRange(1_000_000, a, b);
      if (plan.kind === 'ids') expect(plan.span.to - plan.span.from + 1).toBeLessThanOrEqual(RANGE_MAX);
      else expect(plan.kind).toBe('too-large');
    }
  });
});

describe('readIds', () => {
  const live = () => new AbortController().signal;
  it('reads in chunks and tells how far it is', async () => {
    const read = vi.fn(async (offset: number, limit: number) => page(offset, limit));
    const told: number[] = [];
    const ids = await readIds([{ from: 5, to: 5 + 2 * CHUNK }], read, (n) => told.push(n), live());
    expect(ids).toHaveLength(2 * CHUNK + 1);
    expect([ids[0], ids.at(-1)]).toEqual(['c5', `c${5 + 2 * CHUNK}`]);
    expect(told).toEqual([CHUNK, 2 * CHUNK, 2 * CHUNK + 1]);
  });
  it('starts over when the list changed between two pages', async () => {
    const versions = ['v1', 'v2', 'v2', 'v2'];
    const read = vi.fn(async (offset: number, limit: number) => page(offset, limit, versions.shift()));
    expect(await readIds([{ from: 0, to: 2 * CHUNK - 1 }], read, () => {}, live())).toHaveLength(2 * CHUNK);
    expect(read).toHaveBeenCalledTimes(4);
  });
  it('gives up when the list never holds still', async () => {
    let n = 0;
    const read = async (offset: number, limit: number) => page(offset, limit, String(n++));
    await expect(readIds([{ from: 0, to: 2 * CHUNK }], read, () => {}, live())).rejects.toThrow(/changed/);
  });
  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const read = vi.fn(async (offset: number, limit: number) => {
      controller.abort();
      return page(offset, limit);
    });
    await expect(readIds([{ from: 0, to: 9 * CHUNK }], read, () => {}, controller.signal)).rejects.toThrow();
    expect(read).toHaveBeenCalledTimes(1);
  });
});
