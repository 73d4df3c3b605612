import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Selection } from '../../bridge/types';
import { jobSummary, jobTitle } from '../../components/job-words';
import { i18n, setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { BatchActions } from './components/batch-actions';

const selection: Selection = {
  kind: 'all',
  ids: [],
  except: ['c1'],
  query: {
    search: '',
    status: 'active',
    owner: '',
    owners: [],
    portfolioTypes: [],
    labels: [],
    fields: [],
    createdFrom: '',
    createdTo: '',
    channel: '',
    sort: 'name',
    desc: false,
  },
};
beforeEach(() => setLanguage('pt-BR'));

it('says how many and what becomes of them, and begins only when told so', async () => {
  const start = vi.fn(() => 'j1');
  installFake({ override: { Batches: { Start: start } } });
  renderUi(<BatchActions selection={selection} count={1_000_000} exact />);
  await userEvent.click(screen.getByRole('button', { name: 'Desativar' }));
  const dialog = await screen.findByRole('dialog', { name: 'Desativar 1.000.000 de contatos?' });
  expect(dialog).toHaveTextContent('podem ser ativados de novo');
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
  expect(start).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Desativar' }));
  await screen.findByRole('dialog');
  await userEvent.click(screen.getAllByRole('button', { name: 'Desativar' }).at(-1) as HTMLElement);
  await waitFor(() => expect(start).toHaveBeenCalledWith('deactivate', '', selection));
  expect(await screen.findByText('Ação em lote iniciada')).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

it('a count that is not exact yet is called a lower bound', async () => {
  installFake();
  renderUi(<BatchActions selection={selection} count={2} exact={false} />);
  await userEvent.click(screen.getByRole('button', { name: 'Ativar' }));
  expect(await screen.findByRole('dialog', { name: 'Ativar ≥ 2 contatos?' })).toBeInTheDocument();
});

it('adds and removes a label; the button says what it will do; an archived one can only be removed', async () => {
  const start = vi.fn(() => 'j1');
  const labels = () => [
    { id: 'l1', name: 'VIP', color: 'petrol', archived: false },
    { id: 'l2', name: 'Antiga', color: 'gray', archived: true },
  ];
  installFake({ override: { Batches: { Start: start }, Lookups: { Labels: labels } } });
  renderUi(<BatchActions selection={selection} count={3} exact />);
  await userEvent.click(screen.getByRole('button', { name: 'Etiquetas' }));
  const dialog = await screen.findByRole('dialog', { name: 'Etiquetas da seleção' });
  expect(screen.getByRole('button', { name: 'Adicionar a 3 contatos' })).toBeDisabled();
  await userEvent.click(screen.getByRole('combobox', { name: 'Etiqueta' }));
  expect(await screen.findByRole('option', { name: 'VIP' })).toBeInTheDocument();
  expect(screen.queryByRole('option', { name: 'Antiga' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Remover etiqueta' }));
  await userEvent.click(screen.getByRole('combobox', { name: 'Etiqueta' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Antiga' }));
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Remover de 3 contatos' }));
  await waitFor(() => expect(start).toHaveBeenCalledWith('remove_label', 'l2', selection));
});

it('stays open and says why when the action does not begin', async () => {
  const start = () => {
    throw refuse('not_allowed');
  };
  installFake({ override: { Batches: { Start: start } } });
  renderUi(<BatchActions selection={selection} count={3} exact />);
  await userEvent.click(screen.getByRole('button', { name: 'Ativar' }));
  await screen.findByRole('dialog');
  await userEvent.click(screen.getAllByRole('button', { name: 'Ativar' }).at(-1) as HTMLElement);
  expect(await screen.findByText('A ação não começou')).toBeInTheDocument();
  expect(screen.getByRole('dialog')).toHaveTextContent('Você não tem permissão');
});

it('a job of it is told in words, with counts', () => {
  const fake = installFake({ contacts: 300 });
  const id = fake.start('batch', 'VIP', 0, false, { job: { action: 'add_label' } });
  const job = fake.jobs.get(id);
  if (!job) throw new Error('no job');
  expect(jobTitle(i18n.t, job)).toBe('Adicionar a etiqueta “VIP”');
  const result = { ...(job.result ?? {}), updated: 1, unchanged: 2, rejected: 1 } as NonNullable<typeof job.result>;
  expect(jobSummary(i18n.t, { ...job, result })).toBe('1 contato alterado, 2 já estavam assim e 1 recusado.');
});
