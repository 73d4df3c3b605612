import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { DesktopSettings } from './components/desktop-settings';

beforeEach(() => setLanguage('pt-BR'));
const at = (name: string) => screen.findByRole('switch', { name });

it('shows how things stand and changes them', async () => {
  installFake();
  const { container } = renderUi(<DesktopSettings />);
  const notifications = await at('Notificações do sistema');
  const start = await at('Abrir ao entrar no computador');
  expect(notifications).toBeChecked();
  expect(start).not.toBeChecked();
  expect(await axe(container)).toEqual([]);
  await userEvent.click(notifications);
  await waitFor(() => expect(notifications).not.toBeChecked());
  await userEvent.click(start);
  await waitFor(() => expect(start).toBeChecked());
});

it('says that the system refused, and shows what it still is', async () => {
  const SetStartAtLogin = () => {
    throw refuse('login_entry');
  };
  installFake({ override: { Desktop: { SetStartAtLogin } } });
  renderUi(<DesktopSettings />);
  await userEvent.click(await at('Abrir ao entrar no computador'));
  expect(await screen.findByText(/O sistema não aceitou a mudança/)).toBeInTheDocument();
  expect(await at('Abrir ao entrar no computador')).not.toBeChecked();
});

it('says why a login cannot start it, and promises a browser no more than it can do', async () => {
  const state = { native: true, notifications: true, startAtLogin: false, canStartAtLogin: false };
  installFake({ override: { Desktop: { State: () => ({ ...state }) } } });
  renderUi(<DesktopSettings />);
  expect(await at('Abrir ao entrar no computador')).toBeDisabled();
  expect(screen.getByText(/CARTEIRA_DATA/)).toBeInTheDocument();
  document.body.replaceChildren();
  state.native = false;
  renderUi(<DesktopSettings />);
  expect(await screen.findByText(/o título da aba ganha um ponto/)).toBeInTheDocument();
  expect(screen.queryByText('Abrir ao entrar no computador')).toBeNull();
});
