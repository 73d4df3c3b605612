import type { ImportColumn } from '../../bridge/types';
import { byCount, problemByCell } from './reasons';
import { columnState, customTarget, IGNORE, mappingBlock, toMapping } from './targets';
import { advance, baseSource, begin, chosenSource, knownDelimiter, knownEncoding } from './wizard';

const column = (index: number, header: string, target: string, how = 'alias'): ImportColumn => ({
  index,
  header,
  samples: [],
  target,
  how,
});
const columns = [
  column(0, 'Nome', 'contact_name'),
  column(1, 'CPF', 'contact_cpf', 'remembered'),
  column(2, 'obs', '', 'unmapped'),
];

describe('columns', () => {
  it('says the state of each', () => {
    expect(columns.map((c) => columnState(c, columns, {}))).toEqual(['recognised', 'remembered', 'missing']);
    expect(columnState(columns[2] as ImportColumn, columns, { 2: IGNORE })).toBe('ignored');
    expect(columnState(columns[2] as ImportColumn, columns, { 2: customTarget('obs') })).toBe('chosen');
    expect(columnState(columns[2] as ImportColumn, columns, { 2: 'contact_cpf' })).toBe('twice');
  });
  it.each([
    ['a column nobody chose', {}, 'missing'],
    ['two columns on one field', { 2: 'contact_name' }, 'twice'],
    ['no name', { 0: 'contact_company', 2: IGNORE }, 'no_name'],
    ['nothing', { 2: IGNORE }, ''],
  ])('is blocked by %s', (_name, choices, want) => {
    expect(mappingBlock(columns, choices)).toBe(want);
  });
  it('sends no mapping until somebody chooses, then all of it', () => {
    expect(toMapping(columns, {})).toBeNull();
    expect(toMapping(columns, { 2: IGNORE })).toEqual([
      { header: 'Nome', index: 0, target: 'contact_name' },
      { header: 'CPF', index: 1, target: 'contact_cpf' },
      { header: 'obs', index: 2, target: IGNORE },
    ]);
  });
});

describe('the wizard', () => {
  it('begins at the file it was given', () => {
    expect(baseSource(begin('/a.csv'))).toEqual({
      path: '/a.csv',
      sheet: '',
      encoding: 'auto',
      delimiter: '',
      mapping: null,
      fixPhones: false,
    });
  });
  it('forgets choices when the file is read another way, and everything with another file', () => {
    let w = advance(begin('/a.csv'), { type: 'choose', index: 2, target: IGNORE });
    expect(chosenSource(w, columns).mapping).toHaveLength(3);
    w = advance(w, { type: 'fixPhones', on: true });
    w = advance(w, { type: 'read', delimiter: ',' });
    expect(w).toMatchObject({ delimiter: ',', choices: {}, fixPhones: true });
    w = advance(advance(w, { type: 'go', step: 'check' }), { type: 'file', path: '/b.csv', uploaded: true });
    expect(w).toMatchObject({ step: 'file', path: '/b.csv', delimiter: '', uploaded: true });
  });
  it('knows the names Go may use', () => {
    expect([knownDelimiter('\t'), knownDelimiter('tab'), knownDelimiter(';'), knownDelimiter('')]).toEqual([
      'tab',
      'tab',
      ';',
      null,
    ]);
    expect([
      knownEncoding('UTF-16LE'),
      knownEncoding('utf-8-bom'),
      knownEncoding('Windows-1252'),
      knownEncoding('macintosh'),
      knownEncoding('koi8'),
    ]).toEqual(['utf-16', 'utf-8', 'windows-1252', 'macintosh', null]);
  });
});

it('marks a cell by its gravest problem', () => {
  const cells = problemByCell([
    { index: 1, code: 'duplicate', message: '', level: 'warning' },
    { index: 1, code: 'cpf_invalid', message: '', level: 'error' },
    { index: 2, code: 'duplicate', message: '', level: 'warning' },
  ]);
  expect([cells.get(1)?.code, cells.get(2)?.code]).toEqual(['cpf_invalid', 'duplicate']);
});
it('puts the most frequent cause first', () => {
  const cause = (code: string, count: number) => ({ code, message: '', count, sampleLine: 2 });
  expect(byCount([cause('a', 1), cause('b', 9)]).map((r) => r.code)).toEqual(['b', 'a']);
});
