import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { AccountPage } from './components/account-page';

beforeEach(() => setLanguage('pt-BR'));

async function change(current: string, next: string, again = next) {
  for (const [label, text] of [
    ['Senha atual', current],
    ['Nova senha', next],
    ['Repita a nova senha', again],
  ] as const) {
    await userEvent.clear(screen.getByLabelText(label));
    await userEvent.type(screen.getByLabelText(label), text);
  }
  await userEvent.click(screen.getByRole('button', { name: 'Trocar a senha' }));
}

it('changes the password only with the current one', async () => {
  installFake();
  const { container } = renderUi(<AccountPage />);
  expect(await screen.findByText('Renata Moraes')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
  await change('senha atual', 'curta');
  expect(screen.getByText('A senha precisa de pelo menos 10 caracteres.')).toBeInTheDocument();
  await change('senha atual', 'gato na janela', 'gato na cadeira');
  expect(screen.getByText('As duas senhas são diferentes.')).toBeInTheDocument();
  await change('outra', 'gato na janela');
  expect(await screen.findByText('A senha atual não confere.')).toBeInTheDocument();
  await change('senha atual', '1234567890');
  expect(await screen.findByText(/uma das primeiras/)).toBeInTheDocument();
  await change('senha atual', 'gato na janela');
  expect(await screen.findByText('Sua senha foi trocada')).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText('Senha atual')).toHaveValue(''));
});

it('says until when guessing has locked, and counts down in words', async () => {
  installFake();
  renderUi(<AccountPage />);
  await screen.findByText('Renata Moraes');
  await change('bloqueia1', 'gato na janela');
  expect(await screen.findByRole('alert')).toHaveTextContent('a entrada está bloqueada até');
  expect(screen.getByRole('timer')).toHaveTextContent(/em 4 minutos e 3\d segundos/);
});
