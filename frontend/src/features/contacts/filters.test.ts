import { compact, countFilters, matchKey, parseSearch, toQuery, withoutFilters } from './filters';

describe('parseSearch', () => {
  it('reads every filter', () => {
    const search = {
      q: 'ana',
      status: 'active',
      owner: 'any',
      owners: ['u1', 'u2'],
      types: [0, 3],
      labels: ['l1'],
      fields: [{ field: 'f1', value: 'Retenção' }],
      from: '2026-01-01',
      to: '2026-01-31',
      channel: 'Voz',
      sort: 'created',
      desc: true,
    };
    expect(parseSearch(search)).toEqual(search);
    expect(toQuery(parseSearch(search))).toEqual({
      search: 'ana',
      status: 'active',
      owner: 'any',
      owners: ['u1', 'u2'],
      portfolioTypes: [0, 3],
      labels: ['l1'],
      fields: [{ field: 'f1', value: 'Retenção' }],
      createdFrom: '2026-01-01',
      createdTo: '2026-01-31',
      channel: 'Voz',
      sort: 'created',
      desc: true,
    });
  });
  it.each([
    ['unknown words', { status: 'gone', owner: 'x', sort: 'name', desc: 'yes', types: [7, 'a'] }],
    ['wrong kinds', { q: {}, labels: 'l1', fields: [null, { field: 'f1' }], from: '31/02/2026', owners: ['u1'] }],
    ['days that do not exist', { from: '2026-13-45' }],
    ['nothing', {}],
  ])('leaves out %s', (_name, raw) => {
    expect(parseSearch(raw)).toEqual({});
  });
  it('takes a number typed as a search for text', () => {
    expect(parseSearch({ q: 41998 })).toEqual({ q: '41998' });
  });
  it('allows owners only under "with owner" (D2.2)', () => {
    expect(parseSearch({ owner: 'none', owners: ['u1'] })).toEqual({ owner: 'none' });
  });
});

it('an empty search is the whole list by name', () => {
  expect(toQuery({})).toMatchObject({ search: '', status: 'all', owner: '', sort: 'name', desc: false, labels: [] });
});
it('the order does not change who matches, a filter does', () => {
  expect(matchKey(toQuery({ sort: 'created', desc: true }))).toBe(matchKey(toQuery({})));
  expect(matchKey(toQuery({ q: 'a' }))).not.toBe(matchKey(toQuery({})));
});
it('counts filters without the search and the order, and clears just them', () => {
  const search = {
    q: 'a',
    sort: 'created',
    desc: true,
    status: 'active',
    from: '2026-01-01',
    to: '2026-02-01',
  } as const;
  expect(countFilters(search)).toBe(2);
  expect(withoutFilters(search)).toEqual({ q: 'a', sort: 'created', desc: true });
  expect(compact({ q: '', labels: [], desc: false })).toEqual({});
});
