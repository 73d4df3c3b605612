import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { InteractionInput, Whom, WhomHolder } from '../../bridge/timeline';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { NewInteraction } from './components/new-interaction';
import { contactOf, type Found, newOf } from './whom';

beforeEach(() => setLanguage('pt-BR'));

const ana: WhomHolder = {
  id: 'c-ana',
  name: 'Ana Prado',
  email: 'ana@exemplo.com.br',
  phone: '5548999998888',
  active: true,
};
const whom = (x: Partial<Whom>): Whom => ({
  kind: 'phone',
  address: '5548999998888',
  holders: [],
  another: false,
  ...x,
});
const nobody = { rows: [], total: 0, exact: true };

/** The form over answers of Go; `add` says what was saved. */
function open(x: Partial<Whom>, add: (input: InteractionInput) => unknown = () => undefined, initial = '') {
  const asked: InteractionInput[] = [];
  installFake({
    override: {
      Contacts: { Page: () => nobody },
      Timeline: {
        Whom: () => whom(x),
        Add: ((input: InteractionInput) => {
          asked.push(input);
          return (
            add(input) ?? {
              id: 'i',
              contact: 'c-new',
              contactName: input.name || input.from,
              contactCreated: input.contact === '',
            }
          );
        }) as never,
      },
    },
  });
  const onClose = vi.fn();
  const onOpenContact = vi.fn();
  const ui = renderUi(<NewInteraction initial={initial} onOpenContact={onOpenContact} onClose={onClose} />);
  return { asked, onClose, onOpenContact, ...ui };
}
const field = () => screen.findByRole('textbox', { name: /^Com quem/ });
const save = () => userEvent.click(screen.getByRole('button', { name: 'Salvar' }));

describe('what a text creates', () => {
  const found = (x: Partial<Found>): Found => ({ ...whom({}), text: '48 99999-8888', others: [], ...x });
  it.each<[string, Found, ReturnType<typeof newOf>]>([
    ['unknown phone', found({}), { kind: 'new', name: '', address: '48 99999-8888', another: false }],
    ['known phone', found({ holders: [ana] }), null],
    [
      'known, allowed again',
      found({ holders: [ana], another: true }),
      { kind: 'new', name: '', address: '48 99999-8888', another: true },
    ],
    [
      'name',
      found({ kind: 'name', address: '', text: 'Zeca' }),
      { kind: 'new', name: 'Zeca', address: '', another: false },
    ],
    ['half a number', found({ kind: '', address: '' }), null],
  ])('%s', (_, x, want) => expect(newOf(x)).toEqual(want));

  it('keeps by which address somebody was found', () => {
    const other = { ...ana, id: 'c-2' };
    expect(contactOf(ana, found({ holders: [ana] }), (d) => d)).toMatchObject({ id: 'c-ana', caller: '48 99999-8888' });
    expect(contactOf(other, found({ holders: [ana] }), (d) => d)).toMatchObject({ id: 'c-2', caller: '' });
  });
});

describe('an interaction from anywhere', () => {
  it('offers whoever has the address, and no second contact', async () => {
    const { asked, onClose } = open({ holders: [ana] });
    await userEvent.type(await field(), '48 9999-8888');
    const option = await screen.findByRole('option', { name: /Ana Prado/ });
    expect(within(option).getByText('(48) 99999-8888 · ana@exemplo.com.br')).toBeTruthy();
    expect(screen.queryByRole('option', { name: /^Criar/ })).toBeNull();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('group', { name: 'Com quem' })).toBeTruthy();
    await save();
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(asked[0]).toMatchObject({ contact: 'c-ana', from: '', name: '', another: false, caller: '48 9999-8888' });
    await screen.findByText('Interação registrada');
  });

  it('creates the contact of an unknown address, by keyboard alone', async () => {
    const { asked, onOpenContact } = open({});
    await userEvent.type(await field(), '48 99999-8888');
    await screen.findByRole('option', { name: 'Criar contato com o telefone (48) 99999-8888' });
    await userEvent.keyboard('{Enter}');
    await userEvent.type(await screen.findByLabelText('Nome'), 'Zeca');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText('O contato Zeca foi criado.');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      contact: '',
      from: '48 99999-8888',
      name: 'Zeca',
      another: false,
      channel: 'voice',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Abrir o contato' }));
    expect(onOpenContact).toHaveBeenCalledWith('c-new');
  });

  it('begins with what was typed elsewhere', async () => {
    open({ kind: 'name', address: '' }, undefined, 'Maria Silva');
    expect(((await field()) as HTMLInputElement).value).toBe('Maria Silva');
    await userEvent.click(await field());
    await userEvent.click(await screen.findByRole('option', { name: 'Criar o contato “Maria Silva”' }));
    expect(((await screen.findByLabelText('Nome')) as HTMLInputElement).value).toBe('Maria Silva');
  });

  it('saves nothing with nobody', async () => {
    const { asked } = open({ kind: '', address: '' });
    await userEvent.type(await field(), '489');
    await screen.findByText(/^Ninguém encontrado/);
    await save();
    await screen.findByText(/^Diga com quem foi/);
    expect(asked).toEqual([]);
  });

  it.each([
    ['phone_invalid', 'Isto não é um telefone, um e-mail nem um usuário deste canal.'],
    ['contact_required_email_or_phone', 'Informe um telefone ou um e-mail: a organização pede um dos dois.'],
    ['ambiguous_match', 'Vários contatos têm este endereço. Clique em Trocar e escolha um na lista.'],
    ['duplicate', 'Já existe um contato com esses dados.'],
  ])('says %s at the address and keeps what was typed', async (code, words) => {
    const { onClose } = open({}, () => {
      throw refuse(code, 'refused', 'from');
    });
    await userEvent.type(await field(), '48 99999-8888');
    await screen.findByRole('option', { name: /^Criar contato/ });
    await userEvent.keyboard('{Enter}');
    await userEvent.type(await screen.findByLabelText('Assunto'), 'Boleto');
    await save();
    await screen.findByText(words);
    expect(onClose).not.toHaveBeenCalled();
    expect((screen.getByLabelText('Assunto') as HTMLInputElement).value).toBe('Boleto');
    expect(screen.queryByText('A interação não foi registrada')).toBeNull();
  });

  it('does not lose what was typed by a slip', async () => {
    const { onClose } = open({});
    await userEvent.type(await field(), '48');
    await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    await screen.findByText('Descartar o que você escreveu?');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('has nothing that axe holds against it, asking, chosen and new', async () => {
    const { baseElement } = open({ holders: [ana], another: true });
    await userEvent.type(await field(), '48 99999-8888');
    await screen.findByRole('option', { name: 'Criar outro contato com (48) 99999-8888' });
    expect(await axe(baseElement)).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('group', { name: 'Com quem' });
    expect(await axe(baseElement)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Trocar' }));
    await userEvent.click(await field());
    await userEvent.click(await screen.findByRole('option', { name: /^Criar outro/ }));
    await screen.findByLabelText('Nome');
    expect(await axe(baseElement)).toEqual([]);
  });
});
