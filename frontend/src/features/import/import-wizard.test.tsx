import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ImportSource } from '../../bridge/types';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { fakePreview } from '../../testing/fake-files';
import { axe, renderUi } from '../../testing/render';
import { ImportWizard } from './components/import-wizard';

const wizard = (path: string, onStarted = vi.fn()) =>
  renderUi(
    <ImportWizard
      path={path}
      onStarted={onStarted}
      onCancel={() => {}}
      runningLink={() => <button type="button">ver</button>}
    />,
  );

beforeEach(() => setLanguage('pt-BR'));

it('asks for the unknown column, checks the whole file and states the consequence', async () => {
  const started = vi.fn();
  installFake({ jobTime: 300 });
  const { container } = wizard('/tmp/clientes.csv', started);
  const field = await screen.findByRole('combobox', { name: 'Campo para obs2' });
  expect(screen.getByRole('combobox', { name: 'Campo para CPF/CNPJ' })).toHaveValue('CPF');
  expect(screen.getByRole('button', { name: 'Continuar' })).toBeDisabled();
  expect(await axe(container)).toEqual([]);
  await userEvent.click(field);
  await userEvent.click(await screen.findByRole('option', { name: 'Novo campo personalizado “obs2”' }));
  await userEvent.click(screen.getByRole('button', { name: 'Continuar' }));
  const go = await screen.findByRole('button', { name: 'Importar 50.012 contatos' }, { timeout: 4000 });
  await vi.waitFor(() => expect(go).toBeEnabled());
  expect(screen.getByRole('button', { name: /CPF inválido/ })).toHaveTextContent('180 linhas');
  expect(await axe(container)).toEqual([]);
  await act(() => setLanguage('en'));
  expect(await screen.findByText('What will happen')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Import 50,012 contacts' }));
  await vi.waitFor(() => expect(started).toHaveBeenCalledWith(expect.stringMatching(/^j\d+$/)));
});

it('skips the columns when every header is known, and sends no mapping', async () => {
  const Check = vi.fn((_source: ImportSource) => 'j0');
  installFake({ override: { Imports: { Check } } });
  wizard('/tmp/modelo.csv');
  expect(await screen.findByText('O que vai acontecer')).toBeInTheDocument();
  await vi.waitFor(() => expect(Check).toHaveBeenCalledTimes(1));
  expect(Check.mock.calls[0]?.[0]).toMatchObject({ path: '/tmp/modelo.csv', mapping: null });
});

it('asks for the sheet of a workbook, and for nothing that only a CSV has', async () => {
  const Preview = vi.fn((source: ImportSource) => fakePreview(source, false));
  installFake({ override: { Imports: { Preview } } });
  wizard('/tmp/modelo.xlsx');
  // All headers are known, but the other sheet may have been meant.
  const sheet = await screen.findByRole('combobox', { name: 'Planilha' });
  expect(sheet).toHaveValue('Contatos');
  expect(screen.queryByRole('combobox', { name: 'Separador' })).toBeNull();
  await userEvent.click(sheet);
  await userEvent.click(await screen.findByRole('option', { name: 'Antigos' }));
  await vi.waitFor(() => expect(Preview.mock.lastCall?.[0]).toMatchObject({ sheet: 'Antigos', delimiter: '' }));
  expect(await screen.findByRole('combobox', { name: 'Planilha' })).toHaveValue('Antigos');
});

it('says what it passed over above the header, and reads from another line', async () => {
  const Preview = vi.fn((source: ImportSource) => fakePreview(source, false));
  installFake({ override: { Imports: { Preview } } });
  const { container } = wizard('/tmp/relatorio.csv');
  expect(await screen.findByText('O cabeçalho é a linha 3 do arquivo')).toBeInTheDocument();
  expect(screen.getByText('As 2 linhas acima dele ficam de fora:')).toBeInTheDocument();
  expect(screen.getByText('Período · 01/11/2026 a 27/11/2026')).toBeInTheDocument();
  expect(screen.getByText(/cabeçalho na linha 3$/)).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  const choose = screen.getByRole('button', { name: 'Escolher outra linha…' });
  await userEvent.click(choose);
  const dialog = await screen.findByRole('dialog', { name: 'Qual linha tem os nomes das colunas?' });
  expect(within(dialog).getAllByRole('radio')).toHaveLength(8);
  expect(within(dialog).getByRole('radio', { name: /^3 NOME_CLIENTE CPF\/CNPJ Celular/ })).toBeChecked();
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(within(dialog).getByRole('radio', { name: /^4 ANA PAULA/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Usar a linha 4' }));
  await vi.waitFor(() => expect(Preview.mock.lastCall?.[0]).toMatchObject({ headerRow: 4, mapping: null }));
  expect(await screen.findByText('O cabeçalho é a linha 4 do arquivo')).toBeInTheDocument();
});

it('looks for the header anew where the line that was chosen is not there any more', async () => {
  const kept = {
    path: '/tmp/relatorio.csv',
    name: 'relatorio.csv',
    at: '',
    body: JSON.stringify({ headerRow: 90, step: 'columns' }),
  };
  const Preview = vi.fn((source: ImportSource) => fakePreview(source, false));
  installFake({ override: { Imports: { Preview, Begun: () => [kept] } } });
  wizard('/tmp/relatorio.csv');
  const problem = await screen.findByRole('alert');
  expect(problem).toHaveTextContent('Essa linha não tem cabeçalho');
  await userEvent.click(within(problem).getByRole('button', { name: 'Procurar o cabeçalho' }));
  expect(await screen.findByText('O cabeçalho é a linha 3 do arquivo')).toBeInTheDocument();
  expect(Preview.mock.lastCall?.[0]).toMatchObject({ headerRow: 0 });
});

it('explains a wrong delimiter and mends it with one click', async () => {
  installFake();
  wizard('/tmp/virgula.csv');
  const problem = await screen.findByRole('alert');
  expect(problem).toHaveTextContent('O separador do arquivo é outro');
  await userEvent.click(within(problem).getByRole('button', { name: 'Usar vírgula' }));
  expect(await screen.findByText('Confira para onde vai cada coluna')).toBeInTheDocument();
});

it('says what to do about an empty file', async () => {
  installFake();
  wizard('/tmp/vazio.csv');
  expect(await screen.findByRole('alert')).toHaveTextContent('O arquivo está vazio');
});

it('does not start while an import of this user is running, and says why', async () => {
  const fake = installFake({ jobTime: 0 });
  fake.start('import', 'antes.csv', 0, false);
  wizard('');
  expect(await screen.findByText('Você já tem uma importação em andamento')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'ver' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Escolher arquivo' })).toBeDisabled();
});

it('corrects cells in the lines of the file by keyboard, each step with its way back', async () => {
  const Check = vi.fn((_source: ImportSource) => 'j0');
  const KeepBegun = vi.fn();
  installFake({ override: { Imports: { Check, KeepBegun } } });
  wizard('/tmp/modelo.csv');
  const grid = await screen.findByRole('grid', { name: 'Linhas do arquivo' });
  const cell = within(grid).getAllByText('111.444.777-36')[0]?.closest('[role=gridcell]') as HTMLElement;
  expect(cell).toHaveAttribute('aria-invalid', 'true');
  await userEvent.click(cell);
  const bar = screen.getByRole('group', { name: 'Célula escolhida' });
  expect(bar).toHaveTextContent('CPF inválido');
  await userEvent.keyboard('{Enter}');
  expect(within(grid).getByRole('textbox')).toHaveValue('111.444.777-36');
  await userEvent.keyboard('111.444.777-35{Enter}');
  expect(await screen.findByRole('heading', { name: '1 mudança à mão' })).toBeInTheDocument();
  // Enter has gone one line down; X leaves that one out, Ctrl+Z takes it in again.
  await userEvent.keyboard('x');
  expect(screen.getByRole('heading', { name: '2 mudanças à mão' })).toBeInTheDocument();
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(screen.getByRole('heading', { name: '1 mudança à mão' })).toBeInTheDocument();
  const correction = { line: 3, index: 1, value: '111.444.777-35', was: '111.444.777-36', seen: '1' };
  await vi.waitFor(
    () => expect(Check.mock.lastCall?.[0]).toMatchObject({ corrections: [correction], leftOut: [] }),
    3000,
  );
  await vi.waitFor(() => expect(KeepBegun.mock.lastCall?.[1]).toContain('111.444.777-35'), 3000);
  // Esc keeps what was there.
  await userEvent.keyboard('{Enter}9{Escape}');
  expect(screen.getByRole('heading', { name: '1 mudança à mão' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Desfazer: Linha 3' }));
  expect(screen.queryByRole('heading', { name: /à mão/ })).toBeNull();
});

it('mends by rule for the whole file, and not any more', async () => {
  installFake({ jobTime: 50 });
  wizard('/tmp/modelo.csv');
  const rules = await screen.findByRole('region', { name: 'Correções para o arquivo inteiro' });
  expect(rules).toHaveTextContent('100 linhas podem ser corrigidas');
  expect(rules).toHaveTextContent('(62) 3344-5566556233445566');
  await userEvent.click(within(rules).getByRole('button', { name: /^Corrigir todas/ }));
  const off = await screen.findByRole('button', { name: /^Não corrigir/ });
  expect(await screen.findByText('100 valores corrigidos')).toBeInTheDocument();
  await userEvent.click(off);
  expect(await screen.findByRole('button', { name: /^Corrigir todas/ })).toBeInTheDocument();
});

it('goes on with a file that was begun, and asks before corrections are left behind', async () => {
  const body = JSON.stringify({ step: 'check', corrections: [{ line: 3, index: 1, value: 'x', was: 'y', seen: '1' }] });
  const KeepBegun = vi.fn();
  const Begun = () => [
    { path: '/tmp/modelo.csv', name: 'modelo.csv', at: '2026-11-27T10:00:00Z', missing: false, body },
  ];
  installFake({ override: { Imports: { Begun, KeepBegun } } });
  const left = vi.fn();
  const { container } = renderUi(
    <ImportWizard path="" onStarted={() => {}} onCancel={left} runningLink={() => null} />,
  );
  expect(await screen.findByText('Você começou a importar modelo.csv')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Continuar' }));
  expect(await screen.findByText('Continuamos de onde você parou neste arquivo.')).toBeInTheDocument();
  expect(screen.getByRole('heading', { name: '1 mudança à mão' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
  const dialog = await screen.findByRole('dialog');
  expect(left).not.toHaveBeenCalled();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Descartar e sair' }));
  await vi.waitFor(() => expect(left).toHaveBeenCalled());
  expect(KeepBegun).toHaveBeenLastCalledWith('/tmp/modelo.csv', '');
});
