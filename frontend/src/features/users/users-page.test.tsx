import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { type FakeOptions, installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { phoneDigits } from './components/user-dialog';
import { UsersPage } from './components/users-page';
import type { UsersTab } from './tabs';

beforeEach(() => setLanguage('pt-BR'));

function Page({ begin, mayManage }: { begin: UsersTab; mayManage: boolean }) {
  const [tab, setTab] = useState(begin);
  return <UsersPage tab={tab} onTab={setTab} mayManage={mayManage} self="u0" />;
}

function open(tab: UsersTab = 'users', options: FakeOptions = {}, mayManage = true) {
  const fake = installFake(options);
  return { fake, ...renderUi(<Page begin={tab} mayManage={mayManage} />) };
}

const row = async (name: string) =>
  (await screen.findByRole('rowheader', { name: new RegExp(name) })).closest('tr') as HTMLElement;

it('lists who may sign in, with presence, load and lock in words', async () => {
  const { container } = open();
  expect(within(await row('Renata')).getByText('você')).toBeInTheDocument();
  expect(within(await row('Caio')).getByText(/Em pausa/)).toHaveTextContent('reunião');
  expect(within(await row('Letícia')).getByText('3 de 3')).toBeInTheDocument();
  expect(within(await row('Letícia')).getByText('(41) 99876-5432')).toBeInTheDocument();
  expect(within(await row('João')).getByText(/Bloqueado até/)).toBeInTheDocument();
  expect(screen.queryByText('Paulo Prado')).not.toBeInTheDocument(); // deactivated
  expect(screen.getByText('4 usuários')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
});

it('searches without accents and shows the deactivated', async () => {
  open();
  await row('Renata');
  await userEvent.type(screen.getByLabelText('Procurar'), 'leticia');
  expect(screen.getByText('1 usuário')).toBeInTheDocument();
  await userEvent.clear(screen.getByLabelText('Procurar'));
  await userEvent.click(screen.getByText('Desativados'));
  expect(await row('Paulo')).toBeInTheDocument();
});

it('creates a user, and says under the address that it is taken', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Novo usuário' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Criar usuário' }));
  expect(within(dialog).getByText('Informe o nome.')).toBeInTheDocument();
  expect(within(dialog).getByText('A senha precisa de pelo menos 10 caracteres.')).toBeInTheDocument();
  await userEvent.type(within(dialog).getByLabelText(/^Nome/), 'Beatriz Lima');
  await userEvent.type(within(dialog).getByLabelText(/^E-mail/), 'caio@exemplo.com.br');
  await userEvent.type(within(dialog).getByLabelText(/^Senha inicial/), 'gato na janela{Enter}');
  expect(await within(dialog).findByText('Outro usuário já tem este e-mail.')).toBeInTheDocument();
  expect(await axe(dialog)).toEqual([]);
  const email = within(dialog).getByLabelText(/^E-mail/);
  await userEvent.clear(email);
  await userEvent.type(email, 'beatriz@exemplo.com.br{Enter}');
  expect(await row('Beatriz Lima')).toBeInTheDocument();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

it('keeps the last administrator, and says why in the dialog', async () => {
  open();
  await userEvent.click(within(await row('Renata')).getByRole('button', { name: /^Ações de/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Desativar…' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: 'Cancelar' })).toHaveFocus();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Desativar' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Esta é a última pessoa ativa');
});

it('deactivates somebody and brings them back', async () => {
  open();
  await userEvent.click(within(await row('Caio')).getByRole('button', { name: /^Ações de/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Desativar…' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Desativar' }));
  await waitFor(() => expect(screen.queryByRole('rowheader', { name: /Caio/ })).not.toBeInTheDocument());
  await userEvent.click(screen.getByText('Desativados'));
  await userEvent.click(within(await row('Caio')).getByRole('button', { name: /^Ações de/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Reativar' }));
  await waitFor(() => expect(screen.queryByRole('rowheader', { name: /Caio/ })).not.toBeInTheDocument());
});

it('resets a password, but not to one of the first that anybody tries', async () => {
  open();
  await userEvent.click(within(await row('João')).getByRole('button', { name: /^Ações de/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Redefinir a senha…' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Nova senha/), '1234567890{Enter}');
  expect(await within(dialog).findByText(/uma das primeiras/)).toBeInTheDocument();
  await userEvent.clear(within(dialog).getByLabelText(/^Nova senha/));
  await userEvent.type(within(dialog).getByLabelText(/^Nova senha/), 'gato na janela{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(within(await row('João')).queryByText(/Bloqueado/)).not.toBeInTheDocument();
});

it('asks why somebody is paused', async () => {
  const SetPresence = vi.fn();
  open('users', { override: { Users: { SetPresence } } });
  await userEvent.click(within(await row('Letícia')).getByRole('button', { name: /^Mudar a presença/ }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Pausar…' }));
  await userEvent.type(await screen.findByLabelText('Motivo da pausa'), 'almoço{Enter}');
  await waitFor(() => expect(SetPresence).toHaveBeenCalledWith('u2', 'paused', 'almoço'));
});

it('shows who may do what, what is not as by default, and what cannot be switched', async () => {
  const { container } = open('permissions');
  const merge = await screen.findByRole('switch', { name: 'Unir duplicados para Atendimento' });
  expect(merge).not.toBeChecked();
  expect(screen.getByText('Tudo como no padrão.')).toBeInTheDocument();
  await userEvent.click(merge);
  expect(merge).toBeChecked();
  expect(await screen.findByText('1 permissão diferente do padrão.')).toBeInTheDocument();
  const fixed = screen.getByRole('switch', { name: 'Usuários e permissões para Administração' });
  await userEvent.click(fixed);
  expect(fixed).toBeChecked();
  expect(await axe(container)).toEqual([]);
});

it('takes a switch back when Go refuses it', async () => {
  open('permissions', {
    override: {
      Permissions: {
        Set: () => {
          throw JSON.stringify({ code: 'not_allowed', message: 'no', field: '' });
        },
      },
    },
  });
  const merge = await screen.findByRole('switch', { name: 'Unir duplicados para Atendimento' });
  await userEvent.click(merge);
  expect(await screen.findByText('A permissão não mudou')).toBeInTheDocument();
  await waitFor(() => expect(merge).not.toBeChecked());
});

it('tells who may not see it so, and asks Go nothing', async () => {
  const List = vi.fn(() => []);
  open('users', { override: { Users: { List } } }, false);
  expect(screen.getByText(/Você não tem permissão/)).toBeInTheDocument();
  expect(List).not.toHaveBeenCalled();
});

it.each([
  ['(41) 99876-5432', '5541998765432'],
  ['4133334444', '554133334444'],
  ['+351 912 345 678', '351912345678'],
  ['5541998765432', '5541998765432'],
  ['', ''],
])('reads the phone %s as %s', (text, digits) => expect(phoneDigits(text)).toBe(digits));
