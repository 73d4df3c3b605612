import type { ImportPreview, ImportSource, Job, JobResult, PreviewRow } from '../bridge/types';

const people: [string, string, string, string][] = [
  ['ANA PAULA DE SOUZA', '529.982.247-25', '5541998765432', '14/02/1988'],
  ['João Peçanha', '111.444.777-36', '5511987654321', '01/12/1975'],
  ['LETÍCIA D’ÁVILA', '390.533.447-05', '(62) 3344-5566', '09/07/1990'],
  ['Ana P. Souza', '529.982.247-25', '5541998765432', '14/02/1988'],
  ['Caio Brandão', '168.995.350-09', '5531988881212', '31/02/1988'],
];
const names: Record<number, string> = { 1: 'cpf_invalid', 2: 'phone_masked', 4: 'date_invalid' };
const cells: Record<number, number> = { 1: 1, 2: 2, 4: 3 };

export const mendsPhones = (source: ImportSource): boolean => source.fixes?.includes('phones') ?? false;

/** A corrected cell has no problem any more, and a line left out is rejected, as Go has it. */
function byHand(source: ImportSource, row: PreviewRow): PreviewRow {
  if (source.leftOut.some((l) => l.line === row.line)) {
    return {
      ...row,
      outcome: 'reject',
      problems: [{ index: -1, code: 'left_out', message: 'left out', level: 'error' }],
    };
  }
  const problems = row.problems.filter(
    (p) => !source.corrections.some((c) => c.line === row.line && c.index === p.index),
  );
  return { ...row, problems, outcome: problems.length === 0 && row.outcome === 'reject' ? 'create' : row.outcome };
}

/** What corrections by hand make of the counts. */
export function checked(source: ImportSource): { result: Partial<Job['result']> } {
  const before = fakeResult(mendsPhones(source));
  const samples = rows(mendsPhones(source))
    .map((r) => byHand(source, r))
    .filter((r) => r.outcome === 'reject');
  const more = before.samples.length - samples.length;
  return { result: { rejected: before.rejected - more, created: before.created + more, samples } };
}

function rows(fixPhones: boolean): PreviewRow[] {
  return Array.from({ length: 100 }, (_, n) => {
    const k = n % people.length;
    const code = n < 20 && !(fixPhones && k === 2) ? names[k] : undefined;
    const index = cells[k] ?? 0;
    const warning = k === 3 && n < 20;
    return {
      line: n + 2,
      cells: [...(people[k] ?? []), n % 3 === 0 ? 'cliente antigo' : '', String(451 + n)],
      problems: code
        ? [{ index, code, message: `fake ${code}`, level: 'error' as const }]
        : warning
          ? [{ index: 2, code: 'duplicate', message: 'fake duplicate', level: 'warning' as const }]
          : [],
      seen: String(n),
      mended:
        k === 2 && n < 20
          ? [
              {
                line: n + 2,
                index: 2,
                fix: 'phones',
                before: '(62) 3344-5566',
                after: '556233445566',
                applied: fixPhones,
              },
            ]
          : [],
      outcome: code ? ('reject' as const) : k === 0 ? ('update' as const) : ('create' as const),
    };
  });
}

const columns: ImportPreview['columns'] = [
  {
    index: 0,
    header: 'NOME_CLIENTE',
    samples: ['ANA PAULA DE SOUZA', 'João Peçanha', 'LETÍCIA D’ÁVILA'],
    target: 'contact_name',
    how: 'alias',
  },
  {
    index: 1,
    header: 'CPF/CNPJ',
    samples: ['529.982.247-25', '111.444.777-36', '390.533.447-05'],
    target: 'contact_cpf',
    how: 'alias',
  },
  {
    index: 2,
    header: 'Celular',
    samples: ['5541998765432', '5511987654321', '(62) 3344-5566'],
    target: 'contact_phone',
    how: 'alias',
  },
  {
    index: 3,
    header: 'dt_nasc',
    samples: ['14/02/1988', '01/12/1975', '09/07/1990'],
    target: 'contact_birth_date',
    how: 'remembered',
  },
  { index: 4, header: 'obs2', samples: ['cliente antigo', '', ''], target: '', how: 'unmapped' },
  { index: 5, header: 'ID_LEGADO', samples: ['451', '452', '453'], target: 'ignore', how: 'remembered' },
];
const exact = [
  'contact_name',
  'contact_cpf',
  'contact_phone',
  'contact_birth_date',
  'contact_notes',
  'contact_external_id',
];

