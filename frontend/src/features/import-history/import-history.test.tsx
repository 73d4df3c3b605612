import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { imports } from '../../bridge/call';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { HistoryPage } from './components/history-page';
import { ImportFacts } from './components/import-facts';
import { type HistoryFilters, parseHistorySearch } from './filters';

beforeEach(() => setLanguage('pt-BR'));

const source = {
  path: '/tmp/clientes_nov.csv',
  encoding: 'auto' as const,
  delimiter: '' as const,
  mapping: [],
  sheet: '',
  derived: [],
  corrections: [],
  leftOut: [],
  newFields: [],
};

/** An import that has ended. */
async function imported(): Promise<string> {
  installFake({ jobTime: 1 });
  const id = await imports.start(source as unknown as Parameters<typeof imports.start>[0]);
  await waitFor(async () => expect((await (await import('../../bridge/call')).jobs.get(id)).state).toBe('ended'));
  return id;
}

function Page() {
  const [filters, setFilters] = useState<HistoryFilters>({});
  return (
    <HistoryPage
      filters={filters}
      onFilters={setFilters}
      onImport={() => {}}
      importLink={({ job }) => <a href={`#/imports/${job.id}`}>{job.title}</a>}
      tabs={null}
    />
  );
}
const facts = (id: string) =>
  renderUi(<ImportFacts jobId={id} contactLink={(contact, name) => <a href={`#/contacts/${contact}`}>{name}</a>} />);

it('lists who imported what with the counts, and finds by words and result', async () => {
  await imported();
  const { container } = renderUi(<Page />);
  const row = await screen.findByRole('row', { name: /clientes_nov\.csv/ });
  expect(within(row).getByText('48.210')).toBeInTheDocument();
  expect(within(row).getByText(/Pode ser desfeita até 20\/02\/2027/)).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  await userEvent.type(screen.getByLabelText('Buscar'), 'outro');
  expect(await screen.findByText('Nenhuma importação com esses filtros')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
  expect(await screen.findByRole('row', { name: /clientes_nov\.csv/ })).toBeInTheDocument();
});

it('says what an undo will do before it begins, and what it has left afterwards', async () => {
  const id = await imported();
  const { container } = facts(id);
  await userEvent.click(await screen.findByRole('button', { name: 'Desfazer importação' }));
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText('48.209 contatos criados por ela serão removidos.')).toBeInTheDocument();
  expect(within(dialog).getByText('1.802 contatos voltam a ser como eram.')).toBeInTheDocument();
  expect(within(dialog).getByText(/^2 contatos mudaram depois/)).toBeInTheDocument();
  expect(within(dialog).getByRole('button', { name: 'Cancelar' })).toHaveFocus();
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Desfazer importação' }));
  const rita = await screen.findByRole('row', { name: /Rita Campos/ });
  expect(within(rita).getByText('Alguém alterou depois da importação')).toBeInTheDocument();
  expect(within(rita).getByText('Bia Rocha')).toBeInTheDocument();
  expect(screen.getByText('e-mail, Plano')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Salvar lista do que ficou' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Desfazer importação' })).not.toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
});

it('shows how the file was read', async () => {
  facts(await imported());
  await userEvent.click(await screen.findByText('Detalhes da importação'));
  expect(screen.getByRole('row', { name: 'NOME_CLIENTE Nome' })).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'obs2 Ignorada' })).toBeInTheDocument();
  expect(screen.getByText('guardado por 30 dias')).toBeInTheDocument();
});

it('takes from the address only what it knows', () => {
  expect(parseHistorySearch({ q: 'x', colour: 'blue', undo: 'done', from: 3, other: 'y' })).toEqual({
    q: 'x',
    undo: 'done',
  });
});
