import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { session as bridge } from '../../bridge/call';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { FirstStart } from './components/first-start';
import { SignIn } from './components/sign-in';

beforeEach(() => setLanguage('pt-BR'));

it('refuses a first start without matching passwords, then creates the administrator', async () => {
  const CreateAdmin = vi.fn(() => ({ initialised: true, signedIn: true }));
  installFake({ initialised: false, signedIn: false, override: { Session: { CreateAdmin } } });
  const { container } = renderUi(<FirstStart />);
  expect(await axe(container)).toEqual([]);
  await userEvent.type(screen.getByLabelText('Nome'), 'Renata Moraes');
  await userEvent.type(screen.getByLabelText('E-mail'), 'renata@exemplo.com.br');
  await userEvent.type(screen.getByLabelText('Senha'), 'segredo-longo');
  await userEvent.type(screen.getByLabelText('Repita a senha'), 'outra');
  await userEvent.click(screen.getByRole('button', { name: 'Criar conta e entrar' }));
  expect(screen.getByText('As duas senhas são diferentes.')).toBeInTheDocument();
  expect(CreateAdmin).not.toHaveBeenCalled();
  await userEvent.clear(screen.getByLabelText('Repita a senha'));
  await userEvent.type(screen.getByLabelText('Repita a senha'), 'segredo-longo{Enter}');
  await vi.waitFor(() =>
    expect(CreateAdmin).toHaveBeenCalledWith('Renata Moraes', 'renata@exemplo.com.br', 'segredo-longo'),
  );
});

it('puts a refusal that names a field under that field', async () => {
  installFake({
    initialised: false,
    override: {
      Session: {
        CreateAdmin: () => {
          throw refuse('password_short', 'short', 'password');
        },
      },
    },
  });
  renderUi(<FirstStart />);
  await userEvent.type(screen.getByLabelText('Nome'), 'Renata');
  await userEvent.type(screen.getByLabelText('E-mail'), 'renata@exemplo.com.br');
  await userEvent.type(screen.getByLabelText('Senha'), 'segredo-longo');
  await userEvent.type(screen.getByLabelText('Repita a senha'), 'segredo-longo{Enter}');
  expect(await screen.findByText('A senha é curta demais.')).toBeInTheDocument();
  expect(screen.getByLabelText('Senha')).toHaveAccessibleDescription(/A senha é curta demais/);
});

it('says that the e-mail or the password is wrong, without saying which', async () => {
  installFake({ signedIn: false });
  renderUi(<SignIn session={await bridge.info()} />);
  await userEvent.type(screen.getByLabelText('E-mail'), 'renata@exemplo.com.br');
  await userEvent.type(screen.getByLabelText('Senha'), 'errada123{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail ou senha não conferem.');
});
