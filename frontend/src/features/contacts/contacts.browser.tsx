import '@mantine/core/styles.css';
import '../../theme/base.css';
import '../../theme/grid.css';
import '../../theme/tags.css';
import '../../theme/list.css';
import '../../i18n/i18n';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { page, userEvent } from 'vitest/browser';
import { installFake } from '../../testing/fake-bridge';
import { resolver } from '../../theme/roles';
import { theme } from '../../theme/theme';
import { ContactsPage } from './components/contacts-page';
import type { ContactSearch } from './filters';

function Window() {
  const [search, setSearch] = useState<ContactSearch>({});
  return (
    <div style={{ height: 800, display: 'flex', flexDirection: 'column' }}>
      <ContactsPage search={search} onSearch={setSearch} onImport={null} actions={() => null} />
    </div>
  );
}

let root: Root;
let times = 0;
/** The window anew, with what is stored by then. */
const draw = () =>
  root.render(
    <MantineProvider theme={theme} cssVariablesResolver={resolver}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } })}>
        <Window key={++times} />
      </QueryClientProvider>
    </MantineProvider>,
  );
afterEach(() => root.unmount());
beforeEach(async () => {
  localStorage.clear();
  installFake({ contacts: 1_000_000 });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  draw();
  await expect.element(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '1000001');
  (page.getByRole('grid').element() as HTMLElement).focus();
});

const row = (n: number) => document.getElementById(`r${n}`);
/** Whether a row is wholly inside what can be seen of the grid. */
const inSight = (n: number) => {
  const box = page.getByRole('grid').element().getBoundingClientRect();
  const r = row(n)?.getBoundingClientRect();
  return r !== undefined && r.top >= box.top + 33 && r.bottom <= box.bottom + 1;
};

test('End reaches row 1,000,000, which is loaded and in sight; thirty times Up stays in sight', async () => {
  await userEvent.keyboard('{End}');
  await expect.poll(() => row(999_999)?.getAttribute('aria-rowindex')).toBe('1000001');
  await expect.poll(() => row(999_999)?.querySelector('b')?.textContent).toMatch(/\w+ \w+/);
  expect(inSight(999_999)).toBe(true);
  for (let n = 1; n <= 30; n++) {
    await userEvent.keyboard('{ArrowUp}');
    expect(page.getByRole('grid').element().getAttribute('aria-activedescendant')).toBe(`r${999_999 - n}`);
  }
  expect(inSight(999_969)).toBe(true);
  await userEvent.keyboard('{Home}');
  await expect.poll(() => inSight(0)).toBe(true);
});

test('the bar dragged to the middle shows the middle', async () => {
  const grid = page.getByRole('grid').element() as HTMLElement;
  grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2;
  const first = () => Number([...document.querySelectorAll('.row')].find((r) => r.querySelector('b'))?.id.slice(1));
  await expect.poll(() => Math.abs(first() - 500_000)).toBeLessThan(100);
});

test('a fast wheel meets no blank: rows cover the grid at every step', async () => {
  const grid = page.getByRole('grid').element() as HTMLElement;
  for (let n = 0; n < 60; n++) {
    grid.scrollTop += 400;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const box = grid.getBoundingClientRect();
    const rows = [...document.querySelectorAll('.row')].map((r) => r.getBoundingClientRect());
    expect(Math.min(...rows.map((r) => r.top))).toBeLessThanOrEqual(box.top + 34);
    expect(Math.max(...rows.map((r) => r.bottom))).toBeGreaterThanOrEqual(box.bottom - 1);
  }
});

test('the wheel makes no new rows: those that leave take those that come in', async () => {
  const grid = page.getByRole('grid').element() as HTMLElement;
  const turn = async () => {
    grid.scrollTop += 400;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  };
  const rows = () => [...document.querySelectorAll('.row')];
  for (let n = 0; n < 5; n++) await turn();
  const known = new Set(rows());
  for (let n = 0; n < 20; n++) {
    await turn();
    expect(rows().filter((r) => !known.has(r))).toEqual([]);
  }
  const names = () => rows().map((r) => [r.id, r.querySelector('b')?.textContent]);
  await expect.poll(() => names().every(([, name]) => name), { timeout: 10_000 }).toBe(true);
  const shown = names();
  draw(); // made anew at the top, and again where it was: each row shows whom it showed
  await expect.element(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '1000001');
  page.getByRole('grid').element().scrollTop = 10_000;
  await expect.poll(names, { timeout: 10_000 }).toEqual(shown);
});

test('Ctrl+A selects all that match; a range to the far end selects exactly its rows', async () => {
  await userEvent.keyboard('{Control>}a{/Control}');
  await expect.element(page.getByRole('toolbar', { name: '1.000.000 selecionados' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('toolbar')).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Shift>}{End}{/Shift}');
  await expect.element(page.getByRole('toolbar', { name: '999.998 selecionados' })).toBeVisible();
});

test('labels that do not fit are counted, and none is cut off', async () => {
  const lines = () => [...document.querySelectorAll<HTMLElement>('.row .tags')];
  const right = (e: Element | null) => e?.getBoundingClientRect().right ?? 0;
  const within = (line: HTMLElement) => right(line.lastElementChild) <= right(line) + 1;
  await expect.poll(() => lines().some((line) => line.querySelector('.tagmore')), { timeout: 10_000 }).toBe(true);
  for (const width of [72, 110, 160, 320]) {
    localStorage.setItem(
      'carteira.columns.',
      JSON.stringify({ shown: ['labels', 'phone'], widths: { labels: width } }),
    );
    draw();
    await expect.poll(() => lines()[0]?.parentElement?.offsetWidth, { timeout: 10_000 }).toBe(width);
    // Drawn once before the list knows how wide it is.
    await expect.poll(() => lines().every(within), { timeout: 10_000 }).toBe(true);
    for (const line of lines()) {
      const tags = [...line.querySelectorAll<HTMLElement>('.tag')];
      const more = Number(line.querySelector('.tagmore [aria-hidden]')?.textContent ?? 0);
      const all = line.title.split(', ');
      expect(tags.length + more).toBe(all.length);
      expect(line.textContent?.replace(/\+\d/, '')).toContain(all.at(-1) ?? '');
      const shortened = tags.filter(
        (tag) => (tag.lastElementChild?.scrollWidth ?? 0) > (tag.lastElementChild?.clientWidth ?? 0) + 1,
      );
      if (tags.length > 1 || width >= 160) expect(shortened).toEqual([]);
    }
  }
  expect(lines().some((line) => line.querySelectorAll('.tag').length === 3)).toBe(true);
});
