import type { ImportColumn, ImportPreview, MadeColumns } from '../../bridge/types';
import { bodyOf, byHandIn, wizardOf } from './begun';
import { correct, leaveOut, takeBackAll, undo, untouched } from './by-hand';
import { linesOf, shownLines } from './lines';
import { inReadingOrder, proposedSplit, proposedTargets } from './made';
import { byCount, problemByCell } from './reasons';
import { columnState, customTarget, IGNORE, mappingBlock, targetOf, toMapping } from './targets';
import {
  advance,
  baseSource,
  begin,
  chosenSource,
  columnsOf,
  knownDelimiter,
  knownEncoding,
  type Wizard,
} from './wizard';

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

const preview: ImportPreview = {
  name: 'a.csv',
  size: 1,
  format: 'csv',
  sheets: [],
  sheet: '',
  encoding: 'utf-8',
  delimiter: ';',
  detectedDelimiter: ';',
  headerKey: 'k',
  headerRow: 1,
  top: [{ line: 1, cells: ['Nome', 'CPF', 'obs'] }],
  columns,
  derived: [],
  fixes: [],
  allKnown: false,
  rows: [],
  keysOf: 0,
  totalLines: 1,
  duplicatesAllowed: false,
  problem: null,
};

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
      headerRow: 0,
      sheet: '',
      encoding: 'auto',
      delimiter: '',
      mapping: null,
      derived: [],
      fixes: null,
      newFields: [],
      corrections: [],
      leftOut: [],
    });
  });
  it('forgets choices when the file is read another way, and everything with another file', () => {
    let w = advance(begin('/a.csv'), { type: 'choose', index: 2, target: IGNORE });
    expect(chosenSource(w, preview).mapping).toHaveLength(3);
    w = advance(w, { type: 'fix', fix: 'phones', on: true, inForce: [] });
    w = advance(w, { type: 'read', delimiter: ',' });
    expect(w).toMatchObject({ delimiter: ',', choices: {}, fixes: ['phones'] });
    w = advance(advance(w, { type: 'go', step: 'check' }), { type: 'file', path: '/b.csv', uploaded: true });
    expect(w).toMatchObject({ step: 'file', path: '/b.csv', delimiter: '', uploaded: true });
  });
  it('keeps the line chosen for the header, also for later, until another sheet is read', () => {
    const corrected = advance(begin('/a.csv'), {
      type: 'correct',
      cell: { line: 9, index: 0, value: 'Ana', was: 'ANA', seen: '1' },
    });
    let w = advance(corrected, { type: 'read', headerRow: 4 });
    expect(w).toMatchObject({ headerRow: 4, header: null, byHand: untouched });
    expect(baseSource(w).headerRow).toBe(4);
    expect(chosenSource(w, preview).headerRow).toBe(4);
    expect(wizardOf('/a.csv', bodyOf(w))).toMatchObject({ headerRow: 4 });
    w = advance(w, { type: 'read', encoding: 'utf-8' });
    expect(w.headerRow).toBe(4);
    expect(advance(w, { type: 'read', sheet: 'Antigos' }).headerRow).toBe(0);
    expect(wizardOf('/a.csv', '{}')).toMatchObject({ headerRow: 0 });
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

describe('a file that was saved with other columns', () => {
  const read = advance(begin('/a.csv'), { type: 'columns', header: ['Nome', 'CPF', 'obs'] });
  const chosen = advance(advance(read, { type: 'go', step: 'check' }), { type: 'choose', index: 2, target: IGNORE });

  it('has what was chosen by their place taken back, also after a restart', () => {
    const kept = wizardOf('/a.csv', bodyOf(chosen));
    for (const w of [chosen, kept ?? begin('')]) {
      const after = advance(w, { type: 'columns', header: ['Nome', 'Fone', 'CPF', 'obs'] });
      expect(after).toMatchObject({ choices: {}, derived: null, step: 'columns', otherColumns: true });
      expect(after.header).toEqual(['Nome', 'Fone', 'CPF', 'obs']);
    }
  });
  it('keeps what was chosen when there are only more of them, and asks for those', () => {
    const header = ['Nome', 'CPF', 'obs', 'apelido'];
    for (const w of [chosen, { ...read, step: 'check' as const }]) {
      const after = advance(w, { type: 'columns', header });
      expect(after).toMatchObject({
        header,
        choices: w.choices,
        step: 'columns',
        otherColumns: false,
        moreColumns: true,
      });
    }
    // Made columns lie behind those of the file: their places are others now.
    const made = { ...chosen, derived: [{ how: 'join', from: [0, 1], separator: ' ', parts: 0 } as MadeColumns] };
    expect(advance(made, { type: 'columns', header })).toMatchObject({
      choices: {},
      derived: null,
      otherColumns: true,
    });
  });
  it('is the same one when nothing has changed, and loses nothing where nothing was chosen', () => {
    expect(advance(chosen, { type: 'columns', header: ['Nome', 'CPF', 'obs'] })).toBe(chosen);
    const after = advance({ ...read, step: 'check' }, { type: 'columns', header: ['obs'] });
    expect(after).toMatchObject({ step: 'check', otherColumns: false, header: ['obs'] });
  });
});

describe('columns made of others', () => {
  const split: MadeColumns = { how: 'split_first', from: [0], separator: '', parts: 2 };
  const join: MadeColumns = { how: 'join', from: [1, 2], separator: '', parts: 0 };
  it('follow those of the file, and take over where the column went', () => {
    const w = advance(begin('/a.csv'), {
      type: 'make',
      made: split,
      targets: ['contact_name', 'custom:Sobrenome'],
      preview,
    });
    const made = columnsOf(w, preview);
    expect(made.map((c) => c.header)).toEqual(['Nome', 'CPF', 'obs', 'Nome (1)', 'Nome (2)']);
    expect(columnState(made[0] as ImportColumn, made, w.choices, [split])).toBe('taken_apart');
    expect(chosenSource({ ...w, choices: { ...w.choices, 2: IGNORE } }, preview)).toMatchObject({
      derived: [split],
      mapping: [
        { index: 0, target: IGNORE },
        { index: 1, target: 'contact_cpf' },
        { index: 2, target: IGNORE },
        { index: 3, target: 'contact_name' },
        { index: 4, target: 'custom:Sobrenome' },
      ],
    });
    expect(inReadingOrder(made, [split]).map((c) => c.index)).toEqual([0, 3, 4, 1, 2]);
  });
  it('are taken back one by one', () => {
    let w = advance(begin('/a.csv'), { type: 'make', made: split, targets: ['contact_name', ''], preview });
    w = advance(w, { type: 'make', made: join, targets: ['contact_phone'], preview });
    w = advance(w, { type: 'unmake', which: 0, preview });
    expect(w.derived).toEqual([join]);
    expect(columnsOf(w, preview).map((c) => targetOf(c, w.choices))).toEqual([
      'contact_name',
      'contact_cpf',
      'ignore',
      'contact_phone',
    ]);
  });
  it('that Go proposes leave their columns undecided when they are taken back', () => {
    const name: MadeColumns = { how: 'join', from: [0, 1], separator: ' ', parts: 0 };
    const proposed: ImportPreview = {
      ...preview,
      columns: [
        column(0, 'Nome', IGNORE, 'alias'),
        column(1, 'Sobrenome', IGNORE, 'alias'),
        { ...column(2, 'Nome + Sobrenome', 'contact_name', 'alias'), made: 0 },
      ],
      derived: [name],
    };
    const states = (w: Wizard) => {
      const all = columnsOf(w, proposed);
      return all.map((c) => columnState(c, all, w.choices, w.derived ?? proposed.derived));
    };
    const w = begin('/a.csv');
    expect(states(w)).toEqual(['taken_apart', 'taken_apart', 'recognised']);
    expect(states(advance(w, { type: 'unmake', which: 0, preview: proposed }))).toEqual(['missing', 'missing']);
  });
  it('that Go remembers become the person’s with the first change', () => {
    const remembered: ImportPreview = {
      ...preview,
      columns: [...columns, { ...column(3, 'CPF + obs', 'contact_phone', 'remembered'), made: 0 }],
      derived: [join],
    };
    expect(chosenSource(begin('/a.csv'), remembered)).toMatchObject({ mapping: null, derived: [] });
    const w = advance(begin('/a.csv'), {
      type: 'make',
      made: split,
      targets: ['contact_name', ''],
      preview: remembered,
    });
    expect(w.choices).toMatchObject({ 3: 'contact_phone', 4: 'contact_name', 5: '' });
  });
  it.each([
    [
      'phones go to the free phones',
      { how: 'split_any', from: [2], separator: '/', parts: 2 },
      'Telefones',
      ['contact_phone', 'contact_phone_2'],
    ],
    [
      'an address takes its parts',
      { how: 'split_at', from: [2], separator: ',', parts: 3 },
      'Endereço',
      ['contact_address', 'contact_number', 'contact_complement'],
    ],
    ['area code and phone', { how: 'join', from: [2, 1], separator: '', parts: 0 }, 'DDD', ['contact_phone']],
    ['anything else is asked for', { how: 'split_at', from: [2], separator: ',', parts: 2 }, 'xyz', ['', '']],
  ] as const)('%s', (_name, made, header, want) => {
    const own = columns.map((c) => (c.index === 2 ? { ...c, header } : c));
    expect(proposedTargets({ ...made, from: [...made.from] }, own, {}, () => 'S')).toEqual(want);
  });
  it('are proposed by what the column holds', () => {
    expect(proposedSplit({ ...column(0, 'Local', ''), samples: ['Natal - RN'] }, '')).toMatchObject({
      how: 'split_at',
      separator: ' - ',
    });
    expect(proposedSplit(column(0, 'Celular', ''), '')).toMatchObject({ how: 'split_any' });
  });
});

describe('changes by hand', () => {
  const cell = (value: string) => ({ line: 5, index: 1, value, was: 'old', seen: 's' });
  it('can be undone step by step, and a cell with what the file has is none', () => {
    let h = correct(untouched, cell('new'));
    h = leaveOut(h, { line: 7, seen: 't' });
    h = correct(h, cell('newer'));
    expect([h.corrections, h.leftOut]).toEqual([[cell('newer')], [{ line: 7, seen: 't' }]]);
    expect(undo(h).corrections).toEqual([cell('new')]);
    expect(undo(undo(h)).leftOut).toEqual([]);
    expect(undo(undo(undo(undo(h))))).toEqual(untouched);
    expect(correct(h, cell('old')).corrections).toEqual([]);
    expect(correct(untouched, cell('old'))).toBe(untouched);
    expect(leaveOut(h, { line: 7, seen: 't' }).leftOut).toEqual([]);
    expect(undo(takeBackAll(h)).corrections).toEqual(h.corrections);
  });
  it('survive in what is kept of the wizard', () => {
    let w = advance(begin('/a.csv'), { type: 'choose', index: 2, target: IGNORE });
    w = advance(w, { type: 'correct', cell: cell('new') });
    w = advance(w, { type: 'go', step: 'check' });
    const back = wizardOf('/a.csv', bodyOf(w));
    expect(back).toMatchObject({ step: 'check', choices: { 2: IGNORE }, byHand: { corrections: [cell('new')] } });
    expect(byHandIn(bodyOf(w))).toBe(1);
    expect(bodyOf(begin('/a.csv'))).toBe('');
    expect(wizardOf('/a.csv', 'no JSON')).toBeNull();
  });
  it('go with another delimiter, whose lines have other cells, and stay with another encoding', () => {
    const w = advance(begin('/a.csv'), { type: 'correct', cell: cell('new') });
    expect(advance(w, { type: 'read', delimiter: ',' }).byHand).toEqual(untouched);
    expect(advance(w, { type: 'read', encoding: 'utf-8' }).byHand.corrections).toHaveLength(1);
  });
});

describe('lines on show', () => {
  const row = (line: number, level?: 'error' | 'warning') => ({
    line,
    cells: ['a'],
    seen: 's',
    mended: [],
    problems: level ? [{ index: 0, code: 'cpf_invalid', message: '', level }] : [],
    outcome: 'create' as const,
  });
  it('are the first, the rejected and those changed by hand, in file order', () => {
    const byHand = leaveOut(untouched, { line: 90, seen: 's' });
    const known = new Map([[90, { ...row(90, 'error') }]]);
    const fixes = [
      {
        fix: 'phones',
        applied: 0,
        offered: 1,
        samples: [{ line: 50, index: 0, fix: 'phones', before: 'a', after: 'b', applied: false }],
      },
    ];
    const lines = linesOf(
      [row(2), row(3, 'warning')],
      [{ line: 50, cells: ['x'], problems: row(50, 'error').problems }],
      fixes,
      known,
      byHand,
    );
    expect(lines.map((l) => [l.line, l.problems.length, l.mended.length])).toEqual([
      [2, 0, 0],
      [3, 1, 0],
      [50, 1, 1],
      [90, 0, 0],
    ]);
    expect(shownLines(lines, 'error', byHand).map((l) => l.line)).toEqual([50]);
    expect(shownLines(lines, 'byHand', byHand).map((l) => l.line)).toEqual([90]);
  });
  it('keep the one with the focus when it has nothing wrong any more, or is shown for nothing else', () => {
    const known = new Map([[70, row(70, 'error')]]);
    const lines = linesOf([row(2), row(3, 'error')], [], [], known, untouched, 70);
    expect(lines.map((l) => l.line)).toEqual([2, 3, 70]);
    expect(shownLines(lines, 'error', untouched, 2).map((l) => l.line)).toEqual([2, 3]);
    expect(shownLines(lines, 'byHand', untouched, 70).map((l) => l.line)).toEqual([70]);
  });
});
