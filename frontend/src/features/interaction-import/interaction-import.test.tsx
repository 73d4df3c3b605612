import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { InteractionSource } from '../../bridge/interaction-imports';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { fakeInteractionPreview } from '../../testing/fake-interaction-import';
import { axe, renderUi } from '../../testing/render';
import { InteractionImport } from './components/interaction-import';

const show = (path: string, onStarted = vi.fn()) =>
  renderUi(
    <InteractionImport
      path={path}
      onStarted={onStarted}
      onCancel={() => {}}
      runningLink={() => <button type="button">ver</button>}
    />,
  );

beforeEach(() => setLanguage('pt-BR'));

it('says what the file holds and what becomes of its lines, then imports it', async () => {
  const started = vi.fn();
  installFake();
  const { container } = show('/tmp/semana.csv', started);
  const columns = await screen.findByRole('region', { name: 'O que há no arquivo' });
  expect(within(columns).getByText('De quem')).toBeInTheDocument();
  expect(within(columns).getByText('Não será usada')).toBeInTheDocument();
  expect(screen.getByText(/3 podem entrar\. 1 seria recusada\. Elas criam 1 contato novo\./)).toBeInTheDocument();
  const lines = screen.getByRole('region', { name: 'Linhas do arquivo' });
  expect(within(lines).getByText('Canal desconhecido')).toBeInTheDocument();
  expect(within(lines).getByText('Completa a que já existe')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  await act(() => setLanguage('en'));
  expect(within(lines).getByText('Unknown channel')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Import 3 lines' }));
  await vi.waitFor(() => expect(started).toHaveBeenCalledWith(expect.stringMatching(/^j\d+$/)));
});

it('reads the file again with the separator that somebody chooses', async () => {
  const Preview = vi.fn(fakeInteractionPreview);
  installFake({ override: { InteractionImports: { Preview } } });
  show('/tmp/grande.csv');
  expect(await screen.findByRole('button', { name: 'Importar o arquivo inteiro' })).toBeEnabled();
  expect(Preview.mock.lastCall?.[0]).toEqual({ path: '/tmp/grande.csv', delimiter: 'auto', headerRow: 0 });
  await userEvent.click(screen.getByRole('combobox', { name: 'Separador' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Vírgula (,)' }));
  await vi.waitFor(() => expect(Preview.mock.lastCall?.[0]).toMatchObject({ delimiter: ',' }));
});

it('says what it passed over above the header, and reads from another line', async () => {
  const Preview = vi.fn(fakeInteractionPreview);
  installFake({ override: { InteractionImports: { Preview } } });
  const { container } = show('/tmp/relatorio.csv');
  expect(await screen.findByText('O cabeçalho é a linha 2 do arquivo')).toBeInTheDocument();
  expect(screen.getByText('A linha acima dele fica de fora:')).toBeInTheDocument();
  expect(screen.getByText('Relatório de atendimentos')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Escolher outra linha…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Qual linha tem os nomes das colunas?' });
  expect(within(dialog).getByRole('radio', { name: /^2 protocolo canal/ })).toBeChecked();
  await userEvent.click(within(dialog).getByRole('radio', { name: /^3 A-1/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Usar a linha 3' }));
  await vi.waitFor(() => expect(Preview.mock.lastCall?.[0]).toMatchObject({ headerRow: 3, delimiter: 'auto' }));
});

it('looks for the header anew where the chosen line is none', async () => {
  const beyond = vi.fn((source: InteractionSource) =>
    fakeInteractionPreview({ ...source, headerRow: source.headerRow && 9 }),
  );
  installFake({ override: { InteractionImports: { Preview: beyond } } });
  show('/tmp/relatorio.csv');
  await userEvent.click(await screen.findByRole('button', { name: 'Escolher outra linha…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Qual linha tem os nomes das colunas?' });
  await userEvent.click(within(dialog).getByRole('radio', { name: /^3 A-1/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Usar a linha 3' }));
  const problem = await screen.findByRole('alert');
  expect(problem).toHaveTextContent('Essa linha não tem cabeçalho');
  await userEvent.click(within(problem).getByRole('button', { name: 'Procurar o cabeçalho' }));
  expect(await screen.findByText('O cabeçalho é a linha 2 do arquivo')).toBeInTheDocument();
  expect(beyond.mock.lastCall?.[0]).toMatchObject({ headerRow: 0 });
});

it('says which columns are missing, and does not begin', async () => {
  installFake();
  show('/tmp/sem-canal.csv');
  expect(await screen.findByRole('alert')).toHaveTextContent('Faltam colunas para saber de quem é cada interação');
  expect(screen.getByRole('button', { name: 'Nada para importar' })).toBeDisabled();
});

it('waits for another import of this person', async () => {
  const fake = installFake({ jobTime: 0 });
  fake.start('import', 'antes.csv', 0, false);
  show('');
  expect(await screen.findByText('Você já tem uma importação em andamento')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Escolher arquivo' })).toBeDisabled();
});
