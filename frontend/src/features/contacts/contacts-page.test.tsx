import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { ContactQuery, Selection } from '../../bridge/types';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { person } from '../../testing/fake-people';
import { renderUi } from '../../testing/render';
import { ContactsPage } from './components/contacts-page';
import type { ContactSearch } from './filters';

function Page({ start = {}, seen = () => {} }: { start?: ContactSearch; seen?: (s: Selection) => void }) {
  const [search, setSearch] = useState(start);
  return (
    <ContactsPage
      search={search}
      onSearch={setSearch}
      onImport={() => {}}
      actions={(selection) => (
        <button type="button" onClick={() => seen(selection)}>
          agir
        </button>
      )}
    />
  );
}
beforeEach(() => {
  localStorage.clear();
  return setLanguage('pt-BR');
});

it('selects everything that matches, takes one away and gives the action a value, not a million ids', async () => {
  const seen = vi.fn();
  installFake({ contacts: 1_000_000 });
  renderUi(<Page seen={seen} />);
  const grid = await screen.findByRole('grid');
  expect(await screen.findByText('1.000.000 de contatos')).toBeInTheDocument();
  grid.focus();
  await userEvent.keyboard('{Control>}a{/Control}');
  expect(screen.getByRole('toolbar', { name: '1.000.000 selecionados' })).toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown} ');
  expect(screen.getByRole('toolbar', { name: '999.999 selecionados' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'agir' }));
  expect(seen.mock.calls[0]?.[0]).toMatchObject({ kind: 'all', ids: [], except: ['c1'] });
  await userEvent.click(screen.getByRole('button', { name: 'Limpar a seleção (Esc)' }));
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
});

it('a range follows the anchor both ways', async () => {
  installFake({ contacts: 50 });
  renderUi(<Page />);
  const grid = await screen.findByRole('grid');
  await screen.findByText('50 contatos');
  grid.focus();
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}');
  expect(await screen.findByRole('toolbar', { name: '4 selecionados' })).toBeInTheDocument();
  await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
  expect(await screen.findByRole('toolbar', { name: '2 selecionados' })).toBeInTheDocument();
});

it('never shows a stale result: a slow answer to an older search is not taken', async () => {
  installFake({ contacts: 1_000_000, delay: 30 });
  renderUi(<Page />);
  await screen.findByText('1.000.000 de contatos');
  const box = screen.getByRole('textbox', { name: /Buscar por nome/ });
  await userEvent.type(box, 'an');
  expect(await screen.findByText('20.409 contatos')).toBeInTheDocument();
  await userEvent.clear(box);
  expect(await screen.findByText('1.000.000 de contatos')).toBeInTheDocument();
});

it('sorts by what the head of a column names, and says so', async () => {
  const asked: string[] = [];
  const Page_ = (q: ContactQuery) => {
    asked.push(`${q.sort} ${q.desc}`);
    return { rows: [person(0)], offset: 0, total: 1, exact: true, version: '1' };
  };
  installFake({ override: { Contacts: { Page: Page_ } } });
  localStorage.setItem(
    'carteira.columns.',
    JSON.stringify({ shown: ['phone', 'email', 'owner', 'portfolioType', 'channel', 'lastInteractionAt'], widths: {} }),
  );
  renderUi(<Page />);
  await screen.findByText('1 contato');
  for (const [name, by, first] of [
    ['E-mail', 'email', 'ascending'],
    ['Responsável', 'owner', 'ascending'],
    ['Tipo de carteira', 'portfolio_type', 'ascending'],
    ['Canal', 'channel', 'ascending'],
    ['Última interação', 'last_interaction', 'descending'],
  ] as const) {
    const head = screen.getByRole('columnheader', { name });
    expect(head).not.toHaveAttribute('aria-sort');
    await userEvent.click(within(head).getByRole('button'));
    await waitFor(() => expect(head).toHaveAttribute('aria-sort', first));
    await userEvent.click(within(head).getByRole('button'));
    await waitFor(() => expect(head).not.toHaveAttribute('aria-sort', first));
    await waitFor(() => expect(asked).toEqual(expect.arrayContaining([`${by} false`, `${by} true`])));
  }
  const phone = screen.getByRole('columnheader', { name: 'Telefone' });
  await userEvent.click(within(phone).getByRole('button'));
  expect(phone).not.toHaveAttribute('aria-sort');
});

it('asks for the pictures of those in sight who have one, all at once, and of nobody else', async () => {
  const Avatars = vi.fn((ids: string[]) => ids.map((id) => ({ id, url: `data:image/jpeg;base64,${id}` })));
  const rows = [0, 1, 2].map((i) => ({ ...person(i), picture: i !== 1 }));
  installFake({
    override: {
      Contacts: { Page: () => ({ rows, offset: 0, total: 3, exact: true, version: '1' }) },
      ContactForm: { Avatars },
    },
  });
  renderUi(<Page />);
  await screen.findByText('3 contatos');
  await waitFor(() => expect(document.querySelectorAll('.row img.ava')).toHaveLength(2));
  expect(document.querySelectorAll('.row span.ava')).toHaveLength(1);
  expect(Avatars.mock.calls).toEqual([[['c0', 'c2']]]);
});

it('clears the selection when other people match', async () => {
  installFake({ contacts: 500 });
  renderUi(<Page />);
  (await screen.findByRole('grid')).focus();
  await screen.findByText('500 contatos');
  await userEvent.keyboard(' ');
  expect(screen.getByRole('toolbar', { name: '1 selecionado' })).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: /Buscar por nome/ }), 'b');
  expect(await screen.findByText('72 contatos')).toBeInTheDocument();
  expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
});

it('names the next step when nothing is there', async () => {
  installFake({ contacts: 0 });
  renderUi(<Page />);
  expect(await screen.findByText('Sua base ainda está vazia')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Importar contatos' })).toBeInTheDocument();
});

it('tells a search without results from an empty base, and clears it', async () => {
  installFake({ contacts: 10 });
  renderUi(<Page start={{ q: 'nobody has such a name' }} />);
  expect(await screen.findByText('Nenhum contato corresponde à busca')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Limpar busca e filtros' }));
  expect(await screen.findByText('10 contatos')).toBeInTheDocument();
});

it('opens a contact with Enter, reveals its CPF and gives the focus back', async () => {
  installFake({ contacts: 10 });
  renderUi(<Page />);
  const grid = await screen.findByRole('grid');
  await screen.findByText('10 contatos');
  grid.focus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  const panel = await screen.findByRole('complementary', { name: 'Detalhes do contato' });
  await vi.waitFor(() => expect(panel.querySelector('h2')).toHaveFocus());
  expect(panel).not.toHaveTextContent('529.982.247-25');
  await userEvent.click(screen.getByRole('button', { name: 'Mostrar CPF' }));
  expect(await screen.findByText('529.982.247-25')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
  expect(grid).toHaveFocus();
});

it('says what went wrong and offers to try again', async () => {
  let broken = true;
  installFake({
    override: {
      Contacts: {
        Page: () => {
          if (broken) throw refuse('not_allowed');
          return { rows: null, offset: 0, total: 0, exact: true, version: '1' };
        },
      },
    },
  });
  renderUi(<Page />);
  expect(await screen.findByRole('alert')).toHaveTextContent('Você não tem permissão');
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Tentar de novo' }));
  expect(await screen.findByText('Sua base ainda está vazia')).toBeInTheDocument();
});
