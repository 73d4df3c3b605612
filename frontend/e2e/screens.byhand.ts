import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Lang, Theme } from './look';
import { command, type Program, startProgram } from './program';
import { type Scene, scenes, type Walker } from './scenes';
import { roots, word } from './words';

// A picture of every screen and dialog, in both languages and both themes, at the usual size, the smallest and twice the zoom;
// and what can be seen without eyes: a page wider than its window, texts cut off without a sign, keys in place of texts.

const folder = process.env.SCREENSHOTS ?? join(tmpdir(), 'carteira-screens');
const only = new RegExp(process.env.ONLY ?? '');
const password = 'segredo-bem-longo';
const sizes = [
  { name: '1440', width: 1440, height: 900 },
  { name: '1024', width: 1024, height: 700 },
  { name: 'zoom', width: 720, height: 450 },
] as const;
const languages: Lang[] = ['pt-BR', 'en'];
const themes: Theme[] = ['light', 'dark'];

let program: Program;
let browser: Browser;
let page: Page;
let files: Walker['files'];
let scratch: string;
const findings: string[] = [];

beforeAll(async () => {
  process.env.CARTEIRA_PASSWORD = password;
  scratch = await mkdtemp(join(tmpdir(), 'carteira-files-'));
  await mkdir(folder, { recursive: true });
  program = await startProgram(async (run) => {
    await run('demo', '--contacts', '2000', '--seed', '7');
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(6000);
  page.on('pageerror', (error) => findings.push(`error in the page: ${error.message}`));
  for (const name of ['Resolvido', 'Segunda via'])
    await command(program, { email: 'demo@example.com', password }, 'tabulation', 'add', name);
  files = await made();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** Files to be chosen: contacts and interactions with some wrong lines, and a picture. */
async function made(): Promise<Walker['files']> {
  const names = ['Ana Paula de Souza', 'João Peçanha', 'Letícia D’Ávila', 'Caio Brandão', 'Beatriz Lima'];
  const people = names.map((n, k) => `${n};${n.slice(0, 3)}@exemplo.com.br;;554199876540${k};0${k + 1}/02/1988`);
  const contacts = join(scratch, 'clientes.csv');
  await writeFile(
    contacts,
    `contact_name;contact_email;contact_cpf;contact_phone;contact_birth_date\n${people.join('\n')}\n;sem@nome.com;;;\nRui;rui@x.com;11144477736;;\nEva;eva@x.com;;(41) 99876-5432;31/02/1988\n`,
  );
  const interactions = join(scratch, 'atendimentos.csv');
  await writeFile(
    interactions,
    `protocolo;canal;de;abertura;encerramento;assunto;loja\n${people.map((_, k) => `A-${k};${k === 2 ? 'fax' : 'voice'};554199876540${k};2026-03-0${k + 1} 09:00;2026-03-0${k + 1} 09:07;Segunda via;Centro`).join('\n')}\n`,
  );
  const avatar = join(scratch, 'foto.png');
  await writeFile(avatar, await page.screenshot());
  return { contacts, interactions, avatar };
}

async function resize(size: (typeof sizes)[number]): Promise<void> {
  await page.setViewportSize({ width: size.width, height: size.height });
  await page.waitForTimeout(200);
}

/** What is wrong with what is on the screen. */
const faults = () =>
  page.evaluate((roots) => {
    const found: string[] = [];
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over > 0) found.push(`${over} px wider than the window`);
    for (const e of document.querySelectorAll<HTMLElement>('body *')) {
      if (e.children.length > 0 || !e.textContent?.trim() || !e.checkVisibility()) continue;
      const text = e.textContent.trim();
      if (/^[a-zA-Z]+(\.[a-zA-Z_]+)+$/.test(text) && roots.includes(text.split('.')[0] ?? ''))
        found.push(`a key: ${text}`);
      if (text.includes('{{') || text.includes('NaN') || text.includes('undefined'))
        found.push(`not filled in: ${text}`);
      const style = getComputedStyle(e);
      const cut = e.scrollWidth > e.clientWidth + 1 && style.overflowX === 'hidden' && e.clientWidth > 1;
      if (cut && style.textOverflow !== 'ellipsis' && !e.closest('.hidden-text'))
        found.push(`cut off: ${text.slice(0, 60)}`);
    }
    return [...new Set(found)];
  }, roots);

async function picture(lang: Lang, name: string): Promise<void> {
  for (const size of sizes) {
    await resize(size);
    for (const fault of await faults()) findings.push(`${name} ${lang} ${size.name}: ${fault}`);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.waitForTimeout(60);
      await page.screenshot({ path: join(folder, `${name}-${lang}-${theme}-${size.name}.png`) });
    }
  }
  await resize(sizes[0]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

const speak = (lang: Lang) =>
  page
    .getByRole('radiogroup', { name: /^(Idioma|Language)$/ })
    .getByText(lang === 'en' ? 'EN' : 'PT', { exact: true })
    .click();

/** The list of contacts, with nothing left of the scene before. */
async function home(): Promise<void> {
  await page.evaluate(() => {
    const language = localStorage.getItem('carteira.language');
    localStorage.clear();
    if (language) localStorage.setItem('carteira.language', language);
  });
  await page.goto('about:blank');
  await page.goto(`${program.url.split('?')[0]?.split('#')[0]}#/`);
  await page.getByRole('grid').first().waitFor();
  await page.waitForTimeout(200);
}

async function visit(scene: Scene, lang: Lang): Promise<void> {
  try {
    await home();
    await scene.open({ page, lang, files });
    await page.waitForTimeout(500);
    await picture(lang, scene.name);
  } catch (error) {
    findings.push(`${scene.name} ${lang}: not reached: ${String(error).split('\n')[0]}`);
    await page.screenshot({ path: join(folder, `lost-${scene.name}-${lang}.png`) });
  }
}

it('takes a picture of every screen', async () => {
  await page.goto(program.url);
  for (const lang of languages) {
    await speak(lang);
    await page.getByLabel(word(lang, 'session.email')).waitFor();
    if (only.test('sign-in')) await picture(lang, 'sign-in');
  }
  await page.getByLabel(word('en', 'session.email')).fill('demo@example.com');
  await page.getByLabel(word('en', 'session.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: word('en', 'session.enter') }).click();
  await page.getByRole('grid').waitFor();
  for (const lang of languages) {
    await home();
    await speak(lang);
    for (const scene of scenes.filter((s) => only.test(s.name))) await visit(scene, lang);
  }
  await writeFile(join(folder, 'findings.txt'), `${findings.join('\n')}\n`);
  expect(findings).toEqual([]);
});
