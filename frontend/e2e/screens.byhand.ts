import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Camera, languages } from './camera';
import { speak } from './look';
import { madeFiles } from './made-files';
import { command, type Program, startProgram } from './program';
import { scenes } from './scenes';
import { photographBeginnings } from './scenes-beginnings';
import { importScenes, prepareImports } from './scenes-imports';
import { photographOffices } from './scenes-offices';
import type { Files } from './walker';
import { home, signIn } from './walker';

// A picture of every screen and dialog, in both languages and both themes, at the usual size, the smallest and that one at twice
// the zoom; and what can be seen without eyes: a page wider than its window, texts cut off without a sign, keys in place of
// texts, and what axe holds against it.

const folder = process.env.SCREENSHOTS ?? join(tmpdir(), 'carteira-screens');
const only = new RegExp(process.env.ONLY ?? '');
const who = { email: 'demo@example.com', password: 'segredo-bem-longo' };

let browser: Browser;
let scratch: string;
let files: Files;
const findings: string[] = [];
const programs: Program[] = [];

beforeAll(async () => {
  process.env.CARTEIRA_PASSWORD = who.password;
  scratch = await mkdtemp(join(tmpdir(), 'carteira-files-'));
  await mkdir(folder, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  files = await madeFiles(scratch, await newPage());
});
afterAll(async () => {
  await browser?.close();
  for (const program of programs) await program.stop();
  await rm(scratch, { recursive: true, force: true });
  await writeFile(join(folder, 'findings.txt'), `${findings.join('\n')}\n`);
});

/** A window of its own, with nothing remembered. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}
const newCamera = async () => new Camera(await newPage(), folder, only, findings);

it('takes a picture of every screen of one office', async () => {
  const program = await startProgram((run) => run('demo', '--contacts', '2000', '--seed', '7').then(() => {}));
  programs.push(program);
  for (const name of ['Resolvido', 'Segunda via']) await command(program, who, 'tabulation', 'add', name);
  const seeded = await prepareImports(program, who, files);
  const camera = await newCamera();
  const { page } = camera;
  await page.goto(program.url);
  for (const lang of languages) {
    await speak(page, lang);
    await camera.picture(lang, 'sign-in');
  }
  await signIn(page, who);
  for (const lang of languages) {
    await home(page, program.url);
    await speak(page, lang);
    const walker = { page, lang, files };
    await camera.visit([...scenes, ...importScenes(program, seeded)], walker, () => home(page, program.url));
  }
  expect(findings).toEqual([]);
});

it('takes a picture of how an office begins', async () => {
  const program = await startProgram();
  programs.push(program);
  await photographBeginnings(await newCamera(), program, who);
  expect(findings).toEqual([]);
});

it('takes a picture of what two offices and a server see', async () => {
  await photographOffices(newCamera, who, (program) => programs.push(program));
  expect(findings).toEqual([]);
});
