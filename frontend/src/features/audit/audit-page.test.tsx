import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { type FakeOptions, installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { AuditPage } from './components/audit-page';
import { type AuditFilters, parseAuditSearch } from './filters';

let seen: ((near: boolean) => void) | undefined;
beforeEach(async () => {
  await setLanguage('pt-BR');
  // jsdom lays nothing out: what comes into sight is said by the test.
  globalThis.IntersectionObserver = class {
    constructor(callback: IntersectionObserverCallback) {
      seen = (near) => callback([{ isIntersecting: near } as IntersectionObserverEntry], this as never);
    }
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords() {
      return [];
    }
  } as unknown as typeof IntersectionObserver;
});

function Page({ begin = {} }: { begin?: AuditFilters }) {
  const [filters, setFilters] = useState<AuditFilters>(begin);
  return (
    <AuditPage
      filters={filters}
      onFilters={setFilters}
      mayRead
      desktop={false}
      contactLink={(id, name) => <a href={`#/?contact=${id}`}>{name}</a>}
    />
  );
}
const open = (options: FakeOptions = {}, begin: AuditFilters = {}) => {
  installFake(options);
  return renderUi(<Page begin={begin} />);
};
const rows = () => document.querySelectorAll('tbody tr').length; // by role it takes a second a look

it('says who did what in words, and links to the contact', async () => {
  const { container } = open();
  await waitFor(() => expect(rows()).toBe(200));
  expect(screen.getAllByText('Alterou um contato').length).toBeGreaterThan(1);
  expect(screen.getAllByRole('link', { name: 'Ana Paula de Souza' })[0]).toHaveAttribute('href', '#/?contact=c448');
  expect(screen.getAllByText('Linha de comando').length).toBeGreaterThan(1);
  const details = screen.getAllByRole('button', { name: /^Mostrar detalhes/ })[0] as HTMLElement;
  await userEvent.click(details);
  expect(details).toHaveAttribute('aria-expanded', 'true');
  expect(screen.getByText(/^Selo/)).toBeInTheDocument();
  expect(await axe(container)).toEqual([]);
});

it('fetches the next pages until the first entry', async () => {
  open();
  await waitFor(() => expect(rows()).toBe(200));
  for (const count of [400, 450]) {
    seen?.(true);
    await waitFor(() => expect(rows()).toBe(count));
    seen?.(false);
  }
  expect(screen.getByText('Início da auditoria')).toBeInTheDocument();
});

it('filters by what the address says, and clears it', async () => {
  const List = vi.fn(() => ({ entries: null, next: 0 }));
  open({ override: { Audit: { List } } }, { action: 'user.add', from: '2026-11-01' });
  expect(await screen.findByText('Nenhum registro neste filtro')).toBeInTheDocument();
  expect(List).toHaveBeenCalledWith({ from: '2026-11-01', to: '', user: '', action: 'user.add', subject: '' }, 0);
  await userEvent.click(screen.getByRole('button', { name: 'Limpar filtros' }));
  await waitFor(() =>
    expect(List).toHaveBeenLastCalledWith({ from: '', to: '', user: '', action: '', subject: '' }, 0),
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
