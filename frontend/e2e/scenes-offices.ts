import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { type Camera, languages } from './camera';
import { speak } from './look';
import { command, type Program, type Server, startProgram, startServer } from './program';
import {
  at,
  begins,
  button,
  dialog,
  field,
  go,
  home,
  item,
  type Scene,
  seen,
  signIn,
  userDialogs,
  type Walker,
} from './walker';

// Two offices that have seen different things: what waits, what collided, what was refused, who takes part.

type Who = { email: string; password: string };
const agent: Who = { email: 'bruno@example.com', password: 'segredo-bem-longo' };

const connected: Scene[] = [
  { name: 'sync-connected', open: at('/sync') },
  { name: 'sync-conflicts-none', open: at('/sync?tab=conflicts') },
  { name: 'sync-devices', open: at('/sync?tab=devices') },
];
const alone: Scene[] = [
  {
    name: 'sync-wrong-code',
    open: async (w) => {
      await go(w, '/sync');
      await field(w, 'enrol.server').fill('http://127.0.0.1:9');
      await field(w, 'enrol.code').fill('AAAA-BBBB-CCCC');
      await field(w, 'enrol.office').fill('Recife');
      await button(w, 'sync.enrol').click();
      await w.page.waitForTimeout(1500);
    },
  },
];
const offline: Scene[] = [
  { name: 'sync-offline', open: at('/sync') },
  { name: 'sync-offline-list', open: async () => undefined },
];
const collided: Scene[] = [
  { name: 'sync-conflicts', open: at('/sync?tab=conflicts') },
  ...[3, 6, 9, 12].map((nth) => ({
    name: `sync-conflicts-${nth}`,
    open: async (w: Walker) => {
      await go(w, '/sync?tab=conflicts');
      await w.page
        .locator('.conflict')
        .nth(nth)
        .evaluate((card) => card.scrollIntoView());
    },
  })),
  { name: 'sync-refused', open: at('/sync?tab=waiting') },
  {
    name: 'sync-discard',
    open: async (w) => {
      await go(w, '/sync?tab=waiting');
      await begins(w, 'sync.actions').click();
      await item(w, 'sync.discard').click();
      await seen(dialog(w));
    },
  },
  { name: 'sync-users', open: at('/users') },
  ...userDialogs('sync-'),
  { name: 'sync-permissions', open: at('/users?tab=permissions') },
  { name: 'sync-settings', open: at('/settings') },
];
const revoked: Scene[] = [
  { name: 'sync-revoked', open: at('/sync') },
  { name: 'sync-revoked-list', open: async () => undefined },
];

export async function photographOffices(
  newCamera: () => Promise<Camera>,
  admin: Who,
  keep: (program: Program) => void,
): Promise<void> {
  const server = await startServer();
  try {
    const here = await startProgram((run) => run('demo', '--contacts', '120', '--seed', '3').then(() => {}));
    keep(here);
    await givePassword(here, admin, agent);
    const camera = await newCamera();
    const { page } = camera;
    await page.goto(here.url);
    await speak(page, 'pt-BR');
    await signIn(page, admin);
    const walk = async (scenes: Scene[]) => {
      for (const lang of languages) {
        await home(page, here.url);
        await speak(page, lang);
        await camera.visit(scenes, { page, lang }, () => home(page, here.url));
      }
    };
    await walk(alone);
    await enrol(page, server, 'Recife');
    const there = await startProgram(async (run) => {
      await run('sync', 'enroll', '--server', server.url, '--code', await server.code(), '--office', 'Belém');
    });
    keep(there);
    await walk(connected);
    const people = await agreed(here, there, admin);
    await server.pause();
    await editedHere(here, admin, people);
    await exchange(here, admin);
    await walk(offline);
    // The other office is first, and this one hears of it only after it has sent what it did.
    process.kill(here.pid(), 'SIGSTOP');
    try {
      await server.resume();
      await editedThere(there, admin, people);
    } finally {
      process.kill(here.pid(), 'SIGCONT');
    }
    await exchange(here, admin);
    await walk(collided);
    await server.revoke('Recife');
    await exchange(here, admin); // that is how it learns
    await walk(revoked);
    // The other one is a window of its own, which is told to destroy what it has.
    await photographWiped(await newCamera(), there, admin, () => server.revoke('Belém', 'wipe'));
  } finally {
    await server.stop();
  }
}

/** What was refused, collided or had no answer is in the exit code, and is what the pictures are to show. */
const exchange = (program: Program, admin: Who) => command(program, admin, 'sync', 'now').catch(() => {});

