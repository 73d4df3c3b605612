import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { SegmentMenu } from './components/segment-menu';
import type { ContactSearch } from './filters';
import { fromQuery, parseSearch, sameSegment, toQuery } from './filters';

let address: ContactSearch = {};
function Menu({ start = {}, mayEdit = true }: { start?: ContactSearch; mayEdit?: boolean }) {
  const [search, setSearch] = useState(start);
  address = search;
  return <SegmentMenu search={search} onSearch={setSearch} mayEdit={mayEdit} />;
}
beforeEach(() => {
  localStorage.clear();
  return setLanguage('pt-BR');
});
const item = (name: string | RegExp) => screen.findByRole('menuitem', { name });

it('puts the filters and the order of a segment in force, and leaves what is searched for', async () => {
  installFake();
  renderUi(<Menu start={{ q: 'ana', labels: ['l1'] }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Segmentos' }));
  expect(await axe(await screen.findByRole('menu'))).toEqual([]);
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Ativos sem responsável' }));
  expect(address).toEqual({ q: 'ana', status: 'active', owner: 'none', sort: 'created', desc: true, segment: 's1' });
  expect(screen.getByRole('button', { name: 'Segmento: Ativos sem responsável' })).toBeInTheDocument();
});

it('saves the filters on screen under a name, without the search', async () => {
  const saved = vi.fn((_id: string, name: string, query: unknown) => ({
    id: 's9',
    name,
    query,
    author: '',
    changedAt: '',
  }));
  installFake({ override: { Segments: { Save: saved } } });
  renderUi(<Menu start={{ q: 'ana', status: 'inactive', segment: 'gone' }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Segmentos' }));
  await userEvent.click(await item('Salvar filtros como segmento…'));
  expect(screen.getByText(/O texto da busca não é salvo/)).toBeInTheDocument();
  await userEvent.type(await screen.findByLabelText('Nome do segmento'), ' Sumidos {Enter}');
  await waitFor(() => expect(address.segment).toBe('s9'));
  expect(saved.mock.calls[0]).toEqual(['', 'Sumidos', expect.objectContaining({ search: '', status: 'inactive' })]);
});

it('says inside the dialog that a name is taken', async () => {
  installFake();
  renderUi(<Menu start={{ status: 'inactive' }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Segmentos' }));
  await userEvent.click(await item('Salvar filtros como segmento…'));
  const name = await screen.findByLabelText('Nome do segmento');
  await userEvent.type(name, 'Ativos sem responsável{Enter}');
  await waitFor(() => expect(name).toBeInvalid());
  expect(address.segment).toBeUndefined();
});

it('marks a segment whose filters were changed, and updates it with them', async () => {
  const saved = vi.fn((id: string, name: string, query: unknown) => ({ id, name, query, author: '', changedAt: '' }));
  installFake({ override: { Segments: { Save: saved } } });
  renderUi(<Menu start={{ status: 'active', segment: 's1' }} />);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Segmento: Ativos sem responsável, com filtros alterados' }),
  );
  await userEvent.click(await item('Atualizar “Ativos sem responsável” com estes filtros'));
  await waitFor(() => expect(saved).toHaveBeenCalled());
  expect(saved.mock.calls[0]).toMatchObject(['s1', 'Ativos sem responsável', { status: 'active', owner: '' }]);
});

it('deletes a segment only after asking, and leaves the filters on screen', async () => {
  installFake();
  renderUi(<Menu start={{ status: 'active', owner: 'none', sort: 'created', desc: true, segment: 's1' }} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Segmento: Ativos sem responsável' }));
  await userEvent.click(await item('Excluir segmento…'));
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('Os contatos não mudam');
  await userEvent.click(screen.getByRole('button', { name: 'Excluir segmento…' }));
  await waitFor(() => expect(address).toEqual({ status: 'active', owner: 'none', sort: 'created', desc: true }));
});

it('offers those who may not edit only to choose', async () => {
  installFake();
  renderUi(<Menu start={{ status: 'active', segment: 's1' }} mayEdit={false} />);
  await userEvent.click(await screen.findByRole('button', { name: /^Segmento:/ }));
  expect(await screen.findByRole('menuitemradio', { name: 'Ativos sem responsável' })).toBeInTheDocument();
  expect(screen.queryByRole('menuitem')).not.toBeInTheDocument();
});

it('says what went wrong when the segment cannot be deleted', async () => {
  installFake({
    override: {
      Segments: {
        Delete: () => {
          throw refuse('not_allowed');
        },
      },
    },
  });
  renderUi(<Menu start={{ segment: 's1' }} />);
  await userEvent.click(await screen.findByRole('button', { name: /^Segmento:/ }));
  await userEvent.click(await item('Excluir segmento…'));
  await userEvent.click(await screen.findByRole('button', { name: 'Excluir segmento…' }));
  expect(await screen.findByText(/não tem permissão/)).toBeInTheDocument();
  expect(address.segment).toBe('s1');
});

it('reads a query back from the address it makes', () => {
  const search: ContactSearch = {
    status: 'active',
    owner: 'any',
    owners: ['u1'],
    types: [1],
    labels: ['l1'],
    fields: [{ field: 'f1', value: 'x' }],
    from: '2026-01-01',
    channel: 'Voz',
    sort: 'created',
    desc: true,
  };
  expect(fromQuery(toQuery(search))).toEqual(search);
  expect(sameSegment({ ...search, q: 'ana', contact: 'c1', segment: 's1' }, search)).toBe(true);
  expect(sameSegment({ ...search, desc: undefined }, search)).toBe(false);
  expect(parseSearch({ segment: 's1' })).toEqual({ segment: 's1' });
});
