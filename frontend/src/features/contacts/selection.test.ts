import { toQuery } from './filters';
import { all, has, none, size, toggle, toWire, withTotal } from './selection';

const query = toQuery({ q: 'ana' });

describe('a selection', () => {
  it('keeps "all but these" for 1,000,000 rows', () => {
    let s = all(query, 1_000_000);
    expect(size(s)).toBe(1_000_000);
    s = toggle(s, ['c7', 'c8']) as typeof s;
    expect([has(s, 'c7'), has(s, 'c9')]).toEqual([false, true]);
    expect(size(s)).toBe(999_998);
    expect(size(toggle(s, ['c7']))).toBe(999_999);
    expect(toWire(s, toQuery({}))).toEqual({ kind: 'all', ids: [], query, except: ['c7', 'c8'] });
  });
  it('keeps a short list of ids', () => {
    const s = toggle(none, ['a', 'b'], true);
    expect(size(s)).toBe(2);
    expect(size(toggle(s, ['a', 'b'], true))).toBe(2);
    expect(size(toggle(s, ['a']))).toBe(1);
    expect(toWire(s, query)).toEqual({ kind: 'some', ids: ['a', 'b'], query, except: [] });
    expect(size(none)).toBe(0);
  });
  it('follows a total that grows, and never counts below zero', () => {
    const s = all(query, 10);
    expect(size(withTotal(s, 12))).toBe(12);
    expect(withTotal(s, 10)).toBe(s);
    expect(withTotal(none, 12)).toBe(none);
    expect(size(withTotal(toggle(s, ['a', 'b']), 1))).toBe(0);
  });
});
