import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { i18n, setLanguage } from '../../i18n/i18n';
import { type FakeOptions, installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { SyncPage } from './components/sync-page';
import type { SyncTab } from './tabs';

beforeEach(() => setLanguage('pt-BR'));

function Page({ begin, mayManage }: { begin: SyncTab; mayManage: boolean }) {
  const [tab, setTab] = useState<SyncTab>(begin);
  return (
    <SyncPage
      tab={tab}
      onTab={setTab}
      mayManage={mayManage}
      contactLink={(id, name) => <a href={`#/?contact=${id}`}>{name}</a>}
    />
  );
}

function open(options: FakeOptions, tab: SyncTab = 'waiting', mayManage = true) {
  const fake = installFake(options);
  return { fake, ...renderUi(<Page begin={tab} mayManage={mayManage} />) };
}

async function fill(server: string, code: string, office: string) {
  await userEvent.type(await screen.findByLabelText('Endereço do servidor'), server);
  await userEvent.type(screen.getByLabelText('Código de inscrição'), code);
  await userEvent.type(screen.getByLabelText('Nome deste escritório'), office);
  await userEvent.click(screen.getByRole('button', { name: 'Ligar este computador' }));
}

describe('a computer without a server', () => {
  it('says what enrolling means and needs all three fields', async () => {
    const Enrol = vi.fn();
    const { container } = open({ override: { Sync: { Enrol } } });
    await screen.findByText('Este computador não está ligado a um servidor');
    expect(screen.getByText(/Sem conexão, o trabalho continua igual/)).toBeInTheDocument();
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Sincronizar agora' })).not.toBeInTheDocument();
    expect(await axe(container)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Ligar este computador' }));
    expect(screen.getByLabelText('Código de inscrição')).toHaveAccessibleDescription(/Informe o código/);
    expect(Enrol).not.toHaveBeenCalled();
  });

  it.each([
    ['https://crm.exemplo.com.br', 'vencido', 'Código de inscrição', /já foi usado ou venceu/],
    ['http://crm.exemplo.com.br', 'ABCD', 'Endereço do servidor', /comece com https/],
    ['https://fora.exemplo.com.br', 'ABCD', 'Endereço do servidor', /O servidor não responde/],
  ])('puts the refusal of %s with %s under its field', async (server, code, field, text) => {
    open({});
    await fill(server, code, 'Filial Sul');
    await vi.waitFor(() => expect(screen.getByLabelText(field)).toHaveAccessibleDescription(text));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('tells above the form what is about no field', async () => {
    const Enrol = () => {
      throw refuse('other_organization');
    };
    open({ override: { Sync: { Enrol } } });
    await fill('crm.exemplo.com.br', 'ABCD', 'Sul');
    expect(await screen.findByRole('alert')).toHaveTextContent('são de outra organização');
  });

  it('shows the connection once it is enrolled', async () => {
    open({});
    await fill(' https://crm.exemplo.com.br ', ' ABCD-1234 ', 'Filial Sul');
    const card = await screen.findByRole('region', { name: 'Conexão' });
    expect(card).toHaveTextContent('Grupo Exemplo');
    expect(card).toHaveTextContent('Filial Sul');
  });

  it('offers no form to whoever may not enrol', async () => {
    open({}, 'waiting', false);
    await screen.findByText(/Só quem tem a permissão/);
    expect(screen.queryByLabelText('Código de inscrição')).not.toBeInTheDocument();
  });
});

describe('the connection', () => {
  it('stays calm offline and says that work goes on', async () => {
    const { container } = open({ sync: 'offline' });
    expect(await screen.findByText(/Pode continuar trabalhando/)).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(screen.getByText('A chave deste computador está em um arquivo')).toBeInTheDocument();
    expect(await axe(container)).toEqual([]);
  });

  it('shows how far a longer exchange is', async () => {
    open({ sync: 'syncing' });
    expect(await screen.findByRole('heading', { name: 'Sincronizando 34%' })).toBeInTheDocument();
    expect(screen.getByText(/41\.200 de 120\.000 registros/)).toBeInTheDocument();
  });

  it('offers another code when the access was withdrawn, and nothing to synchronize', async () => {
    open({ sync: 'revoked' });
    expect(await screen.findByRole('alert')).toHaveTextContent('Acesso retirado');
    expect(screen.getByLabelText('Código de inscrição')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Sincronizar agora' })).not.toBeInTheDocument();
  });

  it('says why synchronizing now failed', async () => {
    open({ sync: 'offline' });
    await userEvent.click(await screen.findByRole('button', { name: 'Sincronizar agora' }));
    expect(await screen.findByText('Não foi possível sincronizar')).toBeInTheDocument();
  });
});

describe('what waits', () => {
  const row = async (text: string) => {
    const found = (await screen.findByText(text)).closest('li');
    if (!found) throw new Error(`${text} is in no row`);
    return within(found);
  };

  it('says of each why it waits', async () => {
    const { container } = open({ sync: 'online' });
    const refused = await row('Caio Brandão');
    expect(refused.getByText('Não foi feita. Outra pessoa já tinha assumido o contato.')).toBeInTheDocument();
    expect(refused.getByRole('link', { name: 'Ver o contato que impede' })).toHaveAttribute('href', '#/?contact=c9');
    expect((await row('Importação, 10.000 linhas')).getByText('Espera a conexão')).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: /A enviar/ })).toHaveTextContent('7');
    expect(await axe(container)).toEqual([]);
  });

  it('cancels an anonymization that nobody has carried out', async () => {
    open({ sync: 'online' });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancelar: Anonimização: Beatriz Lima' }));
    await vi.waitFor(() => expect(screen.queryByText('Beatriz Lima')).not.toBeInTheDocument());
  });

  it('discards a draft only after asking, and Enter alone does not', async () => {
    open({ sync: 'online' });
    const actions = () => screen.findByRole('button', { name: 'Ações de Contato alterado: Caio Brandão' });
    await userEvent.click(await actions());
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Descartar…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Descartar esta alteração?' });
    await vi.waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancelar' })).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(screen.getByText('Caio Brandão')).toBeInTheDocument();
    await userEvent.click(await actions());
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Descartar…' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Descartar' }));
    await vi.waitFor(() => expect(screen.queryByText('Caio Brandão')).not.toBeInTheDocument());
  });

  it('saves the draft of a refused change', async () => {
    const { fake } = open({ sync: 'online' });
    await userEvent.click(await screen.findByRole('button', { name: 'Ações de Contato alterado: Caio Brandão' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Salvar rascunho' }));
    expect(await screen.findByText('Rascunho salvo')).toBeInTheDocument();
    expect(fake.downloads).toEqual(['/download/rascunho']);
  });
});

describe('conflicts', () => {
  const card = (name: string) => screen.findByRole('listitem', { name });

  it('shows what stands and what gave way, with who and when', async () => {
    const { container } = open({ sync: 'online' }, 'conflicts');
    const email = within(await card('E-mail de Ana Paula de Souza'));
    expect(email.getByText('ana.paula@exemplo.com.br')).toBeInTheDocument();
    expect(email.getByText('ana@antigo.com.br')).toBeInTheDocument();
    expect(email.getByText(/^Paulo Prado · \d\d\/\d\d\/\d{4}/)).toBeInTheDocument();
    expect(email.getByRole('button', { name: 'Usar o deste escritório' })).toBeInTheDocument();
    const birth = within(await card('Data de nascimento de Ana Paula de Souza'));
    expect(birth.getByText('14/02/1988')).toBeInTheDocument();
    expect(birth.getByText('(em branco)')).toBeInTheDocument();
    expect(birth.getByRole('button', { name: 'Usar o outro' })).toBeInTheDocument();
    expect(await axe(container)).toEqual([]);
  });

  it('shows parts of interactions, surveys and appointments like fields, and which one it is', async () => {
    open({ sync: 'online' }, 'conflicts');
    const comment = within(await card('Comentário da pesquisa de Ana Paula de Souza'));
    expect(comment.getByText('Interação 20261203-7K2M9QXA4B')).toBeInTheDocument();
    expect(comment.getByText(/a segunda via não chegou/)).toBeInTheDocument();
    expect(comment.getByRole('button', { name: 'Usar o deste escritório' })).toBeInTheDocument();
    const time = within(await card('Horário do agendamento de Ana Paula de Souza'));
    expect(time.getByText(/^Agendamento de 04\/12\/2026 \d\d:30$/)).toBeInTheDocument();
    expect(time.getByText(/^04\/12\/2026 \d\d:00$/)).toBeInTheDocument();
  });

  it('links both contacts of a CNPJ and of a possible duplicate, which has one answer', async () => {
    open({ sync: 'online' }, 'conflicts');
    const cnpj = within(await card('CNPJ de Padaria Nova'));
    expect(cnpj.getAllByRole('link').map((a) => a.getAttribute('href'))).toEqual(['#/?contact=c1', '#/?contact=c7']);
    const duplicate = within(await card('Ana Paula de Souza pode já existir'));
    expect(duplicate.getAllByRole('link')).toHaveLength(2);
    expect(duplicate.getAllByRole('button')).toHaveLength(1);
  });

  it('is worked off with the keys 1 and 2, and only with the focus inside', async () => {
    const asked: unknown[] = [];
    open(
      { sync: 'online', override: { Sync: { Settle: (...args: unknown[]) => void asked.push(args) } } },
      'conflicts',
    );
    await card('E-mail de Ana Paula de Souza');
    await userEvent.keyboard('1');
    expect(asked).toEqual([]);
    (await card('E-mail de Ana Paula de Souza')).focus();
    await userEvent.keyboard('2');
    await vi.waitFor(() => expect(asked).toEqual([['x1', 'value']]));
    const birth = await card('Data de nascimento de Ana Paula de Souza');
    await vi.waitFor(() => expect(birth).toHaveFocus());
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(await card('Ana Paula de Souza pode já existir')).toHaveFocus();
    await userEvent.keyboard('2');
    await userEvent.keyboard('1');
    await vi.waitFor(() =>
      expect(asked).toEqual([
        ['x1', 'value'],
        ['x4', 'winner'],
      ]),
    );
  });

  it('keeps a conflict that could not be settled, and says why', async () => {
    open({ sync: 'online' }, 'conflicts');
    await userEvent.click(
      within(await card('CNPJ de Padaria Nova')).getByRole('button', { name: 'Usar este CNPJ aqui' }),
    );
    expect(await screen.findByText('Este CNPJ já pertence a outro contato.')).toBeInTheDocument();
    expect(await card('CNPJ de Padaria Nova')).toBeInTheDocument();
  });
});

describe('computers', () => {
  it('shows who is behind, who owes an erasure and which is this one', async () => {
    const { container } = open({ sync: 'online' }, 'devices');
    const self = (await screen.findByRole('rowheader', { name: /Matriz/ })).closest('tr');
    expect(self).toHaveTextContent('este computador');
    expect(self).toHaveTextContent('Em dia');
    expect(screen.getByRole('row', { name: /Filial Norte/ })).toHaveTextContent('1.284 alterações');
    expect(screen.getByRole('row', { name: /Filial Norte/ })).toHaveTextContent('Falta confirmar');
    expect(screen.getByRole('row', { name: /Notebook antigo/ })).toHaveTextContent('Acesso retirado');
    expect(await axe(container)).toEqual([]);
  });

  it('are for those who manage the organization', async () => {
    open({ sync: 'online' }, 'devices', false);
    expect(await screen.findByRole('tab', { name: /A enviar/ })).toHaveAttribute('aria-selected', 'true');
    expect(screen.queryByRole('tab', { name: 'Computadores' })).not.toBeInTheDocument();
  });

  it('says that the server could not be asked', async () => {
    open({ sync: 'offline' }, 'devices');
    expect(await screen.findByText('Não foi possível perguntar ao servidor')).toBeInTheDocument();
  });
});

it('has words for every part of a request that may give way', () => {
  const parts =
    'survey_score survey_comment appointment_at appointment_status appointment_agent appointment_text interaction_tabulation interaction_closed interaction_handle'.split(
      ' ',
    );
  expect(parts.filter((part) => !i18n.exists(`sync.part.${part}`))).toEqual([]);
});

it('has words for every kind of operation and every reason to wait', () => {
  const kinds =
    'contact.create contact.edit import.chunk note.add field.define label.define service.define user.put setting.set permission.set interaction.add contact.merge contact.anonymize contact.delete conflict.settle blacklist.add blacklist.remove restore'.split(
      ' ',
    );
  expect(kinds.filter((kind) => !i18n.exists(`sync.kind.${kind.replace('.', '_')}`))).toEqual([]);
});
