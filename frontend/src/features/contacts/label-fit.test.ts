import { fitting } from './label-fit';

it.each([
  ['none', [], 100, 0],
  ['all that fit', [40, 40], 84, 2],
  ['none that only fits without the number of the others', [40, 40], 83, 1],
  ['the first ones and room for a number', [40, 40, 40, 40], 108, 2],
  ['the last one too, though the one before left no room for a number', [40, 60, 10], 120, 3],
  ['one, shortened, of a column narrower than any', [90, 20], 60, 1],
  ['one, of a column that is too narrow for the only one', [90], 60, 1],
  ['two of eleven', Array(11).fill(30), 88, 2],
  ['less of many, the number of whose others has two digits', Array(13).fill(30), 88, 1],
])('shows %s', (_name, tags, width, shown) => {
  expect(fitting(tags as number[], width)).toBe(shown);
});
