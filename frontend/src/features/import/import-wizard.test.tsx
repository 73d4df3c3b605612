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

it('explains a wrong delimiter and mends it with one click', async () => {
  installFake();
  wizard('/tmp/virgula.csv');
  const problem = await screen.findByRole('alert');
  expect(problem).toHaveTextContent('O separador não é ponto e vírgula');
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