/** The first words of what is split, and what is joined: enough for a screen. */
const madeCells = (source: ImportSource, of: string[]): string[] =>
  source.derived.flatMap((d) => {
    const [first = '', ...rest] = (of[d.from[0] ?? 0] ?? '').split(' ');
    return d.how === 'join'
      ? [d.from.map((i) => of[i]).join(d.separator)]
      : [first, rest.join(' '), ...Array<string>(d.parts - 2).fill('')];
  });

const firstLines = rows(false)
  .slice(0, 5)
  .map(({ line, cells: values }) => ({ line, cells: values }));
const reportTop = [
  { line: 1, cells: ['Relatório de clientes'] },
  { line: 2, cells: ['Período', '01/11/2026 a 27/11/2026'] },
  { line: 3, cells: columns.map((c) => c.header) },
  ...firstLines.map((r) => ({ ...r, line: r.line + 2 })),
];

/** The name chooses what is wrong: "virgula.csv" has another delimiter, "vazio.csv" nothing, "modelo.csv" only known headers; a workbook has two sheets, "relatorio.csv" a title. */
export function fakePreview(source: ImportSource, duplicatesAllowed: boolean): ImportPreview {
  const name = source.path.split('/').at(-1) ?? source.path;
  const known = name.startsWith('modelo');
  const preview: ImportPreview = {
    name,
    size: 9_412_000,
    format: name.endsWith('.xlsx') ? 'xlsx' : 'csv',
    sheets: name.endsWith('.xlsx') ? ['Contatos', 'Antigos'] : [],
    sheet: name.endsWith('.xlsx') ? source.sheet || 'Contatos' : '',
    encoding: source.encoding === 'auto' ? 'windows-1252' : source.encoding,
    delimiter: source.delimiter || ';',
    detectedDelimiter: ';',
    headerKey: name,
    headerRow: name.startsWith('relatorio') ? source.headerRow || 3 : 1,
    top: name.startsWith('relatorio') ? reportTop : [{ line: 1, cells: columns.map((c) => c.header) }, ...firstLines],
    columns: known
      ? columns.map((c, n) => ({ ...c, header: exact[n] ?? '', target: exact[n] ?? '', how: 'exact' }))
      : columns,
    allKnown: known,
    derived: source.derived,
    fixes: source.fixes ?? [],
    rows: rows(mendsPhones(source)).map((r) =>
      byHand(source, { ...r, cells: [...r.cells, ...madeCells(source, r.cells)] }),
    ),
    keysOf: name.endsWith('.json') ? 231_000 : 0,
    totalLines: 50_424,
    duplicatesAllowed,
    problem: null,
  };
  if (name.startsWith('vazio')) {
    return {
      ...preview,
      size: 0,
      columns: [],
      rows: [],
      totalLines: 0,
      problem: { code: 'file_empty', message: 'the file is empty', field: '' },
    };
  }
  if (name.startsWith('virgula') && source.delimiter !== ',') {
    return {
      ...preview,
      columns: [],
      rows: [],
      detectedDelimiter: ',',
      problem: { code: 'file_wrong_delimiter', message: 'the delimiter is not a semicolon', field: '' },
    };
  }
  if (source.headerRow > reportTop.length) {
    return {
      ...preview,
      top: [],
      columns: [],
      rows: [],
      problem: { code: 'file_no_header_line', message: 'the file ends above it', field: 'header_row' },
    };
  }
  return preview;
}

export function fakeResult(fixPhones: boolean): JobResult {
  const rejected = fixPhones ? 212 : 312;
  return {
    lines: 50_424,
    created: 48_210 + (fixPhones ? 100 : 0),
    updated: 1_802,
    unchanged: 100,
    rejected,
    possibleDuplicates: 164,
    fixedPhones: fixPhones ? 100 : 0,
    written: 0,
    encoding: 'windows-1252',
    delimiter: ';',
    reasons: [
      { code: 'cpf_invalid', message: 'invalid CPF', count: 180, sampleLine: 3 },
      ...(fixPhones ? [] : [{ code: 'phone_masked', message: 'phone with a mask', count: 100, sampleLine: 4 }]),
      { code: 'date_invalid', message: 'invalid date', count: 32, sampleLine: 6 },
    ],
    samples: rows(fixPhones)
      .filter((r) => r.outcome === 'reject')
      .map(({ line, cells: values, problems, seen }) => ({ line, cells: values, problems, seen })),
    fixes: [
      {
        fix: 'phones',
        applied: fixPhones ? 100 : 0,
        offered: fixPhones ? 0 : 100,
        samples: [
          { line: 4, index: 2, fix: 'phones', before: '(62) 3344-5566', after: '556233445566', applied: fixPhones },
        ],
      },
    ],
  };
}
