import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { type Camera, languages } from './camera';
import { speak } from './look';
import { command, type Program, type Server, startProgram, startServer } from './program';
import { at, begins, button, dialog, field, go, home, item, type Scene, seen, signIn, userDialogs } from './walker';

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
const revoked: Scene[] = [{ name: 'sync-revoked', open: at('/sync') }];

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
    await server.pause();
    const people = await editedHere(here, admin);
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

interface People {
  ids: string[];
}

async function editedHere(here: Program, admin: Who): Promise<People> {
  const list = (await command(here, admin, 'contact', 'list')) as { contacts: { id: string }[] };
  const ids = list.contacts.slice(0, 3).map((c) => c.id);
  const [first = '', second = '', third = ''] = ids;
  await command(here, admin, 'contact', 'update', first, '--city', 'Recife', '--birth-date', '1980-01-31');
  await command(here, admin, 'contact', 'update', second, '--company', 'Padaria do Bairro', '--active', 'false');
  await command(here, admin, 'contact', 'update', third, '--note', 'Prefere ligações à tarde');
  await command(here, admin, 'contact', 'create', '--name', 'Conceição Magalhães', '--cpf', '52998224725');
  await command(here, admin, 'contact', 'create', '--name', 'Mercado Boa Vista', '--cnpj', '11222333000181');
  await command(here, agent, 'contact', 'create', '--name', 'Wellington Araújo', '--phone', '5581988776655');
  return { ids };
}

async function editedThere(there: Program, admin: Who, { ids }: People): Promise<void> {
  const [first = '', second = ''] = ids;
  await command(there, admin, 'permission', 'set', 'agent', 'edit', 'off');
  await command(there, admin, 'contact', 'update', first, '--city', 'Belém', '--birth-date', '1981-01-31');
  await command(there, admin, 'contact', 'update', second, '--company', 'Panificadora Bairro Novo', '--active', 'true');
  await command(there, admin, 'contact', 'create', '--name', 'Conceição M. Silva', '--cpf', '52998224725');
  await command(there, admin, 'contact', 'create', '--name', 'Supermercado Boa Vista', '--cnpj', '11222333000181');
  await exchange(there, admin);
}
