import { expect, test } from 'vitest';
import { dropPlace, moved, placeAmongAll } from './order';

const row = (id: string, archived = false) => ({ id, archived });
const rows = [row('a'), row('x', true), row('b'), row('c'), row('y', true)];

test.each([
  ['a', 0, 'axbcy'],
  ['a', 1, 'xabcy'],
  ['c', 0, 'caxby'],
  ['c', 4, 'axbyc'],
  ['unknown', 0, 'axbcy'],
])('%s at %d', (id, to, want) => {
  expect(
    moved(rows, { id, to })
      .map((r) => r.id)
      .join(''),
  ).toBe(want);
});

test.each([
  ['c', 0, 'cab'],
  ['c', 1, 'acb'],
  ['a', 1, 'bac'],
  ['a', 2, 'bca'],
  ['b', 1, 'abc'],
])('%s is place %d of those in use, archived ones among them or not', (id, to, want) => {
  const next = moved(rows, { id, to: placeAmongAll(rows, id, to) });
  expect(
    next
      .filter((r) => !r.archived)
      .map((r) => r.id)
      .join(''),
  ).toBe(want);
});

test('a dragged row goes before the first whose middle is below', () => {
  expect([5, 15, 25, 40].map((y) => dropPlace([10, 20, 30], y))).toEqual([0, 1, 2, 3]);
});
