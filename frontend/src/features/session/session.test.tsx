import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { session as bridge } from '../../bridge/call';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { FirstStart } from './components/first-start';
import { JoiningScreen } from './components/joining-screen';
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
  expect(await screen.findByText('A senha precisa de pelo menos 10 caracteres.')).toBeInTheDocument();
  expect(screen.getByLabelText('Senha')).toHaveAccessibleDescription(/pelo menos 10 caracteres/);
});

it('says that the e-mail or the password is wrong, without saying which', async () => {
  installFake({ signedIn: false });
  renderUi(<SignIn session={await bridge.info()} />);
  await userEvent.type(screen.getByLabelText('E-mail'), 'renata@exemplo.com.br');
  await userEvent.type(screen.getByLabelText('Senha'), 'errada123{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail ou senha não conferem.');
});

it('joins an organization instead, before anybody can sign in', async () => {
  const Join = vi.fn(() => ({ initialised: false, signedIn: false }));
  installFake({ initialised: false, signedIn: false, override: { Session: { Join } } });
  const { container } = renderUi(<FirstStart />);
  await userEvent.click(screen.getByRole('radio', { name: 'Entrar em uma organização' }));
  expect(await axe(container)).toEqual([]);
  await userEvent.type(screen.getByLabelText('Endereço do servidor'), 'https://crm.exemplo.com.br');
  await userEvent.type(screen.getByLabelText('Código de inscrição'), 'ABCD-1234');
  await userEvent.type(screen.getByLabelText('Nome deste escritório'), 'Filial Sul{Enter}');
  await vi.waitFor(() => expect(Join).toHaveBeenCalledWith('https://crm.exemplo.com.br', 'ABCD-1234', 'Filial Sul'));
});

describe('the first copy', () => {
  const joining = {
    organization: 'Grupo Exemplo',
    office: 'Sul',
    state: 'syncing',
    done: 41_200,
    total: 120_000,
    problem: null,
  } as const;

  it('shows how far it is, and lets people in once there are users', async () => {
    installFake({ signedIn: false });
    const onSignIn = vi.fn();
    const { container } = renderUi(<JoiningScreen joining={joining} onSignIn={onSignIn} onAgain={() => {}} />);
    expect(screen.getByRole('progressbar', { name: 'Copiando os dados da organização' })).toHaveAttribute(
      'aria-valuenow',
      '34',
    );
    expect(screen.getByText('41.200 registros copiados')).toBeInTheDocument();
    expect(await axe(container)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Entrar já' }));
    expect(onSignIn).toHaveBeenCalled();
  });

  it('waits for the connection without alarm', () => {
    installFake({ signedIn: false });
    const problem = { code: 'server_unreachable', message: '', field: '' };
    renderUi(<JoiningScreen joining={{ ...joining, state: 'offline', problem }} onSignIn={null} onAgain={() => {}} />);
    expect(screen.getByRole('status')).toHaveTextContent('A cópia continua sozinha');
    expect(screen.queryByRole('button', { name: 'Entrar já' })).not.toBeInTheDocument();
  });

  it('asks for another code when the access was withdrawn', async () => {
    installFake({ signedIn: false });
    const onAgain = vi.fn();
    renderUi(<JoiningScreen joining={{ ...joining, state: 'revoked' }} onSignIn={null} onAgain={onAgain} />);
    await userEvent.click(screen.getByRole('button', { name: 'Usar outro código' }));
    expect(onAgain).toHaveBeenCalled();
  });
});
