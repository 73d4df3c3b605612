import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { type FakeOptions, installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { ServicesPage } from './components/services-page';
import type { ServicesTab } from './tabs';

beforeEach(() => setLanguage('pt-BR'));

function Page({ begin }: { begin: ServicesTab }) {
  const [tab, setTab] = useState(begin);
  return <ServicesPage tab={tab} onTab={setTab} mayChange />;
}
const open = (tab: ServicesTab, options: FakeOptions = {}) => {
  installFake(options);
  return renderUi(<Page begin={tab} />);
};
const row = async (name: string) => (await screen.findByRole('rowheader', { name })).closest('tr') as HTMLElement;

it('says of each service what its mailbox is worth', async () => {
  const { container } = open('services');
  expect(within(await row('Vendas')).getByText('Validada')).toBeInTheDocument();
  expect(within(await row('Suporte')).getByText('Não validada')).toBeInTheDocument();
  expect(within(await row('WhatsApp')).getByText('Sem caixa')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
});

it('changes a service; another mailbox is not validated', async () => {
  const Save = vi.fn(() => 's2');
  open('services', { override: { Services: { Save } } });
  await userEvent.click(within(await row('Vendas')).getByRole('button', { name: 'Vendas' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('checkbox')).toBeChecked();
  const mailbox = within(dialog).getByLabelText('Caixa de e-mail');
  await userEvent.clear(mailbox);
  expect(within(dialog).getByRole('checkbox')).toBeDisabled();
  await userEvent.type(mailbox, 'comercial@exemplo.com.br');
  expect(within(dialog).getByRole('checkbox')).not.toBeChecked();
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Salvar' }));
  await waitFor(() =>
    expect(Save).toHaveBeenCalledWith({
      id: 's2',
      name: 'Vendas',
      mailbox: 'comercial@exemplo.com.br',
      validated: false,
    }),
  );
});

it('says under the name that it is taken', async () => {
  open('services');
  await userEvent.click(await screen.findByRole('button', { name: 'Novo serviço' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Nome/), 'Vendas{Enter}');
  expect(await within(dialog).findByText('Já existe um serviço com este nome.')).toBeInTheDocument();
});

it('adds tabulations one after the other', async () => {
  const { container } = open('tabulations');
  const name = await screen.findByLabelText('Nova tabulação');
  expect(await axe(container)).toEqual([]);
  await userEvent.type(name, 'Dúvida{Enter}');
  expect(await screen.findByText('Já existe uma tabulação com este nome neste serviço.')).toBeInTheDocument();
  await userEvent.clear(name);
  await userEvent.type(name, 'Elogio{Enter}');
  await waitFor(() => expect(name).toHaveValue(''));
  expect(name).toHaveFocus();
  await userEvent.type(name, 'Reclamação{Enter}');
  expect(await row('Elogio')).toBeInTheDocument();
  expect(await row('Reclamação')).toBeInTheDocument();
});

it('archives a tabulation and takes that back', async () => {
  open('tabulations');
  await userEvent.click(within(await row('Dúvida')).getByRole('button', { name: 'Arquivar: Dúvida' }));
  await waitFor(() => expect(screen.queryByRole('rowheader', { name: 'Dúvida' })).not.toBeInTheDocument());
  await userEvent.click(await screen.findByRole('button', { name: 'Desfazer' }));
  expect(await row('Dúvida')).toBeInTheDocument();
});

it('shows the archived ones and renames', async () => {
  open('tabulations');
  await userEvent.click(await screen.findByLabelText('Mostrar arquivadas'));
  expect(within(await row('Trote')).getByText('Arquivada')).toBeInTheDocument();
  await userEvent.click(within(await row('Dúvida')).getByRole('button', { name: 'Renomear: Dúvida' }));
  const field = await screen.findByLabelText(/^Nome/);
  await userEvent.clear(field);
  await userEvent.type(field, 'Pergunta{Enter}');
  expect(await row('Pergunta')).toBeInTheDocument();
});
