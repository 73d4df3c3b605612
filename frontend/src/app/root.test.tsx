import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../i18n/i18n';
import { installFake, refuse } from '../testing/fake-bridge';
import { axe, renderUi } from '../testing/render';
import { Root } from './root';

beforeEach(async () => {
  window.location.hash = '#/account';
  await setLanguage('pt-BR');
});

/** A window whose session ends: `end` says why. */
function open(more: Record<string, (...args: never[]) => unknown> = {}) {
  let signedIn = true;
  let initialised = true;
  const user = { id: 'u0', name: 'Renata Moraes', email: 'renata@exemplo.com.br', profile: 'admin' };
  const info = () => ({
    initialised,
    signedIn,
    user: signedIn ? user : null,
    permissions: ['view'],
    organization: 'Escritório Sul',
    language: 'pt-BR',
    version: '0.1.0',
    desktop: false,
    platform: 'linux',
    demo: false,
    joining: null,
  });
  const fake = installFake({
    override: {
      Session: {
        Info: info,
        SignIn: (_email: string, password: string) => {
          if (password !== 'gato na janela') throw refuse('bad_credentials');
          signedIn = true;
          return info();
        },
        ...more,
      },
    },
  });
  const end = (reason: 'idle' | 'signed_out' | 'wiped') => {
    signedIn = false;
    initialised = reason !== 'wiped';
    fake.emit('session:ended', { reason });
  };
  return { end, ...renderUi(<Root />) };
}

it('keeps what was typed when the session ends, out of sight, until the same person is back', async () => {
  const { end } = open();
  await userEvent.type(await screen.findByLabelText('Senha atual'), 'pela metade');
  end('idle');
  expect(await screen.findByText('Sua sessão terminou por falta de uso')).toBeInTheDocument();
  expect(screen.getByLabelText('Senha atual')).not.toBeVisible();
  // Everything else is out of reach, itself is not: the place of dialogs is shared.
  const cover = document.querySelector('.come-back');
  for (const part of document.body.children)
    expect((part as HTMLElement).inert === true).toBe(!part.contains(cover) && part.tagName === 'DIV');
  expect(await axe(document.querySelector('.come-back') as Element)).toEqual([]);
  await userEvent.type(screen.getByLabelText('Senha'), 'errada{Enter}');
  expect(await screen.findByText('E-mail ou senha não conferem.')).toBeInTheDocument();
  await userEvent.clear(screen.getByLabelText('Senha'));
  await userEvent.type(screen.getByLabelText('Senha'), 'gato na janela{Enter}');
  await waitFor(() => expect(screen.queryByText('Sua sessão terminou por falta de uso')).not.toBeInTheDocument());
  expect(screen.getByLabelText('Senha atual')).toBeVisible();
  expect(screen.getByLabelText('Senha atual')).toHaveValue('pela metade');
});

it('gives everything up for another account', async () => {
  const { end } = open();
  await screen.findByLabelText('Senha atual');
  end('idle');
  await userEvent.click(await screen.findByRole('button', { name: 'Entrar com outra conta' }));
  expect(await screen.findByRole('button', { name: 'Entrar' })).toBeInTheDocument();
  expect(screen.queryByLabelText('Senha atual')).not.toBeInTheDocument();
});

it('keeps nothing of who has signed out', async () => {
  const { end } = open();
  await screen.findByLabelText('Senha atual');
  end('signed_out');
  expect(await screen.findByRole('button', { name: 'Entrar' })).toBeInTheDocument();
  expect(screen.queryByLabelText('Senha atual')).not.toBeInTheDocument();
});

it('begins anew, and says why, when the organization has had everything destroyed (S4)', async () => {
  const { end } = open();
  await screen.findByLabelText('Senha atual');
  end('wiped');
  expect(await screen.findByText('Os dados deste computador foram destruídos')).toBeInTheDocument();
  expect(screen.getByLabelText('Código de inscrição')).toBeVisible();
  expect(screen.queryByLabelText('Senha atual')).not.toBeInTheDocument();
  await waitFor(() => expect(window.location.hash).toBe('#/'));
});

it('asks before the session ends, and any key answers', async () => {
  let left = 90;
  const Renew = vi.fn(() => {
    left = 28_800;
  });
  open({ Idle: () => ({ secondsLeft: left, limitSeconds: 28_800 }), Renew });
  const dialog = await screen.findByRole('alertdialog', { name: 'Você ainda está aí?' });
  expect(dialog).toHaveAccessibleDescription(/a sessão termina em 1 minuto/);
  expect(await axe(dialog)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Continuar trabalhando' }));
  await waitFor(() => expect(screen.queryByText(/a sessão termina em/)).not.toBeInTheDocument());
  expect(Renew).toHaveBeenCalled();
});
