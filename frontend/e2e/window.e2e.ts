import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt, speak } from './look';
import { type Program, startProgram } from './program';
import { laterStyles, watchStyles } from './styles';

const email = 'renata@exemplo.com.br';
const password = 'segredo-bem-longo';
const header = 'contact_name;contact_email;contact_cpf;contact_phone;contact_birth_date';
const good = [
  'Ana Paula de Souza;ana@exemplo.com.br;529.982.247-25;5541998765432;14/02/1988',
  'João Peçanha;joao@exemplo.com.br;111.444.777-35;5511987654321;01/12/1975',
  'Letícia D’Ávila;leticia@exemplo.com.br;;5562999112020;09/07/1990',
];
const bad = [
  'Caio Brandão;caio@exemplo.com.br;111.444.777-36;5531988881212;02/03/1981',
  ';sem-nome@exemplo.com.br;;5548991234567;',
  'Beatriz Lima;beatriz@exemplo.com.br;;5551991234567;31/02/1988',
];

let program: Program;
let browser: Browser;
let page: Page;
let folder: string;
const problems: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carteira-files-'));
  program = await startProgram();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp) => page.getByRole('button', { name });

describe('the window over the real program', () => {
  it('keeps the token out of the address bar', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).not.toContain('token');
    await watchStyles(page);
    // In WebKit the line height of the root changes now and then (webkit-styles.ts).
    expect(
      await page.evaluate(() => {
        const { style } = document.documentElement;
        const heights = ['1', '2'].map((height) => {
          style.lineHeight = height;
          return getComputedStyle(document.body).lineHeight;
        });
        style.lineHeight = '';
        return new Set(heights).size;
      }),
    ).toBe(1);
  });

  it('creates the administrator on the first start', async () => {
    await speak(page, 'pt-BR');
    await everyLook(page, 'first-start');
    await page.getByLabel('Nome').fill('Renata Moraes');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Senha', { exact: true }).fill(password);
    await page.getByLabel('Repita a senha').fill(password);
    await button('Criar conta e entrar').click();
    await page.getByText('Sua base ainda está vazia').waitFor();
    await everyLook(page, 'empty');
  });

  it('signs out, refuses a wrong password and signs in', async () => {
    await button(/conta de Renata Moraes/).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByRole('heading', { name: 'Entrar' }).waitFor();
    await everyLook(page, 'sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Senha', { exact: true }).fill('esta nao e a senha');
    await button('Entrar').click();
    await page.getByText('E-mail ou senha não conferem.').waitFor();
    await page.getByLabel('Senha', { exact: true }).fill(password);
    await button('Entrar').click();
    await page.getByText('Sua base ainda está vazia').waitFor();
  });

  it('imports a file with errors', async () => {
    const file = join(folder, 'clientes.csv');
    await writeFile(file, `\uFEFF${[header, ...good, ...bad].join('\r\n')}\r\n`);
    await button(/^Importar um arquivo/).click();
    await button('Escolher arquivo').waitFor();
    await everyLook(page, 'import-file');
    await page.locator('input[type=file]').setInputFiles(file);
    await button('Importar 3 contatos').waitFor();
    expect(await page.getByText('CPF inválido').count()).toBeGreaterThan(0);
    await everyLook(page, 'import-check');
    await button('Voltar').click();
    await page.getByText('Confira para onde vai cada coluna').waitFor();
    await everyLook(page, 'import-columns');
    await button('Continuar').click();
    await button('Importar 3 contatos').click();
    await page.getByText('Concluída com ressalvas').first().waitFor();
    await everyLook(page, 'import-result');
  });

  it('gives back the rejected lines, untouched, with line and reason', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: 'Salvar CSV de erros' }).click();
    const path = join(folder, 'erros.csv');
    await (await waiting).saveAs(path);
    const lines = (await readFile(path, 'utf8'))
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/);
    expect(lines).toHaveLength(1 + bad.length);
    expect(lines[0]).toContain(header);
    for (const [n, line] of bad.entries()) {
      // A cell may have been quoted; its text is what must be the same.
      const plain = (lines[n + 1] ?? '').replaceAll('"', '');
      expect(plain).toContain(line);
      expect(plain).toMatch(new RegExp(`(^|;)${n + 2 + good.length}(;|$)`));
    }
  });

  it('lists what was imported, finds one of them and shows it', async () => {
    await button('Ver contatos').click();
    await page.getByText('3 contatos', { exact: true }).waitFor();
    await everyLook(page, 'contacts');
    await page.getByRole('textbox', { name: /Buscar por nome/ }).fill('pecanha');
    await page.getByText('1 contato', { exact: true }).waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Detalhes do contato' });
    await panel.getByText('(11) 98765-4321').waitFor();
    await panel.getByText('•••.444.777-••').waitFor();
    await lookAt(page, 'pt-BR', 'contact');
    await button('Mostrar CPF').click();
    await panel.getByText('111.444.777-35').waitFor();
    await page.keyboard.press('Escape');
    await button('Limpar a busca').click();
    await page.getByText('3 contatos', { exact: true }).waitFor();
  });

  it('looks right and reads well in every overlay', async () => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: '3 selecionados' }).waitFor();
    await lookAt(page, 'pt-BR', 'selection');
    await page.keyboard.press('Escape');
    await button('Filtrar').click();
    await page.getByText('Canal de origem').waitFor();
    await lookAt(page, 'pt-BR', 'filters');
    await page.keyboard.press('Escape');
    await button('Colunas').click();
    await lookAt(page, 'pt-BR', 'columns-menu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await lookAt(page, 'pt-BR', 'palette');
    await page.keyboard.press('Escape');
    await button(/^Notificações/).click();
    await page.getByRole('dialog', { name: 'Notificações' }).waitFor();
    await lookAt(page, 'pt-BR', 'notifications');
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Atalhos de teclado' }).waitFor();
    await lookAt(page, 'pt-BR', 'shortcuts');
    await page.keyboard.press('Escape');
  });

  it('shows the cards, the history and the settings', async () => {
    await page.getByRole('radiogroup', { name: 'Visualização' }).getByRole('img', { name: 'Cartões' }).click();
    await everyLook(page, 'cards');
    await page.getByRole('radiogroup', { name: 'Visualização' }).getByRole('img', { name: 'Lista' }).click();
    await page.getByRole('link', { name: 'Importações' }).click();
    await page.getByText('Importação de clientes.csv').waitFor();
    await everyLook(page, 'imports');
    await page.getByRole('link', { name: 'Configurações' }).click();
    await page.getByText('Não permitir cadastro duplicado', { exact: true }).waitFor();
    await everyLook(page, 'settings');
  });

  it('queues several files, also those that the program is handed from outside', async () => {
    const files = ['primeiro.csv', 'segundo.csv'].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, `${header}\r\n${good[0]}\r\n`);
    await page.getByRole('link', { name: 'Importações' }).click();
    await button('Nova importação').click();
    await page.locator('input[type=file]').setInputFiles(files);
    const queue = page.getByRole('region', { name: 'Arquivos à espera' });
    await queue.getByText('segundo.csv').waitFor();
    await page
      .locator('.pagehead')
      .getByText(/^primeiro\.csv/)
      .waitFor();
    // As a double-click leaves it (D3.19).
    const note = join(program.data, 'inbox', '1.json');
    await mkdir(join(program.data, 'inbox'), { recursive: true });
    await writeFile(note, JSON.stringify([join(folder, 'clientes.csv')]));
    await queue.getByText('2 arquivos esperam a importação').waitFor();
    await everyLook(page, 'queue');
    await button('Cancelar').click();
    await button('Abrir segundo.csv').click();
    await page
      .locator('.pagehead')
      .getByText(/^segundo\.csv/)
      .waitFor();
    await queue.getByRole('button', { name: 'Tirar clientes.csv da fila' }).click();
    await queue.waitFor({ state: 'detached' });
    await button('Cancelar').click();
  });

  it('fits 1024×640 and twice the zoom without losing anything sideways', async () => {
    for (const [width, height] of [
      [1024, 640],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of ['Contatos', 'Importações', 'Configurações']) {
        await page.getByRole('link', { name }).click();
        await page.waitForTimeout(200);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${name} at ${width}`).toBeLessThanOrEqual(0);
        await lookAt(page, 'pt-BR', `${name.toLowerCase()}-${width}`);
      }
    }
  });

  it('has added no style sheet on the way', async () => {
    for (let click = 0; click < 2; click++) await button(/^Usar tema/).click();
    expect(await laterStyles(page)).toEqual([]);
  });

  it('met no error on the way', () => {
    expect(problems).toEqual([]);
  });
});
