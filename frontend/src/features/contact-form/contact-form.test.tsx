import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../../i18n/i18n';
import { type Fake, installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { ContactForm } from './components/contact-form';

const spies = () => ({ onClose: vi.fn(), onSaved: vi.fn(), onOpenContact: vi.fn() });
function open(id: string, on = spies()) {
  renderUi(<ContactForm id={id} {...on} />);
  return on;
}
const type = (name: string | RegExp, text: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value: text } });
const leave = (name: string | RegExp) => fireEvent.blur(screen.getByRole('textbox', { name }));
const ready = () => screen.findByRole('textbox', { name: /^Nome/ });
let fake: Fake;
beforeEach(() => {
  fake = installFake({ contacts: 10 });
  return setLanguage('pt-BR');
});

it('says what is wrong when a field is left, and everything when it is saved', async () => {
  const on = open('');
  await ready();
  type('CPF', '123');
  leave('CPF');
  expect(await screen.findByText('O CPF tem 11 números.')).toBeInTheDocument();
  expect(screen.queryByText('Informe o nome.')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Criar contato' }));
  expect(await screen.findByText('Informe o nome.')).toBeInTheDocument();
  expect(screen.getByText('2 campos para corrigir')).toBeInTheDocument();
  await vi.waitFor(() => expect(document.activeElement).toHaveAccessibleName(/Nome/));
  expect(on.onSaved).not.toHaveBeenCalled();
  expect(await axe(screen.getByRole('dialog'))).toEqual([]);
});

it('names who has the CPF, refuses a duplicate and leads there', async () => {
  const on = open('');
  await ready();
  type(/^Nome/, 'Outra');
  type('CPF', '52998224725');
  expect(await screen.findByText('Este contato já existe')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Criar contato' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('não permite cadastro duplicado');
  expect(on.onSaved).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: /^Abrir / }));
  expect(on.onOpenContact).toHaveBeenCalledWith('c7');
});

it('only warns when duplicates are allowed', async () => {
  (window as unknown as { go: { app: { Settings: { Set: (n: string, v: string) => void } } } }).go.app.Settings.Set(
    'do-not-allow-duplicates',
    'off',
  );
  const on = open('');
  await ready();
  type(/^Nome/, 'Outra');
  type('CPF', '52998224725');
  expect(await screen.findByText('Pode ser alguém que já está na base')).toBeInTheDocument();
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'CPF' }), { key: 'Enter', ctrlKey: true });
  await vi.waitFor(() => expect(on.onSaved).toHaveBeenCalledWith('c3', true));
});

it('lets no browser keep what is typed, where no erasure finds it', async () => {
  open('c1');
  await ready();
  for (const field of screen.getAllByRole('textbox')) expect(field).toHaveAttribute('autocomplete', 'off');
});

it('sends only what was changed', async () => {
  const on = open('c1');
  await ready();
  type('Cidade', 'Natal');
  await userEvent.click(screen.getByRole('button', { name: 'Salvar alterações' }));
  await vi.waitFor(() => expect(on.onSaved).toHaveBeenCalledWith('c1', false));
  expect(fake.form.saved[0]?.input).toMatchObject({
    fields: { city: 'Natal' },
    hasPhones: false,
    hasLabels: false,
    hasAvatar: false,
    custom: {},
  });
  expect(Object.keys(fake.form.saved[0]?.input.fields ?? {})).toEqual(['city']);
});

it('keeps a draft, says so when it is opened again, and can discard it', async () => {
  const first = open('c1');
  await ready();
  type('Cidade', 'Natal');
  await vi.waitFor(() => expect(fake.form.drafts.get('c1')).toContain('Natal'));
  await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Guardar rascunho' }));
  await vi.waitFor(() => expect(first.onClose).toHaveBeenCalled());
  document.body.replaceChildren();
  open('c1');
  expect(await screen.findByText('Continuando de onde você parou')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Cidade' })).toHaveValue('Natal');
  await userEvent.click(screen.getByRole('button', { name: 'Descartar rascunho' }));
  expect(screen.getByRole('textbox', { name: 'Cidade' })).not.toHaveValue('Natal');
  await vi.waitFor(() => expect(fake.form.drafts.has('c1')).toBe(false));
});

it('asks before leaving only when something was changed', async () => {
  const on = open('c1');
  await ready();
  await userEvent.keyboard('{Escape}');
  expect(on.onClose).toHaveBeenCalledTimes(1);
  type('Cidade', 'Natal');
  await userEvent.keyboard('{Escape}');
  expect(await screen.findByText('Sair sem salvar?')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Continuar editando' }));
  expect(on.onClose).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('textbox', { name: 'Cidade' })).toHaveValue('Natal');
});

it('moves phones by keyboard, and the first one is the main one', async () => {
  open('c0');
  await ready();
  await userEvent.click(screen.getByRole('button', { name: 'Adicionar telefone' }));
  const lines = () => within(screen.getByRole('list', { name: 'Telefones' })).getAllByRole('listitem');
  const before = lines().length;
  fireEvent.change(within(lines()[before - 1] as HTMLElement).getByRole('textbox', { name: /Telefone/ }), {
    target: { value: '11987654321' },
  });
  fireEvent.keyDown(screen.getByRole('button', { name: `Mover o telefone ${before}` }), { key: 'Home' });
  expect(screen.getByRole('textbox', { name: 'Telefone principal' })).toHaveValue('(11) 98765-4321');
  expect(screen.getByText(`Agora é o 1 de ${before}`)).toBeInTheDocument();
});