async function enrol(page: Page, server: Server, office: string): Promise<void> {
  const w = { page, lang: languages.at(-1) ?? 'en' };
  await go(w, '/sync');
  await field(w, 'enrol.server').fill(server.url);
  await field(w, 'enrol.code').fill(await server.code());
  await field(w, 'enrol.office').fill(office);
  await button(w, 'sync.enrol').click();
  await seen(button(w, 'sync.now'));
}

/** The people of the demonstration cannot sign in until somebody gives them a password. */
async function givePassword(program: Program, admin: Who, to: Who): Promise<void> {
  const args = ['--data', program.data, '--as', admin.email, 'user', 'password', to.email, '--password-stdin'];
  const child = spawn(process.env.CARTEIRA_BIN ?? '', args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(`${to.password}\n`);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`no password for ${to.email}: code ${code}`);
}

/** What both offices know before they stop hearing of each other. */
interface Known {
  ids: string[];
  call: string;
  appointment: string;
}

async function agreed(here: Program, there: Program, admin: Who): Promise<Known> {
  const list = (await command(here, admin, 'contact', 'list')) as { contacts: { id: string }[] };
  const ids = list.contacts.slice(0, 3).map((c) => c.id);
  const [first = '', second = ''] = ids;
  const made = async (...args: string[]) => ((await command(here, admin, ...args)) as { id: string }).id;
  const call = await made('interaction', 'add', '--contact', first, '--channel', 'voice', '--tabulation', 'Venda');
  const appointment = await made('appointment', 'add', '--contact', second, '--at', '2026-12-01T10:00:00-03:00');
  await exchange(here, admin);
  await exchange(there, admin);
  return { ids, call, appointment };
}

/** The same interaction and appointment, said differently by each office. */
async function said(by: Program, admin: Who, { call, appointment }: Known, n: 0 | 1): Promise<void> {
  const closing = ['--tabulation', ['Reclamação', 'Segunda via'][n] ?? '', '--handle-seconds', ['185', '240'][n] ?? ''];
  await command(by, admin, 'interaction', 'close', call, ...closing);
  const comment = [
    'Gostou do atendimento, mas a segunda via demorou três dias para chegar, e o endereço estava errado.',
    'Não volta a comprar.',
  ][n];
  const answer = ['--status', 'answered', '--score', String(8 - 5 * n), '--comment', comment ?? ''];
  await command(by, admin, 'survey', 'add', '--interaction', call, ...answer);
  const meeting = ['--at', `2026-12-0${2 + n}T14:30:00-03:00`, '--status', ['done', 'cancelled'][n] ?? ''];
  await command(by, admin, 'appointment', 'update', appointment, ...meeting, '--text', ['Visita', 'Ligação'][n] ?? '');
}

async function photographWiped(camera: Camera, there: Program, admin: Who, wipe: () => Promise<void>): Promise<void> {
  const { page } = camera;
  await page.goto(there.url);
  await speak(page, 'pt-BR');
  await signIn(page, admin);
  await wipe();
  await exchange(there, admin);
  await page.waitForTimeout(4000);
  for (const lang of languages) {
    await speak(page, lang);
    await camera.picture(lang, 'sync-wiped');
  }
}

async function editedHere(here: Program, admin: Who, known: Known): Promise<void> {
  const [first = '', second = '', third = ''] = known.ids;
  await command(here, admin, 'contact', 'update', first, '--city', 'Recife', '--birth-date', '1980-01-31');
  await command(here, admin, 'contact', 'update', second, '--company', 'Padaria do Bairro', '--active', 'false');
  await command(here, admin, 'contact', 'update', third, '--note', 'Prefere ligações à tarde');
  await command(here, admin, 'contact', 'create', '--name', 'Conceição Magalhães', '--cpf', '52998224725');
  await command(here, admin, 'contact', 'create', '--name', 'Mercado Boa Vista', '--cnpj', '11222333000181');
  await command(here, agent, 'contact', 'create', '--name', 'Wellington Araújo', '--phone', '5581988776655');
  await said(here, admin, known, 0);
}

async function editedThere(there: Program, admin: Who, known: Known): Promise<void> {
  const [first = '', second = ''] = known.ids;
  await command(there, admin, 'permission', 'set', 'agent', 'edit', 'off');
  await command(there, admin, 'contact', 'update', first, '--city', 'Belém', '--birth-date', '1981-01-31');
  await command(there, admin, 'contact', 'update', second, '--company', 'Panificadora Bairro Novo', '--active', 'true');
  await command(there, admin, 'contact', 'create', '--name', 'Conceição M. Silva', '--cpf', '52998224725');
  await command(there, admin, 'contact', 'create', '--name', 'Supermercado Boa Vista', '--cnpj', '11222333000181');
  await said(there, admin, known, 1);
  await exchange(there, admin);
}
