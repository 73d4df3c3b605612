import {
  columnIds,
  columnWidth,
  defaultColumns,
  defaultLayout,
  gridTracks,
  MAX_WIDTH,
  MIN_WIDTH,
  moveColumn,
  readLayout,
  sizeColumn,
  toggleColumn,
} from './columns';

const layout = (...shown: (typeof columnIds)[number][]) => ({ shown, widths: {} });

it.each([
  ['nothing', null],
  ['half a text', '{'],
  ['the list of an older version', '["phone","cpf"]'],
  ['a number', '7'],
])('starts anew with %s in storage', (_name, stored) => {
  expect(readLayout(stored)).toEqual(defaultLayout);
});
it('drops columns it does not know, twins and impossible widths', () => {
  const stored = JSON.stringify({
    shown: ['phone', 'gone', 'cpf', 'phone'],
    widths: { phone: 20, name: 9000, cpf: 'wide', gone: 100 },
  });
  expect(readLayout(stored)).toEqual({ shown: ['phone', 'cpf'], widths: { phone: MIN_WIDTH, name: MAX_WIDTH } });
  expect(readLayout('{"shown":[]}').shown).toEqual([]);
});
it('puts a column back before the one that follows it', () => {
  expect(toggleColumn(layout('phone', 'city'), 'cpf').shown).toEqual(['phone', 'cpf', 'city']);
  expect(toggleColumn(layout('city', 'phone'), 'cpf').shown).toEqual(['cpf', 'city', 'phone']);
  expect(toggleColumn(layout('phone', 'city'), 'labels').shown).toEqual(['phone', 'city', 'labels']);
  expect(toggleColumn(layout('phone', 'city'), 'phone').shown).toEqual(['city']);
});
it('moves a column within the ends', () => {
  const three = layout('phone', 'city', 'owner');
  expect(moveColumn(three, 'phone', 2).shown).toEqual(['city', 'owner', 'phone']);
  expect(moveColumn(three, 'owner', 0).shown).toEqual(['owner', 'phone', 'city']);
  expect(moveColumn(three, 'city', 99).shown).toEqual(['phone', 'owner', 'city']);
  expect(moveColumn(three, 'city', -1).shown).toEqual(['city', 'phone', 'owner']);
});
it('keeps widths within what can be read, and gives the natural one back', () => {
  const drawn = sizeColumn(layout('phone'), 'phone', 1);
  expect(drawn.widths.phone).toBe(MIN_WIDTH);
  expect(sizeColumn(drawn, 'phone', null).widths).toEqual({});
});
it('has a track for every column, the name and both edges', () => {
  const { cols, min } = gridTracks(layout(...columnIds));
  expect(cols.match(/minmax\([^)]*\)|\S+px/g)).toHaveLength(columnIds.length + 3);
  expect(Number.parseInt(min, 10)).toBeGreaterThan(1000);
});
it('fits its default columns into a window of 1280 px, beside the sidebar', () => {
  expect(Number.parseInt(gridTracks(layout(...defaultColumns)).min, 10)).toBeLessThanOrEqual(1280 - 232);
});
it('leaves the rest of the line empty when every column has a drawn width', () => {
  const { cols } = gridTracks({ shown: ['phone'], widths: { name: 300 } });
  expect(cols).toBe('40px 300px 156px minmax(52px, 1fr)');
});

it('reckons the width of a column as the grid of the page does', () => {
  const two = layout('labels', 'phone'); // 1.7 and 0.9 parts, and 156 px
  const rest = 1000 - 40 - 52 - 156;
  expect(columnWidth(two, 'labels', 1000)).toBeCloseTo((rest * 0.9) / 2.6);
  expect(columnWidth(two, 'name', 1000)).toBeCloseTo((rest * 1.7) / 2.6);
  expect(columnWidth(two, 'phone', 1000)).toBe(156);
  // Less than they need: the list scrolls sideways.
  expect(columnWidth(two, 'labels', 300)).toBe(108);
  // The city needs more than its share, the others share what is left.
  expect(columnWidth(layout('labels', 'city'), 'labels', 40 + 52 + 440)).toBeCloseTo(((440 - 118) * 0.9) / 2.6);
  expect(columnWidth({ shown: ['labels'], widths: { labels: 333 } }, 'labels', 1000)).toBe(333);
  // A single growing column has less than one part: it takes no more than that of what is left.
  expect(columnWidth({ shown: ['labels'], widths: { name: 300 } }, 'labels', 1000)).toBeCloseTo(
    (1000 - 92 - 300) * 0.9,
  );
});
