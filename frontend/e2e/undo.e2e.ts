import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt, speak } from './look';
import { command, type Program, startProgram } from './program';

const ana = { email: 'ana@exemplo.com.br', password: 'segredo-bem-longo' };

let program: Program;
let browser: Browser;
let page: Page;
let folder: string;
const problems: string[] = [];

const button = (name: string | RegExp) => page.getByRole('button', { name });
const goTo = (hash: string) =>
  page.evaluate((to) => {
    window.location.hash = to;
  }, hash);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carteira-undo-'));
  const first = join(folder, 'clientes.csv');
  const second = join(folder, 'correcoes.csv');
  await writeFile(
    first,
    `contact_name;contact_cpf;contact_city\r\nMaria;52998224725;Natal\r\nJosé;11144477735;Recife\r\n`,
  );
  const more = Array.from({ length: 40 }, (_, n) => `Pessoa ${n};;Olinda`).join('\r\n');
  await writeFile(
    second,
    `contact_name;contact_cpf;contact_city\r\nMaria Silva;52998224725;Olinda\r\nRita;39053344705;Olinda\r\n${more}\r\n;12345678901;\r\n`,
  );
  process.env.CARTEIRA_PASSWORD = ana.password;
  program = await startProgram(async (run) => {
    const as = ['--as', ana.email];
    await run('init', '--admin-email', ana.email, '--admin-name', 'Ana Prado');
    await run(...as, 'import', first);
    await run(...as, 'import', second).catch(() => {}); // yellow: a line is rejected
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
  await speak(page, 'pt-BR');
  await page.getByLabel('E-mail').fill(ana.email);
  await page.getByLabel('Senha', { exact: true }).fill(ana.password);
  await button('Entrar').click();
  await page.getByRole('grid').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('an import is taken back (D3.18)', () => {
  it('is found in the history by words and by what can be undone', async () => {
    await goTo('/imports');
    await page.getByRole('link', { name: 'Histórico de importações' }).click();
    const rows = page.getByRole('table').getByRole('row');
    await page.getByRole('link', { name: 'clientes.csv' }).waitFor();
    expect(await rows.count()).toBe(3);
    await lookAt(page, 'pt-BR', 'history');
    await speak(page, 'en');
    await lookAt(page, 'en', 'history');
    await speak(page, 'pt-BR');
    await page.getByLabel('Buscar', { exact: true }).fill('CORRECOES');
    await page.getByRole('link', { name: 'clientes.csv' }).waitFor({ state: 'hidden' });
    expect(await rows.count()).toBe(2);
    expect(page.url(), 'words stay out of what a browser keeps').not.toContain('CORRECOES');
    await button('Limpar filtros').click();
    await page.getByRole('link', { name: 'clientes.csv' }).waitFor();
    await page.setViewportSize({ width: 1024, height: 640 });
    await lookAt(page, 'pt-BR', 'history-1024');
    await page.setViewportSize({ width: 720, height: 450 }); // 1440 at 200 %
    await lookAt(page, 'pt-BR', 'history-200');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('says in numbers what will happen, by keyboard, and Enter does not confirm', async () => {
    // Somebody changes one of its contacts elsewhere.
    const found = (await command(program, ana, 'contact', 'list', '--search', 'Rita')) as {
      contacts: { id: string }[];
    };
    await command(program, ana, 'contact', 'update', found.contacts[0]?.id ?? '', '--city', 'Caruaru');
    await page.getByRole('link', { name: 'correcoes.csv' }).click();
    await page.getByText('Detalhes da importação').click();
    await page.getByRole('rowheader', { name: 'contact_cpf' }).waitFor();
    await lookAt(page, 'pt-BR', 'details');
    await speak(page, 'en');
    await lookAt(page, 'en', 'details');
    await speak(page, 'pt-BR');
    await button('Desfazer importação').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /Desfazer a importação de correcoes\.csv/ });
    await dialog.getByText('40 contatos criados por ela serão removidos.').waitFor();
    await dialog.getByText('1 contato volta a ser como era.').waitFor();
    await dialog.getByText(/1 contato mudou depois/).waitFor();
    await lookAt(page, 'pt-BR', 'confirm');
    await page.keyboard.press('Enter'); // the focus is on the way out
    await dialog.waitFor({ state: 'hidden' });
    await button('Desfazer importação').click();
    await dialog.getByText('40 contatos criados por ela serão removidos.').waitFor();
    await dialog.getByRole('button', { name: 'Desfazer importação' }).click();
  });

  it('lists what somebody has changed since, and saves the list', async () => {
    await page.getByText('Desfeita em parte').first().waitFor();
    await page.getByText('40 contatos removidos').first().waitFor();
    const row = page.getByRole('row', { name: /Rita/ });
    await row.getByText('Alguém alterou depois da importação').waitFor();
    await row.getByText('Ana Prado').waitFor();
    await lookAt(page, 'pt-BR', 'outcome');
    await speak(page, 'en');
    await lookAt(page, 'en', 'outcome');
    await speak(page, 'pt-BR');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button('Salvar lista do que ficou').first().click(),
    ]);
    const text = await readFile((await download.path()) ?? '', 'utf8');
    expect(text).toContain(';Rita;alguém alterou depois da importação;;Ana Prado;');
    await goTo('/imports?tab=history&undo=done');
    await page.getByRole('link', { name: 'correcoes.csv' }).waitFor();
    await page.getByRole('table').getByText('Desfeita em parte').waitFor();
    await goTo('/');
    // the list may come back with what it showed before, and reads again
    await page.getByText('Maria', { exact: true }).first().waitFor();
    expect(await page.getByText('Maria Silva').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
