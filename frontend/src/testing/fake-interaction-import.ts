import type { InteractionPreview, InteractionSource } from '../bridge/interaction-imports';
import type { PreviewRow } from '../bridge/types';

const row = (line: number, outcome: PreviewRow['outcome'], cells: string[]): PreviewRow => ({
  line,
  cells,
  outcome,
  problems:
    outcome === 'reject' ? [{ index: 1, code: 'channel_invalid', message: 'fake channel', level: 'error' }] : [],
});

const header = ['protocolo', 'canal', 'telefone', 'loja'];
const reportTop = [
  { line: 1, cells: ['Relatório de atendimentos'] },
  { line: 2, cells: header },
  { line: 3, cells: ['A-1', 'voice', '5548999998888', 'Centro'] },
];

/** The name chooses what is wrong: "sem-canal.csv" lacks a column; "grande.csv" has more lines than are shown; "relatorio.csv" a title. */
export function fakeInteractionPreview(source: InteractionSource): InteractionPreview {
  const name = source.path.split('/').at(-1) ?? source.path;
  const problem = name.startsWith('sem-canal')
    ? { code: 'interaction_columns', message: 'the file needs a column channel', field: '' }
    : null;
  if (source.headerRow > reportTop.length) {
    const beyond = { code: 'file_no_header_line', message: 'the file ends above it', field: 'header_row' };
    return { ...fakeInteractionPreview({ ...source, headerRow: 0 }), top: [], columns: [], rows: [], problem: beyond };
  }
  return {
    name,
    format: 'csv',
    encoding: 'utf-8',
    delimiter: source.delimiter === 'auto' ? ';' : source.delimiter,
    headerRow: name.startsWith('relatorio') ? source.headerRow || 2 : 1,
    top: name.startsWith('relatorio') ? reportTop : [{ line: 1, cells: header }],
    columns: [
      { header: 'protocolo', holds: 'protocol', samples: ['A-1', 'A-2'] },
      { header: 'canal', holds: problem ? '' : 'channel', samples: ['voice', 'fax'] },
      { header: 'telefone', holds: 'from', samples: ['5548999998888'] },
      { header: 'loja', holds: '', samples: ['Centro'] },
    ],
    rows: problem
      ? []
      : [
          row(2, 'create', ['A-1', 'voice', '5548999998888', 'Centro']),
          row(3, 'reject', ['A-2', 'fax', '5548999998888', '']),
          row(4, 'update', ['A-3', 'voice', '5548999997777', '']),
          row(5, 'unchanged', ['A-1', 'voice', '5548999998888', '']),
        ],
    whole: !name.startsWith('grande'),
    contacts: 1,
    problem,
  };
}
