import { columnIds, defaultColumns, gridTracks, readColumns, toggleColumn } from './columns';

it('refuses what an older version left in storage', () => {
  expect(readColumns(null)).toEqual(defaultColumns);
  expect(readColumns('{')).toEqual(defaultColumns);
  expect(readColumns('["phone","gone","cpf"]')).toEqual(['phone', 'cpf']);
  expect(readColumns('[]')).toEqual([]);
});
it('puts a column back in its natural place', () => {
  expect(toggleColumn(['phone', 'city'], 'cpf')).toEqual(['phone', 'cpf', 'city']);
  expect(toggleColumn(['phone', 'city'], 'phone')).toEqual(['city']);
});
it('has a track for every column, the name and both edges', () => {
  const { cols, min } = gridTracks([...columnIds]);
  expect(cols.match(/minmax\([^)]*\)|\S+px/g)).toHaveLength(columnIds.length + 3);
  expect(Number.parseInt(min, 10)).toBeGreaterThan(1000);
});
