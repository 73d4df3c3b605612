import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, type Program, startProgram } from './program';

// Every filter of D2.2 and what one does with the contacts it leaves (D2.5, D4.1), counted against what an export says of them.

const who = { email: 'demo@example.com', password: 'segredo-bem-longo' };
interface Person {
  name: string;
  email: string;
  active: boolean;
  labels: string[];
  custom_fields: Record<string, string>;
  channel: string;
  portfolio: { type: number; owner: string } | null;
  created_at: string;
  phones: string[];
  cpf: string;
}

let program: Program;
let browser: Browser;
let page: Page;
let all: Person[];
let owners: { email: string; name: string }[];
const problems: string[] = [];

beforeAll(async () => {
  process.env.CARTEIRA_PASSWORD = who.password;
  program = await startProgram(async (run) => {
    await run('demo', '--contacts', '1500', '--seed', '11');
    await run('--as', who.email, 'settings', 'set', 'language', 'pt-BR');
  });
  all = await exported();
  owners = ((await command(program, who, 'user', 'list')) as { users: typeof owners }).users;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Senha', { exact: true }).fill(who.password);
  await button('Entrar').click();
  await page.getByText('1.500 contatos', { exact: true }).waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

async function exported(): Promise<Person[]> {
  const file = join(program.data, 'all.json');
  const binary = process.env.CARTEIRA_BIN ?? '';
  await promisify(execFile)(binary, [
    '--data',
    program.data,
    '--as',
    who.email,
    'export',
    '--format',
    'json',
    '--output',
    file,
  ]);
  return JSON.parse(await readFile(file, 'utf8'));
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const filters = () => page.getByRole('dialog', { name: 'Filtros' });
const grid = () => page.getByRole('grid');
const count = async () =>
  Number(((await page.locator('.toolbar h1 + .num').textContent()) ?? '').replace(/\D/g, '') || 0);
/** The list comes to the contacts that an export says there are: some, and not all. */
async function leaves(match: (p: Person) => boolean): Promise<void> {
  const want = all.filter(match).length;
  expect(want).toBeGreaterThan(0);
  expect(want).toBeLessThan(all.length);
  await expect.poll(count).toBe(want);
}
async function filter(set: () => Promise<unknown>, match: (p: Person) => boolean): Promise<void> {
  await button(/^Filtrar/).click();
  await filters().getByText('Canal de origem').waitFor();
  await set();
  await leaves(match);
  await filters().getByRole('button', { name: 'Limpar filtros' }).click();
  await expect.poll(count).toBe(all.length);
  await filters().getByRole('button', { name: 'Pronto' }).click();
  await filters().waitFor({ state: 'hidden' });
}
async function choose(label: string, option: string | RegExp): Promise<void> {
  const box = filters().getByRole('combobox', { name: label, exact: true });
  await box.focus();
  await box.press('ArrowDown');
  await page.getByRole('option', { name: option, exact: true }).click();
}
const radio = (group: string, name: string) =>
  filters().getByRole('radiogroup', { name: group }).getByText(name, { exact: true }).click();
/** The value that is neither rare nor everywhere. */
function common(values: string[]): string {
  const times = new Map<string, number>();
  for (const v of values) times.set(v, (times.get(v) ?? 0) + 1);
  return [...times].filter(([v, n]) => v !== '' && n < all.length).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

describe('every filter', () => {
  it('by situation and by owner', async () => {
    await filter(
      () => radio('Situação', 'Inativos'),
      (p) => !p.active,
    );
    await filter(
      () => radio('Responsável', 'Sem responsável'),
      (p) => p.portfolio === null,
    );
    await button(/^Filtrar/).click();
    expect(await filters().getByRole('combobox', { name: 'Responsáveis' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    const owner = common(all.map((p) => p.portfolio?.owner ?? ''));
    const name = owners.find((u) => u.email === owner)?.name ?? '';
    await filter(
      async () => {
        await radio('Responsável', 'Com responsável');
        await choose('Responsáveis', name);
      },
      (p) => p.portfolio?.owner === owner,
    );
  });

  it('by portfolio type, label, custom field and channel', async () => {
    await filter(
      () => choose('Tipo de carteira', 'Agente reserva'),
      (p) => p.portfolio?.type === 2,
    );
    const label = common(all.flatMap((p) => p.labels));
    await filter(
      () => choose('Etiquetas', label),
      (p) => p.labels.includes(label),
    );
    const field = common(all.flatMap((p) => Object.keys(p.custom_fields)));
    const value = common(all.map((p) => p.custom_fields[field] ?? ''));
    await filter(
      async () => {
        await choose('Campo personalizado', field);
        await filters().getByLabel('Valor do campo').fill(value);
      },
      (p) => p.custom_fields[field] === value,
    );
    const channel = common(all.map((p) => p.channel));
    await filter(
      () => choose('Canal de origem', new RegExp(`^${channel === 'voice' ? 'Voz' : channel}`, 'i')),
      (p) => p.channel === channel,
    );
  });

  it('by the day of creation', async () => {
    const days = all.map((p) => new Date(p.created_at)).sort((a, b) => a.getTime() - b.getTime());
    const middle = days[days.length >> 1] ?? new Date();
    const text = middle.toLocaleDateString('en-GB');
    const day = new Date(middle.getFullYear(), middle.getMonth(), middle.getDate()).getTime();
    const next = new Date(middle.getFullYear(), middle.getMonth(), middle.getDate() + 1).getTime();
    const born = (p: Person) => new Date(p.created_at).getTime();
    const write = async (label: string) => {
      await filters().getByLabel(label).fill(text);
      await page.keyboard.press('Enter');
    };
    await filter(
      () => write('Criado de'),
      (p) => born(p) >= day,
    );
    await filter(
      () => write('Criado até'),
      (p) => born(p) < next,
    );
  });

  it('and searches by e-mail, by a part of the phone and by the document with its mask', async () => {
    const whole = all.filter((p) => p.email !== '' && p.phones.length > 0 && p.cpf !== '');
    const search = page.getByRole('textbox', { name: /Buscar por nome/ });
    const mask = (cpf: string) => cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4');
    for (const [n, text] of [
      [0, (p: Person) => p.email],
      [1, (p: Person) => (p.phones[0] ?? '').slice(4)],
      [2, (p: Person) => mask(p.cpf)],
    ] as const) {
      const someone = whole[n] as Person;
      await search.fill(text(someone));
      await expect.poll(count).toBeLessThan(5);
      await page.getByRole('row').filter({ hasText: someone.name }).first().waitFor();
    }
    await button('Limpar a busca').click();
    await expect.poll(count).toBe(all.length);
  });
});

describe('what is left by a filter', () => {
  const someLabel = () => common(all.flatMap((p) => p.labels));
  const labelled = () => all.filter((p) => p.labels.includes(someLabel()));
  const total = async (...flags: string[]) =>
    ((await command(program, who, 'contact', 'list', '--limit', '1', ...flags)) as { total: number }).total;
  const toolbar = () => page.getByRole('toolbar', { name: /selecionad/ });
  const everybody = async () => {
    await grid().focus();
    await page.keyboard.press('Control+a');
    await toolbar().waitFor();
  };

  it('is exported, whole and as it was', async () => {
    await button(/^Filtrar/).click();
    await choose('Etiquetas', someLabel());
    await leaves((p) => p.labels.includes(someLabel()));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await everybody();
    await toolbar().getByRole('button', { name: 'Exportar' }).click();
    await page.getByRole('menuitem', { name: 'JSON', exact: true }).click();
    const waiting = page.waitForEvent('download');
    await button('Baixar o arquivo').first().click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^contatos-.*\.json$/);
    const file: Person[] = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(file.map((p) => p.name).sort()).toEqual(
      labelled()
        .map((p) => p.name)
        .sort(),
    );
  });

  it('comes back as a workbook that changes nothing (D4.1)', async () => {
    await page.reload(); // the notice of the first export is gone, the filter stays
    await leaves((p) => p.labels.includes(someLabel()));
    await everybody();
    await toolbar().getByRole('button', { name: 'Exportar' }).click();
    await page.getByRole('menuitem', { name: 'Excel (XLSX)' }).click();
    const waiting = page.waitForEvent('download');
    await button('Baixar o arquivo').click();
    expect((await waiting).suggestedFilename()).toMatch(/\.xlsx$/);
    const book = join(program.data, 'de volta.xlsx');
    await (await waiting).saveAs(book);
    await page.evaluate(() => {
      location.hash = '#/imports/new';
    });
    await page.locator('input[type=file]').setInputFiles(book);
    await page.getByText(`${labelled().length} contatos já estão iguais e não mudam.`).waitFor();
    await button('Nada para importar').waitFor();
    await page.goBack();
    await expect.poll(count).toBe(labelled().length);
  });

  it('is deactivated, activated again, and loses its label', async () => {
    const n = labelled().length;
    const inactive = () => total('--label', someLabel(), '--status', 'inactive');
    for (const [action, left] of [
      ['Desativar', n],
      ['Ativar', 0],
    ] as const) {
      await everybody();
      await toolbar().getByRole('button', { name: action, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
      await expect.poll(inactive, { timeout: 20_000 }).toBe(left);
    }
    await everybody();
    await toolbar().getByRole('button', { name: 'Etiquetas' }).click();
    const dialog = page.getByRole('dialog', { name: 'Etiquetas da seleção' });
    await dialog.getByText('Remover etiqueta', { exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Etiqueta' }).click();
    await page.getByRole('option', { name: someLabel(), exact: true }).click();
    await dialog.getByRole('button', { name: /^Remover de/ }).click();
    await expect.poll(() => total('--label', someLabel()), { timeout: 20_000 }).toBe(0);
    await expect.poll(count).toBe(0); // the list follows
    expect(problems).toEqual([]);
  });
});
