import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { type FakeOptions, installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { AuditPage } from './components/audit-page';
import { type AuditFilters, parseAuditSearch } from './filters';

beforeEach(() => setLanguage('pt-BR'));

function Page({ begin = {} }: { begin?: AuditFilters }) {
  const [filters, setFilters] = useState<AuditFilters>(begin);
  return (
    <AuditPage
      filters={filters}
      onFilters={setFilters}
      mayRead
      desktop={false}
      contactLink={(id, name, inList) => (
        <a href={`#/?contact=${id}`} tabIndex={inList ? -1 : undefined}>
          {name}
        </a>
      )}
    />
  );
}
const open = (options: FakeOptions = {}, begin: AuditFilters = {}) => {
  installFake(options);
  return renderUi(<Page begin={begin} />);
};
const grid = () => screen.findByRole('grid', { name: 'Registros da auditoria' });
const entries = () => document.querySelectorAll('.audit-rows > [role="row"]').length; // by role it takes a second a look
const details = (seq: number) => screen.findByRole('region', { name: `Registro ${seq}` });

it('says who did what in words, and links to the contact', async () => {
  const { container } = open();
  expect(await grid()).toHaveAttribute('aria-rowcount', '451');
  expect(screen.getByText('450 registros')).toBeInTheDocument();
  expect(screen.getAllByText('Alterou um contato').length).toBeGreaterThan(1);
  expect(screen.getAllByRole('link', { name: 'Ana Paula de Souza' })[0]).toHaveAttribute('href', '#/?contact=c448');
  expect(screen.getAllByText('Linha de comando').length).toBeGreaterThan(0);
  await userEvent.click(within(await grid()).getAllByText('Alterou um contato')[0] as HTMLElement);
  expect(within(await details(446)).getByText('Selo 446')).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
});

it('draws what is in sight of any number, and reads what comes into sight', async () => {
  open();
  const list = await grid();
  expect(entries()).toBeLessThan(60);
  await userEvent.tab(); // whoever comes by keyboard finds one stop, not one for every link
  while (document.activeElement !== list) await userEvent.tab();
  await userEvent.keyboard('{End}{Enter}');
  expect(await details(1)).toBeInTheDocument();
  expect(list).toHaveAttribute('aria-activedescendant', 'a449');
  expect(entries()).toBeLessThan(60);
  await userEvent.keyboard('{ArrowUp}'); // what is open follows
  expect(await details(2)).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('region')).toBeNull();
  await userEvent.keyboard('{Home}{ArrowDown} ');
  expect(await details(449)).toBeInTheDocument();
});

it('says what could not be read', async () => {
  const List = (_query: unknown, _upTo: number, offset: number) => {
    if (offset > 0) throw new Error('gone');
    return { entries: null, total: 450, upTo: 450 };
  };
  open({ override: { Audit: { List } } });
  (await grid()).focus();
  await userEvent.keyboard('{End}');
  expect(await screen.findByRole('alert')).toBeInTheDocument();
});

it('filters by what the address says, and clears it', async () => {
  const List = vi.fn(() => ({ entries: null, total: 0, upTo: 9 }));
  open({ override: { Audit: { List } } }, { action: 'user.add', from: '2026-11-01' });
  expect(await screen.findByText('Nenhum registro neste filtro')).toBeInTheDocument();
  expect(List).toHaveBeenCalledWith({ from: '2026-11-01', to: '', user: '', action: 'user.add', subject: '' }, 0, 0);
  await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
  await waitFor(() =>
    expect(List).toHaveBeenLastCalledWith({ from: '', to: '', user: '', action: '', subject: '' }, 0, 0),
  );
});

it('verifies the chain, intact and broken', async () => {
  let broken = 0;
  open({ override: { Audit: { Verify: () => ({ entries: 450, broken }) } } });
  const verify = await screen.findByRole('button', { name: 'Verificar a cadeia' });
  await userEvent.click(verify);
  expect(await screen.findByText('450 registros conferidos, do primeiro ao último.')).toBeInTheDocument();
  broken = 17;
  await userEvent.click(verify);
  expect(
    within(await screen.findByRole('alert')).getByText('A cadeia está rompida no registro 17'),
  ).toBeInTheDocument();
});

it('exports what is filtered', async () => {
  const Export = vi.fn(() => '/download/auditoria');
  open({ override: { Audit: { Export } } }, { user: 'system' });
  await userEvent.click(await screen.findByRole('button', { name: 'Exportar CSV' }));
  expect(await screen.findByText('Auditoria exportada')).toBeInTheDocument();
  expect(Export).toHaveBeenCalledWith({ from: '', to: '', user: 'system', action: '', subject: '' });
});

it('takes only filters from the address', () => {
  expect(parseAuditSearch({ from: 'ontem', to: '2026-11-02', user: 5, action: 'x', other: 'y' })).toEqual({
    to: '2026-11-02',
    action: 'x',
  });
});
